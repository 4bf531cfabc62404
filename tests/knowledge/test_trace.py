"""The trace of an answer: which way led to it, and every score on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answer import Answer, Answerer
from knowledge.context import Context
from knowledge.grounds import Way
from knowledge.outcome import Outcome
from knowledge.release import Release
from knowledge.trace import AnswerTrace, traced
from tests.knowledge.samples import NOW, HashEncoder

FEE = "Mỗi gian hàng ở chợ đêm nộp bao nhiêu một tối?"


def with_threshold(release: Release, threshold: float) -> Release:
    calibration = replace(release.manifest.calibration, threshold=threshold)
    return replace(release, manifest=replace(release.manifest, calibration=calibration))


def ask(release: Release, text: str, context: Context | None = None) -> tuple[Answer, AnswerTrace]:
    answer = Answerer(HashEncoder(), lambda: NOW).answer(release, text, context or Context())
    assert answer.grounds is not None
    return answer, traced(answer.grounds, answer.confidence)


def test_an_answer_tells_its_passages_with_each_score_and_the_threshold(small_release: Release) -> None:
    answer, trace = ask(with_threshold(small_release, 0.0), FEE)
    assert answer.outcome is Outcome.ANSWERED
    assert trace.way is Way.SEARCH
    assert f"/van-ban/{trace.chosen[0]}" == answer.citations[0].url
    assert (trace.stands, trace.threshold) == (True, 0.0)
    assert trace.confidence == pytest.approx(answer.confidence, abs=1e-4)
    scores = [one.score for one in trace.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(one.lexical or one.dense for one in trace.passages)
    assert any(one.fused != one.score for one in trace.passages)
    assert trace.search_ms > 0


def test_a_refusal_tells_what_was_near_and_not_sure_enough(small_release: Release) -> None:
    answer, trace = ask(with_threshold(small_release, 1.01), FEE)
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)
    assert (trace.stands, trace.threshold) == (False, 1.01)
    assert trace.passages


def test_what_the_question_pins_down_is_told(small_release: Release) -> None:
    _, trace = ask(small_release, "năm 2035 trồng bao nhiêu cây theo 34/KH-UBND?")
    assert trace.numbers == ("34/KH-UBND",)
    assert trace.years == ("2035",)
    assert "how_much" in trace.wants
    assert trace.lacking == ("year: 2035",)


def test_diacritics_that_were_restored_are_told(small_release: Release) -> None:
    _, trace = ask(small_release, "cho dem mo cua may gio")
    assert trace.normalised == "cho dem mo cua may gio"
    assert "chợ đêm" in trace.restored


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Quyết định 999/QĐ-TTg nói gì?", Way.AT_ONCE),
        ("Quyết định 12/QĐ-UBND còn hiệu lực không?", Way.STATUS),
    ],
)
def test_what_needed_no_search_says_so(small_release: Release, text: str, way: Way) -> None:
    _, trace = ask(small_release, text)
    assert trace.way is way
    assert trace.passages == ()
