"""Accounts: how administrators make and change them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from console.roles import Role
from console.sign_in import FAILURES
from foundation.errors import InputError, MissingError
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, SERVER, Office

LIST = "/quan-tri/tai-khoan"


def test_an_administrator_adds_somebody_who_then_sets_a_password(both: Office) -> None:
    browser = both.signed_in("quan.tri", Role.ADMIN)
    added = browser.post(LIST, ten="Lan.Nguyen", ho_ten="  Nguyễn   Thị Lan ", vai_tro="officer")
    [password] = re.findall(r'class="secret">([0-9A-Z-]+)<', added.text)
    account = both.named("lan.nguyen")
    assert (account.full_name, account.role) == ("Nguyễn Thị Lan", Role.OFFICER)
    newcomer = both.browser()
    newcomer.sign_in("lan.nguyen", password)
    assert newcomer.get("/quan-tri").headers["location"] == "/quan-tri/toi"
    assert password not in browser.get(LIST).text


@pytest.mark.parametrize(
    ("name", "full_name", "role"),
    [
        ("ab", "Tên", "editor"),
        ("lần", "Tên", "editor"),
        ("1lan", "Tên", "editor"),
        ("a" * 41, "Tên", "editor"),
        ("lan nguyen", "Tên", "editor"),
        ("lan.nguyen", " ", "editor"),
        ("lan.nguyen", "x" * 121, "editor"),
        ("lan.nguyen", "Tên", "chủ tịch"),
        ("quan.tri", "Tên", "editor"),
    ],
)
def test_what_makes_no_account_is_refused_with_a_way_on(
    office: Office, name: str, full_name: str, role: str
) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    assert browser.post(LIST, ten=name, ho_ten=full_name, vai_tro=role).status_code == 422
    assert len(office.console.accounts.all()) == 1


def test_what_people_type_is_shown_as_text(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    browser.post(LIST, ten="lan.nguyen", ho_ten="<script>alert(1)</script>", vai_tro="editor")
    shown = browser.get(LIST).text
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_every_button_of_the_list_does_what_it_says(both: Office) -> None:
    both.enrol(both.signed_in())
    browser = both.signed_in("quan.tri", Role.ADMIN)
    place = f"{LIST}/{both.named('lan.nguyen').id}"
    browser.post(f"{place}/vai-tro", vai_tro="reviewer")
    assert both.named("lan.nguyen").role is Role.REVIEWER
    browser.post(f"{place}/bat-buoc", bat_buoc="1")
    assert both.named("lan.nguyen").second_factor_required
    browser.post(f"{place}/bat-buoc", bat_buoc="0")
    assert not both.named("lan.nguyen").second_factor_required
    browser.post(f"{place}/go-xac-thuc")
    assert not both.named("lan.nguyen").second_factor
    browser.post(f"{place}/ngung")
    assert both.named("lan.nguyen").disabled
    browser.post(f"{place}/mo")
    assert not both.named("lan.nguyen").disabled
    reset = browser.post(f"{place}/mat-khau")
    assert both.browser().sign_in("lan.nguyen").status_code == 401
    [password] = re.findall(r'class="secret">([0-9A-Z-]+)<', reset.text)
    assert both.browser().sign_in("lan.nguyen", password).status_code == 303


def test_nobody_changes_the_role_of_or_disables_oneself_or_sheds_what_protects_the_account(
    office: Office,
) -> None:
    office.account("hai.nguoi", Role.ADMIN)
    browser = office.signed_in("quan.tri", Role.ADMIN)
    office.enrol(browser)
    before = office.named("quan.tri")
    office.console.accounts.require_second_factor(SERVER, before.id, required=True)
    place, before = f"{LIST}/{before.id}", office.named("quan.tri")
    assert browser.post(f"{place}/ngung").status_code == 422
    assert browser.post(f"{place}/vai-tro", vai_tro="editor").status_code == 422
    assert browser.post(f"{place}/mat-khau").status_code == 422
    assert browser.post(f"{place}/go-xac-thuc").status_code == 422
    assert browser.post(f"{place}/bat-buoc", bat_buoc="0").status_code == 422
    assert office.named("quan.tri") == before
    assert browser.get(LIST).status_code == 200, "still signed in"
    assert office.browser().sign_in("quan.tri").headers["location"] == "/quan-tri/xac-thuc"


def test_the_list_offers_nothing_that_would_be_refused_on_ones_own_account(office: Office) -> None:
    other = office.account("hai.nguoi", Role.ADMIN)
    browser = office.signed_in("quan.tri", Role.ADMIN)
    shown = browser.get(LIST).text
    assert f"{LIST}/{other.id}/mat-khau" in shown
    assert f"{LIST}/{office.named('quan.tri').id}/" not in shown


def test_a_locked_account_is_seen_and_opened_on_the_list(both: Office) -> None:
    account, browser = both.account(), both.signed_in("quan.tri", Role.ADMIN)
    assert "tạm khoá" not in browser.get(LIST).text
    for _ in range(FAILURES):
        both.browser().sign_in("lan.nguyen", OTHER_PASSWORD)
    shown = browser.get(LIST).text
    assert "tạm khoá đến 10:15 30/11/2026" in shown
    assert f'action="{LIST}/{account.id}/mo"' in shown
    assert browser.post(f"{LIST}/{account.id}/mo").status_code == 303
    assert "tạm khoá" not in browser.get(LIST).text
    assert both.browser().sign_in("lan.nguyen").status_code == 303


def test_a_lock_that_has_passed_is_shown_no_more(office: Office) -> None:
    account = office.account()
    for _ in range(FAILURES):
        office.browser().sign_in("lan.nguyen", OTHER_PASSWORD)
    office.clock.pass_by(minutes=16)
    shown = office.signed_in("quan.tri", Role.ADMIN).get(LIST).text
    assert "tạm khoá" not in shown
    assert f'action="{LIST}/{account.id}/mo"' not in shown


def test_the_last_administrator_stays(both: Office) -> None:
    account, other = both.account("quan.tri", Role.ADMIN), both.account("hai.nguoi", Role.ADMIN)
    accounts = both.console.accounts
    accounts.disable(SERVER, other.id)
    with pytest.raises(InputError):
        accounts.disable(SERVER, account.id)
    with pytest.raises(InputError):
        accounts.set_role(SERVER, account.id, Role.EDITOR)
    accounts.enable(SERVER, other.id)
    assert accounts.set_role(SERVER, account.id, Role.EDITOR).role is Role.EDITOR


def test_two_administrators_cannot_switch_each_other_off_at_once(both: Office) -> None:
    accounts = both.console.accounts
    ids = [both.account(name, Role.ADMIN).id for name in ("mot.nguoi", "hai.nguoi")]

    def disable(account: str) -> bool:
        try:
            accounts.disable(SERVER, account)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(disable, ids)) == [False, True]


def test_an_account_that_there_is_not_is_said_so(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    assert browser.post(f"{LIST}/khong-co/ngung").status_code == 404
    assert browser.post(f"{LIST}/khong-co/mat-khau").status_code == 404
    with pytest.raises(MissingError):
        office.console.accounts.named("khong.co")


def test_a_weak_password_is_refused_on_the_command_line_too(office: Office) -> None:
    account = office.account()
    with pytest.raises(InputError):
        office.console.accounts.reset_password(SERVER, account.id, "ngắn", temporary=False)
    assert office.browser().sign_in("lan.nguyen", PASSWORD).status_code == 303
