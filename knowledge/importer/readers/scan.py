"""Pictures of pages, read by Tesseract.

Called as the program that it is: its Python wrappers either do the same by way of temporary files or are built
against one version of its library. Its own limits (time, threads, memory) are those of the process around it.
"""

from __future__ import annotations

import csv
import io
import math
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import PIL.Image
import pypdfium2
from PIL import ImageSequence
from pypdfium2 import raw

from foundation.errors import DocumentError
from knowledge.importer.block import Source
from knowledge.importer.readers import layout, pdf
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.page import Page, Piece
from knowledge.importer.readers.ruling import Rule, find_grids
from knowledge.importer.readers.strokes import straightened, without_rules
from knowledge.importer.readers.transcript import Transcript

#: Tesseract's confidence, of 100, below which a word is doubtful: of 3,083 words on clean, worn and coarse pages this
#: marks 3 % and among them half of the wrong ones; a bound of 90 marks 6 % for seven in a hundred more of them.
SURE = 80.0
PAGE_SECONDS = 90.0
_DPI = (150.0, 300.0)  # what a page is drawn at: as it was scanned, between these
_POINTS = 72.0
_MAX_PIXELS = 80_000_000  # an A3 page at 600 dpi
_ENOUGH_PIXELS = 18_000_000  # an A3 page at 300 dpi: what is finer is drawn coarser
_WIDE = 1.8  # heights of the print: a wider gap parts pieces
_SHOWN_WIDE = 1100  # pixels of a page that people look at
_ASKEW = 0.7  # degrees
_WORD_LEVEL = "5"
_HINT = "Cài Tesseract và dữ liệu tiếng Việt: apt-get install tesseract-ocr tesseract-ocr-vie, rồi nhập lại."


def read(content: bytes, path: Path) -> Source:
    """Read an image of one page or, in a TIFF, of several.

    Raises:
        DocumentError: the image is damaged, Tesseract or its Vietnamese is missing, or no text was found.
    """
    transcript = Transcript(path)
    layout.write(
        [recognised(content, path, number) for number in range(1, frames(content, path) + 1)], transcript
    )
    return transcript.finished()


def frames(content: bytes, path: Path) -> int:
    """How many pages an image file has.

    Raises:
        DocumentError: it is damaged.
    """
    with guarded(path, "ảnh"), _image(content) as image:
        return int(getattr(image, "n_frames", 1))


def count(content: bytes, path: Path) -> int:
    """How many pages a PDF or an image file has.

    Raises:
        DocumentError: it is damaged or locked.
    """
    if not _is_pdf(content):
        return frames(content, path)
    with guarded(path, "PDF"), pdf.opened(content, path) as document:
        return min(len(document), pdf.MAX_PAGES)


def picture(content: bytes, path: Path, number: int) -> bytes:
    """Page ``number`` as a JPEG wide enough to be read on a screen.

    Raises:
        DocumentError: there is no such page, or it cannot be drawn.
    """
    if not 1 <= number <= count(content, path):
        raise DocumentError(path, 0, f"tệp không có trang {number}")
    with guarded(path, "ảnh quét"):
        drawn = _shown(content, path, number)
        drawn.thumbnail((_SHOWN_WIDE, 4 * _SHOWN_WIDE))
        buffer = io.BytesIO()
        drawn.save(buffer, "JPEG", quality=80)
        return buffer.getvalue()


def _shown(content: bytes, path: Path, number: int) -> PIL.Image.Image:
    if not _is_pdf(content):
        image = _image(content)
        image.seek(number - 1)
        return image.convert("RGB")
    with pdf.opened(content, path) as document:
        page = document[number - 1]
        scale = min(_SHOWN_WIDE / max(1.0, page.get_width()), 4 * _SHOWN_WIDE / max(1.0, page.get_height()))
        drawn: PIL.Image.Image = page.render(scale=scale).to_pil()
        return drawn.convert("RGB")


def recognised(content: bytes, path: Path, number: int) -> Page:
    """The print of page ``number`` of a PDF or image file.

    Raises:
        DocumentError: the page cannot be drawn, or Tesseract or its Vietnamese is missing.
    """
    require(path)
    with guarded(path, "ảnh quét"):
        picture, dpi = _drawn(content, path, number)
        straight, angle = straightened(picture)
        bare, rules = without_rules(straight, dpi)
        if angle < _ASKEW and not any(rule.upright for rule in rules):
            bare, rules = picture, []  # Tesseract copes with that, and turning costs sharpness
        grids, rest = find_grids(rules, list(_pieces(_by_tesseract(bare, dpi), dpi, rules)))
        return Page(number, tuple(rest), tuple(grids), scanned=True)


