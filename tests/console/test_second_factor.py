"""The second factor: codes of a telephone, each good once; recovery codes; who has to have one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from console import totp
from console.sessions import HALF
from console.sign_in import FAILURES
from console.tables import AccountRow, RecoveryCodeRow
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, SERVER, Browser, Clock, Office

STEP = "/quan-tri/xac-thuc"
NOW = Clock().now


def half_in(office: Office) -> Browser:
    browser = office.browser()
    assert browser.sign_in("lan.nguyen").headers["location"] == STEP
    return browser


def test_with_a_second_factor_the_password_alone_opens_nothing(both: Office) -> None:
    secret, _ = both.enrol(both.signed_in())
    browser = half_in(both)
    for path in ("/quan-tri", "/quan-tri/toi", "/quan-tri/tai-khoan"):
        assert browser.get(path).headers["location"] == STEP
    before = browser.cookie
    assert browser.post(STEP, ma=both.code(secret)).headers["location"] == "/quan-tri"
    assert browser.cookie != before
    assert browser.get("/quan-tri").status_code == 200


def test_a_code_is_good_once(both: Office) -> None:
    secret, _ = both.enrol(both.signed_in())
    code = both.code(secret)
    assert half_in(both).post(STEP, ma=code).status_code == 303
    assert half_in(both).post(STEP, ma=code).status_code == 401
    both.clock.pass_by(seconds=30)
    assert half_in(both).post(STEP, ma=code).status_code == 401
    assert half_in(both).post(STEP, ma=both.code(secret)).status_code == 303


def test_the_code_of_the_enrolment_does_not_open_the_door_again(office: Office) -> None:
    secret, _ = office.enrol(office.signed_in())
    assert half_in(office).post(STEP, ma=office.code(secret, -30)).status_code == 401


@pytest.mark.parametrize(("seconds", "taken"), [(-29, True), (29, True), (-61, False), (61, False)])
def test_a_telephones_clock_may_be_half_a_minute_off(office: Office, seconds: int, taken: bool) -> None:
    secret, _ = office.enrol(office.signed_in())
    office.clock.pass_by(minutes=5)
    answered = half_in(office).post(STEP, ma=office.code(secret, seconds))
    assert answered.status_code == (303 if taken else 401)


def test_wrong_codes_lock_the_account_and_end_the_attempt(both: Office) -> None:
    secret, _ = both.enrol(both.signed_in())
    browser = half_in(both)
    for _ in range(FAILURES):
        assert browser.post(STEP, ma="000000x").status_code == 401
    assert browser.get(STEP).headers["location"].startswith("/quan-tri/dang-nhap")
    assert both.browser().sign_in("lan.nguyen").status_code == 401
    both.clock.pass_by(minutes=16)
    assert half_in(both).post(STEP, ma=both.code(secret)).status_code == 303


def test_one_has_ten_minutes_for_the_second_step(office: Office) -> None:
    office.enrol(office.signed_in())
    browser = half_in(office)
    office.clock.pass_by(seconds=HALF.total_seconds() + 1)
    assert browser.get(STEP).headers["location"].startswith("/quan-tri/dang-nhap")


def test_a_recovery_code_stands_in_once(both: Office) -> None:
    _, codes = both.enrol(both.signed_in())
    assert len(set(codes)) == 10
    assert half_in(both).post(STEP, ma=codes[0].lower().replace("-", " ")).status_code == 303
    assert half_in(both).post(STEP, ma=codes[0]).status_code == 401
    assert half_in(both).post(STEP, ma=codes[1]).status_code == 303
    assert both.actions().count("recovery_code_used") == 2


def test_a_recovery_code_of_somebody_else_opens_nothing(office: Office) -> None:
    office.enrol(office.signed_in())
    _, codes = office.enrol(office.signed_in("khac.nguoi"))
    assert half_in(office).post(STEP, ma=codes[0]).status_code == 401


def test_new_recovery_codes_make_the_old_ones_void(office: Office) -> None:
    browser = office.signed_in()
    _, codes = office.enrol(browser)
    assert browser.post("/quan-tri/toi/xac-thuc/ma-du-phong", mat_khau=PASSWORD).status_code == 200
    assert half_in(office).post(STEP, ma=codes[0]).status_code == 401


def test_an_enrolment_takes_a_right_code(office: Office) -> None:
    browser = office.signed_in()
    browser.post("/quan-tri/toi/xac-thuc/bat-dau", mat_khau=PASSWORD)
    assert browser.post("/quan-tri/toi/xac-thuc", ma="123").status_code == 422
    assert not office.named("lan.nguyen").second_factor
    assert "<svg" in browser.get("/quan-tri/toi/xac-thuc").text
    assert " style=" not in browser.get("/quan-tri/toi/xac-thuc").text


@pytest.mark.parametrize("how", ["signs in again", "changes the password", "gets another password"])
def test_an_enrolment_that_was_begun_ends_with_the_sign_in_or_the_password_it_was_begun_with(
    both: Office, how: str
) -> None:
    browser = both.signed_in()
    browser.post("/quan-tri/toi/xac-thuc/bat-dau", mat_khau=PASSWORD)
    assert 'class="secret"' in browser.get("/quan-tri/toi/xac-thuc").text
    password = PASSWORD
    if how == "changes the password":
        password = OTHER_PASSWORD
        changed = browser.post(
            "/quan-tri/toi/mat-khau", mat_khau=PASSWORD, mat_khau_moi=password, nhap_lai=password
        )
        assert changed.status_code == 303
    elif how == "gets another password":
        password = OTHER_PASSWORD
        account = both.named("lan.nguyen").id
        both.console.accounts.reset_password(SERVER, account, password, temporary=False)
    again = both.browser()
    assert again.sign_in("lan.nguyen", password).status_code == 303
    answered = again.get("/quan-tri/toi/xac-thuc")
    assert (answered.status_code, answered.headers.get("location")) == (303, "/quan-tri/toi")


def test_the_old_telephone_counts_until_the_new_one_is_confirmed(office: Office) -> None:
    browser = office.signed_in()
    secret, _ = office.enrol(browser)
    browser.post("/quan-tri/toi/xac-thuc/bat-dau", mat_khau=PASSWORD)
    assert half_in(office).post(STEP, ma=office.code(secret)).status_code == 303
    office.clock.pass_by(seconds=30)
    new_secret, _ = office.enrol(browser)
    assert half_in(office).post(STEP, ma=office.code(secret)).status_code == 401
    assert half_in(office).post(STEP, ma=office.code(new_secret)).status_code == 303


def protection(office: Office) -> tuple[object, ...]:
    """What is stored of the one account's secrets, and the digests of its recovery codes."""
    with office.database.reading() as session:
        row = session.scalars(select(AccountRow)).one()
        codes = set(session.scalars(select(RecoveryCodeRow.digest)))
        return row.password_hash, row.totp_secret, row.totp_pending, row.second_factor_required, codes


