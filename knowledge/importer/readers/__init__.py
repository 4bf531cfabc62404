"""Files of every format that offices keep papers in, read into lines and tables.

What is in a file is decided by its first bytes rather than its name: many a ``.doc`` is really rich text. Files
that only a large library can read are read in a process of their own (``confinement.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import DocumentError
from knowledge.importer.block import Doubt
from knowledge.importer.confinement import GIB, confined
from knowledge.importer.readers import plain, wire
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.kind import Kind, kind_of

if TYPE_CHECKING:
    from knowledge.importer.block import Source
    from knowledge.importer.readers.page import Page

#: What an editor may hand in; `.md` has a reader of its own, since it says what it means.
SUFFIXES = (
    ".txt",
    ".docx",
    ".doc",
    ".rtf",
    ".pdf",
    ".html",
    ".htm",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
)
MAX_BYTES = 256 * 1024 * 1024
MAX_TEXT_BYTES = 8 * 1024 * 1024
#: Seconds a file with text may take; scans have as many for each page.
SECONDS = 55.0


def read_source(
    path: Path,
    content: bytes,
    *,
    pages: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read a file's bytes into lines and tables in reading order.

    Args:
        path: tells the format where the content does not, and is named in errors; it is not opened.
        content: of the file.
        pages: a folder to keep scanned pages in that are read, so that a reading broken off goes on there.
        progress: told how many scanned pages are read and how many there are: at the start, with those that were kept,
            and after each page.

    Raises:
        DocumentError: the file cannot be read; says why and what to do.
        StorageError: a page that was read cannot be kept.
    """
    kind = kind_of(path, content)
    if len(content) > (MAX_TEXT_BYTES if kind is Kind.PLAIN else MAX_BYTES):
        limit = (MAX_TEXT_BYTES if kind is Kind.PLAIN else MAX_BYTES) // (1024 * 1024)
        raise DocumentError(path, 0, f"tệp lớn hơn {limit} MiB", hint="Chia văn bản thành nhiều tệp.")
    if not content.strip():
        raise DocumentError(path, 0, "tệp trống")
    if kind is Kind.PLAIN:
        return plain.read(content, path)
    from knowledge.importer.readers import worker

    if kind in (Kind.PDF, Kind.IMAGE):
        return _read_pages(kind, path, content, pages, progress)
    function = {
        Kind.WORD: worker.word_file,
        Kind.LEGACY_WORD: worker.legacy_word_file,
        Kind.RICH_TEXT: worker.rich_text_file,
        Kind.WEB: worker.web_page,
    }[kind]
    # An office program that reads old files maps far more memory than it uses.
    memory = 4 * GIB if kind is Kind.LEGACY_WORD else GIB
    return wire.loaded(confined(function, path, content, seconds=SECONDS, memory=memory))


def holds_scan(path: Path, content: bytes) -> bool:
    """Whether OCR has to read any page of this file.

    Raises:
        DocumentError: the file cannot be read, or there is no OCR; says why and what to do.
    """
    if path.suffix not in SUFFIXES or len(content) > MAX_BYTES:
        return False  # whoever reads it says what is wrong
    kind = kind_of(path, content)
    if kind not in (Kind.PDF, Kind.IMAGE):
        return False
    from knowledge.importer.readers import scan, worker

    held = kind is Kind.IMAGE or bool(confined(worker.pdf_scan, path, content, seconds=SECONDS))
    if held:
        scan.require(path)
    return held


def _read_pages(
    kind: Kind, path: Path, content: bytes, folder: Path | None, progress: Callable[[int, int], None] | None
) -> Source:
    from knowledge.importer.readers import layout, page, worker
    from knowledge.importer.readers.transcript import Transcript

    function = worker.pdf_pages if kind is Kind.PDF else worker.image_pages
    pages = page.loaded(confined(function, path, content, seconds=SECONDS))
    transcript = Transcript(path)
    if any(found.scanned for found in pages):
        pages = _recognised(pages, path, content, transcript.doubts, folder, progress)
    with guarded(path, "PDF" if kind is Kind.PDF else "ảnh"):
        layout.write(pages, transcript)
    return transcript.finished()


def _recognised(
    pages: list[Page],
    path: Path,
    content: bytes,
    doubts: list[Doubt],
    folder: Path | None,
    progress: Callable[[int, int], None] | None,
) -> list[Page]:
    """The pages with the print of the scanned ones; a page that cannot be read becomes a doubt."""
    from knowledge.importer.readers import page, scan, worker
    from knowledge.importer.readers.scan_cache import ScanCache

    scan.require(path)
    cache = ScanCache.of(folder, content)
    kept = {found.number: cache.get(found.number) for found in pages if found.scanned}
    done = sum(page is not None for page in kept.values())
    tell = progress or (lambda _done, _total: None)
    tell(done, len(kept))
    for index, found in enumerate(pages):
        if not found.scanned:
            continue
        known = kept[found.number]
        if known is None:
            number = found.number
            done += 1
            try:
                read = confined(worker.scanned_page, path, content, str(number), seconds=scan.PAGE_SECONDS)
            except DocumentError as error:
                doubts.append(Doubt(f"trang {number}", f"Không đọc được trang này: {error.reason}."))
                tell(done, len(kept))
                continue
            (known,) = page.loaded(read)
            cache.put(known)
            tell(done, len(kept))
        pages[index] = known
    return pages
