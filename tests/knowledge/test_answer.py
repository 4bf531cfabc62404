"""Answers from two small papers: outcomes, notices, context, and what happens without an encoder."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import EncoderError
from knowledge.answer import Answer, Answerer
from knowledge.composition import MAX_CHARACTERS
from knowledge.context import Context
from knowledge.encoder import Vectors
from knowledge.outcome import Outcome
from knowledge.release import Release, build_release, list_releases, load_release
from tests.knowledge.samples import NOW, RULES, HashEncoder, a_source, two_sources

EXPIRED = RULES.replace(
    '{vi_tri: "Điều 3"}', '{vi_tri: "Điều 3", het_hieu_luc: 2026-06-01, bai_bo_boi: "88/QĐ-UBND"}'
)
FEE = "Mỗi gian hàng ở chợ đêm nộp bao nhiêu một tối?"


def lenient(release: Release) -> Release:
    """The release with no bar for answering: the fake encoder's cosines are not the real one's."""
    calibration = replace(release.manifest.calibration, threshold=0.0)
    return replace(release, manifest=replace(release.manifest, calibration=calibration))


@pytest.fixture(scope="module")
def small(shelf: Path) -> Release:
    return load_release(shelf / list_releases(shelf)[0].release)


@pytest.fixture
def release(small: Release) -> Release:
    return lenient(small)


def ask(release: Release, text: str, context: Context | None = None, *, now: datetime = NOW) -> Answer:
    return Answerer(HashEncoder(), lambda: now).answer(release, text, context or Context())


@pytest.mark.parametrize("text", [FEE, "moi gian hang o cho dem nop bao nhieu mot toi", FEE.upper()])
def test_the_provision_that_says_so_is_quoted_and_cited(release: Release, text: str) -> None:
    answer = ask(release, text)
    assert answer.outcome is Outcome.ANSWERED
    assert "50.000 đồng" in answer.text
    assert answer.text.startswith("Theo Quyết định 12/QĐ-UBND, Điều 3:")
    (citation,) = answer.citations
    assert (citation.document, citation.place, citation.in_force) == ("12/QĐ-UBND", "Điều 3", True)
    assert citation.url.startswith("/van-ban/cho-dem#-2")
    assert citation.quote in answer.text


def test_an_editors_note_is_in_no_answer(release: Release) -> None:
    for text in (FEE, "cần đối chiếu mức phí với bản công báo", "ghi chú biên tập mức phí"):
        answer = ask(release, text)
        assert "đối chiếu" not in answer.text
        assert all("đối chiếu" not in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "text", ["Quyết định 4321/QĐ-TTg quy định gì về chợ đêm?", "NQ 999 nói gì", "luat 12/2019/QH14 noi gi"]
)
def test_a_paper_nobody_has_or_mentions_is_said_to_be_missing(release: Release, text: str) -> None:
    answer = ask(release, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert "Trong kho hiện không có văn bản" in answer.text


def test_a_paper_there_is_can_be_named(release: Release) -> None:
    assert ask(release, "QĐ 12 quy định mỗi gian hàng nộp bao nhiêu").outcome is Outcome.ANSWERED


@pytest.mark.parametrize("text", ["", " ", "?", "gì vậy ạ", "😀😀😀", "\u200b\u200b", "...", "\x00\x07"])
def test_a_question_about_nothing_is_asked_back(release: Release, text: str) -> None:
    answer = ask(release, text, Context(document="cho-dem"))
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert "ví dụ" in answer.text
    assert answer.context == Context(document="cho-dem")


def test_below_the_threshold_nothing_is_cited_and_the_context_stays(small: Release) -> None:
    context = Context(question="q", document="cho-dem", path="-1", year=2026)
    calibration = replace(small.manifest.calibration, threshold=1.01)
    strict = replace(small, manifest=replace(small.manifest, calibration=calibration))
    answer = ask(strict, "Mỗi gian hàng của phường Đông Kinh nộp bao nhiêu tiền điện?", context)
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)
    assert answer.citations == ()
    assert answer.context == context


@pytest.mark.parametrize(("cosine", "outcome"), [(0.0, Outcome.NOT_FOUND), (1.01, Outcome.OUT_OF_SCOPE)])
def test_far_from_every_paper_is_out_of_scope_and_near_is_not_found(
    small: Release, cosine: float, outcome: Outcome
) -> None:
    calibration = replace(small.manifest.calibration, threshold=1.01, scope_cosine=cosine)
    strict = replace(small, manifest=replace(small.manifest, calibration=calibration))
    assert ask(strict, FEE).outcome is outcome


# --- comparisons and what a paper does not state --------------------------------------------------------------


def test_a_comparison_of_two_years_quotes_and_cites_both(release: Release) -> None:
    answer = ask(release, "Số cây trồng năm 2026 khác gì năm 2027?")
    assert answer.outcome is Outcome.ANSWERED
    first, second = answer.citations
    assert "1.200 cây hoa đào" in first.quote
    assert "900 cây sấu" in second.quote
    assert first.url != second.url
    assert answer.text.index(first.quote) < answer.text.index(second.quote)
    assert len(answer.text) <= MAX_CHARACTERS


def test_a_year_no_paper_has_is_refused_though_nothing_bars_an_answer(release: Release) -> None:
    answer = ask(release, "Năm 2035 trồng bao nhiêu cây sấu ở phường Đông Kinh?")
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)
    assert answer.citations == ()
    assert answer.context == Context()


def test_a_thing_that_is_not_stated_is_refused_by_its_name(small: Release) -> None:
    calibration = replace(small.manifest.calibration, threshold=0.0, scope_cosine=0.0)
    release = replace(small, manifest=replace(small.manifest, calibration=calibration))
    answer = ask(release, "Số điện thoại nộp phí gian hàng ở chợ đêm là gì?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert "không nêu số điện thoại" in answer.text


# --- validity -----------------------------------------------------------------------------------------------


@pytest.fixture
def with_repeal(releases: Path, encoder: HashEncoder) -> Release:
    return lenient(build_release(releases, [a_source(EXPIRED, "cho-dem.md")], encoder, NOW))


def test_a_repealed_provision_says_since_when_and_by_what(with_repeal: Release) -> None:
    answer = ask(with_repeal, FEE)
    assert answer.outcome is Outcome.EXPIRED_SOURCE
    assert answer.text.startswith(
        "Lưu ý: quy định dưới đây đã hết hiệu lực từ ngày 01/06/2026, theo 88/QĐ-UBND."
    )
    assert "50.000 đồng" in answer.text
    assert answer.citations[0].in_force is False


def test_the_last_day_in_vietnam_is_still_in_force(with_repeal: Release) -> None:
    last_moment = datetime(2026, 5, 31, 16, 59, tzinfo=UTC)
    assert ask(with_repeal, FEE, now=last_moment).outcome is Outcome.ANSWERED
    assert (
        ask(with_repeal, FEE, now=datetime(2026, 5, 31, 17, 0, tzinfo=UTC)).outcome is Outcome.EXPIRED_SOURCE
    )


def test_what_is_not_yet_in_force_is_not_called_repealed(with_repeal: Release) -> None:
    answer = ask(with_repeal, FEE, now=datetime(2026, 1, 10, tzinfo=UTC))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith(
        "Lưu ý: quy định dưới đây chưa có hiệu lực; có hiệu lực từ ngày 15/01/2026."
    )
    assert answer.citations[0].in_force is False


# --- context ------------------------------------------------------------------------------------------------


def test_an_answer_leaves_what_a_follow_up_needs(release: Release) -> None:
    answer = ask(release, "Năm 2026 trồng bao nhiêu cây hoa đào?")
    assert answer.context.question == "Năm 2026 trồng bao nhiêu cây hoa đào?"
    assert answer.context.document == "cay-xanh"
    assert answer.context.path.startswith("-1")
    assert answer.context.year == 2026


def test_a_follow_up_asks_the_same_of_another_year(release: Release) -> None:
    first = ask(release, "Năm 2026 trồng bao nhiêu cây?")
    second = ask(release, "còn năm 2027 thì sao?", first.context)
    assert second.outcome is Outcome.ANSWERED
    assert "900 cây sấu" in second.text
    assert second.context.year == 2027
    assert ask(release, "con nam 2026 thi sao", second.context).context.year == 2026


def test_a_refusal_does_not_lose_the_thread(release: Release) -> None:
    first = ask(release, "Năm 2026 trồng bao nhiêu cây?")
    refused = ask(release, "???", first.context)
    assert "900 cây sấu" in ask(release, "còn năm 2027 thì sao?", refused.context).text


# --- without an encoder -------------------------------------------------------------------------------------


class Down(HashEncoder):
    """An encoder that has stopped working."""

    def question(self, text: str) -> Vectors:
        raise EncoderError("Bộ mã hoá không trả lời.")


def test_an_encoder_that_fails_leaves_lexical_search_and_a_word_in_the_log(
    release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="knowledge.answer"):
        answer = Answerer(Down(), lambda: NOW).answer(release, FEE, Context())
    assert "50.000 đồng" in answer.text
    assert "lexical search alone" in caplog.text
    assert "gian hàng" not in caplog.text


@pytest.mark.parametrize("other", [None, HashEncoder("another", dimension=32)])
def test_no_encoder_or_another_than_the_releases_leaves_lexical_search(
    release: Release, other: HashEncoder | None
) -> None:
    answerer = Answerer(other, lambda: NOW)
    assert "50.000 đồng" in answerer.answer(release, FEE, Context()).text
    assert answerer.vector(release, FEE) is None


def test_a_release_without_vectors_is_searched_by_words(releases: Path) -> None:
    bare = lenient(build_release(releases, two_sources(), None, NOW))
    assert "50.000 đồng" in ask(bare, FEE).text


# --- anything at all ----------------------------------------------------------------------------------------

CONTEXTS = st.builds(
    Context,
    question=st.sampled_from(["", "Năm 2026 trồng bao nhiêu cây?", "QĐ 12 nói gì"]),
    document=st.sampled_from(["", "cho-dem", "cay-xanh", "khong-co"]),
    path=st.sampled_from(["", "-1", "-1.-1", "khong-co"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=300), context=CONTEXTS, hinted=st.booleans())
def test_any_text_gets_an_outcome(release: Release, text: str, context: Context, hinted: bool) -> None:
    answer = Answerer(HashEncoder(), lambda: NOW).answer(release, text, context, follow_up=hinted)
    answered = answer.outcome in (Outcome.ANSWERED, Outcome.EXPIRED_SOURCE)
    assert answered is bool(answer.citations)
    assert answer.text
    assert 0 <= answer.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "ạ" * 10_000,
        "năm 2026 " * 1_200,
        "1/" * 5_000,
        "NQ 57 " * 1_600,
        "😀" * 10_000,
        "mục tiêu " * 1_200,
        "\u0301" * 10_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_ten_thousand_characters_are_answered_in_a_moment(release: Release, text: str) -> None:
    started = process_time()
    ask(release, text, Context(question=text, document="cho-dem", path="-1"))
    assert process_time() - started < 5
