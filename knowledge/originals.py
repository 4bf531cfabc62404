"""The file that a document was read from, as an editor lays it beside what was read: pictures of pages, or lines.

Whatever only a large library can open is opened in a process of its own, as when it was read.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Table
from knowledge.importer.confinement import GIB, confined
from knowledge.importer.plain_text import decode
from knowledge.importer.readers import SECONDS, read_source
from knowledge.importer.readers.kind import Kind, kind_of

_PAGES = (Kind.PDF, Kind.IMAGE)
_PICTURE_SECONDS = 30.0
#: How many originals are held ready; one takes a few megabytes at most.
_READY = 8
_LINE_END = re.compile(r"\r\n|[\n\r]")


@dataclass(frozen=True, slots=True)
class Original:
    """An original.

    Attributes:
        pages: how many pictures it has; 0 where it is shown as lines.
        blocks: its lines and tables otherwise.
    """

    pages: int = 0
    blocks: tuple[Line | Table, ...] = ()


def original_of(file: Path, content: bytes) -> Original:
    """How a file is shown.

    Raises:
        DocumentError: it cannot be opened.
    """
    if file.suffix == ".md":
        lines = _LINE_END.split(decode(file, content))
        return Original(
            blocks=tuple(Line(line, number) for number, line in enumerate(lines, 1) if line.strip())
        )
    if kind_of(file, content) in _PAGES:
        from knowledge.importer.readers import worker

        return Original(pages=int(confined(worker.page_count, file, content, seconds=SECONDS)))
    return Original(blocks=read_source(file, content).blocks)


def picture_of(file: Path, content: bytes, number: int) -> bytes:
    """A page of a PDF or an image file, from 1, as a JPEG.

    Raises:
        DocumentError: there is no such page, or it cannot be drawn.
    """
    if file.suffix == ".md" or kind_of(file, content) not in _PAGES:
        raise DocumentError(file, 0, "tệp này không có ảnh trang")
    from knowledge.importer.readers import worker

    return confined(worker.page_picture, file, content, str(number), seconds=_PICTURE_SECONDS, memory=2 * GIB)


class Originals:
    """Originals that were opened lately, so that turning to another provision does not open them again."""

    def __init__(self) -> None:
        self._ready: OrderedDict[str, Original] = OrderedDict()
        self._lock = Lock()

    def of(self, key: str, load: Callable[[], tuple[str, bytes]]) -> Original:
        """The original that ``key`` stands for; ``load`` gives name and content where it is not at hand.

        Raises:
            DocumentError: as :func:`original_of`.
        """
        with self._lock:
            if key in self._ready:
                self._ready.move_to_end(key)
                return self._ready[key]
        name, content = load()
        original = original_of(Path(name), content)
        with self._lock:
            self._ready[key] = original
            while len(self._ready) > _READY:
                self._ready.popitem(last=False)
        return original
