"""The chat for browsers without JavaScript: a form that is answered by a page."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import welcome
from foundation.errors import InputError, RateError, TokenError
from tests.service.pages.parsed_page import Page
from tests.service.pages.samples import CannedAnswers, CannedButton, CannedCitation, CannedReply, CannedResult


def hidden_token(page: Page) -> str | None:
    found = [element for element in page.elements if element.attributes.get("name") == "conversation"]
    return found[-1].attributes.get("value") if found else None


def draft(page: Page) -> str:
    return page.at("cau-hoi").text


def test_the_start_page_offers_the_form_and_questions_by_topic(pages: TestClient) -> None:
    page = Page(pages.get("/").text)
    assert "trợ lý tự động" in page.of_class("greeting")[0].text
    examples = [element for element in page.elements if "data-example" in element.attributes]
    assert [example.text for example in examples] == [
        question for topic in welcome.TOPICS for question in topic.questions
    ]
    assert all(example.attributes["value"] == example.text for example in examples)


def test_a_question_is_answered_with_its_source(pages: TestClient, answers: CannedAnswers) -> None:
    response = pages.post("/", data={"text": " thuế thế nào? "})
    page = Page(response.text)
    assert response.status_code == 200
    assert answers.asked == [("thuế thế nào?", None, None)]
    assert "Được trừ khi tính thuế." in page.of_class("reply-text")[0].text
    assert "/van-ban/nghi-quyet-193-2025-qh15#s1" in page.links()
    assert [badge.text for badge in page.of_class("badge")] == ["Bản tóm lược", "Hết hiệu lực"]


def test_the_next_question_goes_on_in_the_same_conversation(
    pages: TestClient, answers: CannedAnswers
) -> None:
    token = hidden_token(Page(pages.post("/", data={"text": "câu một"}).text))
    pages.post("/", data={"text": "câu hai", "conversation": token})
    assert answers.asked[1] == ("câu hai", None, "token-1")


def test_choices_are_buttons_that_send_their_id(pages: TestClient, answers: CannedAnswers) -> None:
    answers.result = CannedResult(replies=(CannedReply("Năm nào ạ?", (), (CannedButton("b1", "Năm 2026"),)),))
    page = Page(pages.post("/", data={"text": "mục tiêu"}).text)
    [choice] = [
        element for element in page.elements if element.tag == "button" and element.text == "Năm 2026"
    ]
    assert (choice.attributes["name"], choice.attributes["value"]) == ("button", "b1")
    form = {"button": "b1", "title": "Năm 2026", "conversation": hidden_token(page)}
    assert "Năm 2026" in Page(pages.post("/", data=form).text).of_class("question")[0].text
    assert answers.asked[1] == (None, "b1", "token-1")


def test_an_answer_is_kept_by_no_cache(pages: TestClient) -> None:
    assert pages.post("/", data={"text": "câu hỏi"}).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", [{}, {"text": ""}, {"text": "  \n "}])
def test_an_empty_question_is_not_asked(
    pages: TestClient, answers: CannedAnswers, form: dict[str, str]
) -> None:
    response = pages.post("/", data=form)
    assert response.status_code == 422
    assert "chưa nhập câu hỏi" in response.text
    assert not answers.asked


def test_a_refused_question_is_given_back_with_the_reason(pages: TestClient, answers: CannedAnswers) -> None:
    answers.error = InputError("Câu hỏi quá dài.", hint="Anh/chị viết ngắn lại giúp.")
    response = pages.post("/", data={"text": "rất dài", "conversation": "token-1"})
    page = Page(response.text)
    assert response.status_code == 422
    assert "Câu hỏi quá dài." in response.text
    assert "viết ngắn lại" in response.text
    assert draft(page) == "rất dài"
    assert hidden_token(page) == "token-1"


def test_a_refused_token_is_not_sent_again(pages: TestClient, answers: CannedAnswers) -> None:
    answers.error = TokenError("Cuộc trò chuyện đã hết hạn.")
    page = Page(pages.post("/", data={"text": "câu hỏi", "conversation": "giả"}).text)
    assert hidden_token(page) is None
    assert draft(page) == "câu hỏi"


def test_too_many_questions_are_refused_with_their_status(pages: TestClient, answers: CannedAnswers) -> None:
    answers.error = RateError("Anh/chị hỏi hơi nhanh.", retry_after=10)
    assert pages.post("/", data={"text": "câu hỏi"}).status_code == 429


def test_hostile_questions_and_answers_stay_text(pages: TestClient, answers: CannedAnswers) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    citation = CannedCitation(document=hostile, url="javascript:alert(1)")
    answers.result = CannedResult(replies=(CannedReply(hostile, (citation,), (CannedButton("b", hostile),)),))
    page = Page(pages.post("/", data={"text": f"</textarea>{hostile}"}).text)
    assert not [element for element in page.elements if "onerror" in element.attributes]
    assert not [link for link in page.links() if link.startswith("javascript:")]
    assert hostile in page.of_class("reply-text")[0].text


@pytest.mark.parametrize(
    "body",
    [
        b"text=" + b"a" * 70_000,
        b"text=%ff%fe",
        "text=không mã hoá".encode(),
        b"\x00\x01\x02",
        b"&".join([b"a=1"] * 100),
    ],
)
def test_bodies_that_are_no_such_form_are_refused_on_a_page(
    pages: TestClient, answers: CannedAnswers, body: bytes
) -> None:
    response = pages.post("/", content=body)
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert not answers.asked


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_body_breaks_the_page(pages: TestClient, body: bytes) -> None:
    assert pages.post("/", content=body).status_code in (200, 422)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(str.strip))
def test_a_question_arrives_as_it_was_typed(pages: TestClient, answers: CannedAnswers, text: str) -> None:
    pages.post("/", data={"text": text})
    assert answers.asked[-1][0] == text.strip()


def test_the_very_thing_asked_for_is_marked_and_stays_plain_text(
    pages: TestClient, answers: CannedAnswers
) -> None:
    quote = "- Được trừ <100%> khi tính thuế."
    cited = CannedCitation(quote=quote, highlight="<100%>")
    answers.result = CannedResult(replies=(CannedReply(f"Theo A:\n{quote}", (cited,)),))
    response = pages.post("/", data={"text": "bao nhiêu?"})
    assert "<mark>&lt;100%&gt;</mark>" in response.text
    assert Page(response.text).of_class("reply-text")[0].text == f"Theo A:\n{quote}"
