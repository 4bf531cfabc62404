"""The page on quality: figures with their day, method and interval; what was not measured is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient

from evaluation.judging import MEASURES
from evaluation.variants import Variant
from evaluation.words import MEASURES as MEASURE_NAMES
from evaluation.words import VARIANTS
from knowledge.library import Library
from knowledge.release import build_release, save_scores, switch_live
from knowledge.scores import Score
from service.app import PageLibrary
from tests.knowledge.samples import two_sources
from tests.service.pages.parsed_page import Page
from tests.service.pages.samples import LAW, RESOLUTION

OpenPages = Callable[..., TestClient]
#: Late in the evening in UTC: the next day in Vietnam.
AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def score(
    measure: str = "right", split: str = "test", variant: str = "accented", value: float = 0.934
) -> Score:
    return Score(measure, split, variant, value, 0.882, 0.964, 150, AT, "qua toàn bộ dịch vụ đang chạy")


def read(pages: TestClient) -> Page:
    response = pages.get("/chat-luong")
    assert response.status_code == 200
    return Page(response.text)


def text_of(page: Page) -> str:
    return " ".join(page.at("noi-dung").text.split())


def test_a_figure_is_told_with_its_interval_day_method_and_number_of_questions(open_pages: OpenPages) -> None:
    text = text_of(read(open_pages(LAW, scores=[score()])))
    for told in (
        "Câu hỏi kiểm tra",
        "Đo ngày 24/11/2026, qua toàn bộ dịch vụ đang chạy",
        "Trả lời đúng gõ đủ dấu 93,4 % 88,2 % đến 96,4 % 150",
    ):
        assert told in text


def test_figures_that_nobody_tuned_on_come_first_and_the_others_are_marked(open_pages: OpenPages) -> None:
    scores = [score(split="development"), score(split="test"), score("last_turn_right", "conversations-test")]
    page = read(open_pages(LAW, scores=scores))
    titles = [element.text for element in page.elements if element.tag == "h3"]
    assert titles == ["Câu hỏi kiểm tra", "Hội thoại kiểm tra", "Tập phát triển “development”"]
    assert text_of(page).count("cũng được dùng để chỉnh") == 1


def test_measures_and_ways_of_typing_keep_their_order(open_pages: OpenPages) -> None:
    scores = [
        score("cited", variant="nodia"),
        score("right", variant="nodia"),
        score("cited"),
        score("right"),
    ]
    page = read(open_pages(LAW, scores=scores))
    heads = [element.text for element in page.elements if element.attributes.get("scope") == "row"]
    assert heads[:4] == ["Trả lời đúng", "Trả lời đúng", "Dẫn đúng quy định", "Dẫn đúng quy định"]


def test_a_release_without_figures_says_so(open_pages: OpenPages) -> None:
    assert "Bản phát hành này chưa được đo." in text_of(read(open_pages(LAW)))


def test_what_was_measured_only_where_it_was_tuned_counts_as_not_measured(open_pages: OpenPages) -> None:
    text = text_of(read(open_pages(LAW, scores=[score(split="development"), score("cited")])))
    _, _, missing = text.partition("Chưa đo trên tập kiểm tra:")
    assert "Trả lời đúng" in missing.partition(".")[0]
    assert "Dẫn đúng quy định" not in missing.partition(".")[0]


def test_the_documents_are_listed_as_digest_or_official(open_pages: OpenPages) -> None:
    page = read(open_pages(RESOLUTION, LAW))
    text = text_of(page)
    assert "2, trong đó 1 bản tóm lược" in text
    assert "193/2025/QH15 Nghị quyết 193/2025/QH15 ngày 19/02/2025 bản tóm lược 19/02/2025" in text
    assert "93/2025/QH15 Luật Khoa học, công nghệ và đổi mới sáng tạo nguyên văn" in text
    assert {f"/van-ban/{document.slug}" for document in (RESOLUTION, LAW)} <= set(page.links())


def test_the_live_releases_figures_are_shown_as_soon_as_they_are_taken(
    open_library: Callable[[PageLibrary], TestClient], tmp_path: Path
) -> None:
    pages = open_library(PageLibrary(Library(tmp_path)))
    assert "Chưa có bản phát hành nào." in text_of(read(pages))
    release = build_release(tmp_path, two_sources(), None, AT)
    switch_live(tmp_path, release.id)
    assert "Bản phát hành này chưa được đo." in text_of(read(pages))
    save_scores(tmp_path / release.id, [score()])
    assert "93,4 %" in text_of(read(pages))


def test_what_is_not_proven_is_said_in_any_case(open_pages: OpenPages) -> None:
    for pages in (open_pages(), open_pages(LAW, scores=[score()])):
        assert "chưa phải câu hỏi thật của người dân" in text_of(read(pages))


def test_every_page_leads_there(pages: TestClient) -> None:
    assert "/chat-luong" in Page(pages.get("/").text).links()


def test_a_measure_that_the_page_does_not_know_is_shown_by_its_name(open_pages: OpenPages) -> None:
    assert "<b>new" in text_of(read(open_pages(LAW, scores=[score("<b>new")])))


def test_every_measure_and_way_of_typing_has_a_name() -> None:
    assert set(MEASURE_NAMES) == {measure.name for measure in MEASURES}
    assert set(VARIANTS) == {variant.value for variant in Variant}
