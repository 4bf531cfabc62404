"""The screens of past turns: which there were, why each was answered as it was, and what it would be answered today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from console import turn_words
from console.days import beginning, read_day
from console.names import Names
from console.replay import Replayer
from console.roles import LETTER_READERS, Role
from console.screens import Screen
from console.visit import HOME, Visit
from conversations.conversation import ASKED
from conversations.counts import Measure
from conversations.past_turns import Listed, PastTurn, PastTurns, Wanted
from conversations.tally import Tally
from foundation.errors import InputError
from knowledge.outcome import Outcome

TURNS = f"{HOME}/luot"
_PAGE = 50
#: Of the outcome's filter: all that were questions to the documents, and those that had no answer.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "cau-hoi": tuple(sorted(ASKED)),
    "chua-tra-loi": ("not_found", "out_of_scope"),
}
#: Replies that may tell of what was left for officers: the code under which it is read, among others.
_OF_LETTERS = frozenset({Outcome.HANDOVER, Outcome.FORM})
_UNTOLD = "(Lời của biểu mẫu hay chuyển cán bộ: không hiện ở đây.)"
_FILTERS = ("tu", "ket-qua", "kenh", "ban", "huu-ich", "tu-ngay", "den-ngay")


class TurnScreens:
    """Their handlers."""

    def __init__(self, turns: PastTurns, tally: Tally, names: Names, replayer: Replayer) -> None:
        self._turns = turns
        self._tally = tally
        self._names = names
        self._replayer = replayer

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; every role may read them."""
        return (
            Screen("GET", TURNS, "xem các lượt hỏi đáp, lọc và tìm", self.show),
            Screen("GET", f"{TURNS}/{{turn}}", "xem vì sao một lượt được trả lời như vậy", self.one),
            Screen("GET", f"{TURNS}/{{turn}}/chay-lai", "hỏi lại câu của một lượt", self.again),
        )

    def show(self, visit: Visit) -> Response:
        """The newest turns that are wanted, a page at a time."""
        found = self._turns.newest(read_wanted(visit.query), _PAGE)
        filters = {name: visit.query.get(name, "") for name in _FILTERS}
        older = ""
        if len(found) == _PAGE:
            older = f"{TURNS}?{urlencode(filters | {'truoc': _below(found[-1])})}"
        return visit.page(
            "turns.html",
            turns=found,
            filters=filters,
            releases=self._releases(),
            older=older,
            words=turn_words,
        )

    def one(self, visit: Visit) -> Response:
        """Why a turn was answered as it was."""
        turn = _fit_for(visit.me.role, self._turns.one(visit.params["turn"]))
        return visit.page("turn.html", turn=turn, words=turn_words, names=self._names)

    def again(self, visit: Visit) -> Response:
        """What the same question is answered by the release of that time and by the live one."""
        turn = _fit_for(visit.me.role, self._turns.one(visit.params["turn"]))
        replayed = self._replayer.ask(turn)
        return visit.page(
            "turn_again.html", turn=turn, replayed=replayed, words=turn_words, names=self._names
        )

    def _releases(self) -> list[str]:
        days = self._tally.days()
        if days is None:
            return []
        return sorted((name for name, _ in self._tally.totals(Measure.RELEASE, *days, 200)), reverse=True)


def read_wanted(fields: Mapping[str, str]) -> Wanted:
    """Which turns a filter asks for; days are days in Vietnam, the last one included.

    Raises:
        InputError: a day or the place in the list is malformed.
    """
    since, until = read_day(fields.get("tu-ngay", "")), read_day(fields.get("den-ngay", ""))
    outcome = fields.get("ket-qua", "")
    return Wanted(
        words=fields.get("tu", "")[:200],
        outcomes=_GROUPS.get(outcome, (outcome,) if outcome else ()),
        channel=fields.get("kenh", ""),
        release=fields.get("ban", ""),
        useful={"co": True, "khong": False}.get(fields.get("huu-ich", "")),
        since=beginning(since) if since else None,
        until=beginning(until + timedelta(days=1)) if until else None,
        below=_read_below(fields.get("truoc", "")),
    )


def _fit_for(role: Role, turn: PastTurn) -> PastTurn:
    """The turn as somebody of this role may read it."""
    if role in LETTER_READERS:
        return turn
    replies = (
        replace(reply, text=_UNTOLD) if reply.outcome in _OF_LETTERS else reply for reply in turn.replies
    )
    return replace(turn, replies=tuple(replies))


def _below(turn: Listed) -> str:
    return f"{turn.accepted_at.isoformat()}_{turn.id}"


def _read_below(text: str) -> tuple[datetime, str] | None:
    if not text:
        return None
    moment, _, turn = text.partition("_")
    try:
        accepted_at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise _malformed() from error
    if accepted_at.tzinfo is None or not turn:
        raise _malformed()
    return accepted_at, turn[:32]


def _malformed() -> InputError:
    return InputError("Địa chỉ trang không đúng dạng.", hint="Mời anh/chị mở lại trang các lượt.")
