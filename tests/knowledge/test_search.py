"""Search over the real documents by words alone: what a question pins down comes first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calibration import FITTED
from knowledge.dense import DenseIndex
from knowledge.lexical import LexicalIndex
from knowledge.passages import passages_of
from knowledge.question import analyse, normalise
from knowledge.search import Hit, SearchSpace
from tests.knowledge.samples import PLAN, HashEncoder, source_documents
from vietnamese.document_numbers import find_document_numbers
from vietnamese.restorer import Restorer, background_sentences
from vietnamese.text import fold

DOCUMENTS = source_documents()
PASSAGES = [passage for document in DOCUMENTS for passage in passages_of(document)]
TEXTS = [normalise(passage.text) for passage in PASSAGES]
RESTORER = Restorer.learn(TEXTS, background_sentences())
SPACE = SearchSpace(DOCUMENTS, PASSAGES, LexicalIndex.build(TEXTS), None)


def found(text: str, *, limit: int = 20) -> list[Hit]:
    return SPACE.search(analyse(text, RESTORER), None, FITTED, limit=limit)


def place(hit: Hit) -> tuple[str, str]:
    return hit.passage.document, hit.passage.path


def test_hits_come_best_first_each_passage_once() -> None:
    hits = found("mục tiêu năm 2026 của tỉnh")
    scores = [hit.score for hit in hits]
    assert len(hits) == 20
    assert scores == sorted(scores, reverse=True)
    assert len({hit.index for hit in hits}) == 20
    assert all(hit.passage is PASSAGES[hit.index] for hit in hits)
    assert all(hit.cosine == 0.0 for hit in hits)


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_there_are_never_more_hits_than_asked_for(limit: int) -> None:
    assert len(found("chuyển đổi số", limit=limit)) == limit


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Nghị quyết 57 đặt mục tiêu gì đến năm 2030", "nghi-quyet-57-nq-tw"),
        ("Nghị quyết 71/NQ-CP có chỉ tiêu gì đến năm 2030", "nghi-quyet-71-nq-cp"),
        ("luật 93/2025/QH15 nói gì về chấp nhận rủi ro", "luat-93-2025-qh15"),
        ("nghị quyết 193 nói gì về chấp nhận rủi ro", "nghi-quyet-193-2025-qh15"),
    ],
)
@pytest.mark.parametrize("typed", [str, fold], ids=["accented", "folded"])
def test_the_paper_named_by_number_comes_first(text: str, slug: str, typed: type[str]) -> None:
    assert found(typed(text))[0].passage.document == slug


def test_a_row_comes_first_for_the_paper_it_speaks_for() -> None:
    assert place(found("Kế hoạch 145/KH-UBND do ai ký")[0]) == ("van-ban-tinh-lang-son", "-1.r6")


@pytest.mark.parametrize(("year", "path"), [(2025, "a"), (2026, "b"), (2027, "c"), (2029, "d")])
def test_the_year_asked_about_decides_between_neighbours(year: int, path: str) -> None:
    hits = [place(hit) for hit in found(f"kế hoạch của tỉnh có mục tiêu gì năm {year}")]
    neighbours = [where for slug, where in hits if slug == PLAN and where.startswith("I.1.2.")]
    assert neighbours[0].startswith(f"I.1.2.{path}")


@pytest.mark.parametrize("text", ["Ai ký kế hoạch của UBND tỉnh?", "ai ky ke hoach cua ubnd tinh"])
def test_asking_for_the_signer_brings_the_record_first(text: str) -> None:
    assert place(found(text)[0]) == (PLAN, "thong-tin")


def test_a_record_does_not_crowd_out_what_the_paper_says() -> None:
    assert all(hit.passage.path != "thong-tin" for hit in found("mục tiêu chung của kế hoạch tỉnh")[:3])


def test_a_bonus_lifts_a_passage_by_that_much() -> None:
    question = analyse("kinh phí thực hiện", RESTORER)
    plain = SPACE.search(question, None, FITTED)
    last = plain[-1]
    bonus = np.zeros(len(PASSAGES), dtype=np.float32)
    bonus[last.index] = 5.0
    lifted = SPACE.search(question, None, FITTED, bonus=bonus)
    assert lifted[0].index == last.index
    assert lifted[0].score == pytest.approx(last.score + 5.0, abs=1e-5)


def test_with_vectors_meaning_counts_too() -> None:
    encoder = HashEncoder()
    dense = DenseIndex.build(encoder.passages(TEXTS))
    space = SearchSpace(DOCUMENTS, PASSAGES, SPACE.lexical, dense)
    question = analyse("Hình thành mạng lưới truyền thông của tỉnh", RESTORER)
    vector = encoder.question(question.restored)
    hits = space.search(question, vector, FITTED)
    assert hits[0].passage.document == PLAN
    cosines = dense.scores(vector)
    assert all(hit.cosine == pytest.approx(cosines[hit.index]) for hit in hits)


#: The same passages, as if they were too many to look at all of them.
MANY = replace(SPACE, exhaustive=10)


@pytest.mark.parametrize(
    "text",
    [
        "mục tiêu năm 2026 của tỉnh",
        "Nghị quyết 57 đặt mục tiêu gì đến năm 2030",
        "ai ký kế hoạch của UBND tỉnh",
        "luật 93/2025/QH15 nói gì về chấp nhận rủi ro",
        "kinh phí thực hiện lấy từ đâu",
        "kế hoạch của tỉnh có mục tiêu gì năm 2029",
    ],
)
def test_of_many_passages_the_candidates_hold_the_best(text: str) -> None:
    question = analyse(text, RESTORER)
    wanted = [hit.index for hit in SPACE.search(question, None, FITTED, limit=10)]
    reached = [hit.index for hit in MANY.search(question, None, FITTED, limit=10)]
    assert reached[0] == wanted[0]
    assert len(set(wanted) & set(reached)) >= 9


def test_of_many_passages_those_of_the_context_are_candidates() -> None:
    question = analyse("kinh phí thực hiện", RESTORER)
    last = next(index for index, passage in enumerate(PASSAGES) if passage.path == "thong-tin")
    bonus = np.zeros(len(PASSAGES), dtype=np.float32)
    bonus[last] = 5.0
    assert MANY.search(question, None, FITTED, bonus=bonus)[0].index == last


@pytest.mark.parametrize("name", ["57-NQ/TW", "1169/QĐ-TTg", "93/2025/QH15", "145/KH-UBND", "268/2025/NĐ-CP"])
def test_a_number_that_the_documents_have_or_mention_is_known(name: str) -> None:
    assert SPACE.pins.mentions(find_document_numbers(name)[0].number)


def test_a_number_that_no_document_mentions_is_not_known() -> None:
    assert not SPACE.pins.mentions(find_document_numbers("4321/QĐ-TTg")[0].number)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    assert len(found(text, limit=5)) == 5
    assert all(np.isfinite(hit.score) for hit in found(text, limit=5))
