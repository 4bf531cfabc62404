"""Asking the knowledge core alone: no dialogue engine, no network."""

from __future__ import annotations

from evaluation.asking import Cited, Dialogue, Said
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.release import Release


class Core:
    """A release and what answers from it."""

    def __init__(self, release: Release, answerer: Answerer) -> None:
        self._release = release
        self._answerer = answerer

    def open(self) -> Dialogue:
        """A conversation with an empty context."""
        return _CoreDialogue(self._release, self._answerer)


class _CoreDialogue:
    def __init__(self, release: Release, answerer: Answerer) -> None:
        self._release = release
        self._answerer = answerer
        self._context = Context()

    def say(self, text: str) -> Said:
        answer = self._answerer.answer(self._release, text, self._context)
        self._context = answer.context
        cited = tuple(Cited(one.url, one.document, one.place) for one in answer.citations)
        return Said(answer.outcome, answer.text, cited)
