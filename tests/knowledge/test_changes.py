"""What changed between two readings of a document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes import Change, ChangeKind, changes
from knowledge.model import Document
from tests.knowledge.samples import RULES, a_document

OPENING = "Chợ đêm mở cửa từ 18 giờ đến 23 giờ các ngày thứ sáu, thứ bảy."


def said(text: str) -> list[tuple[str, str, str, str]]:
    """Kind, path and both wordings of every change to the rules, the record's left out."""
    found = changes(a_document(RULES), a_document(text))
    return [(str(one.kind), one.path, one.before, one.after) for one in found if one.path != "thong-tin"]


def test_nothing_changed_in_the_same_document() -> None:
    assert changes(a_document(RULES), a_document(RULES)) == ()


def test_new_words_at_the_same_place_are_shown_with_the_old_ones() -> None:
    assert said(RULES.replace("23 giờ", "22 giờ")) == [
        ("changed", "-1.-1", f"- {OPENING}", f"- {OPENING}".replace("23 giờ", "22 giờ"))
    ]


def test_a_provision_put_in_between_is_added_and_those_behind_it_moved() -> None:
    text = RULES.replace(f"- {OPENING}\n", f"- Chợ đêm có bảo vệ.\n- {OPENING}\n")
    found = changes(a_document(RULES), a_document(text))
    assert [(one.kind, one.path, one.moved_from) for one in found] == [
        (ChangeKind.ADDED, "-1.-1", ""),
        (ChangeKind.MOVED, "-1.-2", "-1.-1"),
        (ChangeKind.MOVED, "-1.-3", "-1.-2"),
    ]


def test_a_provision_taken_out_is_removed() -> None:
    text = RULES.replace("- Ngày lễ mở cửa đến 24 giờ.\n", "")
    assert said(text) == [("removed", "-1.-2", "- Ngày lễ mở cửa đến 24 giờ.", "")]


def test_a_term_alone_is_a_change() -> None:
    text = RULES.replace('"Điều 3"}', '"Điều 3", het_hieu_luc: 2027-01-01}')
    assert [(kind, path) for kind, path, _, _ in said(text)] == [("changed", "-2"), ("changed", "-2.-1")]
    assert "hết hiệu lực từ 01/01/2027" in said(text)[0][3]


def test_what_a_document_says_of_itself_is_a_change_of_its_record() -> None:
    found = changes(a_document(RULES), a_document(RULES.replace("12/QĐ-UBND\n", "13/QĐ-UBND\n", 1)))
    assert [(one.kind, one.path) for one in found] == [(ChangeKind.CHANGED, "thong-tin")]


def _papers() -> st.SearchStrategy[Document]:
    bullets = st.lists(st.sampled_from(["một", "hai", "ba", "bốn"]), min_size=1, max_size=6)
    return st.lists(bullets, min_size=1, max_size=3).map(
        lambda parts: a_document(
            "---\nso_hieu: 1/QĐ\n---\n# A\n\n"
            + "".join("## Phần\n\n" + "".join(f"- {word}\n" for word in words) for words in parts)
        )
    )


def _applied(before: Document, found: tuple[Change, ...]) -> dict[str, str]:
    """The wordings after the changes, by path."""
    texts = {node.path: f"{node.label} {node.text}".strip() for node in before.walk()}
    for one in found:
        texts.pop(one.moved_from or (one.path if one.kind is ChangeKind.REMOVED else ""), None)
    for one in found:
        if one.kind is not ChangeKind.REMOVED:
            texts[one.path] = one.after
    return texts


@given(before=_papers(), after=_papers())
def test_the_changes_lead_from_one_reading_to_the_other(before: Document, after: Document) -> None:
    expected = {node.path: f"{node.label} {node.text}".strip() for node in after.walk()}
    assert _applied(before, changes(before, after)) == expected
