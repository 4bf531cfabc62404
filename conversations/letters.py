"""Letters: what citizens leave for officers, claimed by one of them, answered, and read by its code.

new ─claim─▶ claimed ─answer─▶ answered        either ─close─▶ closed
 ▲──give back──┘
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.delivery import Delivery
from conversations.letter_code import new_letter_code
from conversations.officer_tables import LetterRow
from conversations.officer_writing import changing, fitting
from conversations.tables import ConversationRow
from conversations.witness import Witness, nobody
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ConflictError, InputError, MissingError, TokenError
from foundation.sealing import Seal
from vietnamese.personal_data import mask

#: A contact belongs to a letter that was left in the same conversation so recently.
_SAME_MATTER = timedelta(hours=1)
#: So long after a letter is settled its contact is forgotten.
CONTACT_KEPT = timedelta(days=30)
#: Characters of an answer; two parts on most messengers.
LONGEST_ANSWER = 3000


class LetterState(StrEnum):
    """Where a letter has got to."""

    NEW = "new"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _STATES[self]


_STATES = {
    LetterState.NEW: "mới",
    LetterState.CLAIMED: "đang trả lời",
    LetterState.ANSWERED: "đã trả lời",
    LetterState.CLOSED: "đã đóng",
}


class LetterKind(StrEnum):
    """What a letter is."""

    QUESTION = "officer_question"
    DIFFICULTY = "difficulty"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _KINDS[self]


_KINDS = {
    LetterKind.QUESTION: "hỏi cán bộ",
    LetterKind.DIFFICULTY: "khó khăn",
    LetterKind.FEEDBACK: "góp ý",
}


def kind_label(kind: str) -> str:
    """What a kind is called, also one of another version."""
    return LetterKind(kind).label if kind in set(LetterKind) else kind


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as officers see it: without its contact.

    Attributes:
        kind: one of :class:`LetterKind`.
        officer: the account that has claimed it, empty for nobody.
        pushed: whether its answer was also sent into the conversation.
        settled_at: when it was answered or closed.
    """

    code: str
    kind: str
    channel: str
    text: str
    place: str
    left_at: datetime
    state: LetterState
    has_contact: bool
    officer: str
    claimed_at: datetime | None
    draft: str
    answer: str
    pushed: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters to list; an empty field wants all.

    Attributes:
        after: list those behind this code.
    """

    state: LetterState | None = None
    officer: str = ""
    kind: str = ""
    after: str = ""


def read_answer(text: str) -> str:
    """An answer as it is sent.

    Raises:
        InputError: there is none, or it is too long.
    """
    text = _fitting(text).strip()
    if not text:
        raise InputError("Câu trả lời trống.", hint="Anh/chị viết câu trả lời rồi gửi lại.")
    return text


class Letters:
    """The letters in the database; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, seal: Seal) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal

    def leave(self, engine_id: str, kind: str, text: str, place: str = "", *, turn: str | None = None) -> str:
        """Keep what a citizen left, without personal data; returns its code. The same ``turn`` leaves it once.

        Raises:
            TokenError: there is no such conversation.
        """
        for _ in range(5):
            code = new_letter_code()
            try:
                with self._database.transaction() as session:
                    known = (
                        session.scalar(select(LetterRow.code).where(LetterRow.turn == turn)) if turn else None
                    )
                    if known is not None:
                        return known
                    session.add(
                        LetterRow(
                            code=code,
                            kind=kind,
                            conversation_id=_conversation(session, engine_id),
                            text=mask(text),
                            place=mask(place),
                            left_at=self._clock(),
                            turn=turn,
                            state=LetterState.NEW,
                            officer="",
                            draft="",
                            answer="",
                            pushed=False,
                        )
                    )
            except IntegrityError:
                continue  # the code was taken, or the same turn runs twice at this moment
            return code
        raise RuntimeError("no free code in five tries")

    def keep_contact(self, engine_id: str, contact: str) -> str:
        """Keep how a citizen wants to be reached about the question that they have just left; returns its code.

        Returns:
            Empty where no question was left lately.

        Raises:
            TokenError: there is no such conversation.
        """
        now = self._clock()
        with self._database.transaction() as session:
            newest = (
                select(LetterRow)
                .where(
                    LetterRow.conversation_id == _conversation(session, engine_id),
                    LetterRow.kind == LetterKind.QUESTION,
                    LetterRow.left_at > now - _SAME_MATTER,
                )
                .order_by(LetterRow.left_at.desc())
                .limit(1)
                .with_for_update()
            )
            row = session.scalar(newest)
            if row is None:
                return ""
            row.contact, row.contact_at = self._seal.seal(contact), now
            return row.code

    def find(self, code: str) -> Letter:
        """The letter of a code.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            found = session.execute(_LETTERS.where(LetterRow.code == code)).one_or_none()
        if found is None:
            raise _missing()
        return _letter(*found)

    def list(self, wanted: Wanted, limit: int) -> tuple[Letter, ...]:
        """At most ``limit`` letters: those that wait, the oldest first; of all others the newest first."""
        waiting = wanted.state in {LetterState.NEW, LetterState.CLAIMED}
        place = (LetterRow.left_at, LetterRow.code)
        query = _LETTERS.order_by(*(place if waiting else (column.desc() for column in place))).limit(limit)
        if wanted.state is not None:
            query = query.where(LetterRow.state == wanted.state)
        if wanted.officer:
            query = query.where(LetterRow.officer == wanted.officer)
        if wanted.kind:
            query = query.where(LetterRow.kind == wanted.kind)
        with self._database.reading() as session:
            last = session.get(LetterRow, wanted.after) if wanted.after else None
            if last is not None:
                behind, here = tuple_(*place), (last.left_at, last.code)
                query = query.where(behind > here if waiting else behind < here)
            return tuple(_letter(*row) for row in session.execute(query))

    def waiting(self) -> int:
        """How many letters nobody has claimed."""
        with self._database.reading() as session:
            count = select(func.count()).select_from(LetterRow).where(LetterRow.state == LetterState.NEW)
            return session.scalar(count) or 0

    def claim(self, code: str, officer: str, witness: Witness = nobody) -> None:
        """Let one officer see to a letter; who has it already keeps it.

        Raises:
            MissingError: there is no such letter.
            ConflictError: another officer has it, or it is settled.
        """
        with self._changing(code) as (session, row):
            if row.state == LetterState.CLAIMED and row.officer == officer:
                return
            if row.state != LetterState.NEW:
                raise _taken(row)
            row.state, row.officer, row.claimed_at = LetterState.CLAIMED, officer, self._clock()
            witness(session)

    def give_back(
        self, code: str, officer: str, *, any_officer: bool = False, witness: Witness = nobody
    ) -> None:
        """Let the others have a letter; the draft stays with it.

        Args:
            code: which.
            officer: who gives it back.
            any_officer: give it back also where another officer has it.
            witness: see :data:`Witness`.

        Raises:
            MissingError: there is no such letter.
            ConflictError: nobody has it, another officer has it, or it is settled.
        """
        with self._changing(code) as (session, row):
            _check_own(row, row.officer if any_officer else officer)
            row.state, row.officer, row.claimed_at = LetterState.NEW, "", None
            witness(session)

    def save(self, code: str, officer: str, draft: str) -> None:
        """Keep what an officer has written so far.

        Raises:
            MissingError: there is no such letter.
            ConflictError: it is not theirs, or it is settled.
            InputError: it is too long to be an answer.
        """
        with self._changing(code) as (_, row):
            _check_own(row, officer)
            row.draft = _fitting(draft)

    def answer(
        self, code: str, officer: str, answer: str, delivery: Delivery, witness: Witness = nobody
    ) -> bool:
        """Answer a letter: to be read by its code, and sent into its conversation where that may still be done.

        Returns:
            Whether it was sent.

        Raises:
            MissingError: there is no such letter.
            ConflictError: it is not theirs, or it is settled.
            InputError: there is no answer, or it is too long.
        """
        answer = read_answer(answer)
        with self._changing(code) as (session, row):
            _check_own(row, officer)
            row.state, row.answer, row.draft = LetterState.ANSWERED, answer, ""
            row.settled_at = self._clock()
            row.pushed = delivery.post(session, row.conversation_id, f"Cán bộ trả lời mã {code}: {answer}")
            witness(session)
            return row.pushed

    def close(self, code: str, officer: str, witness: Witness = nobody) -> None:
        """Be done with a letter without an answer, such as one that is no question. Raises as :meth:`claim`."""
        with self._changing(code) as (session, row):
            _check_own(row, officer)
            row.state, row.settled_at = LetterState.CLOSED, self._clock()
            witness(session)

    def contact(self, code: str, officer: str, witness: Witness) -> str:
        """How the citizen wants to be reached, for who answers them; ``witness`` writes down who has looked.

        Raises:
            MissingError: there is no such letter, or it has no contact (any more).
            ConflictError: another officer sees to the letter, or nobody yet.
            SealError: it was sealed with a secret that is not among ours.
        """
        with self._changing(code) as (session, row):
            if row.contact is None:
                raise MissingError(
                    "Câu hỏi này không có thông tin liên hệ.", hint="Người dân xem câu trả lời bằng mã."
                )
            if row.officer != officer:
                raise ConflictError(
                    "Chỉ cán bộ trả lời câu hỏi này xem được thông tin liên hệ.",
                    hint="Cần liên hệ với người dân thì nhận trả lời trước đã.",
                )
            contact = self._seal.open_text(row.contact)
            witness(session)
            return contact

    def purge(self) -> None:
        """Forget the contacts of letters that were settled long ago."""
        with self._database.transaction() as session:
            session.execute(
                update(LetterRow)
                .where(LetterRow.contact.is_not(None), LetterRow.settled_at < self._clock() - CONTACT_KEPT)
                .values(contact=None)
            )

    def _changing(self, code: str) -> AbstractContextManager[tuple[Session, LetterRow]]:
        return changing(self._database, LetterRow, LetterRow.code == code, _missing())


_LETTERS = select(LetterRow, ConversationRow.channel).join(
    ConversationRow, ConversationRow.id == LetterRow.conversation_id
)


def _letter(row: LetterRow, channel: str) -> Letter:
    return Letter(
        code=row.code,
        kind=row.kind,
        channel=channel,
        text=row.text,
        place=row.place,
        left_at=row.left_at,
        state=LetterState(row.state),
        has_contact=row.contact is not None,
        officer=row.officer,
        claimed_at=row.claimed_at,
        draft=row.draft,
        answer=row.answer,
        pushed=row.pushed,
        settled_at=row.settled_at,
    )


def _conversation(session: Session, engine_id: str) -> str:
    found = session.scalar(select(ConversationRow.id).where(ConversationRow.engine_id == engine_id))
    if found is None:
        raise TokenError("Hội thoại này đã được xoá.", hint="Bắt đầu hội thoại mới.")
    return found


def _missing() -> MissingError:
    return MissingError("Không có mã này.", hint="Xem danh sách câu hỏi để lại.")


def _taken(row: LetterRow) -> ConflictError:
    match row.state:
        case LetterState.CLAIMED:
            return ConflictError(
                f"{row.officer} đã nhận câu hỏi này rồi.",
                hint="Mời anh/chị chọn câu hỏi khác trong danh sách.",
            )
        case LetterState.NEW:
            return ConflictError("Chưa ai nhận câu hỏi này.", hint="Bấm “Nhận trả lời” trước đã.")
        case _:
            return ConflictError("Câu hỏi này đã xong rồi.", hint="Mở lại câu hỏi để xem câu trả lời.")


def _check_own(row: LetterRow, officer: str) -> None:
    if row.state != LetterState.CLAIMED or row.officer != officer:
        raise _taken(row)


def _fitting(text: str) -> str:
    return fitting(text, LONGEST_ANSWER, "Câu trả lời", "Mời anh/chị rút gọn rồi gửi lại.")