def require(path: Path) -> None:
    """Raises a :class:`DocumentError` that says what to install where Tesseract or its Vietnamese is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise DocumentError(path, 0, "là bản quét, mà máy chưa có chương trình đọc chữ Tesseract", hint=_HINT)
    if "vie" not in _languages(program):
        raise DocumentError(path, 0, "là bản quét, mà Tesseract chưa có dữ liệu tiếng Việt", hint=_HINT)


@cache
def _languages(program: str) -> frozenset[str]:
    ended = subprocess.run([program, "--list-langs"], capture_output=True, timeout=30, check=False)
    return frozenset((ended.stdout + ended.stderr).decode(errors="replace").split())


def _image(content: bytes) -> PIL.Image.Image:
    image = PIL.Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"))
    if image.width * image.height > _MAX_PIXELS:
        raise PIL.Image.DecompressionBombError("more pixels than any page")
    return image


def _is_pdf(content: bytes) -> bool:
    return b"%PDF" in content[:1024]


def _drawn(content: bytes, path: Path, number: int) -> tuple[PIL.Image.Image, float]:
    """The picture of a page and its dots per inch."""
    if _is_pdf(content):
        with pdf.opened(content, path) as document:
            page = document[number - 1]
            most = (_ENOUGH_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5 * _POINTS
            dpi = min(max(_DPI[0], min(_scanned_at(page), _DPI[1])), most)
            return page.render(scale=dpi / _POINTS, grayscale=True).to_pil(), dpi
    image = _image(content)
    frame = next(
        frame for index, frame in enumerate(ImageSequence.Iterator(image), start=1) if index == number
    )
    stated = float(frame.info.get("dpi", (0, 0))[0] or 0)
    # What states no resolution, or that of a screen, is taken for a page of A4.
    dpi = stated if 100 <= stated <= 1200 else max(frame.size) / 11.7
    factor = math.ceil((frame.width * frame.height / _ENOUGH_PIXELS) ** 0.5)
    return frame.convert("L").reduce(max(1, factor)), dpi / max(1, factor)


def _scanned_at(page: pypdfium2.PdfPage) -> float:
    """The dots per inch of a page's largest picture."""
    best = (0.0, _DPI[1])
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, _, right, _ = drawn.get_bounds()
        best = max(best, (right - left, drawn.get_px_size()[0] / max(right - left, 1.0) * _POINTS))
    return best[1]


def _by_tesseract(picture: PIL.Image.Image, dpi: float) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--dpi", str(round(dpi)), "--psm", "3", "tsv"]
    ended = subprocess.run(
        command, input=buffer.getvalue(), capture_output=True, timeout=PAGE_SECONDS, check=True
    )
    return ended.stdout.decode(errors="replace")


def _pieces(table: str, dpi: float, rules: Sequence[Rule]) -> Iterator[Piece]:
    """Tesseract's words, joined to pieces that no upright rule parts; places in points."""
    uprights = [rule for rule in rules if rule.upright]
    words: list[dict[str, str]] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != _WORD_LEVEL or not (row["text"] or "").strip():
            continue
        if words and (
            _line(row) != _line(words[-1])
            or _gap(words[-1], row) > _WIDE * _height(words)
            or _parted(uprights, words[-1], row, _POINTS / dpi)
        ):
            yield _piece(words, dpi)
            words = []
        words.append(row)
    if words:
        yield _piece(words, dpi)


def _in_one_case(text: str) -> str:
    """Tesseract takes small letters with marks for capitals ("hiỆn"): after a small letter there is none."""
    return text[:1] + "".join(
        letter.lower() if before.islower() and not letter.isascii() else letter
        for before, letter in pairwise(text)
    )


def _line(row: dict[str, str]) -> tuple[str, ...]:
    return row["block_num"], row["par_num"], row["line_num"]


def _gap(row: dict[str, str], following: dict[str, str]) -> int:
    return int(following["left"]) - int(row["left"]) - int(row["width"])


def _parted(uprights: Sequence[Rule], row: dict[str, str], following: dict[str, str], scale: float) -> bool:
    """Whether an upright rule stands between the middles of two words."""
    left, right = ((int(word["left"]) + int(word["width"]) / 2) * scale for word in (row, following))
    middle = (int(row["top"]) + int(row["height"]) / 2) * scale
    return any(left < rule.at < right and rule.start <= middle <= rule.end for rule in uprights)


def _height(words: list[dict[str, str]]) -> int:
    return max(int(word["height"]) for word in words)


def _piece(words: list[dict[str, str]], dpi: float) -> Piece:
    scale = _POINTS / dpi
    return Piece(
        text=_in_one_case(" ".join(word["text"].strip() for word in words)),
        left=int(words[0]["left"]) * scale,
        top=min(int(word["top"]) for word in words) * scale,
        right=(int(words[-1]["left"]) + int(words[-1]["width"])) * scale,
        bottom=max(int(word["top"]) + int(word["height"]) for word in words) * scale,
        doubtful=tuple(_in_one_case(word["text"].strip()) for word in words if float(word["conf"]) < SURE),
    )
