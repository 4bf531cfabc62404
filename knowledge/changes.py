"""What changed between two readings of a document: provisions added, removed, reworded or moved."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Document, Provision, ProvisionKind, Validity


class ChangeKind(StrEnum):
    """What became of a provision."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One provision that is not as it was.

    Attributes:
        path: where it stands now; for a removed one, where it stood.
        place: its official place there, empty where the paper gives none.
        before: the wording before; empty for an added one.
        after: the wording now; empty for a removed one, the same as before for a moved one.
        moved_from: path before, for a moved one.
    """

    kind: ChangeKind
    path: str
    place: str
    before: str = ""
    after: str = ""
    moved_from: str = ""


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """The changes from one reading to the next, in reading order; removed provisions come last.

    A provision whose wording stands at another path was moved; one whose path is kept has changed; what is left was
    added or removed. What the document says of itself counts as the wording of its record.
    """
    old = {node.path: (node, wording_of(before, node)) for node in before.walk()}
    new = {node.path: (node, wording_of(after, node)) for node in after.walk()}
    gone: dict[str, deque[str]] = defaultdict(deque)
    for path, (_, wording) in old.items():
        if path not in new or new[path][1] != wording:
            gone[wording].append(path)
    moved = {}
    for path, (_, wording) in new.items():
        if (path not in old or old[path][1] != wording) and gone.get(wording):
            moved[path] = gone[wording].popleft()
    left = set(old) - set(moved.values())
    found: list[Change] = []
    for path, (node, wording) in new.items():
        if path in moved:
            found.append(Change(ChangeKind.MOVED, path, node.place, wording, wording, moved[path]))
        elif path in left:
            if old[path][1] != wording:
                found.append(Change(ChangeKind.CHANGED, path, node.place, old[path][1], wording))
        else:
            found.append(Change(ChangeKind.ADDED, path, node.place, after=wording))
    found += [
        Change(ChangeKind.REMOVED, path, node.place, before=wording)
        for path, (node, wording) in old.items()
        if path in left and (path not in new or path in moved)
    ]
    return tuple(found)


def wording_of(document: Document, node: Provision) -> str:
    """Label, text and own term of a provision; of the record what the document says of itself."""
    term = node.validity
    if node.kind is ProvisionKind.RECORD:
        term = document.validity
        said = [node.text, "bản tóm lược" if document.digest else "", document.source]
    else:
        said = [f"{node.label} {node.text}".strip()]
    return "\n".join(part for part in (*said, said_of(term)) if part)


def said_of(term: Validity) -> str:
    """A term in words; empty where it states nothing."""
    return "; ".join(
        part
        for part in (
            f"có hiệu lực từ {term.start:%d/%m/%Y}" if term.start else "",
            f"hết hiệu lực từ {term.end:%d/%m/%Y}" if term.end else "",
            f"theo {term.ended_by}" if term.ended_by else "",
        )
        if part
    )
