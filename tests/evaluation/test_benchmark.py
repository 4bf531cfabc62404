"""Reading a benchmark's folder in both forms, and saying what is wrong with one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.benchmark import load_benchmark
from foundation.errors import DocumentError, MissingError
from tests.evaluation.bench import QUERIES, TEXTS, write_benchmark


@pytest.mark.parametrize("beir", [False, True])
def test_both_forms_say_the_same(tmp_path: Path, beir: bool) -> None:
    benchmark = load_benchmark(write_benchmark(tmp_path / "small", beir=beir))
    assert benchmark.name == "small"
    assert [(text.id, text.title, text.text) for text in benchmark.corpus] == [
        (key, title, text) for key, (title, text) in TEXTS.items()
    ]
    assert dict(benchmark.queries) == {key: QUERIES[key] for key in ("q1", "q2")}
    grades = {
        query: {text: grade for text, grade in row.items() if grade}
        for query, row in benchmark.grades.items()
    }
    assert grades == {"q1": {"cho": 2 if beir else 1}, "q2": {"cay": 1}}


def test_a_missing_title_is_an_empty_one(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path, beir=False)
    (folder / "corpus.jsonl").write_text('{"id": 7, "text": "một"}\n', "utf-8")
    (folder / "qrels.tsv").write_text("q1\t7\n", "utf-8")
    [text] = load_benchmark(folder).corpus
    assert (text.id, text.title) == ("7", "")


def test_missing_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").touch()
    with pytest.raises(MissingError, match=r"queries\.jsonl, qrels\.tsv"):
        load_benchmark(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "place"),
    [
        ("corpus.jsonl", '{"id": "a", "text": "x"}\n{"id": "b"', r"corpus\.jsonl, dòng 2"),
        ("corpus.jsonl", '{"text": "x"}', r"corpus\.jsonl, dòng 1"),
        ("corpus.jsonl", '{"id": "a", "text": 5}', r"dòng 1: thiếu “text”"),
        ("corpus.jsonl", '{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "dòng 2: .*đã có"),
        ("queries.jsonl", "[1]", r"queries\.jsonl, dòng 1"),
        ("qrels.tsv", "q1 cho", r"qrels\.tsv, dòng 1"),
        ("qrels.tsv", "a\tb\tc\nq1\tcho\tgood", r"qrels\.tsv, dòng 2"),
        ("qrels.tsv", "q1\tcho\t0", "không câu hỏi nào"),
        ("qrels.tsv", "", "không câu hỏi nào"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(
    tmp_path: Path, file: str, content: str, place: str
) -> None:
    folder = write_benchmark(tmp_path, beir=False)
    (folder / file).write_text(content, "utf-8")
    with pytest.raises(DocumentError, match=place) as refused:
        load_benchmark(folder)
    assert refused.value.hint


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(["corpus.jsonl", "queries.jsonl", "qrels.tsv"]),
    content=st.binary(max_size=80) | st.text('{}[]":,\t\nidtex_0159q', max_size=80).map(str.encode),
)
def test_no_content_raises_anything_else(tmp_path: Path, file: str, content: bytes) -> None:
    folder = write_benchmark(tmp_path, beir=True)
    (folder / file).write_bytes(content)
    with suppress(DocumentError):
        assert load_benchmark(folder).queries
