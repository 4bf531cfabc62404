"""Building a tree of provisions: nodes are opened while reading and frozen at the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.importer.labels import Label, path_step, place_of
from knowledge.model import Provision, ProvisionKind, Validity

_UNLIMITED = Validity()


@dataclass(slots=True)
class Draft:
    """A provision under construction.

    ``label`` is ``None`` for unlabelled nodes; ``line`` and ``page`` say where it begins in the source, 0 where that
    is not known.
    """

    kind: ProvisionKind
    text: str = ""
    label: Label | None = None
    place: str = ""
    papers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    validity: Validity = _UNLIMITED
    line: int = 0
    page: int = 0
    children: list[Draft] = field(default_factory=list)


def freeze(drafts: list[Draft], *, path: str = "", labels: tuple[Label, ...] = ()) -> tuple[Provision, ...]:
    """Turn drafts into provisions: give every node its path, its place and what it inherits.

    Unlabelled children are numbered "-1", "-2" among their siblings, rows "r1", "r2". A label that repeats
    among siblings (broken numbering) gets "~2", "~3" appended so that paths stay unique.
    """
    provisions: list[Provision] = []
    unlabelled = rows = 0
    seen: dict[str, int] = {}
    for draft in drafts:
        inner = labels
        if draft.kind is ProvisionKind.ROW:
            rows += 1
            step = f"r{rows}"
        elif draft.label is not None and (value := path_step(draft.label)):
            seen[value] = seen.get(value, 0) + 1
            step = value if seen[value] == 1 else f"{value}~{seen[value]}"
            inner = (*labels, draft.label)
        else:
            unlabelled += 1
            step = f"-{unlabelled}"
        here = f"{path}.{step}" if path else step
        place = draft.place or place_of(inner)
        for child in draft.children:
            _inherit(child, draft)
        kind = ProvisionKind.SECTION if draft.kind is ProvisionKind.ITEM and draft.children else draft.kind
        provisions.append(
            Provision(
                path=here,
                kind=kind,
                text=draft.text.strip(),
                label=draft.label.printed if draft.label else "",
                place=place,
                papers=draft.papers,
                cells=draft.cells,
                validity=draft.validity,
                children=freeze(draft.children, path=here, labels=inner),
            )
        )
    return tuple(provisions)


def _inherit(child: Draft, parent: Draft) -> None:
    child.place = child.place or parent.place
    child.papers = child.papers or parent.papers
    own = child.validity
    child.validity = replace(
        own,
        start=own.start or parent.validity.start,
        end=own.end or parent.validity.end,
        ended_by=own.ended_by or parent.validity.ended_by,
    )


def where(line: int, page: int) -> str:
    """A place in the source, as doubts name it: "trang 3, dòng 12"."""
    return ", ".join([*([f"trang {page}"] if page else []), *([f"dòng {line}"] if line else [])])
