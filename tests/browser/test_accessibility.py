"""Keyboard, screen reader, contrast, target size, zoom: what a citizen with other means of access meets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, canned_reply

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
DOCUMENT = "/van-ban/nghi-quyet-193#dieu-9.-1"
HERE = Path(__file__).parent


def answered(page: Page) -> Page:
    page.get_by_label("Câu hỏi của anh/chị").fill("thuế thế nào?")
    page.keyboard.press("Enter")
    expect(page.locator(".citation")).to_be_visible()
    return page


def focused(page: Page) -> Any:
    return page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node.getAttribute("aria-label") ?? node.textContent.trim();
        }"""
    )


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"Tab does not reach {name!r}")


def test_everything_is_done_by_keyboard_alone(chat: Page, portal: Portal) -> None:
    choices = [{"id": "b1", "title": "Năm 2026"}]
    portal.script.append([canned_reply(text="Năm nào ạ?", outcome="clarify", citations=[], buttons=choices)])
    tab_to(chat, "Mục tiêu năm 2026")
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("button", name="Năm 2026", exact=True)).to_be_visible()
    tab_to(chat, "Năm 2026")
    chat.keyboard.press("Space")
    expect(chat.locator(".citation")).to_be_visible()
    assert focused(chat) == "Năm 2026"
    tab_to(chat, "193/2025/QH15, Điều 9")
    tab_to(chat, "Chưa hữu ích")
    chat.keyboard.press("Enter")
    chat.keyboard.type("Thiếu")
    tab_to(chat, "Gửi góp ý")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("Cảm ơn anh/chị đã góp ý.")).to_be_focused()
    tab_to(chat, "Kết thúc và xoá")
    chat.keyboard.press("Enter")
    chat.keyboard.press("Escape")
    assert focused(chat) == "Kết thúc và xoá"
    chat.keyboard.press("Enter")
    tab_to(chat, "Xoá")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("Đã xoá cuộc trò chuyện.").first).to_be_visible()
    assert "Trợ lý" in focused(chat)
    assert portal.ratings[0]["reason"] == "Thiếu"
    assert portal.erased == ["token-1"]


def test_a_document_is_read_searched_and_shared_by_keyboard_alone(visit: Visit) -> None:
    page = visit(DOCUMENT.partition("#")[0])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    tab_to(page, "Chia sẻ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã chép liên kết.")
    page.keyboard.press("Tab")  # over "In"
    page.keyboard.press("Tab")
    page.keyboard.type("cong nhan")
    expect(page.get_by_role("status")).to_have_text("Chỗ 1 trong 3 chỗ.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Chỗ 2 trong 3 chỗ.")
    tab_to(page, "Mục lục")
    page.keyboard.press("Enter")
    tab_to(page, "Thủ tục")
    page.keyboard.press("Enter")
    expect(page.locator("#thu-tuc")).to_be_in_viewport()
    tab_to(page, "Liên kết tới: Thủ tục")
    hidden: bool = page.evaluate(
        "document.activeElement.getBoundingClientRect().top < document.querySelector('.reader').offsetHeight"
    )
    assert not hidden


def test_focus_stays_in_the_question_field_while_answers_come(chat: Page) -> None:
    answered(chat)
    expect(chat.get_by_label("Câu hỏi của anh/chị")).to_be_focused()


def test_shift_enter_makes_a_new_line_and_enter_in_a_composition_sends_nothing(
    chat: Page, portal: Portal
) -> None:
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("dòng một")
    field.press("Shift+Enter")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert portal.chats == []
    expect(field).to_have_value("dòng một\n")


def test_a_screen_reader_hears_only_the_new_message(chat: Page, portal: Portal) -> None:
    voice = chat.locator(".voice")
    expect(voice).to_have_attribute("aria-live", "polite")
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "off")
    expect(voice).to_have_text("")
    answered(chat)
    expect(voice).to_contain_text("được trừ 100%")
    expect(voice).to_contain_text("Trích từ: 193/2025/QH15, Điều 9.")
    expect(voice).not_to_contain_text("Hữu ích")
    portal.script.append([canned_reply(text="Câu trả lời thứ hai.", citations=[])])
    chat.keyboard.type("câu hai")
    chat.keyboard.press("Enter")
    expect(voice).to_have_text("Câu trả lời thứ hai.")


def test_spoken_words_do_not_stay_behind_the_history(visit: Visit) -> None:
    page = visit("/")
    page.clock.install()
    answered(page)
    page.clock.fast_forward(11_000)
    expect(page.locator(".voice")).to_have_text("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/van-ban", "/chat-luong", DOCUMENT, "/van-ban/khong-co"])
def test_text_has_contrast_enough(visit: Visit, complaints: list[str], path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    if path == "/":
        answered(page)
        expect(page.locator(".status")).to_have_text("")
    assert page.evaluate((HERE / "low_contrast.js").read_text()) == []
    complaints.clear()  # the missing page itself is a complaint


def test_controls_of_the_chat_are_large_enough_for_a_finger(chat: Page, portal: Portal) -> None:
    portal.script.append([canned_reply(buttons=[{"id": "b", "title": "Có"}])])
    answered(chat)
    assert chat.evaluate((HERE / "small_targets.js").read_text()) == []


@pytest.mark.parametrize("path", ["/", "/van-ban", "/chat-luong", DOCUMENT])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_makes_a_page_scroll_sideways(visit: Visit, path: str, width: int) -> None:
    """320 px is also what a 640 px window has at 200 % zoom."""
    page = visit(path, viewport={"width": width, "height": 600})
    if path == "/":
        answered(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_motion_is_left_out_where_it_is_not_wanted(visit: Visit, portal: Portal) -> None:
    portal.delay = 0.5
    for motion, expected in (("reduce", "none"), ("no-preference", "breathe")):
        page = visit("/", reduced_motion=motion)
        page.get_by_label("Câu hỏi của anh/chị").fill("câu hỏi")
        page.keyboard.press("Enter")
        waiting = page.locator(".waiting")
        assert waiting.evaluate("node => getComputedStyle(node).animationName") == expected
