"""Search measured on a benchmark: the product's own index, restorer, encoder and fusion over somebody else's texts.

Each text becomes a document, its title in front as the product puts a document's header. One of more than 180 words
is indexed whole and in stretches of 180 that overlap by 30; the best of them gives the text's rank. Nothing is fitted
on a benchmark: the fusion is half lexical and half dense, without the bonuses and the reranking, which were fitted on
our own documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.benchmark import Benchmark, CorpusText
from evaluation.ranking import ndcg, recall, reciprocal_rank
from evaluation.variants import Variant, typed_as
from foundation.clock import Clock
from foundation.errors import ReleaseError
from knowledge.answer import Answerer
from knowledge.calibration import Calibration
from knowledge.encoder import Encoder
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.question import analyse, normalise
from knowledge.release import Release, build_release, list_releases, load_release
from knowledge.reranking import SIGNS
from vietnamese.restorer import Restorer

#: Of a stretch, and how many of them the next one begins with.
WORDS, OVERLAP = 180, 30
#: Ranks looked at.
DEPTH = 10
MEASURES = ("recall@1", "recall@3", "recall@10", "mrr@10", "ndcg@10")

Progress = Callable[[int, int], None]

#: The fusion alone, at weights that were set before any benchmark was looked at.
PLAIN = Calibration(
    dense_weight=0.5,
    number_bonus=0.0,
    year_bonus=0.0,
    year_mention=0.0,
    year_malus=0.0,
    name_bonus=0.0,
    record_bonus=0.0,
    rerank=(1.0, *[0.0] * (len(SIGNS) - 1)),
)


@dataclass(frozen=True, slots=True)
class RankedQuery:
    """One question of a benchmark: how it was typed, what was found, and each of :data:`MEASURES`."""

    id: str
    variant: str
    typed: str
    found: tuple[str, ...]
    measures: Mapping[str, float]


def stretches(text: str, words: int = WORDS, overlap: int = OVERLAP) -> list[str]:
    """``text`` cut into stretches of ``words`` words, each beginning with the last ``overlap`` of the one before."""
    every = text.split()
    starts = range(0, max(1, len(every) - overlap), words - overlap)
    return [" ".join(every[start : start + words]) for start in starts]


def as_document(text: CorpusText) -> Document:
    """A text of the corpus as the product holds documents; one longer than a stretch is there whole and in stretches.

    BM25 does best on whole texts and corrects for their length; the encoder reads no more than a stretch.
    """
    cut = stretches(text.text)
    whole = [] if len(cut) == 1 else [text.text]
    provisions = tuple(
        Provision(str(number), ProvisionKind.PARAGRAPH, paragraph)
        for number, paragraph in enumerate([*whole, *cut], start=1)
    )
    return Document(slug=text.id, title=text.title, name=text.title, provisions=provisions)


def build_index(
    benchmark: Benchmark,
    encoder: Encoder | None,
    folder: Path,
    clock: Clock,
    progress: Progress | None = None,
) -> Release:
    """The corpus as a release below ``folder``, taken from there where an earlier run left one that still fits.

    Its restorer has read the corpus alone: our own background is of another matter.
    """
    documents = [as_document(text) for text in benchmark.corpus]
    # Of what they became, so that another way of cutting is not taken for the same index.
    sources = [(document, hashlib.sha256(repr(document).encode()).hexdigest()) for document in documents]
    previous = _newest(folder)
    wanted = ({document.slug: digest for document, digest in sources}, encoder.name if encoder else "")
    if previous is not None and previous.manifest.made_of(*wanted):
        release = previous
    else:
        release = build_release(folder, sources, encoder, clock(), progress=progress, previous=previous)
    texts = (normalise(f"{text.title}. {text.text}") for text in benchmark.corpus)
    return replace(release, restorer=Restorer.learn(texts))


def _newest(folder: Path) -> Release | None:
    for manifest in reversed(list_releases(folder)):
        try:
            return load_release(folder / manifest.release)
        except ReleaseError:
            continue
    return None


def rank(
    benchmark: Benchmark,
    release: Release,
    answerer: Answerer,
    variants: Sequence[Variant],
    *,
    calibration: Calibration = PLAIN,
    progress: Progress | None = None,
) -> list[RankedQuery]:
    """Ask every question of a benchmark in every variant.

    Args:
        benchmark: its questions and what is relevant.
        release: its corpus, as :func:`build_index` made it.
        answerer: gives the vectors of questions, as it does for citizens.
        variants: ways of typing.
        calibration: weights of the search.
        progress: called with questions done and questions in all.
    """
    longest = max(len(document.provisions) for document in release.documents)
    ranked = []
    for variant in variants:
        for query, text in benchmark.queries.items():
            typed = typed_as(text, variant)
            question = analyse(typed, release.restorer)
            vector = answerer.vector(release, typed)
            hits = release.space.search(question, vector, calibration, limit=DEPTH * longest)
            found = tuple(dict.fromkeys(hit.passage.document for hit in hits))[:DEPTH]
            grades = benchmark.grades[query]
            ranked.append(RankedQuery(query, variant.value, typed, found, _measures(found, grades)))
            if progress is not None:
                progress(len(ranked), len(benchmark.queries) * len(variants))
    return ranked


def means(ranked: Iterable[RankedQuery]) -> dict[str, float]:
    """The mean of each of :data:`MEASURES` over the questions; 0 for none."""
    rows = [query.measures for query in ranked]
    return {name: sum(row[name] for row in rows) / len(rows) if rows else 0.0 for name in MEASURES}


def _measures(found: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    relevant = {text for text, grade in grades.items() if grade > 0}
    return {
        "recall@1": recall(found, relevant, 1),
        "recall@3": recall(found, relevant, 3),
        "recall@10": recall(found, relevant, 10),
        "mrr@10": reciprocal_rank(found, relevant, 10),
        "ndcg@10": ndcg(found, grades, 10),
    }
