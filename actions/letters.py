"""The forms' ends: what a citizen leaves for officers is kept as a letter under a code, with a contact if they like."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from typing_extensions import override

from actions.payload import payload_of
from conversations.contact import ContactsAtHand
from conversations.letters import LetterKind, Letters
from conversations.wording import Wordings
from knowledge.outcome import Outcome

_OFFER = "Anh/chị có thể để lại số điện thoại hoặc thư điện tử để cán bộ liên hệ khi cần hỏi thêm."
_YES_OR_NO = (("Có", "có"), ("Không", "không"))
#: A refusal that goes on, which the engine takes for something else: “Không, đừng lưu số 0912…”.
#: “Không có thư điện tử, số tôi là …” and “không gọi được thì …” refuse nothing.
_REFUSAL = re.compile(
    r"^\W*((dạ|da|vâng|vang),? )?(không|khong|ko|đừng|khỏi|khoi|thôi|thoi|chưa|chua)( ạ)?\s*([,.;!?]|$)"
    r"|\b(đừng|dung) (có )?(lưu|luu|ghi|giữ|giu|gọi|goi)\b"
    r"|\b(không|khong|ko) ((có|co|được|duoc) )?(cần|can|muốn|muon|lưu|luu|ghi|giữ|giu|đồng ý|dong y|để lại|de lai)\b"
)
_READ_IT = "Anh/chị giữ mã này: nhắn mã ở đây, trên kênh khác hoặc nhập ở trang /tra-ma để xem trả lời."


@dataclass(frozen=True, slots=True)
class Submission:
    """One form's end.

    Attributes:
        action: name in the domain.
        kind: kind of the letter.
        slot: the slot that holds what the citizen wrote.
        place_slot: the slot that holds a commune or agency, empty where the form asks for none.
        thanks: the reply, with ``{code}``.
    """

    action: str
    kind: LetterKind
    slot: str
    place_slot: str
    thanks: str


SUBMISSIONS = (
    Submission(
        "action_submit_difficulty",
        LetterKind.DIFFICULTY,
        "difficulty",
        "place",
        "Cảm ơn anh/chị. Phản ánh khó khăn, vướng mắc đã được ghi lại với mã {code} để cán bộ xem xét. "
        + _READ_IT,
    ),
    Submission(
        "action_submit_feedback",
        LetterKind.FEEDBACK,
        "feedback",
        "",
        "Cảm ơn anh/chị đã góp ý. Ý kiến đã được ghi lại với mã {code}.",
    ),
    Submission(
        "action_submit_officer_question",
        LetterKind.QUESTION,
        "officer_question",
        "",
        "Câu hỏi của anh/chị đã được ghi lại cho cán bộ với mã {code}. " + _READ_IT,
    ),
)


class ActionSubmit(Action):
    """Keeps what a form collected and tells its code."""

    def __init__(self, submission: Submission, letters: Letters) -> None:
        self._submission = submission
        self._letters = letters

    @override
    def name(self) -> str:
        """The action's name in the domain."""
        return self._submission.action

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Store the letter, utter its code and empty the form's slots."""
        submission = self._submission
        text = str(tracker.get_slot(submission.slot) or "")
        place = str(tracker.get_slot(submission.place_slot) or "") if submission.place_slot else ""
        code = await asyncio.to_thread(
            self._letters.leave,
            tracker.sender_id,
            submission.kind,
            text,
            place,
            turn=tracker.latest_message.get("message_id"),
        )
        dispatcher.utter_message(
            json_message=payload_of(submission.thanks.format(code=code), Outcome.HANDOVER)
        )
        return _emptied(submission.slot, submission.place_slot)


class ActionAskContactWish(Action):
    """Offers to keep a contact, and asks for consent in the words that administrators set."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings

    @override
    def name(self) -> str:
        """The name by which Rasa asks for the slot ``contact_wish``."""
        return "action_ask_contact_wish"

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Ask."""
        words = await asyncio.to_thread(self._wordings.words)
        dispatcher.utter_message(
            json_message=payload_of(f"{_OFFER} {words.consent}", Outcome.FORM, buttons=_YES_OR_NO)
        )
        return []


class ValidateContact(Action):
    """Says whether the citizen wants to leave a contact, and whether there is one in the message.

    The engine sees a mask in its place; what it hides is at hand for as long as the turn runs. No clear yes is a no,
    and a no stays one with a number in it.
    """

    def __init__(self, at_hand: ContactsAtHand) -> None:
        self._at_hand = at_hand

    @override
    def name(self) -> str:
        """The name by which Rasa asks for the validation of ``contact_form``."""
        return "validate_contact_form"

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Set the slots: ``contact`` is ``given``, ``none``, or ``other`` where something else was said."""
        requested = tracker.get_slot("requested_slot")
        if requested is None:  # the form begins: the message was the question
            return []
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        given = bool(self._at_hand.of(tracker.sender_id))
        text = str(tracker.latest_message.get("text") or "").lower()
        if intent == "deny" or (given and _REFUSAL.search(text)):
            return _slots(contact_wish="no", contact="none")
        if given:
            return _slots(contact_wish="yes", contact="given")
        if requested == "contact":
            return _slots(contact=None)  # is asked for again
        return (
            _slots(contact_wish="yes") if intent == "affirm" else _slots(contact_wish="no", contact="other")
        )


class ActionSubmitContact(Action):
    """Seals the contact beside its letter; another question in its place goes to ``answer``."""

    def __init__(self, letters: Letters, at_hand: ContactsAtHand, answer: Action) -> None:
        self._letters = letters
        self._at_hand = at_hand
        self._answer = answer

    @override
    def name(self) -> str:
        """The action's name in the domain."""
        return "action_submit_contact"

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Store it and empty the slots; what was no answer to the form is asked of the documents."""
        events = _emptied("contact_wish", "contact")
        if tracker.get_slot("contact") == "other":
            return [*events, *await self._answer.run(dispatcher, tracker, domain)]
        given = tracker.get_slot("contact") == "given"
        contact = self._at_hand.of(tracker.sender_id) if given else ""
        code = ""
        if contact:
            code = await asyncio.to_thread(self._letters.keep_contact, tracker.sender_id, contact)
        said = (
            f"Đã ghi lại cách liên hệ cho mã {code}. Chỉ cán bộ trả lời câu hỏi này xem được; thông tin bị xoá 30 ngày "
            "sau khi trả lời."
            if code
            else "Vâng, tôi không ghi lại thông tin liên hệ. Anh/chị xem trả lời bằng mã ạ."
        )
        dispatcher.utter_message(json_message=payload_of(said, Outcome.HANDOVER))
        return events


def _slots(**slots: str | None) -> list[dict[str, Any]]:
    return [dict(SlotSet(name, value)) for name, value in slots.items()]


def _emptied(*slots: str) -> list[dict[str, Any]]:
    return _slots(**dict.fromkeys(filter(None, slots)))
