"""Switches, words and citizens' data in a real browser, with axe on every page, at a desk and on a tablet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from console.roles import Role
from conversations.conversation import ConversationStore
from tests.console.conftest import Office
from tests.console.test_browser import DESK, TABLET, Tour, address, look

pytestmark = pytest.mark.browser

__all__ = ["address", "look"]  # fixtures


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_a_morning_with_trouble(
    office: Office, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    office.account("quan.tri", Role.ADMIN)
    store = ConversationStore(office.database, office.clock, lambda _engine_id: None)
    store.open("web", "c" * 32)
    code = office.console.officers.letters.leave(
        store.claim("c" * 32, "m", "r").engine_id, "difficulty", "đường hỏng"
    )
    tour = Tour(look(size, scheme))
    page = tour.page
    tour.sign_in()
    page.get_by_role("link", name="Công tắc", exact=True).first.click()
    page.get_by_text("Tắt kênh Trang web").click()
    page.get_by_label("Lý do").fill("Bảo trì đến 14 giờ.")
    tour.check()
    page.get_by_role("button", name="Tắt ngay: Trang web").click()
    page.get_by_text("đang tắt", exact=True).wait_for()
    tour.check()
    page.get_by_role("button", name="Bật lại: Trang web").click()
    page.get_by_text("đang bật", exact=True).wait_for()
    page.get_by_role("link", name="Lời chào và câu hỏi gợi ý").click()
    page.get_by_label("Lời chào, tiếng Việt", exact=True).fill("Chào anh/chị!")
    page.get_by_role("button", name="Lưu: Lời chào, tiếng Việt").click()
    page.get_by_text("Đã lưu").wait_for()
    tour.check()
    page.get_by_role("button", name="Quay về mặc định: Lời chào, tiếng Việt").click()
    page.get_by_text("Đã quay về").wait_for()
    page.get_by_role("link", name="Dữ liệu", exact=True).first.click()
    tour.check()
    page.get_by_label("Mã", exact=True).fill(code)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Dữ liệu của một hội thoại").wait_for()
    tour.check()
    page.get_by_label("Người dân đã yêu cầu").check()
    page.get_by_role("button", name="Xoá tất cả").click()
    page.get_by_text("Đã xoá mọi dữ liệu").wait_for()
    tour.check()
    done = [action for action in office.actions() if action not in ("account_added", "signed_in")]
    assert done == ["channel_off", "channel_on", "words_changed", "words_reset", "data_erased"]
