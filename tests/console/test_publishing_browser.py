"""Publishing in a real browser: from the draft to going back, with axe on every page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from console.roles import Role
from tests.console.conftest import PASSWORD, Office
from tests.console.printing_house import PrintingHouse
from tests.console.test_browser import DESK, TABLET, Tour, address, look

__all__ = ["address", "look"]  # fixtures

pytestmark = pytest.mark.browser


def check_in_the_background(room: PrintingHouse) -> threading.Thread:
    """What the service does when a check is asked for."""
    check = room.publishing.checks.claim()
    assert check
    thread = threading.Thread(target=room.checking().run, args=(check,))
    thread.start()
    return thread


def without_refreshing(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(
        response=answer, headers={name: value for name, value in answer.headers.items() if name != "refresh"}
    )


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_a_reviewer_checks_publishes_and_goes_back(
    office: Office, tmp_path: Path, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    room = PrintingHouse(office, tmp_path / "releases")
    room.open()
    room.reword("cho-dem", "23 giờ", "22 giờ")
    room.answer()
    first = room.live
    office.account("quan.tri", Role.ADMIN)
    tour = Tour(look(size, scheme))
    tour.sign_in()
    page = tour.page
    page.get_by_role("link", name="Phát hành", exact=True).first.click()
    page.get_by_text("1 thay đổi").click()
    page.locator("del", has_text="23 giờ").wait_for()
    tour.check()
    page.get_by_role("button", name="Kiểm tra").click()
    page.get_by_role("heading", name="Đang kiểm tra bản nháp").wait_for()
    at = page.url
    page.route(at, without_refreshing)  # it would come anew while it is looked at
    page.goto(at)
    tour.check()
    page.unroute(at)
    page.goto(at)
    running = check_in_the_background(room)
    page.get_by_text("0 tốt hơn, 1 kém đi, 1 như cũ").wait_for()  # the page comes back by itself
    running.join()
    tour.check()
    page.get_by_role("button", name="Phát hành ngay").click()
    page.get_by_text("Đã phát hành.").wait_for()
    assert room.live != first
    tour.check()
    page.get_by_label("Lý do").fill("sai giờ đóng cửa")
    page.get_by_role("button", name="Quay lại").click()
    page.get_by_text("Đã quay lại bản trước").wait_for()
    assert room.live == first
    page.get_by_role("link", name="Các lần phát hành").click()
    page.get_by_text("sai giờ đóng cửa").wait_for()
    tour.check()
    page.get_by_role("link", name="Câu hỏi kiểm tra", exact=True).first.click()
    tour.check()
    page.get_by_role("link", name="Thêm câu hỏi").click()
    page.get_by_label("Câu hỏi", exact=True).fill("Phí chỗ bán hàng bao nhiêu?")
    tour.check()
    page.get_by_label("Trích dẫn được chấp nhận").fill("cho-dem#-2.-1")
    page.keyboard.press("Tab")
    page.keyboard.type("50.000 đồng")
    page.get_by_role("button", name="Thêm câu hỏi").click()
    page.get_by_text("Đã thêm câu hỏi kiểm tra").wait_for()
    assert len(office.console.golden.active()) == 3
    assert PASSWORD not in page.content()
