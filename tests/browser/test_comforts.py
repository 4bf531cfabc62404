"""Copy, share, read aloud, large text, remembering by choice, the other language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import ANSWER, CITED, Portal

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
#: A browser that can share and has a Vietnamese voice; it notes what it is told.
ABLE = """
window.told = [];
navigator.share = async (what) => window.told.push(["share", what.url]);
class Utterance { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Utterance;
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US" }, { lang: "vi-VN", name: "An" }],
  cancel: () => window.told.push(["cancel"]),
  speak: (utterance) => {
    window.spoken = utterance;
    window.told.push(["speak", utterance.text, utterance.voice.name]);
  },
}});
"""


def answered(page: Page) -> Page:
    page.get_by_label("Câu hỏi của anh/chị").fill("câu hỏi")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".citation")).to_be_visible()
    return page


def options(page: Page) -> None:
    page.locator("summary", has_text="Tuỳ chọn").click()


def able(visit: Visit) -> Page:
    page = visit("/van-ban")
    page.add_init_script(ABLE)
    page.goto(page.url.replace("/van-ban", "/"))
    return answered(page)


def test_an_answer_is_copied_with_its_sources(chat: Page, portal: Portal) -> None:
    chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answered(chat).get_by_role("button", name="Chép").click()
    expect(chat.locator(".status")).to_have_text("Đã chép câu trả lời.")
    copied = chat.evaluate("navigator.clipboard.readText()")
    assert copied == f"{ANSWER}\n193/2025/QH15, Điều 9: {portal.address}{CITED}"


def test_a_source_is_shared_by_its_address(visit: Visit, portal: Portal) -> None:
    page = able(visit)
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("told") == [["share", portal.address + CITED]]


def test_an_answer_is_read_aloud_in_vietnamese_and_stopped(visit: Visit) -> None:
    page = able(visit)
    control = page.get_by_role("button", name="Nghe")
    control.click()
    stop = page.get_by_role("button", name="Dừng")
    expect(stop).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("told.at(-1)") == ["speak", ANSWER, "An"]
    stop.click()
    assert page.evaluate("told.at(-1)") == ["cancel"]
    control.click()
    page.evaluate("spoken.onend()")
    expect(control).to_have_attribute("aria-pressed", "false")


def test_reading_aloud_is_not_offered_without_a_vietnamese_voice(chat: Page) -> None:
    expect(answered(chat).get_by_role("button", name="Nghe")).to_have_count(0)


def test_large_text_stays_for_the_next_visit(chat: Page) -> None:
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    before = chat.locator(".reply").first.evaluate(size)
    options(chat)
    chat.get_by_label("Chữ to").check()
    assert chat.locator(".reply").first.evaluate(size) > before * 1.3
    chat.reload()
    assert chat.locator(".reply").first.evaluate(size) > before * 1.3
    assert chat.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_conversation_outlives_the_tab_only_by_choice(chat: Page, portal: Portal) -> None:
    answered(chat)
    context = chat.context

    def visited_again() -> Page:
        other = context.new_page()
        other.goto(portal.address)
        other.get_by_role("log").wait_for()
        return other

    goes_on = "Cuộc trò chuyện trước vẫn tiếp tục"
    expect(visited_again().get_by_text(goes_on)).to_have_count(0)
    options(chat)
    chat.get_by_label("Nhớ cuộc trò chuyện trên máy này").check()
    again = visited_again()
    expect(again.get_by_text(goes_on)).to_be_visible()
    options(again)
    again.get_by_label("Nhớ cuộc trò chuyện trên máy này").uncheck()
    stored: Any = again.evaluate("Object.keys(localStorage)")
    assert stored == []
    expect(visited_again().get_by_text(goes_on)).to_have_count(0)


def test_erasing_forgets_what_was_remembered(chat: Page) -> None:
    options(answered(chat))
    chat.get_by_label("Nhớ cuộc trò chuyện trên máy này").check()
    chat.get_by_role("button", name="Kết thúc và xoá").click()
    chat.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    expect(chat.get_by_text("Đã xoá cuộc trò chuyện.").first).to_be_visible()
    assert "hoi-dap.conversation" not in chat.evaluate("Object.keys(localStorage)")


def test_the_interface_changes_its_language_and_keeps_the_conversation(chat: Page, portal: Portal) -> None:
    answered(chat)
    chat.get_by_label("Câu hỏi của anh/chị").fill("đang gõ")
    options(chat)
    chat.get_by_role("button", name="English").click()
    expect(chat.get_by_label("Your question")).to_have_value("đang gõ")
    expect(chat.get_by_role("button", name="Tiếng Việt")).to_be_focused()
    expect(chat.locator(".question")).to_have_count(1)
    expect(chat.locator(".privacy")).to_contain_text("Please do not send identity or telephone numbers.")
    chat.get_by_role("button", name="Send", exact=True).click()
    expect(chat.locator(".reply")).to_have_count(3)
    assert portal.chats[1]["conversation"] == "token-1"


def test_suggestions_stand_by_topic(chat: Page, portal: Portal) -> None:
    group = chat.get_by_role("group", name="Câu hỏi gợi ý")
    hidden = group.get_by_role("button", name="Sở Khoa học và Công nghệ ở đâu?")
    expect(hidden).to_have_count(0)
    group.locator("summary", has_text="Liên hệ").click()
    hidden.click()
    expect(chat.locator(".reply")).to_have_count(2)
    assert portal.chats[0]["text"] == "Sở Khoa học và Công nghệ ở đâu?"
