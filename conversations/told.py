"""How an answer of knowledge reaches its turn: the action leaves it here, the turn that waited for the engine takes it.

The engine carries the words of an answer, not what it rests on: Rasa would keep that, with what the citizen asked, in
its own tables. Action and turn are in one process; where they are not, the trace lacks this part.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from knowledge.answer import Answer

#: More are not under way at once; what no turn took, as it had been given up, is let go.
_MOST = 256


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and how knowledge was asked for it.

    Attributes:
        follow_up: whether the engine recognised a follow-up.
        agency: the agency that the engine found, as typed.
        seconds: that the answer took.
    """

    answer: Answer
    follow_up: bool = False
    agency: str = ""
    seconds: float = 0.0


class TurnDesk:
    """Where answers wait for their turns, by the turn's id; safe to share between threads."""

    def __init__(self) -> None:
        self._lying: OrderedDict[str, Told] = OrderedDict()
        self._lock = threading.Lock()

    def leave(self, turn: str, told: Told) -> None:
        """Lay down the answer of a turn; the last one counts."""
        with self._lock:
            self._lying[turn] = told
            self._lying.move_to_end(turn)
            while len(self._lying) > _MOST:
                self._lying.popitem(last=False)

    def take(self, turn: str) -> Told | None:
        """Take away what lies here for a turn."""
        with self._lock:
            return self._lying.pop(turn, None)
