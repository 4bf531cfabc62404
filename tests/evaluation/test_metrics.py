"""Metrics: judging one answer, shares, and how sure a share is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.golden import Gold, GoldenQuestion
from evaluation.metrics import LONGEST, Judgement, around, judge, share, tells, wilson
from knowledge.citation import Citation
from knowledge.outcome import Outcome

QUESTION = GoldenQuestion(
    id="x1",
    question="Mục tiêu năm 2026?",
    gold=(Gold("ke-hoach", "Năm 2026"),),
    facts=("mạng lưới", "30 lượt"),
)
GOLD = {("ke-hoach", "I.1.2.b")}
RIGHT = "b) Năm 2026\n- Hình thành  mạng\nlưới; cử 30 Lượt."


def citation(url: str) -> Citation:
    return Citation(document="d", title="t", place="", quote="q", url=url, digest=False, in_force=True)


def judged(
    *urls: str,
    outcome: Outcome = Outcome.ANSWERED,
    text: str = RIGHT,
    gold: set[tuple[str, str]] | None = None,
) -> Judgement:
    cited = [citation(url) for url in urls]
    return judge(QUESTION, GOLD if gold is None else gold, outcome, text, cited)


def test_gold_cited_and_all_facts_told_is_right() -> None:
    one = judged("/van-ban/ke-hoach#I.1.2.b")
    assert (one.answered, one.cited, one.right, one.refused) == (True, True, True, False)
    assert one.question is QUESTION


def test_an_expired_source_can_be_right() -> None:
    assert judged("/van-ban/ke-hoach#I.1.2.b", outcome=Outcome.EXPIRED_SOURCE).right


def test_a_missing_fact_is_cited_but_not_right() -> None:
    one = judged("/van-ban/ke-hoach#I.1.2.b", text="Hình thành mạng lưới.")
    assert (one.cited, one.right) == (True, False)


@pytest.mark.parametrize(
    ("url", "cited"),
    [
        ("/van-ban/ke-hoach#I.1.2.b", True),
        ("/van-ban/ke-hoach#I.1.2", True),
        ("/van-ban/ke-hoach#I.1", False),
        ("/van-ban/ke-hoach#I.1.2.b.-1", False),
        ("/van-ban/ke-hoach#I.1.2.c", False),
        ("/van-ban/other#I.1.2.b", False),
        ("/van-ban/ke-hoach", False),
    ],
)
def test_the_gold_provision_or_the_list_it_stands_in_counts_as_cited(url: str, cited: bool) -> None:
    assert judged(url).cited is cited


def test_the_heading_of_a_table_counts_for_its_rows() -> None:
    rows = {("danh-muc", "-3.-1.r4")}
    assert judged("/van-ban/danh-muc#-3.-1.r4", gold=rows).cited
    assert judged("/van-ban/danh-muc#-3.-1", gold=rows).cited
    assert judged("/van-ban/danh-muc#-3", gold=rows).cited
    assert not judged("/van-ban/danh-muc#-2", gold=rows).cited


def test_an_address_without_an_anchor_cites_no_provision() -> None:
    assert not judged("/van-ban/ke-hoach", gold={("ke-hoach", "I")}).cited


def test_only_the_first_citation_counts() -> None:
    assert not judged("/van-ban/ke-hoach#IV", "/van-ban/ke-hoach#I.1.2.b").cited


def test_an_answer_without_a_citation_is_never_right() -> None:
    one = judged()
    assert (one.answered, one.cited, one.right) == (True, False, False)


@pytest.mark.parametrize(
    ("outcome", "refused"),
    [
        (Outcome.NOT_FOUND, True),
        (Outcome.OUT_OF_SCOPE, True),
        (Outcome.CLARIFY, False),
        (Outcome.UNAVAILABLE, False),
        (Outcome.ANSWERED, False),
    ],
)
def test_only_a_plain_refusal_is_one(outcome: Outcome, refused: bool) -> None:
    one = judged("/van-ban/ke-hoach#I.1.2.b", outcome=outcome)
    assert one.refused is refused
    assert one.right is (outcome is Outcome.ANSWERED)


def test_an_answer_too_long_for_a_phone_is_not_right() -> None:
    padded = RIGHT + " " * (LONGEST - len(RIGHT))
    assert judged("/van-ban/ke-hoach#I.1.2.b", text=padded).right
    longer = judged("/van-ban/ke-hoach#I.1.2.b", text=padded + ".")
    assert (longer.right, longer.short, longer.cited, longer.told) == (False, False, True, True)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("cử 30\nLượt  người", "30 lượt"),
        ("giai đoạn 2028 – 2030", "2028-2030"),
        ("giai đoạn 2028-2030", "2028 — 2030"),
        ("giai đoạn 2028 - 2030", "2028-2030"),
        ("**Ít nhất 80%** người dân", "ít nhất 80% người dân"),
        ("theo “mạng lưới” này", 'theo "mạng lưới"'),
        ("nền văn hoá", "văn hóa"),
        ("nền văn hóa".encode().decode(), "va\u0306n ho\u0301a"),
        ("từ 15/6/2025.", "15/6/2025"),
        ("(57-NQ/TW)", "57-NQ/TW"),
    ],
)
def test_a_fact_is_told_however_it_is_set(text: str, fact: str) -> None:
    assert tells(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("trong 15 ngày", "5 ngày"),
        ("130 lượt", "30 lượt"),
        ("năm 20260", "2026"),
        ("mang luoi", "mạng lưới"),
        ("", "x"),
    ],
)
def test_a_part_of_a_word_or_number_is_not_the_fact(text: str, fact: str) -> None:
    assert not tells(text, fact)


@given(st.text(), st.text(min_size=1, max_size=20) | st.text(" -–a*_", max_size=9), st.text())
def test_a_fact_between_spaces_is_told(before: str, fact: str, after: str) -> None:
    assert tells(f"{before} {fact} {after}", fact)


def test_good_means_right_or_rightly_refused() -> None:
    refusal = GoldenQuestion(id="x2", question="?", gold=(), facts=(), kind="unanswerable")
    assert judge(refusal, set(), Outcome.NOT_FOUND, "", []).good
    assert not judge(refusal, set(), Outcome.ANSWERED, "", []).good
    assert judged("/van-ban/ke-hoach#I.1.2.b").good
    assert not judged(outcome=Outcome.NOT_FOUND).good


def test_a_share_counts_what_holds() -> None:
    right, wrong = judged("/van-ban/ke-hoach#I.1.2.b"), judged("/van-ban/ke-hoach#IV")
    assert share([right, right, right, wrong], "right") == 0.75
    assert share([right, wrong], "answered") == 1.0
    assert share([], "right") == 0.0


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        # Newcombe 1998, table I (Wilson's method without continuity correction), and the ends worked out by hand.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilsons_interval_has_the_published_values(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_holds_its_share_and_is_symmetric(counted: tuple[int, int]) -> None:
    hits, total = counted
    low, high = wilson(hits, total)
    assert 0 <= low < high <= 1
    assert low - 1e-12 <= hits / total <= high + 1e-12
    assert (1 - high, 1 - low) == pytest.approx(wilson(total - hits, total))


def test_more_questions_make_a_share_surer() -> None:
    widths = [high - low for low, high in (wilson(9 * count, 10 * count) for count in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)


def test_the_interval_of_a_mean_by_hand() -> None:
    # Mean 1/2, variance 4 * (1/4)² / 3 = 1/12: half a width is 1.96 / sqrt(12 * 4).
    assert around([0.25, 0.75, 0.25, 0.75]) == pytest.approx((0.5 - 0.2829, 0.5 + 0.2829), abs=1e-4)
    assert around([1.0, 1.0, 1.0]) == (1.0, 1.0)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_the_interval_of_a_mean_holds_it(values: list[float]) -> None:
    low, high = around(values)
    assert 0 <= low <= high <= 1
    if values:
        assert low - 1e-12 <= sum(values) / len(values) <= high + 1e-12


@pytest.mark.parametrize(
    ("outcome", "good"),
    [(Outcome.CLARIFY, True), (Outcome.ANSWERED, False), (Outcome.NOT_FOUND, False)],
)
def test_an_ambiguous_question_is_good_only_when_asked_back(outcome: Outcome, good: bool) -> None:
    ambiguous = GoldenQuestion(id="x2", question="Ai ký?", gold=QUESTION.gold, facts=(), kind="ambiguous")
    assert judge(ambiguous, GOLD, outcome, "Ai?", [citation("/van-ban/ke-hoach#I.1.2.b")]).good is good


def test_asking_back_is_no_answer_to_a_question_that_has_one() -> None:
    one = judged(outcome=Outcome.CLARIFY)
    assert (one.answered, one.refused, one.good) == (False, False, False)
