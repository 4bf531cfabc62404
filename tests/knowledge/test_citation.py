"""Citations: which paper, which place, which address, and whether it is in force."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.citation import Citation, cite, term_of
from knowledge.model import Document, Provision, ProvisionKind, Validity
from tests.knowledge.samples import source_document

TODAY = date(2026, 11, 23)


def citation(slug: str, path: str, today: date = TODAY) -> Citation:
    document = source_document(slug)
    provision = document.find(path)
    assert provision is not None
    return cite(document, provision, "lời văn", today)


def test_the_unnumbered_plan_is_cited_by_name_place_and_address(plan: Document) -> None:
    cited = citation("ke-hoach-ubnd-tinh-lang-son", "I.1.2.b")
    assert cited.document == "Kế hoạch của UBND tỉnh Lạng Sơn (không số)"
    assert cited.title == plan.title
    assert cited.place == "Mục I.1.2 điểm b"
    assert cited.url == "/van-ban/ke-hoach-ubnd-tinh-lang-son#I.1.2.b"
    assert cited.quote == "lời văn"
    assert cited.digest is False
    assert cited.in_force is True


def test_a_digest_is_marked_and_cited_by_number() -> None:
    cited = citation("nghi-quyet-57-nq-tw", "thong-tin")
    assert cited.document == "57-NQ/TW"
    assert cited.place == ""
    assert cited.digest is True


@pytest.mark.parametrize(
    ("path", "paper"),
    [("-1.r6", "145/KH-UBND"), ("-4.-1", "333/KH-UBND"), ("-2.-1", "Tỉnh Lạng Sơn – văn bản thực hiện")],
)
def test_in_a_compilation_the_paper_named_there_is_cited_else_the_compilation(path: str, paper: str) -> None:
    assert citation("van-ban-tinh-lang-son", path).document.startswith(paper)


@pytest.mark.parametrize(
    ("today", "in_force"),
    [
        (date(2025, 2, 18), False),
        (date(2025, 2, 19), True),
        (date(2025, 9, 30), True),
        (date(2025, 10, 1), False),
        (TODAY, False),
    ],
)
def test_a_repealed_provision_is_in_force_from_its_first_to_the_day_before_its_end(
    today: date, in_force: bool
) -> None:
    resolution = source_document("nghi-quyet-193-2025-qh15")
    tax = next(provision for provision in resolution.walk() if provision.text == "Thuế")
    assert citation(resolution.slug, tax.path, today).in_force is in_force
    assert citation(resolution.slug, tax.children[0].path, today).in_force is in_force


def test_the_rest_of_a_partly_repealed_paper_stays_in_force() -> None:
    assert citation("nghi-quyet-193-2025-qh15", "thong-tin").in_force


def test_a_provision_takes_from_its_document_what_it_does_not_state() -> None:
    document = Document("a", "A", "A", validity=Validity(date(2025, 1, 1), date(2027, 1, 1), "9/NQ"))
    own = Provision("I", ProvisionKind.SECTION, "A", validity=Validity(start=date(2025, 6, 1)))
    assert term_of(document, own) == Validity(date(2025, 6, 1), date(2027, 1, 1), "9/NQ")


def test_what_states_no_term_is_always_in_force() -> None:
    document = Document("a", "A", "A")
    provision = Provision("I", ProvisionKind.SECTION, "A")
    assert all(cite(document, provision, "", day).in_force for day in (date.min, TODAY, date.max))
