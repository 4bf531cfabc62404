"""Whatever an editor drops in: a document or a plain refusal; and what was written is what is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.errors import DocumentError
from knowledge.importer import read_document
from knowledge.importer.labels import LETTERS
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document

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


def read(name: str, content: bytes) -> Document | None:
    """The document that ``content`` is; ``None`` where it is refused. Any other error fails the test."""
    try:
        document = read_document(Path(name), content)
    except DocumentError:
        return None
    paths = [provision.path for provision in document.walk()]
    assert len(set(paths)) == len(paths)
    assert paths[0] == RECORD_PATH
    assert all(not set(path) & set(" \t\n#?/%") for path in paths)
    assert not any("Ghi chú biên tập: n" in provision.text.split("\n") for provision in document.walk())
    return document


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@given(text=MESSY)
def test_any_text_gives_a_document_with_unique_paths_or_a_plain_refusal(name: str, text: str) -> None:
    read(name, text.encode("utf-8", "surrogatepass"))


@given(text=MESSY)
def test_any_body_below_front_matter_and_title_gives_a_document_or_a_plain_refusal(text: str) -> None:
    read("a.md", f"---\nso_hieu: 1/QĐ\n---\n# Tên\n\n{text}".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_plain_refusal(name: str, content: bytes) -> None:
    read(name, content)


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
    back = [(provision.path, provision.label, provision.text) for provision in document.walk()]
    assert back[1:] == written


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
    assert [(provision.path, provision.text) for provision in document.walk()][1:] == paths(tree)
