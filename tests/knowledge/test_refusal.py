"""A refusal says what the documents do not state, and what they do have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.constraints import Unmet
from knowledge.demands import DEMANDS, Demand
from knowledge.finding import Finding
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.outcome import Outcome
from knowledge.passages import passages_of
from knowledge.question import analyse
from knowledge.refusal import milestones, no_such_paper, refuse
from knowledge.search import Hit
from knowledge.selection import Selection
from tests.knowledge.samples import GARDENS, RULES, a_document, source_document
from vietnamese.restorer import Restorer

SCOPE = 0.8
UNMARKED = Document(slug="a", title="Sổ tay", name="Sổ tay")


def finding(document: Document, *lacking: Unmet, cosine: float = 0.9) -> Finding:
    """A finding in a document that does not stand."""
    passage = next(iter(passages_of(a_document(RULES))))
    chosen = Selection(
        document, Provision("-1", ProvisionKind.BULLET, "x"), (), Hit(0, passage, 1.0, cosine, 1.0)
    )
    question = analyse("x", Restorer.learn(()))
    return Finding(question, chosen, lacking, 0.1, cosine, stands=False)


def test_a_year_the_paper_does_not_have_is_answered_with_those_it_has(plan: Document) -> None:
    outcome, words = refuse(finding(plan, Unmet("year", "2035")), SCOPE)
    assert outcome is Outcome.NOT_FOUND
    assert "không có năm 2035" in words
    assert milestones(plan) in words
    assert all(year in milestones(plan) for year in ("2025", "2026", "2027", "2028–2030"))


def test_the_paper_is_called_by_its_kind_and_number() -> None:
    resolution = source_document("nghi-quyet-57-nq-tw")
    _, words = refuse(finding(resolution, Unmet("year", "2040")), SCOPE)
    assert words.startswith("Nghị quyết 57-NQ/TW nêu nội dung cho năm 2030, 2045")


def test_a_paper_without_years_in_its_headings_promises_none() -> None:
    outcome, words = refuse(finding(UNMARKED, Unmet("year", "2035")), SCOPE)
    assert outcome is Outcome.NOT_FOUND
    assert "2035" not in words
    assert "mốc" not in words


@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.kind)
def test_a_thing_that_is_not_stated_is_refused_by_its_name(plan: Document, demand: Demand) -> None:
    outcome, words = refuse(finding(plan, Unmet(demand.kind, "")), SCOPE)
    assert outcome is Outcome.NOT_FOUND
    assert f"không nêu {demand.thing}." in words
    assert "anh/chị" in words.lower()


@pytest.mark.parametrize("kind", ["number", "place", "agency", "office", "article"])
def test_what_has_no_name_to_refuse_by_is_refused_plainly_without_the_value(
    plan: Document, kind: str
) -> None:
    outcome, words = refuse(finding(plan, Unmet(kind, "ha noi")), SCOPE)
    assert outcome is Outcome.NOT_FOUND
    assert "không nêu nội dung này" in words
    assert "ha noi" not in words


def test_far_from_every_paper_is_out_of_scope_whatever_is_lacking(plan: Document) -> None:
    outcome, words = refuse(finding(plan, Unmet("phone", ""), cosine=SCOPE - 0.01), SCOPE)
    assert outcome is Outcome.OUT_OF_SCOPE
    assert "57-NQ/TW" in words


def test_at_the_edge_of_scope_or_without_an_encoder_nothing_is_called_out_of_scope(plan: Document) -> None:
    assert refuse(finding(plan, cosine=SCOPE), SCOPE)[0] is Outcome.NOT_FOUND
    assert refuse(finding(plan, cosine=0.0), SCOPE)[0] is Outcome.NOT_FOUND


def test_without_anything_found_it_is_not_found(plan: Document) -> None:
    nothing = replace(finding(plan, cosine=0.1), chosen=None)
    assert refuse(nothing, SCOPE)[0] is Outcome.NOT_FOUND


def test_papers_that_nobody_has_are_named() -> None:
    assert "văn bản 999/NQ-CP, 4321/QĐ-TTg," in no_such_paper("999/NQ-CP, 4321/QĐ-TTg")


def test_milestones_are_the_years_of_headings_not_of_items() -> None:
    assert milestones(a_document(GARDENS)) == ""
    headed = GARDENS.replace("## Số lượng", "## Năm 2027, năm 2026 và giai đoạn 2028-2030")
    assert milestones(a_document(headed)) == "năm 2026, 2027 và giai đoạn 2028–2030"
    assert (
        milestones(a_document(GARDENS.replace("## Số lượng", "## Giai đoạn 2028-2030")))
        == "giai đoạn 2028–2030"
    )
