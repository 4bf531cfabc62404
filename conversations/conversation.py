"""Conversations in the database: opened, claimed turn by turn, finished in one transaction, erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.reply import REPLIES, Button, Reply
from conversations.tables import ConversationRow, FeedbackRow, ReportRow, TurnRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError, TokenError
from foundation.ids import new_code, new_id
from knowledge.context import Context, dump_context, load_context

#: Turns whose buttons still work.
_BUTTON_TURNS = 10

Beside = Callable[[Session, tuple[Reply, ...]], None]
"""What is written in the transaction that ends a turn, besides its replies and context."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A turn that is ours to run, or that was run before (``replies`` set)."""

    turn: str
    engine_id: str
    context: dict[str, Any]
    replies: tuple[Reply, ...] | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a citizen left for officers; kinds are ``difficulty``, ``feedback`` and ``officer_question``."""

    code: str
    kind: str
    text: str
    place: str
    left_at: datetime


class ConversationStore:
    """All reads and writes of conversations; every method is one transaction.

    Args:
        forget_engine_rows: deletes Rasa's tracker rows of an engine id; called while the lane is held.
    """

    def __init__(self, database: Database, clock: Clock, forget_engine_rows: Callable[[str], None]) -> None:
        self._database = database
        self._clock = clock
        self._forget_engine_rows = forget_engine_rows

    def open(self, channel: str, key: str) -> None:
        """Open the conversation ``key`` unless it is open."""
        now = self._clock()
        with self._database.transaction() as session:
            known = session.get(ConversationRow, key)
            if known is None:
                session.add(
                    ConversationRow(
                        id=key,
                        channel=channel,
                        engine_id=new_id(),
                        context={},
                        created_at=now,
                        updated_at=now,
                    )
                )

    def claim(self, conversation: str, client_message_id: str, release: str) -> Claim:
        """Claim a turn in the dedupe table, or find that it was run before.

        Raises:
            TokenError: the conversation was erased.
        """
        with self._database.transaction() as session:
            row = _conversation(session, conversation)
            turn = session.scalar(
                select(TurnRow).where(
                    TurnRow.conversation_id == conversation, TurnRow.client_message_id == client_message_id
                )
            )
            if turn is None:
                turn = TurnRow(
                    id=new_id(),
                    conversation_id=conversation,
                    client_message_id=client_message_id,
                    release=release,
                    led_by="",
                    outcome="",
                    replies=None,
                    accepted_at=self._clock(),
                    answered_at=None,
                )
                session.add(turn)
            replies = None if turn.replies is None else REPLIES.validate_python(turn.replies)
            return Claim(turn.id, row.engine_id, row.context, replies)

    def finish(
        self,
        conversation: str,
        turn: str,
        replies: tuple[Reply, ...],
        context: Context,
        led_by: str,
        beside: Beside | None = None,
    ) -> None:
        """Commit replies and context together, and what ``beside`` writes.

        Raises:
            TokenError: the conversation was erased meanwhile.
        """
        now = self._clock()
        with self._database.transaction() as session:
            row = _conversation(session, conversation)
            row.context, row.updated_at = dump_context(context), now
            finished = session.get_one(TurnRow, turn)
            finished.replies = REPLIES.dump_python(replies, mode="json")
            finished.outcome = replies[-1].outcome.value
            finished.led_by = led_by
            finished.answered_at = now
            if beside is not None:
                beside(session, replies)

    def latest_buttons(self, conversation: str) -> tuple[Button, ...]:
        """The buttons under the conversation's last reply, as they were numbered."""
        with self._database.reading() as session:
            stored = session.scalar(
                select(TurnRow.replies)
                .where(TurnRow.conversation_id == conversation, TurnRow.answered_at.is_not(None))
                .order_by(TurnRow.accepted_at.desc())
                .limit(1)
            )
        return REPLIES.validate_python(stored)[-1].buttons if stored else ()

    def payload(self, turn: str, button: str) -> str | None:
        """What a button of the turn's conversation means, or ``None`` if it has no such button lately."""
        with self._database.reading() as session:
            conversation = session.get_one(TurnRow, turn).conversation_id
            recent = (
                select(TurnRow.replies)
                .where(TurnRow.conversation_id == conversation, TurnRow.answered_at.is_not(None))
                .order_by(TurnRow.accepted_at.desc())
                .limit(_BUTTON_TURNS)
            )
            for stored in session.scalars(recent):
                for reply in REPLIES.validate_python(stored):
                    for candidate in reply.buttons:
                        if candidate.id == button:
                            return candidate.payload
        return None

    def context_of(self, engine_id: str) -> Context:
        """The context of the conversation that the engine knows by ``engine_id``; empty if there is none."""
        with self._database.reading() as session:
            found = session.scalar(
                select(ConversationRow.context).where(ConversationRow.engine_id == engine_id)
            )
            return load_context(found)

    def leave_report(self, engine_id: str, kind: str, text: str, place: str = "") -> str:
        """Keep what a citizen left for officers; returns its code.

        Raises:
            TokenError: there is no such conversation.
        """
        for _ in range(5):
            code = new_code()
            try:
                with self._database.transaction() as session:
                    found = session.scalar(
                        select(ConversationRow.id).where(ConversationRow.engine_id == engine_id)
                    )
                    if found is None:
                        raise TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới.")
                    session.add(
                        ReportRow(
                            code=code,
                            kind=kind,
                            conversation_id=found,
                            text=text,
                            place=place,
                            left_at=self._clock(),
                        )
                    )
            except IntegrityError:
                continue  # the code was taken, one in 800 million
            return code
        raise RuntimeError("no free code in five tries")

    def reports(self) -> list[Report]:
        """Everything citizens left for officers, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(ReportRow).order_by(ReportRow.left_at))
            return [Report(row.code, row.kind, row.text, row.place, row.left_at) for row in rows]

    def rate(self, conversation: str, reply: str, *, useful: bool, reason: str | None) -> None:
        """Keep whether a reply was useful; a second word on the same reply replaces the first.

        Raises:
            TokenError: the conversation was erased.
            InputError: the reply is not one of this conversation's.
        """
        with self._database.transaction() as session:
            _conversation(session, conversation)
            stored = session.scalars(
                select(TurnRow.replies).where(
                    TurnRow.conversation_id == conversation, TurnRow.answered_at.is_not(None)
                )
            )
            if not any(own.id == reply for replies in stored for own in REPLIES.validate_python(replies)):
                raise InputError(
                    "Câu trả lời này không thuộc hội thoại.", hint="Gửi id của một câu trả lời đã nhận."
                )
            session.merge(
                FeedbackRow(
                    reply_id=reply,
                    conversation_id=conversation,
                    useful=useful,
                    reason=reason,
                    given_at=self._clock(),
                )
            )

    def check(self, conversation: str) -> None:
        """See that a conversation is there.

        Raises:
            TokenError: it was erased.
        """
        with self._database.reading() as session:
            _conversation(session, conversation)

    def erase(self, conversation: str) -> str:
        """Erase a conversation with its turns, feedback and reports, and Rasa's rows; returns its engine id.

        Raises:
            TokenError: it was erased before.
        """
        with self._database.transaction() as session:
            row = _conversation(session, conversation)
            engine_id = row.engine_id
            self._forget_engine_rows(engine_id)
            session.delete(row)
        return engine_id


def _conversation(session: Session, conversation: str) -> ConversationRow:
    row = session.get(ConversationRow, conversation)
    if row is None:
        raise TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới: gửi conversation = null.")
    return row
