"""A trial: the golden questions asked of two releases, and which answers got better or worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from pydantic.dataclasses import dataclass as record

from evaluation.core import Core
from evaluation.golden_store import Golden
from evaluation.metrics import judge
from knowledge.answer import Answerer
from knowledge.outcome import Outcome
from knowledge.release import Release

#: So many questions at a time; an answer waits half its time for the encoder, which runs beside the interpreter.
_AT_A_TIME = 2


class Verdict(StrEnum):
    """What the second release makes of a question."""

    BETTER = "better"
    WORSE = "worse"
    REWORDED = "reworded"  #: as right or wrong as before, in other words
    SAME = "same"


@record(frozen=True, slots=True)
class Reply:
    """What a release answered.

    Attributes:
        citations: address (``slug#path``) and place of each, the leading one first.
        right: whether it is what the golden question expects.
    """

    outcome: Outcome
    text: str
    citations: tuple[tuple[str, str], ...]
    right: bool


@record(frozen=True, slots=True)
class Compared:
    """A golden question with both replies.

    Attributes:
        expected: the addresses one of which has to be cited.
    """

    golden: str
    question: str
    kind: str
    expected: tuple[str, ...]
    facts: tuple[str, ...]
    before: Reply
    after: Reply

    @property
    def verdict(self) -> Verdict:
        """Which of the two is better."""
        if self.before.right is not self.after.right:
            return Verdict.BETTER if self.after.right else Verdict.WORSE
        return Verdict.SAME if self.before == self.after else Verdict.REWORDED


@dataclass(frozen=True, slots=True)
class Trial:
    """All questions compared."""

    compared: tuple[Compared, ...]

    def of(self, verdict: Verdict) -> tuple[Compared, ...]:
        """Those with this verdict."""
        return tuple(one for one in self.compared if one.verdict is verdict)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many have each verdict."""
        found = Counter(one.verdict for one in self.compared)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def right(self) -> tuple[int, int]:
        """How many are right before, and after."""
        return (
            sum(one.before.right for one in self.compared),
            sum(one.after.right for one in self.compared),
        )


def try_out(
    before: Release,
    after: Release,
    answerer: Answerer,
    questions: Sequence[Golden],
    progress: Callable[[int, int], None],
) -> Trial:
    """Ask every question of both releases.

    Args:
        before: what is live.
        after: what may take its place.
        answerer: answers from either.
        questions: to ask, each by itself.
        progress: called with questions compared and questions in all; what it raises ends the trial.
    """

    def compare(golden: Golden) -> Compared:
        return Compared(
            golden.id,
            golden.question,
            golden.kind,
            tuple(map(str, golden.citations)),
            golden.facts,
            _reply(before, answerer, golden),
            _reply(after, answerer, golden),
        )

    compared = []
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        try:
            for one in threads.map(compare, questions):
                compared.append(one)
                progress(len(compared), len(questions))
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
    return Trial(tuple(compared))


def _reply(release: Release, answerer: Answerer, golden: Golden) -> Reply:
    said = Core(release, answerer).open().say(golden.question)
    judged = judge(golden.asked, golden.gold, said.outcome, said.text, said.citations)
    cited = tuple(
        (one.url.removeprefix("/van-ban/"), f"{one.document} {one.place}".strip()) for one in said.citations
    )
    return Reply(said.outcome, said.text, cited, judged.good)
