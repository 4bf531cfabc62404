"""Signing in: who gets in, who does not, and what others can learn from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console.roles import Role
from console.sign_in import FAILURES
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, SERVER, Office

WRONG = "không phải mật khẩu"


def test_the_right_password_opens_the_console(both: Office) -> None:
    browser = both.signed_in()
    assert "Nguyễn Thị Lan" in browser.get("/quan-tri").text
    assert both.actions() == ["account_added", "signed_in"]
    assert both.named("lan.nguyen").signed_in_at == both.clock.now


def test_the_name_may_be_typed_in_capitals_and_with_spaces(office: Office) -> None:
    office.account()
    assert office.browser().sign_in("  Lan.Nguyen ").status_code == 303


@pytest.mark.parametrize(("name", "password"), [("lan.nguyen", WRONG), ("khong.co", PASSWORD), ("", "")])
def test_a_refusal_does_not_tell_whether_there_is_such_an_account(
    office: Office, name: str, password: str
) -> None:
    office.account()
    refused = office.browser().sign_in(name, password)
    assert refused.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khoá" in refused.text


def test_a_disabled_and_a_locked_account_are_refused_in_the_same_words(office: Office) -> None:
    account = office.account()
    office.account("quan.tri", Role.ADMIN)
    wrong = office.browser().sign_in("lan.nguyen", WRONG).text.partition('role="alert">')[2].partition("<")[0]
    office.console.accounts.disable(SERVER, account.id)
    refused = office.browser().sign_in("lan.nguyen")
    assert refused.status_code == 401
    assert refused.text.partition('role="alert">')[2].partition("<")[0] == wrong


def test_repeated_failures_lock_the_account_for_a_while(both: Office) -> None:
    both.account()
    browser = both.browser()
    for _ in range(FAILURES):
        assert browser.sign_in("lan.nguyen", WRONG).status_code == 401
    assert both.actions()[-2:] == ["sign_in_failed", "locked"]
    assert browser.sign_in("lan.nguyen").status_code == 401
    both.clock.pass_by(minutes=15, seconds=1)
    assert browser.sign_in("lan.nguyen").status_code == 303


def test_an_administrator_opens_a_locked_account(both: Office) -> None:
    account = both.account()
    for _ in range(FAILURES):
        both.browser().sign_in("lan.nguyen", WRONG)
    both.console.accounts.enable(SERVER, account.id)
    assert both.browser().sign_in("lan.nguyen").status_code == 303


def test_success_forgets_earlier_failures(office: Office) -> None:
    office.account()
    for _ in range(3):
        for _ in range(FAILURES - 1):
            office.browser().sign_in("lan.nguyen", WRONG)
        assert office.browser().sign_in("lan.nguyen").status_code == 303


def test_attempts_are_limited_for_an_address_and_for_an_account(open_office: Callable[..., Office]) -> None:
    office = open_office(rate=3)
    office.account()
    for number in range(3):
        assert office.browser().sign_in(f"ten.{number}", WRONG).status_code == 401
    limited = office.browser().sign_in("lan.nguyen")
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) > 0
    for number in range(3):
        assert office.browser(f"198.51.100.{number}").sign_in("ai.do", WRONG).status_code == 401
    assert office.browser("198.51.100.9").sign_in("ai.do", WRONG).status_code == 429
    assert office.browser("198.51.100.9").sign_in("lan.nguyen").status_code == 303


def test_names_that_nobody_has_are_not_kept(office: Office) -> None:
    """Somebody may have typed the password there."""
    office.browser().sign_in(OTHER_PASSWORD, WRONG)
    assert office.actions() == []


def test_a_new_password_that_others_know_has_to_be_changed_first(both: Office) -> None:
    both.console.accounts.add(SERVER, "moi.den", "Người Mới", Role.EDITOR, PASSWORD, temporary=True)
    browser = both.browser()
    browser.sign_in("moi.den")
    assert browser.get("/quan-tri").headers["location"] == "/quan-tri/toi"
    changed = browser.post(
        "/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi=OTHER_PASSWORD, nhap_lai=OTHER_PASSWORD
    )
    assert changed.headers["location"].startswith("/quan-tri/dang-nhap")
    assert browser.sign_in("moi.den").status_code == 401
    assert browser.sign_in("moi.den", OTHER_PASSWORD).status_code == 303
    assert browser.get("/quan-tri").status_code == 200


def test_a_password_that_somebody_else_made_opens_the_door_for_a_week(office: Office) -> None:
    account = office.console.accounts.add(
        SERVER, "moi.den", "Hoàng Văn Mới", Role.EDITOR, PASSWORD, temporary=True
    )
    office.clock.pass_by(days=7)
    late = office.browser().sign_in("moi.den")
    assert late.status_code == 401
    assert "hết hạn" in late.text
    assert "hết hạn" not in office.browser().sign_in("moi.den", OTHER_PASSWORD).text
    office.console.accounts.reset_password(SERVER, account.id, OTHER_PASSWORD, temporary=True)
    assert office.browser().sign_in("moi.den", OTHER_PASSWORD).status_code == 303


@pytest.mark.parametrize("promoted", [False, True])
def test_an_administrator_has_to_have_a_second_factor(office: Office, promoted: bool) -> None:
    accounts = office.console.accounts
    first = accounts.add(
        SERVER, "quan.tri", "Lý Thị Quản", Role.EDITOR if promoted else Role.ADMIN, PASSWORD, temporary=False
    )
    if promoted:
        accounts.set_role(SERVER, first.id, Role.ADMIN)
    browser = office.browser()
    browser.sign_in("quan.tri")
    assert browser.get("/quan-tri/nhat-ky").headers["location"] == "/quan-tri/toi"
    office.enrol(browser)
    assert browser.get("/quan-tri/nhat-ky").status_code == 200


def test_what_happened_to_the_account_is_shown_to_its_owner(office: Office) -> None:
    browser = office.signed_in()
    office.browser("198.51.100.9").sign_in("lan.nguyen", "sai mật khẩu rồi")
    shown = browser.get("/quan-tri/toi").text
    assert "nhập sai mật khẩu hoặc mã" in shown
    assert "198.51.100.9" in shown


@pytest.mark.parametrize(
    "weak",
    [
        "ngắn",
        "matkhau123456",
        "aaaaaaaaaaaaaaaa",
        "lan.nguyen.lan.nguyen",
        "langson123456",
        "P@ssw0rd!2026",
        "qwertyuiop123",
        "mật khẩu Lạng Sơn",
        "x" * 129,
        PASSWORD,
    ],
)
def test_a_weak_password_is_refused_with_advice(office: Office, weak: str) -> None:
    browser = office.signed_in()
    refused = browser.post("/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi=weak, nhap_lai=weak)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert office.browser().sign_in("lan.nguyen").status_code == 303


def test_changing_the_password_takes_the_present_one(office: Office) -> None:
    browser = office.signed_in()
    refused = browser.post(
        "/quan-tri/toi/mat-khau", mat_khau=WRONG, mat_khau_moi=OTHER_PASSWORD, nhap_lai=OTHER_PASSWORD
    )
    assert refused.status_code == 422
    assert office.actions()[-1] == "sign_in_failed"


def test_no_secret_is_kept_in_plain(both: Office) -> None:
    browser = both.signed_in()
    secret, codes = both.enrol(browser)
    with both.database.engine.connect() as connection:
        for table in ("accounts", "recovery_codes", "console_sessions", "audit_log"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - our own names
            assert not any(one in kept for one in (PASSWORD, secret, browser.cookie, *codes))
            if table == "accounts":
                assert "$argon2id$" in kept
