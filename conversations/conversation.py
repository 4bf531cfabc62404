"""Conversations in the database: opened, claimed turn by turn, finished in one transaction, erased."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, select, update
from sqlalchemy.orm import Session

from conversations import exchange
from conversations.cited import keep_citations
from conversations.exchange import Author, HandoverState, Said
from conversations.officer_tables import HandoverRow
from conversations.past_turns import words_of
from conversations.reply import REPLIES, Button, Reply
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from conversations.tally import count_erased
from foundation.clock import Clock
from foundation.database import Database, table_of
from foundation.errors import InputError, TokenError
from foundation.ids import new_id
from foundation.upsert import insert_of
from knowledge.context import Context, dump_context, load_context
from knowledge.outcome import Outcome

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
        taken: whether an officer leads the conversation.
    """

    turn: str
    message_id: str
    engine_id: str
    context: dict[str, Any]
    release: str
    accepted_at: datetime
    replies: tuple[Reply, ...] | None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a turn was about.

    Attributes:
        question: without personal data; kept where the documents were to answer it.
        trace: how the answer came about; ``None`` where it is not known.
        said: what the citizen said, without personal data; kept while an officer is asked for.
        urgent: the replies are given even while an officer leads.
        kept: what is kept in the place of the replies, where they hold what belongs to another conversation.
    """

    question: str | None = None
    trace: dict[str, Any] | None = None
    said: str = ""
    urgent: bool = False
    kept: tuple[Reply, ...] | None = None


#: Of a turn that says nothing of itself.
_NOTHING = Asked()
_conversations, _turns, _handovers = table_of(ConversationRow), table_of(TurnRow), table_of(HandoverRow)
_LOOK_UP = (
    select(
        _conversations.c.engine_id,
        _conversations.c.context,
        _turns.c.replies,
        _handovers.c.state.label("handover"),
    )
    .outerjoin_from(
        _conversations,
        _turns,
        and_(
            _turns.c.conversation_id == _conversations.c.id,
            _turns.c.client_message_id == bindparam("message"),
        ),
    )
    .outerjoin(
        _handovers,
        and_(_handovers.c.conversation_id == _conversations.c.id, _handovers.c.ended_at.is_(None)),
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


class GivenBack(Exception):
    """The officer gave the conversation back while the turn ran: the bot has to answer after all."""


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
            taken=row.handover == HandoverState.TAKEN,
        )

    def finish(
        self,
        conversation: str,
        claim: Claim,
        replies: tuple[Reply, ...],
        context: Context,
        led_by: str,
        beside: Beside | None = None,
        asked: Asked = _NOTHING,
    ) -> tuple[Reply, ...]:
        """Commit the turn, its replies and its context together, and what ``beside`` writes.

        Args:
            conversation: its id.
            claim: what the turn began with.
            replies: of the bot; none of them counts where an officer leads the conversation by now.
            context: with which the conversation goes on.
            led_by: who made the replies.
            beside: see :data:`Beside`.
            asked: what the turn was about.

        Returns:
            The replies that count.

        Raises:
            TokenError: the conversation was erased meanwhile.
            GivenBack: an officer led it when the turn began, and no longer does; nothing was written.
        """
        now = self._clock()
        with self._database.transaction() as session:
            given = {"of": conversation, "new_context": dump_context(context), "moment": now}
            channel = session.scalar(_GO_ON, given)
            if channel is None:
                raise _erased()
            handover = exchange.live(session, conversation)
            taken = handover is not None and handover[1] is HandoverState.TAKEN
            if claim.taken and not taken:
                raise GivenBack
            if taken and not asked.urgent:
                replies = ()
            kept = asked.kept if replies and asked.kept is not None else replies
            if handover is not None:
                _note(session, handover[0], claim.turn, asked.said, kept, now)
            row = _row(conversation, claim, kept, led_by, asked, now)
            session.execute(_keep_turn(session.get_bind().dialect.name), row | {"channel": channel})
            keep_citations(session, claim.turn, claim.accepted_at, replies)
            if beside is not None:
                beside(session, replies)
        return replies

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

    def button(self, conversation: str, button: str) -> Button | None:
        """The button of a conversation that has this id, or ``None`` if it has no such button lately."""
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
                            return candidate
        return None

    def context_of(self, engine_id: str) -> Context:
        """The context of the conversation that the engine knows by ``engine_id``; empty if there is none."""
        with self._database.reading() as session:
            return load_context(session.scalar(_CONTEXT, {"of": engine_id}))

    def rate(self, conversation: str, reply: str, *, useful: bool, reason: str | None) -> None:
        """Keep whether a reply was useful; a second word on the same reply replaces the first.

        Raises:
            TokenError: the conversation was erased.
            InputError: the reply is not one of this conversation's.
        """
        with self._database.transaction() as session:
            _check(session, conversation)
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
            _check(session, conversation)

    def erase(self, conversation: str) -> str:
        """Erase a conversation with all that hangs on it, and Rasa's rows; returns its engine id.

        Raises:
            TokenError: it was erased before.
        """
        with self._database.transaction() as session:
            row = session.get(ConversationRow, conversation, with_for_update=True)
            if row is None:
                raise _erased()
            engine_id = row.engine_id
            self._forget_engine_rows(engine_id)
            count_erased(session, conversation)
            session.delete(row)
        return engine_id

    def forget_engine(self, engine_id: str) -> None:
        """Delete Rasa's rows of a conversation that was erased while a turn was under way."""
        self._forget_engine_rows(engine_id)


def _row(
    conversation: str, claim: Claim, replies: tuple[Reply, ...], led_by: str, asked: Asked, now: datetime
) -> dict[str, Any]:
    # Nothing is said while an officer leads.
    outcome = replies[-1].outcome if replies else Outcome.HANDOVER
    question = asked.question if outcome in ASKED else None
    return {
        "id": claim.turn,
        "conversation_id": conversation,
        "client_message_id": claim.message_id,
        "release": claim.release,
        "led_by": led_by,
        "outcome": outcome.value,
        "question": question,
        "words": words_of(question) if question else None,
        "trace": asked.trace,
        "replies": REPLIES.dump_python(replies, mode="json"),
        "accepted_at": claim.accepted_at,
        "answered_at": now,
    }


def _note(
    session: Session, handover: int, turn: str, said: str, replies: tuple[Reply, ...], now: datetime
) -> None:
    """Keep for officers what was said in a turn; a turn that is run again adds nothing."""
    if said:
        exchange.write(session, handover, Said(f"{turn}:in", Author.CITIZEN, said), now)
    for place, reply in enumerate(replies):
        exchange.write(session, handover, Said(f"{turn}:{place}", Author.BOT, reply.text), now)


def _check(session: Session, conversation: str) -> None:
    if session.get(ConversationRow, conversation) is None:
        raise _erased()


def _erased() -> TokenError:
    return TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới: gửi conversation = null.")


def _turn_of(engine_id: str, client_message_id: str) -> str:
    """The id of a message's turn: 128 bits that name neither. A conversation opened anew has another engine id."""
    named = f"{engine_id}\0{client_message_id}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:32]
