"""The Chat API gives what was agreed, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from conversations.tables import ConversationRow, FeedbackRow
from foundation.errors import EngineError
from tests.conversations.fake_engine import said
from tests.service.conftest import Service

REPLY = set("id text outcome citations buttons".split())
CITATION = set("document title place quote url digest in_force highlight".split())


def ask(api: TestClient, text: str | None, conversation: str | None = None, **more: Any) -> dict[str, Any]:
    response = api.post("/api/v1/chat", json={"text": text, "conversation": conversation} | more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_question_is_answered_in_the_agreed_keys(service: Service) -> None:
    service.house.engine.fails(EngineError("down"))
    answer = ask(service.api, "Mục tiêu năm 2026?", button=None, client_message_id=None)
    assert set(answer) == {"conversation", "turn", "replies"}
    [reply] = answer["replies"]
    assert set(reply) == REPLY
    assert reply["text"].endswith("Mục tiêu năm 2026?")
    assert reply["outcome"] == "answered"
    [citation] = reply["citations"]
    assert set(citation) == CITATION
    assert citation["url"] == "/van-ban/nghi-quyet-57-nq-tw#II.1"
    assert (citation["digest"], citation["in_force"]) == (False, True)


def test_a_button_says_what_it_is_called_and_not_what_it_means(service: Service) -> None:
    service.house.engine.says(said("?", buttons=[{"title": "Gặp cán bộ", "payload": "/ask_officer"}]))
    response = service.api.post("/api/v1/chat", json={"text": "hỏi"})
    [button] = response.json()["replies"][0]["buttons"]
    assert set(button) == {"id", "title"}
    assert "ask_officer" not in response.text
    token = response.json()["conversation"]
    ask(service.api, None, token, button=button["id"])
    assert service.house.engine.messages[-1].intent == "ask_officer"


@pytest.mark.parametrize("body", [{"text": "hỏi"}, {"text": "hỏi", "button": None, "of a later version": 1}])
def test_what_may_be_left_out_may_be_left_out_and_what_is_not_known_is_left_aside(
    api: TestClient, body: dict[str, Any]
) -> None:
    assert api.post("/api/v1/chat", json=body).status_code == 200


def test_the_token_goes_on_with_the_conversation(service: Service) -> None:
    first = ask(service.api, "một")
    second = ask(service.api, "hai", first["conversation"])
    assert second["turn"] != first["turn"]
    with service.parts.database.transaction() as session:
        assert len(list(session.scalars(select(ConversationRow)))) == 1


def test_the_browser_never_chooses_the_id_of_a_conversation(service: Service) -> None:
    with service.parts.database.transaction() as session:
        assert list(session.scalars(select(ConversationRow))) == []
    response = service.api.post("/api/v1/chat", json={"text": "hỏi", "conversation": "0" * 32})
    assert response.status_code == 401
    with service.parts.database.transaction() as session:
        assert list(session.scalars(select(ConversationRow))) == []


def test_the_same_message_again_gets_the_same_replies(service: Service) -> None:
    opened = ask(service.api, "xin chào")["conversation"]
    first, again = [ask(service.api, "hỏi", opened, client_message_id="m1") for _ in range(2)]
    assert (again["turn"], again["replies"]) == (first["turn"], first["replies"])
    assert len(service.house.engine.messages) == 2


def test_an_opening_sent_again_is_recognised_from_the_same_address_only(service: Service) -> None:
    first, again = [ask(service.api, "hỏi", client_message_id="m1") for _ in range(2)]
    elsewhere = ask(service.at("198.51.100.9"), "hỏi", client_message_id="m1")
    assert again["turn"] == first["turn"]
    assert elsewhere["turn"] != first["turn"]


@pytest.mark.parametrize("text", ["Mục tiêu?", "muc tieu nam 2026 cua tinh la gi", "👍 hay quá", "a" * 2000])
def test_text_of_every_kind_arrives_as_it_was_sent(service: Service, text: str) -> None:
    for escaped in (True, False):
        content = json.dumps({"text": text}, ensure_ascii=escaped).encode()
        assert service.api.post("/api/v1/chat", content=content).status_code == 200
        assert service.house.engine.messages[-1].text == text


def test_feedback_is_taken_without_a_word(service: Service) -> None:
    answer = ask(service.api, "hỏi")
    rating = {"conversation": answer["conversation"], "reply": answer["replies"][0]["id"], "useful": False}
    for reason in (None, "thiếu năm 2027"):
        response = service.api.post("/api/v1/feedback", json=rating | {"reason": reason})
        assert (response.status_code, response.content) == (204, b"")
    with service.parts.database.transaction() as session:
        [kept] = session.scalars(select(FeedbackRow))
        assert (kept.useful, kept.reason) == (False, "thiếu năm 2027")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_erasing_leaves_nothing_and_ends_the_token(service: Service, scheme: str) -> None:
    token = ask(service.api, "hỏi")["conversation"]
    response = service.api.delete("/api/v1/conversation", headers={"Authorization": f"{scheme} {token}"})
    assert (response.status_code, response.content) == (204, b"")
    with service.parts.database.transaction() as session:
        assert list(session.scalars(select(ConversationRow))) == []
    assert len(service.house.engine.forgotten) == 1
    again = service.api.post("/api/v1/chat", json={"text": "hỏi", "conversation": token})
    assert again.status_code == 401


def test_the_page_without_javascript_runs_the_same_turns(service: Service) -> None:
    page = service.api.post("/", data={"text": "Mục tiêu năm 2026?"})
    assert page.status_code == 200
    assert "máy: Mục tiêu năm 2026?" in page.text


def test_documents_of_the_live_release_have_their_pages(api: TestClient) -> None:
    assert "12/QĐ-UBND" in api.get("/van-ban").text
    assert "Chợ đêm mở cửa" in api.get("/van-ban/cho-dem").text
