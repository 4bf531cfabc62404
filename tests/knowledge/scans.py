"""Scans for tests, and a Tesseract that reads at once, fails where it is told to and counts what it was asked."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import PIL.Image
import PIL.ImageDraw

_SCRIPT = """#!/bin/sh
if [ "$1" = --list-langs ]; then echo vie; exit; fi
echo read >> "{folder}/asked"
turn=$(wc -l < "{folder}/asked")
cat > /dev/null
if [ -e "{folder}/fail-$turn" ]; then . "{folder}/fail-$turn"; fi
printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n'
if [ $((turn % 3)) = 1 ]; then # what stands on every page is taken for a running head
printf '5\\t1\\t1\\t1\\t1\\t1\\t40\\t30\\t130\\t30\\t96\\tQUYẾT\\n'
printf '5\\t1\\t1\\t1\\t1\\t2\\t180\\t30\\t110\\t30\\t96\\tĐỊNH\\n'
fi
printf '5\\t1\\t2\\t1\\t1\\t1\\t40\\t120\\t90\\t30\\t96\\tĐiều\\n'
printf '5\\t1\\t2\\t1\\t1\\t2\\t140\\t120\\t40\\t30\\t96\\t%s.\\n' "$turn"
printf '5\\t1\\t2\\t1\\t1\\t3\\t190\\t120\\t90\\t30\\t96\\tQuy\\n'
printf '5\\t1\\t2\\t1\\t1\\t4\\t290\\t120\\t90\\t30\\t96\\tđịnh\\n'
"""


class FakeTesseract:
    """A program of that name in ``folder``, which is to lead the PATH.

    Of each page it makes a "Điều", of every third one the head of a decision too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        program = folder / "tesseract"
        program.write_text(_SCRIPT.format(folder=folder), "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    @property
    def asked(self) -> int:
        """How many pages it was asked to read."""
        log = self._folder / "asked"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def fail(self, turn: int, how: str) -> None:
        """Run a line of shell instead of reading, the so-manieth time it is asked."""
        (self._folder / f"fail-{turn}").write_text(how)

    def heal(self) -> None:
        """Fail no more."""
        for told in self._folder.glob("fail-*"):
            told.unlink()


def scanned_pdf(pages: int) -> bytes:
    """A small PDF of pictures, each page another."""
    pictures = []
    for number in range(1, pages + 1):
        picture = PIL.Image.new("L", (420, 594), 255)
        PIL.ImageDraw.Draw(picture).text((40, 60), f"page {number} of {pages}", fill=0)
        pictures.append(picture)
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=72.0)
    return buffer.getvalue()
