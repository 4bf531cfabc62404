"""Word 97 to 2003 (.doc), by the programs that read it: LibreOffice, which keeps all, or antiword."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Doubt, Source
from knowledge.importer.readers import word
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.transcript import Transcript

_SECONDS = 50  # less than the reader as a whole has
_NUMBERS_LOST = (
    "Tệp .doc được đọc bằng antiword, nên số thứ tự mà Word tự đánh có thể bị mất. "
    "Anh/chị kiểm tra lại, hoặc mở bằng Word, lưu thành .docx rồi nhập lại."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "WordDocument".encode("utf-16-le")
_OFFICE = ("soffice", "libreoffice")


def read(content: bytes, path: Path) -> Source:
    """Read an old Word file.

    Raises:
        DocumentError: no program is there that reads it, or the file is damaged.
    """
    with guarded(path, "Word (.doc)"), tempfile.TemporaryDirectory(prefix="doc-") as name:
        if not content.startswith(_OLE) or _STREAM not in content:
            raise ValueError("no Word file: LibreOffice would take it for a text in some encoding")
        folder = Path(name)
        source = folder / "van-ban.doc"
        source.write_bytes(content)
        office = next((found for program in _OFFICE if (found := shutil.which(program))), None)
        if office:
            return word.read(_converted(office, source), path)
        if shutil.which("antiword"):
            return _by_antiword(source, path)
    raise DocumentError(
        path,
        0,
        "máy chưa có chương trình đọc tệp .doc",
        hint="Cài LibreOffice (apt-get install libreoffice-writer) hoặc antiword (apt-get install antiword); "
        "hoặc mở tệp bằng Word và lưu thành .docx.",
    )


def _converted(office: str, source: Path) -> bytes:
    command = [
        office,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
    ]
    command += ["--infilter=MS Word 97", "--convert-to", "docx", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    return source.with_suffix(".docx").read_bytes()


def _by_antiword(source: Path, path: Path) -> Source:
    """antiword prints a paragraph a line and table rows as "|a |b |"."""
    command = ["antiword", "-m", "UTF-8.txt", "-w", "0", "-i", "1", str(source)]
    ended = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    transcript = Transcript(path, paragraphs=True, doubts=[Doubt("cả tệp", _NUMBERS_LOST)])
    rows: list[list[str]] = []
    for line in [*ended.stdout.decode(errors="replace").split("\n"), ""]:
        if line.startswith("|") and line.rstrip().endswith("|"):
            rows.append([cell.strip() for cell in line.strip()[1:-1].split("|")])
            continue
        if rows:
            transcript.cells(rows, bordered=True)
            rows = []
        transcript.line(line)
    return transcript.finished()
