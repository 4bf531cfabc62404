"""The list of documents, unknown addresses, headers and static files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from knowledge.model import Validity
from service.pages import bundle
from tests.service.pages.parsed_page import Page
from tests.service.pages.samples import LAW, RESOLUTION

ALL_PAGES = ("/", "/van-ban", "/chat-luong", "/van-ban/luat-93-2025-qh15", "/van-ban/khong-co")


def test_the_list_leads_to_every_document(pages: TestClient) -> None:
    page = Page(pages.get("/van-ban").text)
    for document in (RESOLUTION, LAW):
        assert f"/van-ban/{document.slug}" in page.links()
    text = page.at("noi-dung").text
    for said in ("193/2025/QH15", "Nghị quyết", "Quốc hội", "Ngày 19/02/2025", "Bản tóm lược"):
        assert said in text


def test_the_list_marks_what_is_out_of_force_and_what_is_not_yet(
    open_pages: Callable[..., TestClient],
) -> None:
    ended = replace(LAW, slug="cu", validity=Validity(end=date(2025, 1, 1), ended_by="01/2025/QH15"))
    coming = replace(LAW, slug="moi", validity=Validity(start=date(2027, 1, 1)))
    badges = Page(open_pages(ended, coming).get("/van-ban").text).of_class("badge")
    assert [badge.text for badge in badges] == [
        "Hết hiệu lực từ 01/01/2025, theo 01/2025/QH15",
        "Có hiệu lực từ 01/01/2027",
    ]


def test_an_empty_library_is_still_a_page(open_pages: Callable[..., TestClient]) -> None:
    assert open_pages().get("/van-ban").status_code == 200


def test_an_unknown_document_gets_a_page_that_leads_back_to_the_list(pages: TestClient) -> None:
    response = pages.get("/van-ban/khong-co")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "/van-ban" in Page(response.text).links()


@pytest.mark.parametrize("address", ALL_PAGES)
def test_pages_allow_only_our_own_files_and_no_inline_code(pages: TestClient, address: str) -> None:
    headers = pages.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    own, *hashes = policy.pop("style-src").split(" ")
    assert own == "'self'"
    assert hashes == list(bundle.current().styles)
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("address", ALL_PAGES)
def test_pages_carry_no_inline_code_or_style_and_load_only_files_that_exist(
    pages: TestClient, address: str
) -> None:
    page = Page(pages.get(address).text)
    for element in page.elements:
        assert element.tag != "style"
        assert "style" not in element.attributes
        assert element.tag != "script" or element.attributes.get("src")
    sources = [element.attributes.get("src") for element in page.elements]
    sheets = [element.attributes.get("href") for element in page.elements if element.tag == "link"]
    for file in filter(None, [*sources, *sheets]):
        response = pages.get(file)
        assert response.status_code == 200, file
        assert response.headers["x-content-type-options"] == "nosniff"
        kept = "public, max-age=31536000, immutable" if file.startswith("/widget/") else "no-cache"
        assert response.headers["cache-control"] == kept
