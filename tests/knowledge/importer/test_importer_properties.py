"""Whatever an editor drops in: a document or a plain refusal; and what was written is what is read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.errors import DocumentError
from knowledge.importer import read_document
from knowledge.importer.block import Line, Source, Table
from knowledge.importer.labels import LETTERS
from knowledge.importer.official import read_official
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document
from knowledge.validity import effective

_PIECES = st.sampled_from(
    [
        *("---\n", "so_hieu: 1/QĐ\n", "hieu_luc_tu: 2025-01-01\n", "bai_bo: x\n", "# Tên\n", "## Mục "),
        *(
            "{vi_tri: 'I'}\n",
            "{het_hieu_luc: 2025-99-99}",
            "- ",
            "  - ",
            "| A | B |\n",
            "|---|---|\n",
            "| 1 | 2 |\n",
        ),
        *(
            "> Ghi chú biên tập: n\n",
            "> trích\n",
            "KẾ HOẠCH\n",
            "QUYẾT ĐỊNH\n",
            "Số: 5/KH-UBND\n",
            "ngày 10/6\n",
        ),
        *(
            "I. A\n",
            "1. b\n",
            "1.1. c\n",
            "a) d\n",
            "đ) e\n",
            "Điều 5. f\n",
            "Chương II\n",
            "Phần thứ nhất\n",
        ),
        *(
            "TM. ỦY BAN NHÂN DÂN\n",
            "Nơi nhận:\n",
            "Nguyễn Văn A\n",
            "57-\nNQ/TW\n",
            "\n",
            "\f",
            "\v",
            "\u2028",
            "\x85",
        ),
        *("!!bool x", "&a [*a]", "? [a]\n: b\n", "%TAG\n", "..."),
    ]
)
MESSY = st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join)


def is_sound(document: Document | None) -> bool:
    """Refused, or a document with its record first, paths of its own that serve as anchors, and no editors' notes."""
    if document is None:
        return True
    paths = [provision.path for provision in document.walk()]
    return (
        len(set(paths)) == len(paths)
        and paths[0] == RECORD_PATH
        and all(not set(path) & set(" \t\n#?/%") for path in paths)
        and not any("Ghi chú biên tập: n" in provision.text.split("\n") for provision in document.walk())
    )


def read(name: str, content: bytes) -> Document | None:
    """The document that ``content`` is; ``None`` where it is refused. Any other error fails the test."""
    try:
        return read_document(Path(name), content)
    except DocumentError:
        return None


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@given(text=MESSY)
def test_any_text_gives_a_document_with_unique_paths_or_a_plain_refusal(name: str, text: str) -> None:
    assert is_sound(read(name, text.encode("utf-8", "surrogatepass")))


@given(text=MESSY)
def test_any_body_below_front_matter_and_title_gives_a_document_or_a_plain_refusal(text: str) -> None:
    content = f"---\nso_hieu: 1/QĐ\n---\n# Tên\n\n{text}".encode("utf-8", "surrogatepass")
    assert is_sound(read("a.md", content))


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_plain_refusal(name: str, content: bytes) -> None:
    assert is_sound(read(name, content))


# --- many lines ---------------------------------------------------------------------------------------------

