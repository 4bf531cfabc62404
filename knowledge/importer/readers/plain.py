"""Plain text, in whatever encoding it was saved."""

from __future__ import annotations

import re
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Source
from knowledge.importer.readers.transcript import Transcript
from vietnamese.legacy import decode_texts
from vietnamese.spelling import is_syllable
from vietnamese.text import nfc

_MARKS_OF_ORDER = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000  # characters: enough to tell one encoding from another


def read(content: bytes, path: Path) -> Source:
    """Read plain text: UTF-8, UTF-16, Windows-1258, or the codes of TCVN3 and VNI fonts.

    A line is a line of the file. Form feeds, as programs that extract text put them, count pages.

    Raises:
        DocumentError: the file is empty or not a text.
    """
    text = decoded(content, path)
    transcript = Transcript(path)
    page = 1 if "\f" in text else 0
    for number, line in enumerate(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text), start=1):
        for turned, part in enumerate(line.split("\f")):
            page += turned > 0
            # A page's first line may begin a paragraph: nothing before it tells.
            transcript.line(part, page=page, indented=turned > 0, number=number)
    return transcript.finished()


def decoded(content: bytes, path: Path) -> str:
    """The characters of a text file; undecodable bytes become U+FFFD.

    Raises:
        DocumentError: these are no characters.
    """
    text = _decoded(content)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DocumentError(
            path, line, "tệp nhị phân, không phải văn bản", hint="Kiểm tra lại tệp và đuôi tệp."
        )
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS_OF_ORDER:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    wide = _wide(content)
    if wide is not None:
        return wide
    try:
        return content.decode()
    except UnicodeDecodeError:
        # In the order of what is likelier where several read equally well.
        readings = [content.decode(encoding, errors="replace") for encoding in ("utf-8", "cp1258", "cp1252")]
        return max(readings, key=_readable)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its spaces and plain letters is zero."""
    if len(content) < 2 or len(content) % 2:
        return None
    zeros = (content[::2].count(0), content[1::2].count(0))
    if max(zeros) * 5 < len(content) or min(zeros) * 10 > max(zeros):
        return None
    return content.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", errors="replace")


def _readable(text: str) -> float:
    """The share of words with diacritics that are Vietnamese, decoded from old fonts where they are in one."""
    lines = decode_texts(text[:_SAMPLE].splitlines())
    words = [word for line in lines for word in _WORD.findall(nfc(line)) if not word.isascii()]
    broken = sum(line.count("\ufffd") for line in lines)
    return sum(map(is_syllable, words)) / (len(words) + 2 * broken) if words else 0.0
