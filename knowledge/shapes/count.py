"""Counting: "Có 5 nhiệm vụ." where the thing counted is what a list's heading calls its items.

Only papers in their own wording are counted: the dashes of a digest are its maker's, not the paper's.
"""

from __future__ import annotations

from knowledge.model import Document, Provision, ProvisionKind
from knowledge.question import QUESTION_WORDS, fold_spaced
from knowledge.shapes.quantities import things_counted
from vietnamese.text import fold, nfc, syllables

#: What may be said of any list: "mấy việc", "mấy ý".
_ANYTHING = frozenset("viec y diem muc noi dau".split())
#: How the items of a list are called on paper.
_NAMES = {ProvisionKind.ITEM: "điểm", ProvisionKind.BULLET: "ý", ProvisionKind.SECTION: "mục"}
#: Words of a question that single out no items: who gives, sets or names them, and requests.
_NEUTRAL = frozenset(
    "giao dat neu ra gom ke liet ten het giup xac dinh quy thuc hien trien khai phai can yeu cau theo de nam so tat "
    "ca tong cong gi viec y diem muc noi dung dau".split()
)


def count_of(question: str, document: Document, provision: Provision, headings: tuple[Provision, ...]) -> str:
    """The sentence that says how many items a list has; empty where the question or the list does not allow it.

    The list's items must be leaves of one kind, two at least; everything that the question says must stand in the
    headings or the document's name, so that no item is counted that the question excludes.

    Args:
        question: restored.
        document: the list's document.
        provision: the list.
        headings: the nodes above it, outermost first.
    """
    things = things_counted(question)
    kinds = {child.kind for child in provision.children}
    leaves = not any(child.children for child in provision.children)
    if len(things) != 1 or document.digest or len(provision.children) < 2 or len(kinds) != 1 or not leaves:
        return ""
    name = _NAMES.get(kinds.pop())
    if name is None or not _about_all(question, document, (*headings, provision)):
        return ""
    thing = things[0].split()
    for heading in reversed((*headings, provision)):
        called = _called(heading.text)
        if fold(called).split()[:2] == thing[:2]:
            return f"Có {len(provision.children)} {called.lower()}."
    return f"Có {len(provision.children)} {name}." if thing[0] in _ANYTHING else ""


def _about_all(question: str, document: Document, nodes: tuple[Provision, ...]) -> bool:
    above = f"{document.name} {document.title} {document.kind} {' '.join(node.text for node in nodes)}"
    known = frozenset(fold_spaced(above).split()) | QUESTION_WORDS | _NEUTRAL
    return frozenset(syllables(fold_spaced(question))) <= known


def _called(heading: str) -> str:
    """What a heading calls its items: the two words it begins with; empty where it names several things at once."""
    words = nfc(heading).split()
    if len(words) < 2 or words[1][-1] in ",;" or (words[2:3] and words[2].lower() in ("và", "hoặc")):
        return ""
    return " ".join(words[:2]).rstrip(":")
