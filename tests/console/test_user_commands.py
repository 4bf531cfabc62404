"""``hoidap user``: accounts and the log from a shell on the server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from tests.console.conftest import OTHER_PASSWORD, PASSWORD
from tests.service.hoidap import Hoidap


@pytest.fixture
def hoidap(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Hoidap:
    for name, value in {"DATA": tmp_path / "data", "ENCODER": "none", "ENGINE": "0"}.items():
        monkeypatch.setenv(f"HOIDAP_{name}", str(value))
    monkeypatch.setenv("COLUMNS", "200")
    return Hoidap(monkeypatch, capsys)


def type_in(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting = iter(answers)
    monkeypatch.setattr(typer, "prompt", lambda *_given, **_more: next(waiting))


NEW = ("user", "add", "lan.nguyen", "--role", "admin", "--full-name", "Nguyễn Thị Lan")


def test_the_first_administrator_is_made_on_the_server(hoidap: Hoidap) -> None:
    added = hoidap(*NEW, "--make-password")
    assert added.status == 0
    assert len(added.out.strip()) == 19
    assert "chỉ in một lần" in added.err
    [account] = hoidap("user", "list", "--json").json
    assert (account["name"], account["role"], account["must_change_password"]) == (
        "lan.nguyen",
        "admin",
        True,
    )
    assert "quản trị" in hoidap("user", "list").out


def test_a_password_is_asked_for_twice_and_not_shown(hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, PASSWORD, OTHER_PASSWORD)
    assert hoidap(*NEW).status == 1
    type_in(monkeypatch, PASSWORD, PASSWORD)
    added = hoidap(*NEW)
    assert added.status == 0
    assert PASSWORD not in added.out + added.err
    [account] = hoidap("user", "list", "--json").json
    assert account["must_change_password"] is False


def test_a_weak_password_and_an_unknown_name_are_refused_with_a_way_on(
    hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "ngắn", "ngắn")
    assert "Cách xử lý" in hoidap(*NEW).err
    assert "hoidap user list" in hoidap("user", "disable", "khong.co").err


def test_accounts_are_changed_from_the_server_and_it_is_told(hoidap: Hoidap) -> None:
    first = hoidap(*NEW, "--make-password").out.strip()
    other = ("user", "add", "hai.nguoi", "--role", "editor", "--full-name", "Hai", "--make-password")
    assert hoidap(*other).status == 0
    for command in ("disable", "enable", "reset-second-factor"):
        assert hoidap("user", command, "hai.nguoi").status == 0
    second = hoidap("user", "password", "lan.nguyen", "--make-password").out.strip()
    assert first != second
    assert hoidap("user", "disable", "lan.nguyen").status == 1  # the last administrator
    told = [json.loads(line) for line in hoidap("user", "audit").out.splitlines()]
    assert [one["action"] for one in told] == [
        "account_added",
        "account_added",
        "account_disabled",
        "account_enabled",
        "second_factor_reset",
        "password_reset",
        "audit_exported",
    ]
    assert all(one["actor"].startswith("máy chủ: ") and one["address"] == "" for one in told)
    assert second not in json.dumps(told)


def test_the_log_is_checked_against_a_digest_noted_before(hoidap: Hoidap) -> None:
    hoidap(*NEW, "--make-password")
    checked = hoidap("user", "audit", "--check")
    digest = checked.out.strip()
    assert (checked.status, len(digest)) == (0, 64)
    assert hoidap("user", "audit", "--anchor", digest).status == 0
    assert hoidap("user", "audit", "--anchor", "0" * 64).status == 1
    assert "account_added" in hoidap("user", "audit", "--format", "csv").out