_LINES = st.sampled_from(
    [
        *(
            "Chương I",
            "Điều 1. Một.",
            "1. Một.",
            "1.1. Một.",
            "a) Một;",
            "đ) Một",
            "- Một;",
            "+ Một",
            "I- MỘT",
        ),
        *("Mục 1. MỘT", "Phần thứ nhất", "PHỤ LỤC I", "PHỤ LỤC", "Mẫu số 01", "Nơi nhận:", "KT. CHỦ TỊCH"),
        *(
            "TM. ỦY BAN NHÂN DÂN",
            "Lê Thị Hoa",
            "QUYẾT ĐỊNH:",
            "QUY ĐỊNH",
            "(Kèm theo Quyết định số 1)",
            "V/v chợ",
        ),
        *(
            "Kính gửi: Các sở",
            "Căn cứ Luật số 72/2025/QH15;",
            "như sau:",
            "“Điều 5. Một",
            "hai.”.",
            '"1. Hai"',
            "-----",
        ),
        *(
            "Bãi bỏ Điều 5 Nghị quyết số 12/2024/NQ-HĐND.",
            "Quyết định này có hiệu lực từ ngày ký.",
            "một hai ba",
        ),
        *(
            "Sửa đổi, bổ sung các điểm a, b khoản 1, 2 Điều 3 đến Điều 9 Luật 1 như sau:",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        ),
    ]
)
_CELLS = st.sampled_from(["", "1", "(2)", "I", "Chợ", "Nơi nhận:", "TM. UBND", "Độc lập - Tự do - Hạnh phúc"])
_TABLES = st.lists(st.lists(_CELLS, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4).map(tuple)
_BLOCKS = st.lists(
    st.builds(
        Line,
        _LINES | st.text("Iab1.)- “”", min_size=1),
        st.just(7),
        st.just(1),
        st.booleans(),
        st.integers(0, 3),
    )
    | st.builds(Table, _TABLES, st.just(8)),
    max_size=40,
)


@given(blocks=_BLOCKS, paragraphs=st.booleans())
def test_any_lines_and_tables_give_a_document_with_unique_paths_or_a_plain_refusal(
    blocks: list[Line | Table], paragraphs: bool
) -> None:
    title = Line("QUYẾT ĐỊNH", 1)  # without it nearly all would be refused
    try:
        document = read_official(Path("a.docx"), Source((title, *blocks), paragraphs))
    except DocumentError:
        return
    paths = [provision.path for provision in document.walk()]
    assert len(set(paths)) == len(paths)
    assert all(not set(path) & set(" \t\n#?/%") for path in paths)
    for provision in document.walk():
        assert all(child.path.startswith(f"{provision.path}.") for child in provision.children)
    (again,) = effective((document,))
    assert [provision.path for provision in again.walk()] == paths


@pytest.mark.parametrize(
    "line",
    [
        *(
            "- Một;",
            "1. Một.",
            "một hai ba",
            "Điều 1. Một",
            "như sau:\n“một",
            "“",
            "PHỤ LỤC I",
            "Nơi nhận:",
            "V/v chợ",
        ),
        *(
            "Bãi bỏ Điều 5 Nghị quyết số 12/2024/NQ-HĐND.",
            "QUY ĐỊNH",
            "KT. CHỦ TỊCH",
            "QUYẾT ĐỊNH:",
            "a) Một",
        ),
        *(
            "Sửa đổi Điều 1, 2, 3, 4, 5, 6, 7, 8, 9 đến Điều 300 như sau:",
            "Điều 1, 2, 3, 4, 5, 6",
            "_" * 80,
            "UBND",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["", "TM. ỦY BAN NHÂN DÂN\n"])
def test_ten_thousand_lines_of_one_kind_take_seconds(line: str, ending: str) -> None:
    content = f"QUYẾT ĐỊNH\nVề chợ đêm\nĐiều 1. Mở chợ.\n{ending}" + f"{line}\n" * 10_000
    begun = time.process_time()
    assert is_sound(read("a.txt", content.encode()))
    assert time.process_time() - begun < 10


def test_one_long_line_takes_seconds() -> None:
    for piece in (
        "Điều 1, ",
        "khoản 1, ",
        "điểm a, ",
        "a ",
        "“",
        "Nghị quyết số 12/2024/NQ-HĐND, ",
        "trừ ",
        "( ",
    ):
        begun = time.process_time()
        content = f"QUYẾT ĐỊNH\nVề chợ\nĐiều 1. Bãi bỏ {piece * 4_000}\nĐiều 2. Hai.".encode()
        assert is_sound(read("a.txt", content))
        assert time.process_time() - begun < 10


# --- written and read back ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A labelled node as an author has it in mind."""

    text: str
    children: tuple[Node, ...] = ()


_WORDS = st.lists(
    st.sampled_from("tỉnh xã phường đề án chuyển đổi số khoa học cơ quan báo cáo đào tạo".split()),
    min_size=2,
    max_size=25,
).map(" ".join)
_SENTENCES = _WORDS.map(lambda words: f"{words.capitalize()}.")


def _level(children: st.SearchStrategy[tuple[Node, ...]]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(st.builds(Node, _SENTENCES, children), max_size=4).map(tuple)


_TREES = _level(_level(_level(_level(st.just(())))).filter(bool)).filter(bool)
_ROMAN = ("I", "II", "III", "IV")


def _lines(nodes: tuple[Node, ...], depth: int = 0, above: str = "") -> list[tuple[str, str, str]]:
    """Path, label and text of every node: roman numbers, numbers, letters, dashes."""
    lines = []
    for index, node in enumerate(nodes):
        step, label = [
            (_ROMAN[index], f"{_ROMAN[index]}."),
            (str(index + 1), f"{index + 1}."),
            (LETTERS[index], f"{LETTERS[index]})"),
            (f"-{index + 1}", "-"),
        ][depth]
        path = f"{above}.{step}" if above else step
        lines += [(path, label, node.text), *_lines(node.children, depth + 1, path)]
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    rows, row = [], ""
    for word in line.split():
        if row and len(row) + 1 + len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*rows, row]


@settings(max_examples=60)
@given(tree=_TREES, width=st.integers(min_value=50, max_value=90))
def test_a_tree_written_as_an_official_text_is_read_back(tree: tuple[Node, ...], width: int) -> None:
    written = _lines(tree)
    body = "\n\n".join(row for _, label, text in written for row in _wrapped(f"{label} {text}", width))
    content = (
        f"KẾ HOẠCH\n\nPhát triển kinh tế số của tỉnh\n\n\n\n{body}\n\nTM. ỦY BAN NHÂN DÂN\n\nLê Thị Hoa\n"
    )
    document = read("ke-hoach.txt", content.encode())
    assert document is not None
    assert is_sound(document)
    back = [(provision.path, provision.label, provision.text) for provision in document.walk()]
    assert back[1:] == written


def _articles(chapters: tuple[Node, ...], annex: str) -> list[tuple[str, str, str]]:
    """Path, label and text of chapters of articles of clauses of points; articles count through all chapters."""
    above = f"{annex}." if annex else ""
    lines, article = [], 0
    for chapter, inner in enumerate(chapters):
        roman = _ROMAN[chapter]
        lines.append((f"{above}chuong-{roman.lower()}", f"Chương {roman}", inner.text.upper().rstrip(".")))
        for node in inner.children:
            article += 1
            path = f"{above}chuong-{roman.lower()}.dieu-{article}"
            lines.append((path, f"Điều {article}.", node.text))
            for number, clause in enumerate(node.children, start=1):
                lines.append((f"{path}.{number}", f"{number}.", clause.text))
                for letter, point in zip(LETTERS, clause.children, strict=False):
                    step = letter.replace("đ", "dd")
                    lines.append((f"{path}.{number}.{step}", f"{letter})", point.text))
    return lines


@settings(max_examples=60)
@given(tree=_TREES, annex=_TREES, width=st.integers(min_value=50, max_value=90), paragraphs=st.booleans())
def test_a_decision_and_what_it_encloses_are_read_back(
    tree: tuple[Node, ...], annex: tuple[Node, ...], width: int, paragraphs: bool
) -> None:
    def printed(lines: list[tuple[str, str, str]]) -> list[str]:
        rows = []
        for _, label, text in lines:
            row = [label, text] if label.startswith("Chương") else [f"{label} {text}"]
            rows += row if paragraphs else [part for one in row for part in _wrapped(one, width)]
        return rows

    first, second = _articles(tree, ""), _articles(annex, "quy-dinh-kem-theo")
    rows = [
        *("QUYẾT ĐỊNH", "Ban hành Quy định về kinh tế số", "QUYẾT ĐỊNH:", *printed(first)),
        *("Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thị Hoa"),
        *("QUY ĐỊNH", "VỀ KINH TẾ SỐ", "(Kèm theo Quyết định số 5/QĐ-UBND)", *printed(second)),
    ]
    blocks = tuple(Line(text, number) for number, text in enumerate(rows, start=1))
    document = read_official(Path("a.docx"), Source(blocks, paragraphs))
    back = [(provision.path, provision.label, provision.text) for provision in document.walk()][1:]
    enclosed = ("quy-dinh-kem-theo", "QUY ĐỊNH", "VỀ KINH TẾ SỐ (Kèm theo Quyết định số 5/QĐ-UBND)")
    assert back == [*first, enclosed, *second]
    assert document.signer == "Lê Thị Hoa"


@settings(max_examples=60)
@given(tree=_TREES)
def test_a_tree_written_in_markdown_is_read_back(tree: tuple[Node, ...]) -> None:
    def lines(nodes: tuple[Node, ...], depth: int) -> list[str]:
        return [
            line
            for node in nodes
            for line in (
                f"{'#' * (depth + 2)} {node.text}" if depth < 2 else f"{'  ' * (depth - 2)}- {node.text}",
                *lines(node.children, depth + 1),
            )
        ]

    def paths(nodes: tuple[Node, ...], above: str = "") -> list[tuple[str, str]]:
        return [
            pair
            for index, node in enumerate(nodes, start=1)
            for path in [f"{above}.-{index}" if above else f"-{index}"]
            for pair in ((path, node.text), *paths(node.children, path))
        ]

    content = "\n".join(["---", "so_hieu: 1/QĐ-UBND", "---", "# Tên", "", *lines(tree, 0), ""])
    document = read("a.md", content.encode())
    assert document is not None
    assert is_sound(document)
    assert [(provision.path, provision.text) for provision in document.walk()][1:] == paths(tree)
