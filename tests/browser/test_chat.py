"""The chat as a citizen uses it, in a real browser on a phone's screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.portal import CITATION, CITED, Portal, canned_reply, failure

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def ask(page: Page, text: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def source(page: Page) -> Locator:
    """The source of the newest reply, opened."""
    chip = page.locator(".reply").last.locator(".citation")
    chip.locator("summary").click()
    return chip


def test_a_question_is_answered_with_figures_lists_and_sources(chat: Page, portal: Portal) -> None:
    ask(chat, "thuế thế nào?")
    log = chat.get_by_role("log")
    expect(log.locator(".question")).to_contain_text("thuế thế nào?")
    answer = log.locator(".reply").last
    expect(answer.get_by_role("listitem").first).to_have_text("Khoản tài trợ được trừ 100% trong 5 năm;")
    assert answer.locator("strong").all_text_contents() == ["100%", "5 năm", "61 xã"]
    expect(answer.locator("summary")).to_have_text("193/2025/QH15, Điều 9hết hiệu lựcbản tóm lược")
    opened = source(chat)
    expect(opened.locator("blockquote")).to_have_text(CITATION["quote"])
    expect(opened).to_contain_text(CITATION["title"])
    expect(opened).to_contain_text("bản tóm lược · hết hiệu lực")
    expect(opened.get_by_role("link", name="193/2025/QH15, Điều 9")).to_have_attribute(
        "href", portal.address + CITED
    )
    [sent] = portal.chats
    assert (sent["text"], sent["button"], sent["conversation"]) == ("thuế thế nào?", None, None)
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", sent["client_message_id"]
    )


def test_a_citation_leads_to_the_highlighted_provision(chat: Page) -> None:
    ask(chat, "thuế thế nào?")
    link = source(chat).get_by_role("link", name="193/2025/QH15, Điều 9")
    with chat.context.expect_page() as opened:
        link.click()
    cited = opened.value.locator("[id='dieu-9.-1']")
    expect(cited).to_be_in_viewport()
    colour = "element => getComputedStyle(element).backgroundColor"
    assert cited.evaluate(colour) != opened.value.locator("[id='dieu-9.-2']").evaluate(colour)
    assert cited.evaluate("element => element.matches(':target')")


def test_the_conversation_goes_on_under_its_token_and_new_ids(chat: Page, portal: Portal) -> None:
    for replies, text in enumerate(("câu một", "câu hai"), start=2):  # the greeting is the first one
        ask(chat, text)
        expect(chat.get_by_role("log").locator(".question", has_text=text)).to_be_visible()
        expect(chat.locator(".reply")).to_have_count(replies)
    first, second = portal.chats
    assert second["conversation"] == "token-1"
    assert first["client_message_id"] != second["client_message_id"]
    assert chat.evaluate("[Object.values(sessionStorage), localStorage.length, document.cookie]") == [
        ["token-1"],
        0,
        "",
    ]


def test_a_reloaded_page_goes_on_and_says_so(chat: Page, portal: Portal) -> None:
    ask(chat, "câu một")
    expect(chat.locator(".reply")).to_have_count(2)
    chat.reload()
    expect(chat.get_by_text("Cuộc trò chuyện trước vẫn tiếp tục")).to_be_visible()
    ask(chat, "câu hai")
    expect(chat.locator(".reply")).to_have_count(2)
    assert portal.chats[1]["conversation"] == "token-1"


def test_an_example_is_asked_with_one_press(chat: Page, portal: Portal) -> None:
    example = chat.get_by_role("group", name="Câu hỏi gợi ý").get_by_role("button").first
    asked = example.text_content()
    example.click()
    expect(chat.locator(".reply")).to_have_count(2)
    assert portal.chats[0]["text"] == asked


def test_a_choice_is_sent_by_its_id_and_then_retired(chat: Page, portal: Portal) -> None:
    choices = [{"id": "b1", "title": "Năm 2026"}, {"id": "b2", "title": "Năm 2027"}]
    portal.script.append([canned_reply(text="Năm nào ạ?", outcome="clarify", citations=[], buttons=choices)])
    ask(chat, "mục tiêu")
    choice = chat.get_by_role("button", name="Năm 2026", exact=True)
    choice.click()
    expect(chat.locator(".question")).to_have_text(["Anh/chị hỏi:mục tiêu", "Anh/chị hỏi:Năm 2026"])
    expect(choice).to_be_disabled()
    expect(chat.locator(".reply")).to_have_count(3)
    assert (portal.chats[1]["button"], portal.chats[1]["text"]) == ("b1", None)
    chat.get_by_role("button", name="Năm 2027", exact=True).click(force=True)
    expect(chat.locator(".question")).to_have_count(2)
    assert len(portal.chats) == 2


def test_while_an_answer_is_awaited_it_says_so_and_sends_nothing_else(chat: Page, portal: Portal) -> None:
    portal.delay = 0.5
    ask(chat, "câu một")
    expect(chat.locator(".status")).to_have_text("Đang soạn câu trả lời…")
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("câu hai")
    field.press("Enter")
    expect(chat.locator(".status")).to_have_text("")
    assert len(portal.chats) == 1
    expect(field).to_have_value("câu hai")


def test_the_question_is_in_sight_while_its_answer_is_awaited(chat: Page, portal: Portal) -> None:
    ask(chat, "câu một")
    expect(chat.locator(".citation")).to_be_visible()
    portal.delay = 2
    ask(chat, "câu hai")
    expect(chat.locator(".question", has_text="câu hai")).to_be_in_viewport(ratio=1)
    expect(chat.get_by_text("Đang soạn câu trả lời…")).to_be_visible()


def test_sending_again_after_a_503_uses_the_same_id(
    chat: Page, portal: Portal, complaints: list[str]
) -> None:
    portal.script.append(failure(503, "Hệ thống đang khởi động.", "Anh/chị thử lại sau ít giây."))
    ask(chat, "thuế thế nào?")
    trouble = chat.locator(".failure")
    expect(trouble).to_contain_text("Hệ thống đang khởi động.")
    expect(trouble).to_contain_text("thử lại sau ít giây")
    chat.get_by_role("button", name="Gửi lại").click()
    expect(chat.locator(".reply").last).to_contain_text("100%")
    expect(trouble).to_have_count(0)
    expect(chat.locator(".question")).to_have_count(1)
    first, second = portal.chats
    assert first == second
    assert _forgiven(complaints, "503")


def test_questions_asked_offline_are_sent_in_order_once_the_connection_is_back(
    chat: Page, portal: Portal, complaints: list[str]
) -> None:
    chat.context.set_offline(True)
    ask(chat, "câu một")
    expect(chat.locator(".queued")).to_contain_text("Câu hỏi sẽ tự gửi khi có mạng trở lại.")
    expect(chat.locator(".voice")).to_contain_text("Chưa có kết nối.")
    ask(chat, "câu hai")
    expect(chat.locator(".question")).to_have_count(2)
    assert portal.chats == []
    chat.context.set_offline(False)
    expect(chat.locator(".reply")).to_have_count(3)
    expect(chat.locator(".queued")).to_have_count(0)
    assert [sent["text"] for sent in portal.chats] == ["câu một", "câu hai"]
    order = chat.locator(".question, .reply").evaluate_all("all => all.map((node) => node.classList[1])")
    assert order == ["reply", "question", "reply", "question", "reply"]
    assert _forgiven(complaints, "ERR_INTERNET_DISCONNECTED")


def test_a_question_that_waits_can_be_sent_by_hand_under_its_id(
    visit: Visit, portal: Portal, complaints: list[str]
) -> None:
    page = visit("/")
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(json.loads(route.request.post_data or "")["client_message_id"])
        route.abort("connectionrefused")

    page.route("**/api/v1/chat", refuse)
    ask(page, "câu hỏi")
    expect(page.locator(".queued")).to_be_visible()
    page.unroute("**/api/v1/chat")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator(".reply")).to_have_count(2)
    assert {sent["client_message_id"] for sent in portal.chats} == set(refused)
    assert _forgiven(complaints, "ERR_CONNECTION_REFUSED")


def test_a_server_that_never_answers_is_not_waited_for(visit: Visit, complaints: list[str]) -> None:
    page = visit("/")
    page.clock.install()
    page.route("**/api/v1/chat", lambda route: None)
    ask(page, "câu hỏi")
    expect(page.locator(".status")).to_have_text("Đang soạn câu trả lời…")
    page.clock.fast_forward(16_000)
    expect(page.locator(".failure")).to_contain_text("trả lời quá lâu")
    expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
    complaints.clear()


def test_a_refused_question_is_given_back_to_be_reworded(
    chat: Page, portal: Portal, complaints: list[str]
) -> None:
    portal.script.append(failure(422, "Câu hỏi quá dài.", "Anh/chị viết ngắn lại giúp."))
    ask(chat, "một câu hỏi rất dài")
    expect(chat.locator(".failure")).to_contain_text("Câu hỏi quá dài.")
    expect(chat.get_by_role("button", name="Gửi lại")).to_have_count(0)
    expect(chat.get_by_label("Câu hỏi của anh/chị")).to_have_value("một câu hỏi rất dài")
    assert _forgiven(complaints, "422")


def test_a_reply_that_cannot_be_shown_is_a_failure_and_holds_up_no_other(chat: Page, portal: Portal) -> None:
    portal.script.append([{"id": "r1", "text": None}])
    ask(chat, "câu một")
    expect(chat.locator(".failure")).to_contain_text("Dịch vụ đang gặp trục trặc.")
    ask(chat, "câu hai")
    expect(chat.locator(".citation")).to_be_visible()
    assert [sent["text"] for sent in portal.chats] == ["câu một", "câu hai"]


def test_a_refused_token_is_forgotten_before_the_next_attempt(
    chat: Page, portal: Portal, complaints: list[str]
) -> None:
    ask(chat, "câu một")
    expect(chat.locator(".reply")).to_have_count(2)
    portal.script.append(failure(401, "Cuộc trò chuyện đã hết hạn."))
    ask(chat, "câu hai")
    chat.get_by_role("button", name="Gửi lại").click()
    expect(chat.locator(".reply")).to_have_count(3)
    assert [sent["conversation"] for sent in portal.chats] == [None, "token-1", None]
    assert _forgiven(complaints, "401")


def test_an_empty_question_is_not_sent(chat: Page, portal: Portal) -> None:
    ask(chat, "   ")
    expect(chat.locator(".status")).to_have_text("Anh/chị chưa nhập câu hỏi.")
    assert portal.chats == []


def test_hostile_text_stays_text(chat: Page, portal: Portal) -> None:
    hostile = "<img src=x onerror=document.title='thua'>"
    citation = {
        "document": hostile,
        "title": hostile,
        "place": hostile,
        "quote": hostile,
        "digest": True,
        "in_force": True,
    }
    portal.script.append(
        [
            canned_reply(
                text=f"- {hostile}\n{hostile}",
                citations=[citation | {"url": "javascript:alert(1)"}],
                buttons=[{"id": "b", "title": hostile}],
            )
        ]
    )
    ask(chat, hostile)
    expect(chat.locator(".reply").last).to_contain_text(hostile)
    assert chat.locator("hoi-dap img").count() == 0
    assert chat.locator(".citation a").count() == 0
    assert chat.title() != "thua"


def test_a_useful_answer_can_be_praised(chat: Page, portal: Portal) -> None:
    ask(chat, "câu hỏi")
    chat.get_by_role("button", name="Hữu ích", exact=True).click()
    expect(chat.get_by_text("Cảm ơn anh/chị đã góp ý.")).to_be_focused()
    assert portal.ratings == [{"conversation": "token-1", "reply": "r1", "useful": True, "reason": None}]


def test_a_useless_answer_can_be_explained(chat: Page, portal: Portal, complaints: list[str]) -> None:
    portal.rating_status = 500
    ask(chat, "câu hỏi")
    chat.get_by_role("button", name="Chưa hữu ích").click()
    expect(chat.get_by_label("Lý do")).to_be_focused()
    chat.get_by_label("Lý do").fill("Sai văn bản")
    chat.get_by_role("button", name="Gửi góp ý").click()
    expect(chat.get_by_text("Chưa gửi được góp ý.")).to_be_visible()
    portal.rating_status = 204
    chat.get_by_role("button", name="Gửi góp ý").click()
    expect(chat.get_by_text("Cảm ơn anh/chị đã góp ý.")).to_be_visible()
    assert portal.ratings[1] == {
        "conversation": "token-1",
        "reply": "r1",
        "useful": False,
        "reason": "Sai văn bản",
    }
    assert _forgiven(complaints, "500")


def test_small_talk_is_not_up_for_judgement(chat: Page, portal: Portal) -> None:
    portal.script.append([canned_reply(text="Chào anh/chị!", outcome="small_talk", citations=[])])
    ask(chat, "xin chào")
    expect(chat.locator(".reply").last).to_contain_text("Chào anh/chị!")
    expect(chat.get_by_role("button", name="Hữu ích", exact=True)).to_have_count(0)


def test_ending_erases_on_the_server_and_on_the_page(chat: Page, portal: Portal) -> None:
    expect(chat.get_by_role("button", name="Kết thúc và xoá")).to_have_count(0)
    ask(chat, "câu hỏi riêng")
    chat.get_by_role("button", name="Kết thúc và xoá").click()
    chat.get_by_role("dialog").get_by_role("button", name="Giữ lại").click()
    expect(chat.get_by_role("button", name="Kết thúc và xoá")).to_be_focused()
    assert portal.erased == []
    chat.get_by_role("button", name="Kết thúc và xoá").click()
    chat.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    expect(chat.get_by_text("Đã xoá cuộc trò chuyện.").first).to_be_visible()
    expect(chat.get_by_text("câu hỏi riêng")).to_have_count(0)
    assert portal.erased == ["token-1"]
    assert chat.evaluate("sessionStorage.length") == 0
    ask(chat, "câu mới")
    expect(chat.locator(".reply")).to_have_count(2)
    assert portal.chats[1]["conversation"] is None


def test_what_was_typed_before_the_chat_has_loaded_is_kept(visit: Visit, portal: Portal) -> None:
    page = visit("/van-ban")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/widget/hoi-dap.*.js", hold)
    page.goto(portal.address, wait_until="commit")
    page.locator("#cau-hoi").fill("gõ sớm")
    held[0].continue_()
    expect(page.get_by_role("log")).to_be_visible()
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("gõ sớm")


def test_without_javascript_the_form_is_answered_by_a_page(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_label("Câu hỏi của anh/chị").fill("thuế thế nào?")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_label("Trợ lý trả lời")).to_contain_text("được trừ 100% trong 5 năm")
    page.get_by_role("link", name="193/2025/QH15, Điều 9").click()
    expect(page.locator("[id='dieu-9.-1']")).to_be_in_viewport()


def _forgiven(complaints: list[str], expected: str) -> bool:
    """Whether the browser complained of just the failed call that the test provoked."""
    provoked = [complaint for complaint in complaints if expected in complaint]
    others = len(complaints) - len(provoked)
    complaints.clear()
    return bool(provoked) and not others


def test_the_very_thing_asked_for_is_marked_where_the_quote_stands(chat: Page, portal: Portal) -> None:
    quote = "- Khoản tài trợ được trừ 100% trong 5 năm;"
    cited = CITATION | {"quote": quote, "highlight": "100%"}
    portal.script.append([canned_reply(text=f"Theo mục 100%:\n{quote}", citations=[cited])])
    ask(chat, "trừ bao nhiêu phần trăm?")
    answer = chat.locator(".reply").last
    expect(answer.locator("mark")).to_have_text(["100%"])
    expect(answer.locator("li mark")).to_have_count(1)
    expect(answer.get_by_role("listitem").first).to_have_text("Khoản tài trợ được trừ 100% trong 5 năm;")


def test_a_highlight_that_stands_nowhere_marks_nothing(chat: Page, portal: Portal) -> None:
    strays = [CITATION | {"highlight": "99%"}, CITATION | {"quote": "không có trong câu", "highlight": "có"}]
    portal.script.append([canned_reply(citations=strays)])
    ask(chat, "thuế thế nào?")
    expect(chat.locator(".reply").last).to_contain_text("được trừ 100%")
    expect(chat.locator(".reply").last.locator("mark")).to_have_count(0)
