"""Knowledge that answers every question with the question itself, so that tests see what it was asked."""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from foundation.clock import utc_now
from foundation.errors import HoidapError
from knowledge.answer import Answer, Answerer
from knowledge.citation import Citation
from knowledge.context import Context
from knowledge.outcome import Outcome
from knowledge.release import Release

CITATION = Citation(
    document="57-NQ/TW",
    title="Nghị quyết 57-NQ/TW",
    place="Mục II.1",
    quote="Phát triển khoa học.",
    url="/van-ban/nghi-quyet-57-nq-tw#II.1",
    digest=False,
    in_force=True,
)


class CannedAnswers(Answerer):
    """Answers ``<release>: <question>``, remembers the question, and refuses what has "phở" in it.

    Attributes:
        asked: release, text, context and whether the engine called it a follow-up.
        agencies: the agency given with each question.
        error: raised instead of an answer.
    """

    def __init__(self) -> None:
        super().__init__(None, utc_now)
        self.asked: list[tuple[str, str, Context, bool]] = []
        self.agencies: list[str] = []
        self.error: HoidapError | None = None

    @override
    def answer(
        self, release: Release, text: str, context: Context, *, follow_up: bool = False, agency: str = ""
    ) -> Answer:
        self.agencies.append(agency)
        self.asked.append((release.id, text, context, follow_up))
        if self.error is not None:
            raise self.error
        if "phở" in text:
            return Answer(Outcome.NOT_FOUND, "Các văn bản không nêu.", (), context, 0.1)
        after = replace(context, question=text)
        return Answer(Outcome.ANSWERED, f"{release.id}: {text}", (CITATION,), after, 0.9)
