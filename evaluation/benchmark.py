"""A retrieval benchmark: a folder of ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``.

Two forms are read: ids under ``id`` or, as in BEIR, under ``_id``; relevance as "query, document" or, as in BEIR, as
"query, document, grade" under a head line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.errors import DocumentError, MissingError

_FILES = ("corpus.jsonl", "queries.jsonl", "qrels.tsv")


@dataclass(frozen=True, slots=True)
class CorpusText:
    """One text of the corpus; the title may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Texts, questions and which text answers which.

    Attributes:
        name: of the folder.
        corpus: the texts, in the file's order.
        queries: the questions that have a relevant text, by id.
        grades: for each of them the grade of each judged text, at least one above 0.
    """

    name: str
    corpus: tuple[CorpusText, ...]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def load_benchmark(folder: Path) -> Benchmark:
    """Read a benchmark.

    Raises:
        MissingError: a file is not there.
        DocumentError: a line cannot be understood, or no question has a relevant text; names file and line.
    """
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise MissingError(
            f"Thư mục {folder.name} thiếu {', '.join(missing)}.",
            hint=f"Cần một thư mục có {', '.join(_FILES)}; xem docs/evaluation.md.",
        )
    corpus = tuple(
        CorpusText(name, str(data.get("title") or ""), _field(file, number, data, "text"))
        for file, number, name, data in _records(folder / "corpus.jsonl")
    )
    asked = {
        name: _field(file, number, data, "text")
        for file, number, name, data in _records(folder / "queries.jsonl")
    }
    grades: dict[str, dict[str, int]] = {}
    for query, text, grade in _relevance(folder / "qrels.tsv"):
        grades.setdefault(query, {})[text] = grade
    queries = {
        query: text
        for query, text in asked.items()
        if any(grade > 0 for grade in grades.get(query, {}).values())
    }
    if not queries or not corpus:
        raise DocumentError(
            folder / "qrels.tsv",
            0,
            "không câu hỏi nào có văn bản phù hợp",
            hint="Kiểm tra mã câu hỏi trong ba tệp.",
        )
    return Benchmark(folder.resolve().name, corpus, queries, {query: grades[query] for query in queries})


def _records(file: Path) -> Iterator[tuple[Path, int, str, dict[str, Any]]]:
    seen = set()
    for number, line in _lines(file):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DocumentError(file, number, "không phải JSON", hint=_HINT) from error
        if not isinstance(data, dict):
            raise DocumentError(file, number, "không phải một đối tượng JSON", hint=_HINT)
        name = data.get("id", data.get("_id"))
        if not isinstance(name, str | int) or isinstance(name, bool) or not str(name):
            raise DocumentError(file, number, "thiếu “id” (hoặc “_id”)", hint=_HINT)
        if str(name) in seen:
            raise DocumentError(file, number, f"“id” {name} đã có ở trên", hint=_HINT)
        seen.add(str(name))
        yield file, number, str(name), data


def _relevance(file: Path) -> Iterator[tuple[str, str, int]]:
    for number, line in _lines(file):
        cells = line.rstrip("\r\n").split("\t")
        if number == 1 and len(cells) == 3 and not _is_grade(cells[2]):
            continue  # BEIR's head line
        if len(cells) not in (2, 3) or (len(cells) == 3 and not _is_grade(cells[2])):
            raise DocumentError(file, number, "không có dạng “câu hỏi<tab>văn bản[<tab>mức]”", hint=_HINT)
        yield cells[0], cells[1], int(cells[2]) if len(cells) == 3 else 1


def _is_grade(cell: str) -> bool:
    cell = cell.strip().removeprefix("-")
    return cell.isascii() and cell.isdigit() and len(cell) < 9


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = file.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise DocumentError(file, 0, "không phải UTF-8", hint=_HINT) from error
    yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _field(file: Path, number: int, data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise DocumentError(file, number, f"thiếu “{name}”", hint=_HINT)
    return value


_HINT = "Xem dạng tệp trong docs/evaluation.md."
