"""What reaches the chat by itself: later messages, notices, the kill switch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, bound, canned_reply, served

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
EVENTS = """async (pieces) => {
  const { serverEvents } = await import('/static/widget/events.js');
  async function* texts() { yield* pieces; }
  const found = [];
  for await (const event of serverEvents(texts())) if (event) found.push([event.event, event.id, event.data]);
  return found;
}"""


def ask(page: Page, text: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def answered(page: Page) -> Page:
    ask(page, "câu hỏi")
    expect(page.locator(".citation")).to_be_visible()
    return page


def officer(text: str) -> dict[str, object]:
    return canned_reply(id="later", text=text, citations=[], outcome="small_talk")


def test_a_message_that_comes_later_is_shown_and_said(chat: Page, portal: Portal) -> None:
    answered(chat)
    portal.messages.append(officer("Cán bộ trả lời: đã xong."))
    expect(chat.locator(".reply").last).to_contain_text("Cán bộ trả lời: đã xong.")
    expect(chat.locator(".voice")).to_contain_text("Cán bộ trả lời")


def test_what_came_while_the_page_was_away_is_shown_once(chat: Page, portal: Portal) -> None:
    answered(chat)
    portal.messages.append(officer("Tin thứ nhất."))
    expect(chat.get_by_text("Tin thứ nhất.").first).to_be_visible()
    chat.goto(f"{portal.address}/van-ban")
    portal.messages.append(officer("Tin thứ hai."))
    chat.goto(portal.address)
    expect(chat.locator(".reply").last).to_contain_text("Tin thứ hai.")
    expect(chat.locator(".reply", has_text="Tin thứ")).to_have_count(1)
    assert portal.resumed[-1] == "1"


def test_each_tab_of_a_remembered_conversation_shows_what_comes_later(chat: Page, portal: Portal) -> None:
    answered(chat)
    chat.locator("summary", has_text="Tuỳ chọn").click()
    chat.get_by_label("Nhớ cuộc trò chuyện trên máy này").check()
    other = chat.context.new_page()
    other.goto(portal.address)
    expect(other.get_by_text("Cuộc trò chuyện trước vẫn tiếp tục")).to_be_visible()
    other.wait_for_timeout(200)
    portal.messages.append(officer("Cho cả hai thẻ."))
    for page in (chat, other):
        expect(page.locator(".reply", has_text="Cho cả hai thẻ.")).to_have_count(1)
    chat.reload()
    expect(chat.get_by_text("Cuộc trò chuyện trước vẫn tiếp tục")).to_be_visible()
    chat.wait_for_timeout(300)
    expect(chat.locator(".reply", has_text="Cho cả hai thẻ.")).to_have_count(0)  # told already


def test_without_a_stream_it_looks_now_and_then(visit: Visit, portal: Portal, complaints: list[str]) -> None:
    portal.streams = 429
    page = visit("/")
    page.clock.install()
    answered(page)
    portal.messages.append(officer("Tin qua đường vòng."))
    page.wait_for_timeout(100)
    page.clock.fast_forward(60_000)
    expect(page.get_by_text("Tin qua đường vòng.").first).to_be_visible()
    complaints.clear()


def test_no_stream_is_held_before_there_is_a_conversation(chat: Page, portal: Portal) -> None:
    chat.wait_for_timeout(300)
    assert portal.resumed == []
    answered(chat)
    chat.wait_for_timeout(300)
    assert len(portal.resumed) == 1


def test_a_notice_is_shown_to_everyone_and_taken_back(chat: Page, portal: Portal) -> None:
    answered(chat)
    portal.state = {"open": True, "reason": "", "notice": "Tối nay hệ thống bảo trì."}
    banner = chat.locator(".banner")
    expect(banner).to_have_text("Tối nay hệ thống bảo trì.")
    expect(banner).to_have_attribute("role", "status")
    portal.state = {"open": True, "reason": "", "notice": ""}
    expect(banner).to_be_hidden()


def test_a_chat_that_is_switched_off_says_why_and_takes_no_question(chat: Page, portal: Portal) -> None:
    answered(chat)
    portal.state = {"open": False, "reason": "Dịch vụ tạm dừng đến 14 giờ.", "notice": ""}
    expect(chat.locator(".banner")).to_have_text("Dịch vụ tạm dừng đến 14 giờ.")
    ask_button = chat.get_by_role("button", name="Gửi", exact=True)
    expect(ask_button).to_be_disabled()
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("câu hai")
    field.press("Enter")
    expect(field).to_have_value("câu hai")
    portal.state = {"open": True, "reason": "", "notice": ""}
    expect(ask_button).to_be_enabled()
    field.press("Enter")
    expect(chat.locator(".reply")).to_have_count(3)
    assert [sent["text"] for sent in portal.chats] == ["câu hỏi", "câu hai"]


def test_switched_off_without_a_reason_is_off_all_the_same(visit: Visit, portal: Portal) -> None:
    portal.state = {"open": False, "reason": "", "notice": ""}
    page = visit("/")
    expect(page.locator(".banner")).to_contain_text("Dịch vụ đang tạm dừng.")
    page.get_by_label("Câu hỏi của anh/chị").fill("câu hỏi")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("câu hỏi")
    assert portal.chats == []


def test_a_notice_stands_there_for_those_who_have_not_asked_yet(visit: Visit, portal: Portal) -> None:
    portal.state = {"open": True, "reason": "", "notice": "Nghỉ lễ 02/9."}
    page = visit("/")
    expect(page.locator(".banner")).to_have_text("Nghỉ lễ 02/9.")


def test_a_conversation_survives_a_restart_of_the_server(visit: Visit, complaints: list[str]) -> None:
    portal = Portal(host="http://127.0.0.1:1")
    with bound() as first:
        port = first.getsockname()[1]
        portal.address = f"http://127.0.0.1:{port}"
        with served(portal.app(), first):
            page = answered(visit(portal.address))
    ask(page, "câu hai")
    expect(page.locator(".queued")).to_be_visible()
    with bound(port) as second, served(portal.app(), second):
        expect(page.locator(".reply")).to_have_count(3)
        expect(page.locator(".queued")).to_have_count(0)
        portal.messages.append(officer("Vẫn nghe đây."))
        expect(page.get_by_text("Vẫn nghe đây.").first).to_be_visible()
        page.close()
    assert [sent["conversation"] for sent in portal.chats] == [None, "token-1"]
    complaints.clear()


@pytest.mark.parametrize(
    "pieces",
    [
        [
            "event: state\ndata: {}\n\n: still here\n\nretry: 3000\nevent: message\nid: 7\ndata: one\ndata:two\n\n"
        ],
        [
            "event: st",
            "ate\r",
            "\ndata: {}\r\n\r\n: still",
            " here\n\nevent: message\nid: 7\ndata: one\n",
            "data:two\n\n",
        ],
        list("event: state\ndata: {}\n\nevent: message\nid: 7\ndata: one\ndata:two\n\ndata: unfinished"),
    ],
)
def test_events_are_read_however_the_stream_is_cut(chat: Page, pieces: list[str]) -> None:
    assert chat.evaluate(EVENTS, pieces) == [["state", "", "{}"], ["message", "7", "one\ntwo"]]
