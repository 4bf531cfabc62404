"""Judging a run that was kept: measures over splits and variants."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evaluation.answers_report import lines_of, report_of, scores_of, summary_of
from evaluation.asking import Answered, Cited, Said, ask
from evaluation.judging import Figure, Judged, figures, judge_run, shares_by
from evaluation.variants import Variant
from foundation.errors import InputError
from knowledge.model import Document
from knowledge.outcome import Outcome
from tests.evaluation.small import MARKET, REFUSED, Told, a_run
from tests.knowledge.samples import two_sources

pytestmark = pytest.mark.usefixtures("small_golden")
EVERY = ("test", "conversations-test")


@pytest.fixture
def documents() -> list[Document]:
    return [document for document, _ in two_sources()]


@pytest.fixture
def judged(documents: Sequence[Document]) -> list[Judged]:
    """The market is answered, all else refused."""
    return judge_run(ask(a_run(*EVERY), Told()), documents)


def found(judged: Sequence[Judged]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(figure.split, figure.measure): (figure.hits, figure.n) for figure in figures(judged)}


def test_every_measure_is_counted_over_its_own_questions(judged: list[Judged]) -> None:
    assert found(judged) == {
        ("test", "right"): (1, 2),
        ("test", "cited"): (1, 2),
        ("test", "answered"): (1, 2),
        ("test", "refused_out_of_scope"): (1, 1),
        ("test", "refused_unanswerable"): (0, 1),  # "Chợ đêm năm 2035?" is answered
        ("conversations-test", "last_turn_right"): (1, 2),  # the refused one is right, the trees are not
    }


def test_figures_are_told_for_each_variant_apart(documents: list[Document]) -> None:
    answers = ask(a_run(variants=(Variant.ACCENTED, Variant.NODIA)), Told())
    right = {
        one.variant: one.hits for one in figures(judge_run(answers, documents)) if one.measure == "right"
    }
    assert right == {"accented": 1, "nodia": 0}  # what answers here knows the market with its marks alone


def test_nothing_asked_gives_no_figures() -> None:
    assert figures([]) == []


def test_a_longer_answer_than_is_allowed_is_not_right(documents: list[Document]) -> None:
    answers = ask(a_run(), Told())
    length = len(MARKET.text)
    assert found(judge_run(answers, documents, longest=length))["test", "right"] == (1, 2)
    shorter = found(judge_run(answers, documents, longest=length - 1))
    assert (shorter["test", "right"], shorter["test", "cited"]) == ((0, 2), (1, 2))


def test_an_expired_source_is_counted_among_the_right_ones_by_name(documents: list[Document]) -> None:
    expired = Said(Outcome.EXPIRED_SOURCE, MARKET.text, MARKET.citations)
    run = a_run()
    judged = judge_run(ask(run, Told(lambda text: expired if "giờ" in text else REFUSED)), documents)
    summary = summary_of(run, judged, figures(judged), 900)
    assert summary["expired_sources_among_right"] == 1
    assert found(judged)["test", "right"] == (1, 2)


def test_a_question_that_is_no_longer_asked_is_named(documents: list[Document]) -> None:
    gone = Answered("t9", "test", Variant.ACCENTED, "?", REFUSED, 0.0)
    with pytest.raises(InputError, match="t9"):
        judge_run([gone], documents)


def test_other_documents_than_the_questions_were_written_over_are_refused(documents: list[Document]) -> None:
    with pytest.raises(InputError, match="t1"):
        judge_run(ask(a_run(), Told()), [document for document in documents if document.slug != "cho-dem"])


def test_shares_by_anything(judged: list[Judged]) -> None:
    by_kind = shares_by(judged, lambda one: one.question.kind, lambda one: one.judgement.good)
    assert by_kind == {"answerable": (3, 5), "out_of_scope": (1, 1), "unanswerable": (1, 2)}


def test_scores_carry_interval_number_day_and_method(judged: list[Judged]) -> None:
    run = a_run(asked="stack")
    [score] = [
        one for one in scores_of(run, figures(judged), 900) if (one.split, one.measure) == ("test", "right")
    ]
    assert (score.value, score.n, score.at) == (0.5, 2, run.at)
    assert (score.low, score.high) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert "dịch vụ đang chạy" in score.method
    assert "900" in score.method


def test_a_share_of_nothing_is_nothing_and_may_be_anything() -> None:
    none = Figure("right", "test", "accented", 0, 0)
    assert (none.value, none.interval) == (0.0, (0.0, 1.0))


def test_every_answer_has_a_line_that_says_why(judged: list[Judged]) -> None:
    lines = {line["id"]: line for line in lines_of(judged)}
    assert len(lines) == 8
    assert (lines["t1"]["right"], lines["t1"]["citation"]) == (1, MARKET.citations[0].url)
    assert (lines["t2"]["good"], lines["t2"]["outcome"], lines["t2"]["citation"]) == (0, "not_found", "")
    assert lines["c1.2"]["last_turn"] == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (REFUSED, "không trả lời"),
        (Said(Outcome.ANSWERED, "x", (Cited("/van-ban/cay-xanh#-1", "", ""),)), "dẫn quy định khác"),
        (Said(Outcome.ANSWERED, "x", MARKET.citations), "thiếu điều phải nêu"),
        (Said(Outcome.ANSWERED, MARKET.text * 30, MARKET.citations), "quá dài"),
    ],
)
def test_the_page_says_why_an_answer_failed(documents: list[Document], said: Said, reason: str) -> None:
    run = a_run()
    judged = judge_run(ask(run, Told(lambda text: said)), documents)
    failures = report_of(run, judged, figures(judged), 900).sections[-1]
    assert {row[0]: row[4] for row in failures.rows}["t1"] == reason
