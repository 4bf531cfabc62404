"""Sessions: behind a cookie that says nothing; renewed, expired, ended. Forms are bound to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console.roles import Role
from console.sessions import ABSOLUTE, IDLE
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, SERVER, Browser, Office

SIGN_IN = "/quan-tri/dang-nhap"


def is_in(browser: Browser) -> bool:
    return browser.get("/quan-tri").status_code == 200


def test_signing_in_gives_another_cookie_than_the_browser_came_with(office: Office) -> None:
    office.account()
    browser = office.browser()
    browser.client.cookies.set("hoidap-quan-tri", "planted-by-somebody-else")
    shown = browser.get(SIGN_IN)
    browser.client.cookies.clear()
    browser.client.cookies.set("hoidap-quan-tri", "planted-by-somebody-else")
    assert "planted" not in shown.text
    answered = browser.sign_in("lan.nguyen")
    assert "planted" not in answered.headers["set-cookie"]
    stranger = office.browser()
    stranger.client.cookies.set("hoidap-quan-tri", "planted-by-somebody-else")
    assert not is_in(stranger)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(open_office: Callable[..., Office]) -> None:
    office = open_office(public_url="https://hoidap.example")
    office.account()
    browser = office.browser(base_url="https://hoidap.example")
    browser.origin = "https://hoidap.example"
    cookie = browser.sign_in("lan.nguyen").headers["set-cookie"]
    assert cookie.startswith("__Host-hoidap-quan-tri=")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie


def test_without_https_the_cookie_still_works(office: Office) -> None:
    office.account()
    cookie = office.browser().sign_in("lan.nguyen").headers["set-cookie"]
    assert cookie.startswith("hoidap-quan-tri=")
    assert "Secure" not in cookie


def test_a_session_that_is_not_used_ends(both: Office) -> None:
    browser = both.signed_in()
    both.clock.pass_by(seconds=IDLE.total_seconds() - 1)
    assert is_in(browser)
    both.clock.pass_by(seconds=IDLE.total_seconds() - 1)
    assert is_in(browser)
    both.clock.pass_by(seconds=IDLE.total_seconds() + 1)
    assert browser.get("/quan-tri").headers["location"] == f"{SIGN_IN}?da=het-phien"


def test_a_page_that_looks_by_itself_keeps_no_session_alive(both: Office) -> None:
    browser = both.signed_in("lan", Role.OFFICER)
    for _ in range(3):
        looked = browser.get("/quan-tri/trao-doi", headers={"Tu-Dong": "1"})
        assert looked.status_code == 200
        both.clock.pass_by(seconds=IDLE.total_seconds() / 3)
    assert browser.get("/quan-tri/trao-doi", headers={"Tu-Dong": "1"}).status_code == 303
    assert not is_in(browser)


def test_a_session_ends_after_half_a_day_however_much_it_is_used(office: Office) -> None:
    browser = office.signed_in()
    for _ in range(int(ABSOLUTE / (IDLE / 2))):
        assert is_in(browser)
        office.clock.pass_by(seconds=IDLE.total_seconds() / 2)
    assert not is_in(browser)


def test_signing_out_ends_the_session_and_not_only_the_cookie(both: Office) -> None:
    browser = both.signed_in()
    kept = browser.cookie
    assert browser.post("/quan-tri/dang-xuat").status_code == 303
    browser.client.cookies.clear()
    browser.client.cookies.set("hoidap-quan-tri", kept)
    assert not is_in(browser)


def test_another_password_ends_all_sessions(both: Office) -> None:
    first = both.signed_in()
    second = both.browser()
    second.sign_in("lan.nguyen")
    first.post(
        "/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi=OTHER_PASSWORD, nhap_lai=OTHER_PASSWORD
    )
    assert not is_in(first)
    assert not is_in(second)


@pytest.mark.parametrize("end", ["disable", "reset_second_factor", "reset_password"])
def test_an_administrator_ends_the_sessions_of_an_account(both: Office, end: str) -> None:
    browser, other = both.signed_in(), both.signed_in("quan.tri", Role.ADMIN)
    more = {"password": OTHER_PASSWORD, "temporary": True} if end == "reset_password" else {}
    getattr(both.console.accounts, end)(SERVER, both.named("lan.nguyen").id, **more)
    assert not is_in(browser)
    assert is_in(other)


def test_the_other_sessions_can_be_ended(both: Office) -> None:
    first = both.signed_in()
    second = both.browser("198.51.100.3")
    second.sign_in("lan.nguyen")
    assert "198.51.100.3" in first.get("/quan-tri/toi").text
    first.post("/quan-tri/toi/phien")
    assert is_in(first)
    assert not is_in(second)


def test_another_role_is_in_force_at_once(office: Office) -> None:
    office.account("quan.tri", Role.ADMIN)
    browser = office.signed_in("hai.nguoi", Role.ADMIN)
    assert browser.get("/quan-tri/tai-khoan").status_code == 200
    office.console.accounts.set_role(SERVER, office.named("hai.nguoi").id, Role.OFFICER)
    assert browser.get("/quan-tri/tai-khoan").status_code == 403


# --- forged requests ----------------------------------------------------------------------------------------


def posts(office: Office) -> list[str]:
    return sorted({screen.path for screen in office.console.screens if screen.method == "POST"})


def test_every_form_without_its_token_is_refused_and_changes_nothing(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    other = office.signed_in("khac.nguoi", Role.ADMIN)
    stolen = other.get("/quan-tri").text.partition('name="the" value="')[2][:64]
    before = office.actions()
    for path in posts(office):
        if path == "/quan-tri/xac-thuc":
            continue  # for those who are half in: below
        for token in ("", "0" * 64, stolen, "é"):
            assert browser.send(path.replace("{account}", "x"), {"the": token}).status_code == 403, path
    assert office.actions() == before
    assert is_in(browser)


def test_the_second_step_is_guarded_too(office: Office) -> None:
    secret, _ = office.enrol(office.signed_in())
    browser = office.browser()
    browser.sign_in("lan.nguyen")
    refused = browser.send("/quan-tri/xac-thuc", {"the": "0" * 64, "ma": office.code(secret)})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "http://["},
        {"referer": "https://elsewhere.example/quan-tri"},
        {},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_its_token(
    office: Office, headers: dict[str, str]
) -> None:
    browser = office.signed_in()
    assert browser.post("/quan-tri/dang-xuat", headers=headers).status_code == 403
    assert is_in(browser)


def test_signing_in_takes_the_token_of_this_browser(office: Office) -> None:
    """Else somebody could sign others in under an account of their own."""
    office.account()
    browser = office.browser()
    browser.get(SIGN_IN)
    refused = browser.send(SIGN_IN, {"ten": "lan.nguyen", "mat-khau": PASSWORD, "the": "0" * 64})
    assert refused.status_code == 403


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff", b"a=%00", b"x" * 300_000, b"a=1&" * 300 + b"b=2"])
def test_what_is_no_form_is_refused_in_plain_words(office: Office, body: bytes) -> None:
    browser = office.browser()
    answered = browser.client.post(SIGN_IN, content=body, headers={"origin": "http://testserver"})
    assert answered.status_code == 422
    assert "Mời anh/chị mở lại trang" in answered.text
