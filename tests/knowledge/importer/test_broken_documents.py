"""Broken documents: the file, the line and the reason are named, and what to do about it where it is not plain."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from foundation.errors import DocumentError
from knowledge.importer import MAX_BYTES, read_document
from tests.knowledge.samples import DOCUMENTS, PLAN

HEAD = "---\nso_hieu: 1/QĐ-UBND\n---\n"  # lines 1 to 3
TITLE = f"{HEAD}# Tên\n"  # line 4


def refused(name: str, content: bytes | str) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_document(Path("nguon") / name, content if isinstance(content, bytes) else content.encode())
    assert error.value.file.name == name
    assert name in str(error.value)
    assert error.value.reason in str(error.value)
    return error.value


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("# Tên\n\nMột.\n", 1, "thiếu phần thông tin đầu tệp", id="no front matter"),
        pytest.param(
            "---\nso_hieu: 1\n# Tên\n\nMột.\n", 1, "không có dòng '---' đóng", id="unclosed front matter"
        ),
        pytest.param("---\nso_hieu: 1\n  a: b\n---\n# T\n\nM.\n", 3, "không đúng dạng", id="bad YAML"),
        pytest.param("---\nnguon: [một\n---\n# T\n\nM.\n", 2, "không đúng dạng", id="open bracket"),
        pytest.param("---\nso_hieu: 1\n- a\n---\n# T\n\nM.\n", 3, "không đúng dạng", id="list in a mapping"),
        pytest.param("---\nmột\n---\n# T\n\nM.\n", 2, "không đúng dạng", id="front matter is a word"),
        pytest.param("---\nnguon: [a, b]\n---\n# T\n\nM.\n", 2, "không đúng dạng", id="a list as value"),
        pytest.param(f"---\nnguon: {'[' * 1000}\n---\n# T\n\nM.\n", 2, "không đúng dạng", id="too deep"),
        pytest.param("---\nso_hieu: 1\nso hieu: 2\n---\n# T\n\nM.\n", 3, "so hieu", id="unknown key"),
        pytest.param("---\n1: a\nb: c\n---\n# T\n\nM.\n", 2, "quy ước: 1", id="number as key"),
        pytest.param("---\nnguon: a\nnguon: b\n---\n# T\n\nM.\n", 3, "hai lần: nguon", id="key twice"),
        pytest.param("---\nhinh_thuc: tom-luoc\n---\n# T\n\nM.\n", 2, "hinh_thuc", id="unknown form"),
        pytest.param(
            "---\nnguon: a\nhieu_luc_tu: 1/7/2025\n---\n# T\n\nM.\n", 3, "hieu_luc_tu", id="odd date"
        ),
        pytest.param(
            "---\nngay_ban_hanh: 2025-02-30\n---\n# T\n\nM.\n", 2, "ngay_ban_hanh", id="no such day"
        ),
        pytest.param(
            "---\nhieu_luc_tu: 2025-10-01 10:00:00\n---\n# T\n\nM.\n", 2, "hieu_luc_tu", id="a time"
        ),
        pytest.param(f"{HEAD}\nMột.\n", 4, "thiếu tiêu đề", id="no title"),
        pytest.param(f"{TITLE}", 0, "không có nội dung", id="nothing below the title"),
        pytest.param(f"{TITLE}> Ghi chú biên tập: x\n", 0, "không có nội dung", id="notes alone"),
        pytest.param(f"{TITLE}\nMột.\n# Hai\n", 7, "hai tiêu đề", id="two titles"),
        pytest.param(f"{TITLE}\nMột.\n> trích\n", 7, "'>'", id="stray quotation"),
        pytest.param(f"{TITLE}\n##Một\n", 6, "tiêu đề không đúng dạng", id="no space after ##"),
        pytest.param(f"{TITLE}\n##\n", 6, "tiêu đề không đúng dạng", id="empty heading"),
        pytest.param(f"{TITLE}\n####### Bảy\n", 6, "tiêu đề không đúng dạng", id="seven levels"),
        pytest.param(f'{TITLE}## A {{vi_tri: "I"\n', 5, "ngoặc nhọn", id="open brace"),
        pytest.param(f'{TITLE}## A vi_tri: "I"}}\n', 5, "ngoặc nhọn", id="closing brace"),
        pytest.param(f'{TITLE}## A {{vi_tri: "I"}} B\n', 5, "ngoặc nhọn", id="braces in the middle"),
        pytest.param(f'{TITLE}## A {{vi_tri: "I}}\n', 5, "ngoặc nhọn", id="open quotation in braces"),
        pytest.param(f"{TITLE}## A {{một}}\n- b\n", 5, "quy ước: một", id="a word in braces"),
        pytest.param(f"{TITLE}## A {{vitri: I}}\n- b\n", 5, "vitri", id="unknown attribute"),
        pytest.param(
            f"{TITLE}## A {{het_hieu_luc: 2025-13-01}}\n- b\n", 5, "het_hieu_luc", id="no such month"
        ),
        pytest.param(f"{HEAD}# Tên {{vi_tri: I}}\n- b\n", 4, "ngoặc nhọn", id="braces at the title"),
        pytest.param(f"{TITLE}| A | B |\n|---|---|\n| 1 |\n", 7, "1 ô, đầu bảng có 2 ô", id="a cell too few"),
        pytest.param(f"{TITLE}| A | B |\n|---|---|\n| 1 | 2 | 3 |\n", 7, "3 ô", id="a cell too many"),
        pytest.param(TITLE[:20], 1, "không có dòng '---' đóng", id="cut in the front matter"),
        pytest.param(f"{TITLE}\n\0Một.\n", 6, "nhị phân", id="NUL"),
    ],
)
def test_a_broken_markdown_file_names_line_and_reason(text: str, line: int, reason: str) -> None:
    error = refused("quyet-dinh.md", text)
    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("\n\nMột trang nào đó.\n1. Hai.\n", 3, "tên loại văn bản", id="no type heading"),
        pytest.param("Kế hoạch\nVề chợ đêm\n1. Hai.\n", 1, "tên loại văn bản", id="type in small letters"),
        pytest.param("KẾ HOẠCH\n\nVề chợ đêm\n", 0, "không có nội dung", id="cut after the subject"),
        pytest.param("KẾ HOẠCH\n", 0, "không có nội dung", id="cut after the type"),
        pytest.param("KẾ HOẠCH\n\nVề chợ\n\nTM. UBND\n", 0, "không có nội dung", id="signature alone"),
        pytest.param("KẾ HOẠCH\n\nVề\0 chợ\n", 3, "nhị phân", id="NUL"),
    ],
)
def test_a_broken_text_file_names_line_and_reason(text: str, line: int, reason: str) -> None:
    error = refused("ke-hoach.txt", text)
    assert reason in error.reason
    assert error.line == line


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("content", [b"", b"\n \t\r\n", "\ufeff".encode(), "\ufeff\n".encode()])
def test_an_empty_file_is_called_empty(name: str, content: bytes) -> None:
    assert refused(name, content).reason == "tệp trống"


def test_a_file_in_windows_1258_names_the_first_line_that_is_not_utf8() -> None:
    # The first two lines are plain ASCII, the third has the letters that the old code page stores in one byte.
    error = refused("cu.md", "KE HOACH\n\nVề việc chuyển đổi số\n".encode("windows-1258", errors="replace"))
    assert error.line == 3
    assert error.reason == "không phải UTF-8"
    assert "UTF-8" in error.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_digests_in_wide_encodings_are_refused(encoding: str) -> None:
    assert refused("rong.md", "KẾ HOẠCH\n1. Một.\n".encode(encoding)).line == 1


def test_an_official_text_may_be_in_utf_16() -> None:
    document = read_document(Path("rong.txt"), "KẾ HOẠCH\n1. Một.\n".encode("utf-16"))
    assert [provision.path for provision in document.walk()] == ["thong-tin", "1"]


def test_a_picture_with_the_name_of_a_text_is_refused() -> None:
    error = refused("anh.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert (error.line, error.reason) == (1, "không phải UTF-8")


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a", "a.md.bak"])
def test_other_kinds_of_files_are_refused_with_the_ones_that_do(name: str) -> None:
    assert ".md" in refused(name, "KẾ HOẠCH\n1. Một.\n").hint


def test_a_file_larger_than_any_paper_is_refused() -> None:
    assert "8 MiB" in refused("to.txt", b"a" * (MAX_BYTES + 1)).reason


def test_the_plan_cut_anywhere_is_a_shorter_plan_or_a_plain_refusal() -> None:
    content = (DOCUMENTS / f"{PLAN}.txt").read_bytes()
    whole = {provision.path for provision in read_document(Path("a.txt"), content).walk()}
    read = 0
    for length in range(0, len(content), 499):
        with suppress(DocumentError):
            document = read_document(Path("a.txt"), content[:length])
            read += 1
            assert {provision.path for provision in document.walk()} <= whole
    assert read > 10
