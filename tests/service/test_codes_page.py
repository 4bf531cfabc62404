"""The page on which answers are read by their code, and codes in the chat of a running service."""

from __future__ import annotations

import pytest

from conversations.letter_code import new_letter_code
from conversations.letter_lookup import UNKNOWN
from tests.service.conftest import Service

PAGE = "/tra-ma"


@pytest.fixture
def code(service: Service) -> str:
    """The code of a letter that was answered."""
    parts = service.parts
    parts.store.open("telegram", "t1")
    letters = parts.desk.letters
    code = letters.leave(parts.store.claim("t1", "m0", "r1").engine_id, "officer_question", "Hỏi riêng")
    letters.claim(code, "lan")
    letters.answer(code, "lan", "Thứ Sáu <b>ạ</b>, xem https://langson.gov.vn nhé.", parts.desk.delivery)
    return code


def test_an_answer_is_read_by_its_code_without_a_script(service: Service, code: str) -> None:
    empty = service.api.get(PAGE).text
    assert 'action="/tra-ma"' in empty
    assert "<script" not in empty
    found = service.api.post(PAGE, data={"ma": f" mã {code.lower()} "})
    assert found.status_code == 200
    assert "Thứ Sáu &lt;b&gt;ạ&lt;/b&gt;" in found.text
    assert '<a href="https://langson.gov.vn" rel="nofollow noopener">' in found.text
    assert "Hỏi riêng" not in found.text
    assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("typed", ["", "x", "K7M29-QXD4Z", "<script>", "a" * 500])
def test_whatever_else_is_typed_is_answered_alike(service: Service, code: str, typed: str) -> None:
    for wrong in (typed, new_letter_code()):
        shown = service.api.post(PAGE, data={"ma": wrong})
        assert shown.status_code == 200
        assert UNKNOWN in shown.text
        assert "<script>" not in shown.text


def test_codes_cannot_be_tried_one_after_another_from_one_address(service: Service, code: str) -> None:
    tried = [service.api.post(PAGE, data={"ma": new_letter_code()}).status_code for _ in range(21)]
    assert (tried[:20], tried[20]) == ([200] * 20, 429)
    refused = service.api.post(PAGE, data={"ma": code})
    assert refused.status_code == 429
    assert "Thứ Sáu" not in refused.text
    assert "Thứ Sáu" in service.at("192.0.2.99").post(PAGE, data={"ma": code}).text


def test_a_code_is_answered_in_the_chat_while_the_engine_is_down(service: Service, code: str) -> None:
    [reply] = service.api.post("/api/v1/chat", json={"text": f"Mã {code}"}).json()["replies"]
    assert "Thứ Sáu" in reply["text"]


def test_a_body_that_is_no_form_is_refused(service: Service) -> None:
    assert service.api.post(PAGE, content=b"\xff" * 10).status_code == 422
