"""How strong a new password is: judged before it is taken, and told while it is typed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn import zxcvbn

from console.roles import Role
from console.strength import LONGEST, SHORTEST, strength_of
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, SERVER, Browser, Office

LOOK = "/quan-tri/toi/mat-khau/do-manh"
NAME = "lan.nguyen"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn", "còn thiếu 8"),
        ("x" * (LONGEST + 1), "dài quá 128 ký tự"),
        ("lan.nguyen.lan.nguyen", "chỉ có tên tài khoản"),
        (" " * 14, "chỉ có tên tài khoản hoặc dấu cách"),
        ("langson hoidap", "từ hay dùng ở đây"),
        ("P@ssw0rd!2026", "giống mật khẩu hay gặp"),
        ("pennsylvanian", "từ hoặc tên phổ biến"),
        ("xyxyxyxyxyxyxyxyxy", "lặp lại"),
        ("12/12/1990 abc", "ngày tháng"),
    ],
)
def test_what_makes_a_password_weak_is_said(password: str, why: str) -> None:
    found = strength_of(password, NAME)
    assert why in found.trouble
    assert found.advice
    assert found.words.startswith("Độ mạnh: ")


@pytest.mark.parametrize("password", ["meinemaus100", "hockeyddog110", "Jf78M4NfssiPu", "tôi yêu Việt Nam"])
def test_passwords_of_breaches_are_known_though_an_estimate_would_let_them_pass(password: str) -> None:
    assert "đã bị lộ" in strength_of(password, NAME).trouble
    if password.isascii():
        assert zxcvbn(password)["score"] >= 3


def test_a_sentence_of_ones_own_is_strong() -> None:
    for password in (PASSWORD, OTHER_PASSWORD, "quả hồi 🌿 thơm lắm", "x7!Kq0)vLw2#m"):
        assert strength_of(password, NAME).trouble == "", password
        assert strength_of(password, NAME).words == "Độ mạnh: rất mạnh."


@given(st.text(max_size=LONGEST + 5), st.from_regex(r"[a-z][a-z0-9.-]{2,20}", fullmatch=True))
def test_whatever_is_typed_is_judged(password: str, account: str) -> None:
    found = strength_of(password, account)
    assert found.score in range(5)
    assert bool(found.trouble) == bool(found.advice) == (found.score < 3)
    assert SHORTEST <= len(password) <= LONGEST or found.trouble


def test_judging_takes_little_time_even_of_what_was_made_to_take_much() -> None:
    """zxcvbn alone takes seconds for this."""
    started = time.thread_time()
    strength_of("4@8({[<369!1|0$5+7%2" * 6, NAME)
    assert time.thread_time() - started < 1.5


def look(browser: Browser, password: str) -> dict[str, object]:
    answered = browser.post(LOOK, mat_khau_moi=password)
    assert answered.status_code == 200, answered.text
    told: dict[str, object] = answered.json()
    return told


def test_the_strength_is_told_while_typing_as_the_form_will_judge_it(office: Office) -> None:
    browser = office.signed_in()
    assert look(browser, "P@ssw0rd!2026") == {
        "score": 2,
        "words": strength_of("P@ssw0rd!2026", NAME).words,
    }
    assert look(browser, OTHER_PASSWORD)["score"] == 4
    assert look(browser, "")["score"] == 0
    refused = browser.post(
        "/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi="meinemaus100", nhap_lai="meinemaus100"
    )
    assert refused.status_code == 422
    assert "đã bị lộ" in refused.text


def test_whoever_has_to_change_the_first_password_is_told_too(office: Office) -> None:
    office.console.accounts.add(SERVER, "moi.den", "Người Mới", Role.EDITOR, PASSWORD, temporary=True)
    browser = office.browser()
    browser.sign_in("moi.den")
    assert look(browser, OTHER_PASSWORD)["score"] == 4


def test_what_is_typed_is_neither_kept_nor_logged(both: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = both.signed_in()
    before = both.actions()
    look(browser, OTHER_PASSWORD)
    assert both.actions() == before
    assert OTHER_PASSWORD not in caplog.text
    with both.database.engine.connect() as connection:
        for table in ("accounts", "console_sessions", "audit_log"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - our own names
            assert OTHER_PASSWORD not in kept
    assert both.browser().sign_in(NAME).status_code == 303


def test_strangers_and_other_sites_are_told_nothing(office: Office) -> None:
    browser = office.signed_in()
    asked = {"the": "0" * 64, "mat-khau-moi": OTHER_PASSWORD}
    assert browser.send(LOOK, asked).status_code == 403
    browser.origin = "https://elsewhere.example"
    assert browser.post(LOOK, mat_khau_moi=OTHER_PASSWORD).status_code == 403
    assert office.browser().post(LOOK, mat_khau_moi=OTHER_PASSWORD).status_code == 303


def test_looks_are_limited_and_use_up_no_attempts_at_the_password(open_office: Callable[..., Office]) -> None:
    office = open_office(rate=3)
    browser = office.signed_in()
    for _ in range(3):
        look(browser, OTHER_PASSWORD)
    limited = browser.post(LOOK, mat_khau_moi=OTHER_PASSWORD)
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) > 0
    changed = browser.post(
        "/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi=OTHER_PASSWORD, nhap_lai=OTHER_PASSWORD
    )
    assert changed.headers["location"] == "/quan-tri/dang-nhap?da=mat-khau"
