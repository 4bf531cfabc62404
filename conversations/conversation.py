"""Conversations in the database: opened, claimed turn by turn, finished in one transaction, erased."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.cited import keep_citations
from conversations.past_turns import words_of
from conversations.reply import REPLIES, Button, Reply
from conversations.tables import ConversationRow, FeedbackRow, ReportRow, TurnRow
from foundation.clock import Clock
from foundation.database import Database, table_of
from foundation.errors import InputError, TokenError
from foundation.ids import new_code, new_id
from foundation.upsert import insert_of
from knowledge.context import Context, dump_context, load_context
from knowledge.outcome import Outcome
from vietnamese.personal_data import mask

#: Turns whose buttons still work.
_BUTTON_TURNS = 10

#: Outcomes of what was a question to the documents; what is said in forms and small talk is not kept with its turn.
ASKED = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.CLARIFY,
        Outcome.NOT_FOUND,
        Outcome.OUT_OF_SCOPE,
        Outcome.EXPIRED_SOURCE,
        Outcome.BLOCKED,
    }
)

Beside = Callable[[Session, tuple[Reply, ...]], None]
"""What is written in the transaction that ends a turn, besides its replies and context."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A turn that is to be run, or that was run before (``replies`` set).

    Attributes:
        turn: its id; the same whenever the same message is claimed, so that the engine knows a turn that is run again.
        message_id: names the message within the conversation.
        engine_id: by which the engine knows the conversation.
        context: of the conversation, as stored.
        release: that the turn sees.
        accepted_at: when it was claimed.
    """

    turn: str
    message_id: str
    engine_id: str
    context: dict[str, Any]
    release: str
    accepted_at: datetime
    replies: tuple[Reply, ...] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a turn was about.

    Attributes:
        question: without personal data; kept where the documents were to answer it.
        trace: how the answer came about; ``None`` where it is not known.
    """

    question: str | None
    trace: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a citizen left for officers; kinds are ``difficulty``, ``feedback`` and ``officer_question``."""

    code: str
    kind: str
    text: str
    place: str
    left_at: datetime


_conversations, _turns = table_of(ConversationRow), table_of(TurnRow)
_LOOK_UP = (
    select(_conversations.c.engine_id, _conversations.c.context, _turns.c.replies)
    .outerjoin_from(
        _conversations,
        _turns,
        and_(
            _turns.c.conversation_id == _conversations.c.id,
            _turns.c.client_message_id == bindparam("message"),
        ),
    )
    .where(_conversations.c.id == bindparam("of"))
)
_CONTEXT = select(_conversations.c.context).where(_conversations.c.engine_id == bindparam("of"))
_GO_ON = (
    update(_conversations)
    .where(_conversations.c.id == bindparam("of"))
    .values(context=bindparam("new_context"), updated_at=bindparam("moment"))
    .returning(_conversations.c.channel)
)


@cache
def _keep_turn(dialect: str) -> Executable:
    """Another process may have run the same turn: the last word is kept, as with every repeat."""
    insert = insert_of(dialect, TurnRow)
    ended = ("led_by", "outcome", "question", "words", "trace", "replies", "answered_at")
    return insert.on_conflict_do_update(
        index_elements=["conversation_id", "client_message_id"],
        set_={name: insert.excluded[name] for name in ended},
    )


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
        """What a turn begins with, or the replies of the one that was run for this message before.

        Nothing is written: whoever runs turns holds the conversation's lane, and a turn that does not come to its end
        leaves nothing behind.

        Raises:
            TokenError: the conversation was erased.
        """
        with self._database.reading() as session:
            row = session.execute(_LOOK_UP, {"of": conversation, "message": client_message_id}).one_or_none()
        if row is None:
            raise _erased()
        replies = None if row.replies is None else REPLIES.validate_python(row.replies)
        return Claim(
            turn=_turn_of(row.engine_id, client_message_id),
            message_id=client_message_id,
            engine_id=row.engine_id,
            context=row.context,
            release=release,
            accepted_at=self._clock(),
            replies=replies,
        )

    def finish(
        self,
        conversation: str,
        claim: Claim,
        replies: tuple[Reply, ...],
        context: Context,
        led_by: str,
        beside: Beside | None = None,
        asked: Asked | None = None,
    ) -> None:
        """Commit the turn, its replies and its context together, and what ``beside`` writes.

        Args:
            conversation, claim: whose turn it is.
            replies, context: what it ended with.
            led_by: ``engine``, ``fallback`` or ``app``.
            beside: what else is written.
            asked: what the turn was about.

        Raises:
            TokenError: the conversation was erased meanwhile.
        """
        now = self._clock()
        question = asked.question if asked and replies[-1].outcome in ASKED else None
        turn = {
            "id": claim.turn,
            "conversation_id": conversation,
            "client_message_id": claim.message_id,
            "release": claim.release,
            "led_by": led_by,
            "outcome": replies[-1].outcome.value,
            "question": question,
            "words": words_of(question) if question else None,
            "trace": asked.trace if asked else None,
            "replies": REPLIES.dump_python(replies, mode="json"),
            "accepted_at": claim.accepted_at,
            "answered_at": now,
        }
        with self._database.transaction() as session:
            given = {"of": conversation, "new_context": dump_context(context), "moment": now}
            channel = session.scalar(_GO_ON, given)
            if channel is None:
                raise _erased()
            session.execute(_keep_turn(session.get_bind().dialect.name), turn | {"channel": channel})
            keep_citations(session, claim.turn, claim.accepted_at, replies)
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

    def payload(self, conversation: str, button: str) -> str | None:
        """What a button of a conversation means, or ``None`` if it has no such button lately."""
        with self._database.reading() as session:
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
            return load_context(session.scalar(_CONTEXT, {"of": engine_id}))

    def leave_report(self, engine_id: str, kind: str, text: str, place: str = "") -> str:
        """Keep what a citizen left for officers, without personal data; returns its code.

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
                            text=mask(text),
                            place=mask(place),
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
            stored = session.execute(
                select(TurnRow.id, TurnRow.replies).where(
                    TurnRow.conversation_id == conversation, TurnRow.answered_at.is_not(None)
                )
            )
            turn = next(
                (
                    turn
                    for turn, replies in stored
                    if any(own.id == reply for own in REPLIES.validate_python(replies))
                ),
                None,
            )
            if turn is None:
                raise InputError(
                    "Câu trả lời này không thuộc hội thoại.", hint="Gửi id của một câu trả lời đã nhận."
                )
            session.merge(
                FeedbackRow(
                    reply_id=reply,
                    conversation_id=conversation,
                    turn_id=turn,
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
        raise _erased()
    return row


def _erased() -> TokenError:
    return TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới: gửi conversation = null.")


def _turn_of(engine_id: str, client_message_id: str) -> str:
    """The id of a message's turn: 128 bits that name neither. A conversation opened anew has another engine id."""
    named = f"{engine_id}\0{client_message_id}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:32]
