"""The forms' ends: what a citizen leaves for officers is kept under a short code."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from typing_extensions import override

from actions.payload import payload_of
from conversations.conversation import ConversationStore
from knowledge.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Submission:
    """One form's end.

    Attributes:
        action: name in the domain.
        kind: kind of the report.
        slot: the slot that holds what the citizen wrote.
        place_slot: the slot that holds a commune or agency, empty where the form asks for none.
        thanks: the reply, with ``{code}``.
    """

    action: str
    kind: str
    slot: str
    place_slot: str
    thanks: str


SUBMISSIONS = (
    Submission(
        "action_submit_difficulty",
        "difficulty",
        "difficulty",
        "place",
        "Cảm ơn anh/chị. Phản ánh khó khăn, vướng mắc đã được ghi lại với mã {code} để cán bộ tổng hợp.",
    ),
    Submission(
        "action_submit_feedback",
        "feedback",
        "feedback",
        "",
        "Cảm ơn anh/chị đã góp ý. Ý kiến đã được ghi lại với mã {code}.",
    ),
    Submission(
        "action_submit_officer_question",
        "officer_question",
        "officer_question",
        "",
        "Câu hỏi của anh/chị đã được ghi lại cho cán bộ trực với mã {code}. Anh/chị vui lòng giữ lại mã này.",
    ),
)


class ActionSubmit(Action):
    """Keeps what a form collected and tells its code."""

    def __init__(self, submission: Submission, store: ConversationStore) -> None:
        self._submission = submission
        self._store = store

    @override
    def name(self) -> str:
        """The action's name in the domain."""
        return self._submission.action

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Store the report, utter its code and empty the form's slots."""
        submission = self._submission
        text = str(tracker.get_slot(submission.slot) or "")
        place = str(tracker.get_slot(submission.place_slot) or "") if submission.place_slot else ""
        code = await asyncio.to_thread(
            self._store.leave_report, tracker.sender_id, submission.kind, text, place
        )
        dispatcher.utter_message(
            json_message=payload_of(submission.thanks.format(code=code), Outcome.HANDOVER)
        )
        emptied = [SlotSet(slot, None) for slot in (submission.slot, submission.place_slot) if slot]
        return [dict(event) for event in emptied]
