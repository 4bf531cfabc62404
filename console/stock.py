"""What the console works on besides its own tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.library import Library
from knowledge.scan_jobs import ScanJobs
from knowledge.store import DocumentStore


@dataclass(frozen=True, slots=True)
class Stock:
    """What editors draft, and what citizens see of it.

    Attributes:
        documents: the drafts in the database, with curated answers and sample questions beside them.
        scans: that are read in the background.
        library: holds the live release.
        uploads: a folder for files while they come in.
    """

    documents: DocumentStore
    scans: ScanJobs
    library: Library
    uploads: Path
