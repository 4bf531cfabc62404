"""Word 97 files, by whichever program is there. ``quyet-dinh.doc`` was saved by LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from foundation.errors import DocumentError
from knowledge.importer.readers import read_source
from tests.knowledge.importer.readers.office import tables, texts

PATH = Path(__file__).with_name("quyet-dinh.doc")


def test_an_old_word_file_is_read() -> None:
    source = read_source(PATH, PATH.read_bytes())
    assert texts(source)[:3] == [
        "QUYẾT ĐỊNH",
        "Về việc phê duyệt kế hoạch chuyển đổi số của tỉnh Lạng Sơn",
        "Điều 1. Phê duyệt kế hoạch chuyển đổi số năm 2025.",
    ]
    assert tables(source) == [(("Năm", "Chỉ tiêu"), ("2025", "50%"))]


def test_antiword_alone_reads_it_and_says_that_numbers_may_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    antiword = shutil.which("antiword")
    assert antiword, "run scripts/setup --with tests"
    (tmp_path / "antiword").symlink_to(antiword)
    monkeypatch.setenv("PATH", str(tmp_path))
    source = read_source(PATH, PATH.read_bytes())
    assert "Điều 1. Phê duyệt kế hoạch chuyển đổi số năm 2025." in texts(source)
    assert tables(source) == [(("Năm", "Chỉ tiêu"), ("2025", "50%"))]
    assert "số thứ tự" in source.doubts[0].message


def test_without_a_program_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError) as error:
        read_source(PATH, PATH.read_bytes())
    assert "apt-get install antiword" in error.value.hint
    assert ".docx" in error.value.hint
