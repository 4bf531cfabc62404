"""Which papers ended or amended a provision, and where they say so."""

from __future__ import annotations

from datetime import date

from knowledge.model import Document, RelationKind
from knowledge.succession import Change, changes_of, stated_of
from knowledge.validity import effective
from tests.knowledge.samples import source_documents
from tests.knowledge.test_validity import DAY, OLD, a_paper


def changes(place: str, *papers: Document) -> tuple[Change, ...]:
    """What the papers did to a place of the old one."""
    library = effective((OLD, *papers))
    provision = next(node for node in library[0].walk() if node.place == place)
    return changes_of(library[0], provision, library)


def test_the_clause_that_ends_a_provision_is_found_in_the_paper_that_ends_it() -> None:
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Mức chi.\nĐiều 2. Bãi bỏ Điều 5 Nghị quyết số 12/2024/NQ-HĐND.")
    (change,) = changes("Khoản 2 Điều 5", new)
    assert (change.kind, change.by, change.since) == (RelationKind.ENDS, "45/2026/NQ-HĐND", DAY)
    assert change.stating is not None
    assert change.stating.place == "Điều 2"
    assert changes("Điều 4", new) == ()


def test_of_several_clauses_the_one_about_this_provision_is_named() -> None:
    new = a_paper(
        "45/2026/NQ-HĐND",
        "Điều 1. Sửa đổi Điều 7 Nghị quyết số 12/2024/NQ-HĐND như sau: ở cấp xã.\n"
        "Điều 2. Sửa đổi Điều 8 Nghị quyết số 12/2024/NQ-HĐND như sau: ngân sách tỉnh.",
    )
    for place, stating in (("Điều 7", "Điều 1"), ("Điều 8", "Điều 2")):
        (change,) = changes(place, new)
        assert change.kind is RelationKind.AMENDS
        assert change.stating is not None
        assert change.stating.place == stating


def test_a_replaced_paper_says_so_of_all_its_provisions_from_a_later_day() -> None:
    new = a_paper(
        "45/2026/NQ-HĐND",
        "Điều 1. Nghị quyết này thay thế Nghị quyết số 12/2024/NQ-HĐND, trừ Điều 8.",
    )
    (change,) = changes("Điều 4", new)
    assert (change.kind, change.since) == (RelationKind.REPLACES, DAY)
    assert changes("Điều 8", new) == ()


def test_what_no_paper_of_the_release_ended_is_known_by_number_alone() -> None:
    law = {document.slug: document for document in source_documents()}
    resolution = law["nghi-quyet-193-2025-qh15"]
    article = next(node for node in resolution.walk() if node.place == "Điều 4")
    (alone,) = changes_of(resolution, article, [resolution])
    assert (alone.by, alone.since, alone.document) == ("93/2025/QH15", date(2025, 10, 1), None)
    (known,) = changes_of(resolution, article, source_documents())
    assert known.kind is RelationKind.REPLACES
    assert known.document is law["luat-93-2025-qh15"]


def test_a_place_that_the_paper_at_hand_lacks_is_told_from_what_others_say() -> None:
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Bãi bỏ Điều 66 Nghị quyết số 12/2024/NQ-HĐND.")
    library = effective((OLD, new))
    (change,) = stated_of(library[0], "Điều 66", (RelationKind.ENDS,), library)
    assert change.since == DAY
    assert stated_of(library[0], "Điều 67", (RelationKind.ENDS,), library) == ()
