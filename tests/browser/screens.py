"""Every screen that a citizen may meet, for tests that hold all of them to one measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, Route, expect

from knowledge.scores import Score
from tests.browser import hosts
from tests.browser.portal import SITE, Portal, canned_reply, failure

Open = Callable[..., Page]
"""Opens a path of the portal, or an address, in a fresh profile with the given options."""

DOCUMENT = "/van-ban/nghi-quyet-193"
CHOICES = [{"id": "b1", "title": "Năm 2026"}, {"id": "b2", "title": "Cả giai đoạn 2026–2030"}]


def ask(page: Page, text: str = "Thuế thế nào?") -> None:
    """Type a question and send it."""
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.keyboard.press("Enter")


def _answered(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    """With everything unfolded that an answer has."""
    page = visit("/", **options)
    ask(page)
    page.locator(".citation summary").click()
    page.get_by_role("button", name="Chưa hữu ích").click()
    page.locator(".options summary").click()
    return page


def _clarify(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    portal.script.append([canned_reply(text="Anh/chị hỏi năm nào?", citations=[], buttons=CHOICES)])
    page = visit("/", **options)
    ask(page)
    expect(page.get_by_role("button", name="Năm 2026", exact=True)).to_be_visible()
    return page


def _english(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    page = _answered(visit, portal, options)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


def _large(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    page = visit("/", **options)
    page.locator(".options summary").click()
    page.get_by_label("Chữ to").check()
    ask(page)
    expect(page.locator(".citation")).to_be_visible()
    return page


def _failed(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    portal.script.append(failure(503, "Cơ sở dữ liệu tạm thời không phục vụ được.", "Thử lại sau ít phút."))
    page = visit("/", **options)
    ask(page)
    expect(page.locator(".failure")).to_be_visible()
    return page


def _offline(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    page = visit("/", **options)
    page.get_by_role("log").wait_for()
    page.context.set_offline(True)
    ask(page)
    expect(page.locator(".queued")).to_be_visible()
    return page


def _switched_off(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    portal.state = {"open": False, "reason": "Tạm dừng đến 14 giờ.", "notice": "Nghỉ lễ 02/9."}
    page = visit("/", **options)
    expect(page.locator(".banner")).to_be_visible()
    return page


def _warned(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    page = visit("/", **options)
    ask(page, "Căn cước của tôi là 001099012345")
    expect(page.locator(".status")).to_contain_text("số căn cước")
    return page


def _erasing(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    page = visit("/", **options)
    ask(page)
    page.get_by_role("button", name="Kết thúc và xoá").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def _plain(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    """As without JavaScript, but with it for the tools that look at the page."""
    page = visit("/van-ban", **options)

    def drop(route: Route) -> None:
        route.abort()

    page.route("**/widget/*.js", drop)
    page.goto(portal.address)
    return page


def _plain_answer(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    page = _plain(visit, portal, options)
    page.get_by_label("Câu hỏi của anh/chị").fill("Thuế thế nào?")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_label("Trợ lý trả lời")).to_be_visible()
    return page


def _searched(visit: Open, _portal: Portal, options: dict[str, Any]) -> Page:
    page = visit(DOCUMENT, **options)
    page.get_by_role("searchbox").fill("thue")
    expect(page.locator("mark[aria-current]")).to_be_visible()
    return page


def _measured(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    portal.scored = [
        Score(measure, split, variant, 0.934, 0.882, 0.964, 150, at, "qua toàn bộ dịch vụ đang chạy")
        for measure in ("right", "cited", "answered")
        for split in ("test", "development")
        for variant in ("accented", "nodia")
    ]
    return visit("/chat-luong", **options)


def _path(path: str) -> Callable[[Open, Portal, dict[str, Any]], Page]:
    return lambda visit, _portal, options: visit(path, **options)


def _host(launcher: str, *, opened: bool) -> Callable[[Open, Portal, dict[str, Any]], Page]:
    def screen(visit: Open, portal: Portal, options: dict[str, Any]) -> Page:
        # The other site is plain black on white; what is looked at is the widget's own.
        hosts.page(portal, launcher=launcher)
        page = visit(f"{portal.host}/page", **options)
        opener = page.get_by_role("button", name="Hỏi đáp: Mở khung")
        expect(opener).to_be_visible()
        if opened:
            opener.click()
            inside = page.frame_locator("iframe") if launcher else page
            expect(inside.get_by_role("log")).to_contain_text("Kính chào")
            # Scrolled to where the question form covers nothing halfway, which would count as a small target.
            page.locator(".body").evaluate("node => node.scrollTo(0, node.scrollHeight)")
        return page

    return screen


SCREENS: dict[str, Callable[[Open, Portal, dict[str, Any]], Page]] = {
    "greeting": _path("/"),
    "answer": _answered,
    "choices": _clarify,
    "English": _english,
    "large text": _large,
    "failure": _failed,
    "offline": _offline,
    "switched off": _switched_off,
    "warning": _warned,
    "before erasing": _erasing,
    "without JavaScript": _plain,
    "answer without JavaScript": _plain_answer,
    "documents": _path("/van-ban"),
    "document": _path(f"{DOCUMENT}#dieu-9.-1"),
    "document searched": _searched,
    "quality": _path("/chat-luong"),
    "personal data": _path("/du-lieu-ca-nhan"),
    "quality measured": _measured,
    "nothing there": _path("/van-ban/khong-co"),
    "embedding": _path("/nhung"),
    "frame": _path(f"/khung?site={SITE}"),
    "launcher": _host("", opened=False),
    "panel": _host("", opened=True),
    "panel with a frame": _host("frame", opened=True),
}
#: Screens on which the browser itself complains of what they are about.
COMPLAINED_OF = {"failure", "offline", "without JavaScript", "answer without JavaScript", "nothing there"}
