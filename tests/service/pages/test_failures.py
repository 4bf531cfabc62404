"""What a citizen sees when something behind the pages fails."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from foundation.errors import EngineError, ReleaseError
from knowledge.model import Document
from knowledge.scores import Score
from service.pages.routes import build_router
from tests.service.pages.parsed_page import Page
from tests.service.pages.samples import CannedAnswers


class EmptyHouse:
    """A library without a release."""

    def documents(self) -> Sequence[Document]:
        raise ReleaseError("Chưa có bản phát hành nào.", hint="Chạy hoidap knowledge publish.")

    def document(self, slug: str) -> Document | None:
        raise OSError("/var/secret/place is gone")

    def release(self) -> str:
        return ""

    def scores(self) -> Sequence[Score]:
        return ()


@pytest.fixture
def broken(answers: CannedAnswers) -> TestClient:
    app = FastAPI()
    app.include_router(build_router(EmptyHouse(), answers))
    return TestClient(app)


def test_the_chat_page_opens_before_there_is_a_release(broken: TestClient) -> None:
    assert broken.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/van-ban", "/van-ban/luat"])
def test_a_failure_is_told_in_plain_words_without_its_details(broken: TestClient, address: str) -> None:
    response = broken.get(address)
    assert response.status_code == 500
    assert "thử lại sau ít phút" in Page(response.text).at("noi-dung").text
    assert "hoidap" not in Page(response.text).at("noi-dung").text
    assert "secret" not in response.text


def test_an_unexpected_failure_is_logged_without_the_question(
    broken: TestClient,
    answers: CannedAnswers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fall(*_given: object, **_named: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(CannedAnswers, "__call__", fall)
    with caplog.at_level(logging.ERROR):
        response = broken.post("/", data={"text": "chuyện riêng của tôi"})
    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "chuyện riêng" not in caplog.text


def test_a_busy_service_gives_the_question_back(broken: TestClient, answers: CannedAnswers) -> None:
    answers.error = EngineError("Hệ thống đang bận.", hint="Anh/chị vui lòng thử lại.")
    response = broken.post("/", data={"text": "câu hỏi"})
    assert response.status_code == 503
    assert Page(response.text).at("cau-hoi").text == "câu hỏi"
