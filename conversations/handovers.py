"""Hand-overs: a citizen asks for an officer, one officer takes the conversation over and gives it back to the bot.

    waiting ─take─▶ taken ─end─▶ ended
       └────── the citizen leaves a question instead, or nobody comes in time ──────▲

While it is taken the bot says nothing (:meth:`conversations.conversation.ConversationStore.finish`).
"""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.delivery import Delivery
from conversations.exchange import Author, HandoverState, Said, write
from conversations.officer_tables import ExchangeRow, HandoverRow
from conversations.officer_writing import changing, fitting
from conversations.periods import RULES, Kept
from conversations.tables import ConversationRow
from conversations.witness import Witness, nobody
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ConflictError, InputError, MissingError, TokenError

#: A citizen waits so long for an officer before being told that all are busy.
PATIENCE = timedelta(minutes=15)
#: An officer who has said nothing for so long has gone: the conversation is the bot's again.
SILENCE = timedelta(minutes=45)
#: So soon after nobody came, the citizen is not made to wait again.
_LATELY = timedelta(hours=1)
#: So long after its end the exchange is kept.
EXCHANGE_KEPT = timedelta(days=RULES[Kept.EXCHANGE].default)
#: Characters of one message; one part on every messenger.
LONGEST_MESSAGE = 1500
#: Lines of an exchange that are shown, the newest.
_SHOWN = 300

_TAKEN = "Cán bộ đã vào cuộc trao đổi. Anh/chị cứ nhắn, cán bộ đọc và trả lời trực tiếp tại đây."
_BACK = (
    "Cuộc trao đổi với cán bộ đã kết thúc. Từ đây tôi (trợ lý tự động) trả lời tiếp; cần gặp lại, anh/chị nhắn "
    "“gặp cán bộ”."
)
_BUSY = (
    "Xin lỗi anh/chị, các cán bộ đều đang bận. Anh/chị nhắn “gặp cán bộ” để để lại câu hỏi và nhận mã xem trả lời; "
    "câu hỏi về văn bản thì tôi vẫn trả lời ngay."
)
_GONE = "Cuộc trao đổi với cán bộ đã bị ngắt. Tôi (trợ lý tự động) trả lời tiếp; cần thì anh/chị nhắn “gặp cán bộ”."


class End(StrEnum):
    """Who or what ended a hand-over."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    LATE = "late"
    SILENT = "silent"


class Standing(StrEnum):
    """How a citizen who asks for an officer stands."""

    NONE = "none"
    WAITING = "waiting"
    MISSED = "missed"
    """Nobody came, a short while ago."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A hand-over as officers see it.

    Attributes:
        officer: who has taken it; empty while it waits.
    """

    id: int
    channel: str
    state: HandoverState
    officer: str
    draft: str
    asked_at: datetime
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the exchange, with its number."""

    id: int
    author: Author
    text: str
    at: datetime