@pytest.mark.parametrize("path", ["bat-dau", "tat", "ma-du-phong"])
def test_what_protects_the_account_is_changed_with_the_password_only(office: Office, path: str) -> None:
    browser = office.signed_in()
    office.enrol(browser)
    before = protection(office)
    assert browser.post(f"/quan-tri/toi/xac-thuc/{path}", mat_khau="falsches").status_code == 422
    assert protection(office) == before
    browser.post(f"/quan-tri/toi/xac-thuc/{path}", mat_khau=PASSWORD)
    assert protection(office) != before


def test_where_it_is_required_there_is_no_way_around_it(both: Office) -> None:
    browser = both.signed_in()
    account = both.named("lan.nguyen")
    both.console.accounts.require_second_factor(SERVER, account.id, required=True)
    assert browser.get("/quan-tri").headers["location"] == "/quan-tri/toi"
    secret, _ = both.enrol(browser)
    assert browser.get("/quan-tri").status_code == 200
    assert browser.post("/quan-tri/toi/xac-thuc/tat", mat_khau=PASSWORD).status_code == 422
    assert half_in(both).post(STEP, ma=both.code(secret)).status_code == 303


def test_it_can_be_switched_off_where_it_is_not_required(office: Office) -> None:
    browser = office.signed_in()
    office.enrol(browser)
    assert browser.post("/quan-tri/toi/xac-thuc/tat", mat_khau=PASSWORD).status_code == 303
    assert office.browser().sign_in("lan.nguyen").headers["location"] == "/quan-tri"


@given(st.text(max_size=40), st.integers(0, 2**40))
def test_any_text_is_read_as_a_code_or_refused(code: str, after: int) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    step = totp.matching_step(secret, code, NOW, after)
    assert step is None or step > after
    assert len(totp.recovery_digest(code)) == 64
