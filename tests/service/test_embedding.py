"""The chat on pages of other sites, as the whole app serves it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from foundation.errors import SettingsError
from service.pages import bundle
from tests.service.conftest import Service

SITE = {"Origin": "https://langson.gov.vn", "X-Hoidap-Site": "cong-tinh"}


@pytest.fixture
def open_api(start: Callable[..., Service]) -> TestClient:
    return start(sites="cong-tinh=https://langson.gov.vn").api


def test_a_page_of_a_known_site_is_answered_under_its_key(open_api: TestClient) -> None:
    response = open_api.post("/api/v1/chat", json={"text": "hỏi"}, headers=SITE)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == SITE["Origin"]


@pytest.mark.parametrize("path", ["chat", "feedback"])
def test_a_page_of_another_site_is_refused_in_the_shape_of_all_errors(
    open_api: TestClient, path: str
) -> None:
    response = open_api.post(f"/api/v1/{path}", json={"text": "hỏi"}, headers={"Origin": "https://evil.vn"})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "site_not_allowed"
    assert "access-control-allow-origin" not in response.headers


def test_a_failure_too_can_be_read_by_a_known_site(open_api: TestClient) -> None:
    response = open_api.post("/api/v1/chat", json={"text": ""}, headers=SITE)
    assert response.status_code == 422
    assert response.headers["access-control-allow-origin"] == SITE["Origin"]


@pytest.mark.parametrize(
    ("query", "ancestors"),
    [
        ("?site=cong-tinh", "frame-ancestors 'self' https://langson.gov.vn"),
        ("?site=khac", "frame-ancestors 'self'"),
        ("", "frame-ancestors 'self'"),
    ],
)
def test_the_chat_in_a_frame_opens_on_known_sites_only(
    open_api: TestClient, query: str, ancestors: str
) -> None:
    response = open_api.get(f"/khung{query}")
    assert response.headers["content-security-policy"].endswith(ancestors)


def test_what_to_paste_names_the_script_and_its_integrity(open_api: TestClient) -> None:
    page = open_api.get("/nhung").text
    script = bundle.current()
    assert page.count(f"http://testserver/widget/{script.name}") == 3
    assert page.count(script.integrity) == 3


def test_the_script_comes_compressed(open_api: TestClient) -> None:
    address = f"/widget/{bundle.current().name}"
    with open_api.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == bundle.current().content


@pytest.mark.parametrize(
    ("language", "greeting"), [("vi", "Kính chào"), ("en", "Hello"), ("en-GB", "Hello"), ("", "Kính")]
)
def test_the_opening_words_come_in_the_citizens_language(
    open_api: TestClient, language: str, greeting: str
) -> None:
    opening: dict[str, Any] = open_api.get(f"/api/v1/welcome?lang={language}").json()
    assert set(opening) == {"greeting", "privacy", "topics"}
    assert opening["greeting"].startswith(greeting)
    assert all(topic["title"] and topic["questions"] for topic in opening["topics"])


def test_a_malformed_list_of_sites_stops_the_start(start: Callable[..., Service]) -> None:
    with pytest.raises(SettingsError):
        start(sites="cong-tinh")
