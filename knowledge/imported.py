"""What becomes of an editor's file that is imported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.changes import Change
from knowledge.model import Doubt


class Imported(StrEnum):
    """What became of a file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"
    QUEUED = "queued"  #: a scan, which is read in the background
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file.

    Attributes:
        provisions: how many a document has.
        error: set where it failed.
        doubts: what an editor should look at; empty for a file that was imported as it is before.
        changes: how a proposal differs from what is in force.
        questions: how many wordings, phrases or sample questions an editor's file has; a document has none.
    """

    file: Path
    outcome: Imported
    provisions: int = 0
    error: DocumentError | None = None
    doubts: tuple[Doubt, ...] = ()
    changes: tuple[Change, ...] = ()
    questions: int = 0