class Handovers:
    """The hand-overs in the database; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, delivery: Delivery) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    # --- for the dialogue ---------------------------------------------------------------------------------

    def standing(self, engine_id: str) -> Standing:
        """How the conversation that the engine knows by ``engine_id`` stands."""
        with self._database.reading() as session:
            query = (
                select(HandoverRow.ended_at, HandoverRow.ended_by)
                .join(ConversationRow, ConversationRow.id == HandoverRow.conversation_id)
                .where(ConversationRow.engine_id == engine_id)
                .order_by(HandoverRow.id.desc())
                .limit(1)
            )
            newest = session.execute(query).one_or_none()
        if newest is None:
            return Standing.NONE
        if newest.ended_at is None:
            return Standing.WAITING
        missed = newest.ended_by == End.LATE and self._clock() - newest.ended_at < _LATELY
        return Standing.MISSED if missed else Standing.NONE

    def ask(self, engine_id: str) -> None:
        """Let a conversation wait for an officer, unless it does.

        Raises:
            TokenError: there is no such conversation.
        """
        try:
            with self._database.transaction() as session:
                of = session.scalar(select(ConversationRow.id).where(ConversationRow.engine_id == engine_id))
                if of is None:
                    raise TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới.")
                session.add(
                    HandoverRow(
                        conversation_id=of,
                        state=HandoverState.WAITING,
                        officer="",
                        draft="",
                        asked_at=self._clock(),
                        ended_by="",
                    )
                )
        except IntegrityError:
            return  # it waits already

    def withdraw(self, engine_id: str) -> None:
        """The citizen does not want to wait any longer."""
        with self._database.transaction() as session:
            of = session.scalar(
                select(ConversationRow.id).where(ConversationRow.engine_id == engine_id).with_for_update()
            )
            query = select(HandoverRow).where(
                HandoverRow.conversation_id == of, HandoverRow.ended_at.is_(None)
            )
            row = session.scalar(query)
            if row is not None and row.state == HandoverState.WAITING:
                _end(row, End.CITIZEN, self._clock())

    # --- for officers -------------------------------------------------------------------------------------

    def live(self) -> tuple[Handover, ...]:
        """Those that wait or are taken, the longest waiting first."""
        with self._database.reading() as session:
            query = _HANDOVERS.where(HandoverRow.ended_at.is_(None)).order_by(
                HandoverRow.state.desc(), HandoverRow.asked_at
            )
            return tuple(_handover(*row) for row in session.execute(query))

    def ended(self, limit: int) -> tuple[Handover, ...]:
        """Those that ended last, the newest first."""
        with self._database.reading() as session:
            query = _HANDOVERS.where(HandoverRow.ended_at.is_not(None))
            query = query.order_by(HandoverRow.ended_at.desc()).limit(limit)
            return tuple(_handover(*row) for row in session.execute(query))

    def find(self, number: int) -> tuple[Handover, tuple[Line, ...]]:
        """A hand-over and the newest lines of its exchange, in order.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            row = session.execute(_HANDOVERS.where(HandoverRow.id == number)).one_or_none()
            if row is None:
                raise _missing()
            newest = select(ExchangeRow).where(ExchangeRow.handover_id == number)
            lines = session.scalars(newest.order_by(ExchangeRow.id.desc()).limit(_SHOWN)).all()
        shown = tuple(Line(line.id, Author(line.author), line.text, line.at) for line in reversed(lines))
        return _handover(*row), shown

    def take(self, number: int, officer: str, witness: Witness = nobody) -> None:
        """Let an officer lead the conversation; the bot says nothing from here on.

        Raises:
            MissingError: there is no such hand-over.
            ConflictError: another officer leads it, or it is over.
        """
        with self._changing(number) as (session, row):
            if row.state == HandoverState.TAKEN and row.officer == officer:
                return
            if row.state != HandoverState.WAITING:
                raise _conflict(row)
            row.state, row.officer, row.spoke_at = HandoverState.TAKEN, officer, self._clock()
            self._tell(session, row, f"taken:{number}:{row.spoke_at.timestamp()}", Author.BOT, _TAKEN)
            witness(session)

    def save(self, number: int, officer: str, draft: str) -> None:
        """Keep what the officer is writing. Raises as :meth:`say`."""
        with self._changing(number) as (_, row):
            _check_own(row, officer)
            row.draft = _fitting(draft)

    def say(self, number: int, officer: str, text: str, key: str, witness: Witness = nobody) -> bool:
        """Say something to the citizen; the same ``key`` says it once.

        Returns:
            Whether it is on its way: not where the messenger's time for writing is over.

        Raises:
            MissingError: there is no such hand-over.
            ConflictError: the officer does not lead it.
            InputError: there is nothing to say, or too much.
        """
        text = _fitting(text).strip()
        if not text:
            raise InputError("Tin nhắn trống.", hint="Anh/chị viết tin nhắn rồi bấm “Gửi”.")
        with self._changing(number) as (session, row):
            _check_own(row, officer)
            row.draft, row.spoke_at = "", self._clock()
            arrived = self._tell(session, row, f"said:{number}:{key}"[:64], Author.OFFICER, text)
            if arrived is not None:
                witness(session)
            return arrived is not False

    def end(self, number: int, officer: str, *, any_officer: bool = False, witness: Witness = nobody) -> None:
        """Give the conversation back to the bot, and tell the citizen.

        Args:
            number: which.
            officer: who ends it.
            any_officer: end it also where another officer leads it.
            witness: see :data:`Witness`.

        Raises:
            MissingError: there is no such hand-over.
            ConflictError: another officer leads it.
        """
        with self._changing(number) as (session, row):
            if row.ended_at is not None:
                return
            if not any_officer:
                _check_own(row, officer)
            self._tell(session, row, f"back:{number}", Author.BOT, _BACK)
            _end(row, End.OFFICER, self._clock())
            witness(session)

    # --- by the clock -------------------------------------------------------------------------------------

    def sweep(self) -> None:
        """End what nobody came for, and what its officer has left; what is erased meanwhile has ended itself."""
        now = self._clock()
        with self._database.reading() as session:
            waits = (HandoverRow.state == HandoverState.WAITING) & (HandoverRow.asked_at < now - PATIENCE)
            silent = (HandoverRow.state == HandoverState.TAKEN) & (HandoverRow.spoke_at < now - SILENCE)
            query = select(HandoverRow.id).where(HandoverRow.ended_at.is_(None), waits | silent)
            due = session.scalars(query).all()
        for number in due:
            with suppress(MissingError), self._changing(number) as (session, row):
                if row.state == HandoverState.WAITING:
                    self._tell(session, row, f"busy:{number}", Author.BOT, _BUSY)
                    _end(row, End.LATE, now)
                elif row.state == HandoverState.TAKEN and (row.spoke_at or now) < now - SILENCE:
                    self._tell(session, row, f"gone:{number}", Author.BOT, _GONE)
                    _end(row, End.SILENT, now)

    def purge(self) -> None:
        """Forget what was said in hand-overs that ended long ago."""
        ended = select(HandoverRow.id).where(HandoverRow.ended_at < self._clock() - EXCHANGE_KEPT)
        with self._database.transaction() as session:
            session.execute(delete(ExchangeRow).where(ExchangeRow.handover_id.in_(ended)))

    # ------------------------------------------------------------------------------------------------------

    def _tell(self, session: Session, row: HandoverRow, key: str, author: Author, text: str) -> bool | None:
        """Write a line and send it; ``None`` where it was said before, ``False`` where it cannot be sent."""
        if not write(session, row.id, Said(key, author, text), self._clock()):
            return None
        return self._delivery.post(session, row.conversation_id, text)

    def _changing(self, number: int) -> AbstractContextManager[tuple[Session, HandoverRow]]:
        return changing(self._database, HandoverRow, HandoverRow.id == number, _missing())


