"""Asking again: the question of a past turn, in its context, of the live release and of the one of that time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from conversations.past_turns import PastTurn
from foundation.errors import HoidapError
from knowledge.answer import Answer, Answerer
from knowledge.context import Context
from knowledge.library import Library
from knowledge.release import Release
from knowledge.trace import AnswerTrace, traced


@dataclass(frozen=True, slots=True)
class Replayed:
    """A question asked again.

    Attributes:
        title: which release was asked, in words.
        release: its id.
        answer: ``None`` where the release is not kept or could not be asked.
        trace: why this answer.
        took_ms: how long it took.
    """

    title: str
    release: str
    answer: Answer | None = None
    trace: AnswerTrace | None = None
    took_ms: float = 0.0


class Replayer:
    """Asks again; nothing is stored."""

    def __init__(self, library: Library | None, answerer: Answerer | None) -> None:
        self._library = library
        self._answerer = answerer

    def ask(self, turn: PastTurn) -> tuple[Replayed, ...]:
        """The question of a turn asked of the release of that time and of the live one, once where both are the same.

        Raises:
            ReleaseError: nothing was published.
        """
        if self._library is None or turn.listed.question is None:
            return ()
        live = self._library.release
        now = self._asked(turn, live, "Bản đang dùng")
        if turn.listed.release == live.id:
            return (now,)
        then = self._library.kept(turn.listed.release)
        before = "Bản của lượt này"
        if then is None:
            return Replayed(before, turn.listed.release), now
        return self._asked(turn, then, before), now

    def _asked(self, turn: PastTurn, release: Release, title: str) -> Replayed:
        trace, question = turn.trace, turn.listed.question
        if self._answerer is None or question is None:
            return Replayed(title, release.id)
        context = trace.before if trace and trace.before else Context()
        follow_up, agency = (trace.follow_up, trace.agency) if trace else (False, "")
        began = time.perf_counter()
        try:
            answer = self._answerer.answer(release, question, context, follow_up=follow_up, agency=agency)
        except HoidapError:
            return Replayed(title, release.id)
        took = round((time.perf_counter() - began) * 1000, 1)
        why = traced(answer.grounds, answer.confidence) if answer.grounds else None
        return Replayed(title, release.id, answer, why, took)
