"""Password fields in a real browser: pasted into, shown for a while, measured while typing, and without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_axe import violations
from tests.console.conftest import OTHER_PASSWORD, PASSWORD, Office
from tests.console.test_browser import DESK, TABLET, address, enter, look

pytestmark = pytest.mark.browser

__all__ = ["address", "look"]  # fixtures


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_a_password_is_pasted_shown_and_hidden_again(
    office: Office, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    office.account()
    page = look(size, scheme)
    field = page.locator("#mat-khau")
    button = page.get_by_role("button", name="Hiện mật khẩu trong ô Mật khẩu")
    expect(field).to_have_attribute("autocomplete", "current-password")
    expect(page.get_by_label("Tên đăng nhập")).to_have_attribute("autocomplete", "username")

    # Pasted, shown by keyboard and hidden again; sent while it is shown, it goes as a password.
    page.get_by_label("Tên đăng nhập").fill(PASSWORD)
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+X")
    page.keyboard.type("lan.nguyen")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+V")
    expect(field).to_have_value(PASSWORD)
    expect(field).to_have_attribute("type", "password")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    page.keyboard.press("Space")
    expect(field).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Space")
    page.evaluate(
        "addEventListener('submit', () => sessionStorage.setItem('sent', document.getElementById('mat-khau').type))"
    )
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/quan-tri")
    assert page.evaluate("sessionStorage.getItem('sent')") == "password"


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_a_new_password_is_measured_while_it_is_typed(
    office: Office, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    """What is said is in the end what the form judges; every field has its button."""
    office.account()
    page = look(size, scheme)
    enter(page, "lan.nguyen")
    page.get_by_role("link", name="Nguyễn Thị Lan").click()
    expect(page.locator("input[type=password]")).to_have_count(4)
    expect(page.get_by_role("button", name="Hiện mật khẩu")).to_have_count(4)
    told = page.locator("#do-manh")
    expect(told).to_have_role("status")
    wanted = page.locator("#mat-khau-moi")
    expect(wanted).to_have_attribute("autocomplete", "new-password")
    wanted.press_sequentially("meinemaus")
    expect(told).to_contain_text("còn thiếu 3")
    wanted.press_sequentially("100")
    expect(told).to_contain_text("Độ mạnh: rất yếu. Mật khẩu này có trong danh sách mật khẩu đã bị lộ.")
    assert violations(page) == []
    wanted.fill("")
    expect(told).to_have_text("")
    wanted.fill(OTHER_PASSWORD)
    expect(told).to_have_text("Độ mạnh: rất mạnh.")
    assert page.locator("meter").evaluate("meter => meter.value") == 4
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#mat-khau").fill(PASSWORD)
    page.locator("#nhap-lai").fill(OTHER_PASSWORD)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    page.get_by_text("Đã đổi mật khẩu").wait_for()
    assert office.actions()[-1] == "password_changed"


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """The console in a browser without script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/quan-tri")
    yield page
    context.close()


def test_without_script_the_same_forms_do_their_work(office: Office, address: str, plain: Page) -> None:
    office.account()
    assert plain.get_by_role("button", name="Hiện mật khẩu").count() == 0
    enter(plain, "lan.nguyen")
    for wanted, said in (("meinemaus100", "đã bị lộ"), (OTHER_PASSWORD, "Đã đổi mật khẩu")):
        plain.goto(f"{address}/quan-tri/toi")
        assert not plain.locator("meter").is_visible()
        plain.locator("#mat-khau").fill(PASSWORD)
        plain.locator("#mat-khau-moi").fill(wanted)
        plain.locator("#nhap-lai").fill(wanted)
        plain.get_by_role("button", name="Đổi mật khẩu").click()
        plain.get_by_text(said).wait_for()
