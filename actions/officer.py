"""``action_ask_officer``: a citizen asks for an officer, who may be there, or not."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from typing_extensions import override

from actions.payload import payload_of
from conversations.handovers import PATIENCE, Handovers, Standing
from conversations.office_calendar import OfficeCalendar
from conversations.office_hours import OfficeHours, opening_words
from foundation.clock import Clock
from knowledge.outcome import Outcome

#: The button under the waiting message: the same intent, told apart by what follows the question mark.
LEAVE = ("Để lại câu hỏi", "/ask_officer?leave")
_WAIT = (
    "Tôi đã báo cán bộ trực. Anh/chị chờ một lát, cán bộ trả lời ngay tại đây; sau "
    f"{PATIENCE.seconds // 60} phút chưa có ai thì tôi báo lại. Trong lúc chờ, anh/chị vẫn hỏi tôi về văn bản được."
)
_STILL = "Anh/chị vẫn đang trong hàng chờ, cán bộ sẽ trả lời ngay khi rảnh."
_BUSY = "Các cán bộ vẫn đang bận. Anh/chị để lại câu hỏi nhé, có trả lời thì xem bằng mã."


class ActionAskOfficer(Action):
    """Lets the citizen wait where officers are there, else goes on with the form that leaves a question."""

    def __init__(self, handovers: Handovers, calendar: OfficeCalendar, clock: Clock) -> None:
        self._handovers = handovers
        self._calendar = calendar
        self._clock = clock

    @override
    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_officer"

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Say what happens now; without an officer the form follows in the same turn."""
        leaves = (tracker.latest_message.get("metadata") or {}).get("way") == "leave"
        said, waits = await asyncio.to_thread(self._decide, tracker.sender_id, leaves)
        if said:
            dispatcher.utter_message(
                json_message=payload_of(said, Outcome.HANDOVER, buttons=(LEAVE,) if waits else ())
            )
        return [] if waits else [dict(FollowupAction("officer_form"))]

    def _decide(self, engine_id: str, leaves: bool) -> tuple[str, bool]:
        """What is said, and whether the citizen waits."""
        standing = self._handovers.standing(engine_id)
        if leaves:
            self._handovers.withdraw(engine_id)
            return "", False
        if standing is Standing.WAITING:
            return _STILL, True
        hours, now = self._calendar.hours(), self._clock()
        if not hours.open_at(now):
            return self._closed(hours), False
        if standing is Standing.MISSED:
            return _BUSY, False
        self._handovers.ask(engine_id)
        return _WAIT, True

    def _closed(self, hours: OfficeHours) -> str:
        """Where officers are never there for a talk nothing is said of it."""
        if not hours.ever:
            return ""
        opening = hours.next_opening(self._clock())
        back = f" Cán bộ có mặt trở lại lúc {opening_words(opening)}." if opening else ""
        return f"Hiện ngoài giờ trực của cán bộ ({hours.described()}).{back} Anh/chị để lại câu hỏi ngay bây giờ nhé."
