"""The secret that signs tokens: made once, kept from others, rotated without cutting anyone off."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from conversations.tokens import Tokens
from foundation.errors import SettingsError
from foundation.settings import Settings, load_settings
from service.secrets import load_secrets

GIVEN, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def refusal(settings: Settings) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        load_secrets(settings)
    assert refused.value.hint
    return refused.value


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(settings: Settings) -> None:
    [made] = load_secrets(settings)
    assert len(made) >= 32
    assert load_secrets(settings) == (made,)
    assert stat.S_IMODE((settings.data / "secret").stat().st_mode) == 0o600


def test_two_services_have_two_secrets(tmp_path: Path) -> None:
    one, two = (load_secrets(Settings(data=tmp_path / name)) for name in ("one", "two"))
    assert one != two


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_secret_that_others_can_read_is_refused_with_the_remedy(settings: Settings, mode: int) -> None:
    load_secrets(settings)
    file = settings.data / "secret"
    file.chmod(mode)
    assert f"chmod 600 {file}" in refusal(settings).hint
    file.chmod(0o600)
    assert load_secrets(settings)


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe" * 40])
def test_a_damaged_secret_is_refused(settings: Settings, content: bytes) -> None:
    load_secrets(settings)
    (settings.data / "secret").write_bytes(content)
    assert "bị hỏng" in refusal(settings).message


def test_a_given_secret_is_used_and_none_is_written(tmp_path: Path) -> None:
    settings = load_settings({"HOIDAP_SECRET": f" {GIVEN} , {OTHER},", "HOIDAP_DATA": str(tmp_path / "data")})
    assert load_secrets(settings) == (GIVEN, OTHER)
    assert not (tmp_path / "data" / "secret").exists()


@pytest.mark.parametrize("given", ["short", "x" * 31, f"{GIVEN},short"])
def test_a_given_secret_that_is_too_short_is_refused_but_not_shown(tmp_path: Path, given: str) -> None:
    settings = load_settings({"HOIDAP_SECRET": given, "HOIDAP_DATA": str(tmp_path)})
    error = refusal(settings)
    assert "32" in error.message
    assert given not in error.message + error.hint


def test_a_rotated_secret_still_verifies_what_it_signed(tmp_path: Path) -> None:
    def tokens(given: str) -> Tokens:
        return Tokens(load_secrets(load_settings({"HOIDAP_SECRET": given, "HOIDAP_DATA": str(tmp_path)})))

    token = tokens(GIVEN).issue("c1")
    assert tokens(f"{OTHER},{GIVEN}").read(token) == "c1"
    assert tokens(OTHER).read(tokens(f"{OTHER},{GIVEN}").issue("c1")) == "c1"