_HANDOVERS = select(HandoverRow, ConversationRow.channel).join(
    ConversationRow, ConversationRow.id == HandoverRow.conversation_id
)


def _handover(row: HandoverRow, channel: str) -> Handover:
    return Handover(
        id=row.id,
        channel=channel,
        state=HandoverState(row.state),
        officer=row.officer,
        draft=row.draft,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )


def _end(row: HandoverRow, by: End, now: datetime) -> None:
    row.state, row.ended_at, row.ended_by, row.draft = HandoverState.ENDED, now, by, ""


def _missing() -> MissingError:
    return MissingError("Không có cuộc trao đổi này, hoặc người dân đã xoá.", hint="Xem danh sách trao đổi.")


def _conflict(row: HandoverRow) -> ConflictError:
    match row.state:
        case HandoverState.TAKEN:
            return ConflictError(
                f"{row.officer} đã nhận cuộc trao đổi này rồi.",
                hint="Mời anh/chị xem người dân khác đang chờ.",
            )
        case HandoverState.WAITING:
            return ConflictError("Chưa ai nhận cuộc trao đổi này.", hint="Bấm “Nhận trao đổi” trước đã.")
        case _:
            return ConflictError("Cuộc trao đổi này đã kết thúc.", hint="Người dân cần thì sẽ gọi lại.")


def _check_own(row: HandoverRow, officer: str) -> None:
    if row.state != HandoverState.TAKEN or row.officer != officer:
        raise _conflict(row)


def _fitting(text: str) -> str:
    return fitting(text, LONGEST_MESSAGE, "Tin nhắn", "Mời anh/chị chia thành nhiều tin.")
