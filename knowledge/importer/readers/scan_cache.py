"""Pages of scans that OCR has read already, kept in files: a long reading that was broken off goes on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from foundation.files import keep
from knowledge.importer.readers.page import Page, dumped, loaded

#: Changes with whatever changes what OCR makes of a page, so that older readings are not taken for new ones.
_READING = "2"


@dataclass(frozen=True, slots=True)
class ScanCache:
    """The pages of one file under ``folder``; with no folder nothing is kept."""

    folder: Path | None
    digest: str

    @classmethod
    def of(cls, folder: Path | None, content: bytes) -> ScanCache:
        """The cache for a file with this content."""
        return cls(folder, hashlib.sha256(content).hexdigest())

    def get(self, number: int) -> Page | None:
        """A page read before, or None."""
        if self.folder is None:
            return None
        try:
            (page,) = loaded(self._file(self.folder, number).read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return page

    def put(self, page: Page) -> None:
        """Keep a page; all of it or nothing is there afterwards.

        Raises:
            StorageError: the disk is full or may not be written to.
        """
        if self.folder is not None:
            keep(self._file(self.folder, page.number), dumped([page]))

    def _file(self, folder: Path, number: int) -> Path:
        return folder / f"{self.digest}-{number}-{_READING}.json"
