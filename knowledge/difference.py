"""The difference between two wordings, word by word, to be seen at a glance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
#: Beyond so many words the matching, which is quadratic, would keep a page waiting: the whole is shown as replaced.
_MOST = 5000


class Stretch(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of either wording."""

    stretch: Stretch
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The stretches in reading order; what was removed stands before what was added in its place.

    Without the added ones they read as ``before``, without the removed ones as ``after``.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if before == after:
        return _parts([(Stretch.KEPT, after)])
    if max(len(old), len(new)) > _MOST:
        return _parts([(Stretch.REMOVED, before), (Stretch.ADDED, after)])
    found: list[tuple[Stretch, str]] = []
    for tag, start, end, into, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Stretch.KEPT, "".join(new[into:until])))
        else:
            found.append((Stretch.REMOVED, "".join(old[start:end])))
            found.append((Stretch.ADDED, "".join(new[into:until])))
    return _parts(found)


def _parts(found: Sequence[tuple[Stretch, str]]) -> tuple[Part, ...]:
    return tuple(Part(stretch, text) for stretch, text in found if text)
