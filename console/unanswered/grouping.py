"""Grouping: unanswered questions into groups of those that ask for the same, a bounded portion at a time.

Never in a citizen's turn, nor while an editor waits for a page: the service does it in the background. A question joins
the group whose first question is nearest, where that is near enough, or begins one of its own. Encoding is done before
the transaction; within it several processes take turns.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, undefer

from console.unanswered.groups import State
from console.unanswered.heat import heat_of, warmed
from console.unanswered.meaning import Meaning, Points, meaning_of
from console.unanswered.sources import BEGINNING, SOURCES, Portion, Source, Unanswered
from console.unanswered.tables import GroupedRow, GroupRow, ProgressRow
from conversations.tables import TurnRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ReleaseError
from knowledge.answer import Answerer
from knowledge.library import Library

#: Names our lock among those of the same PostgreSQL database.
_LOCK = 57_1171
_LOADED_AT_ONCE = 2000


class Grouping:
    """Puts questions into groups; safe to use from many threads, which then wait for each other."""

    def __init__(self, database: Database, library: Library, answerer: Answerer, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._answerer = answerer
        self._clock = clock
        self._points = Points("")
        self._lock = threading.Lock()

    def step(self, limit: int) -> bool:
        """Group at most ``limit`` questions of each source; returns whether there are more.

        Without a release nothing is done: its words tell how to read a question.
        """
        with self._lock:
            left = [self._read(source, limit) for source in SOURCES]
        return any(left)

    def meaning(self, question: str) -> Meaning | None:
        """What a question means; ``None`` without a release."""
        try:
            return meaning_of(question, self._library.release, self._answerer)
        except ReleaseError:
            return None

    def start_anew(self) -> None:
        """Read again what the groups ask for: other questions may stand for them by now."""
        with self._lock:
            self._points = Points("")

    def _read(self, source: Source, limit: int) -> bool:
        now = self._clock()
        with self._database.reading() as session:
            progress = session.get(ProgressRow, source.name)
            portion = source.read(session, progress.moment if progress else BEGINNING, now, limit)
        try:
            release = self._library.release
        except ReleaseError:
            return False
        meanings = [meaning_of(one.question, release, self._answerer) for one in portion.questions]
        if portion.questions or progress is None or portion.read_to > progress.moment:
            self._keep(source, portion, meanings)
        return portion.more

    def _keep(self, source: Source, portion: Portion, meanings: Sequence[Meaning]) -> None:
        try:
            with self._database.transaction() as session:
                hold(session)
                if portion.questions:
                    self._put(session, portion.questions, meanings)
                # Another process may have read further meanwhile: what it read is grouped.
                progress = session.get(ProgressRow, source.name)
                if progress is None:
                    session.add(ProgressRow(source=source.name, moment=portion.read_to))
                else:
                    progress.moment = max(progress.moment, portion.read_to)
        except SQLAlchemyError:
            self._points = Points("")  # groups that were begun just now are not there
            raise

    def _put(self, session: Session, questions: Sequence[Unanswered], meanings: Sequence[Meaning]) -> None:
        """Put what is not grouped yet, and has not been erased since it was read, into groups."""
        turns = [one.turn for one in questions]
        known = set(session.scalars(select(GroupedRow.turn_id).where(GroupedRow.turn_id.in_(turns))))
        there = set(session.scalars(select(TurnRow.id).where(TurnRow.id.in_(turns))))
        self._load(session, self._answerer.encoder.name if self._answerer.encoder else "")
        for one, meaning in zip(questions, meanings, strict=True):
            if one.turn not in known and one.turn in there:
                known.add(one.turn)
                group = self._group_of(session, meaning) or self._begin(session, one, meaning)
                session.add(
                    GroupedRow(
                        turn_id=one.turn,
                        group_number=group.number,
                        letters=meaning.letters,
                        cause=one.cause.value,
                        asked_at=one.asked_at,
                    )
                )
                _count(group, one)
        session.flush()

    def _group_of(self, session: Session, meaning: Meaning) -> GroupRow | None:
        same = select(GroupedRow.group_number).where(GroupedRow.letters == meaning.letters).limit(1)
        number = session.scalar(same) or self._points.nearest(meaning)
        group = None if number is None else session.get(GroupRow, number)
        if number is None or group is not None:
            return group
        # It was forgotten since, because all its questions were erased.
        self._points = Points("")
        self._load(session, meaning.encoder)
        number = self._points.nearest(meaning)
        return None if number is None else session.get(GroupRow, number)

    def _begin(self, session: Session, one: Unanswered, meaning: Meaning) -> GroupRow:
        group = GroupRow(
            example=one.turn,
            **meaning.kept,
            state=State.OPEN.value,
            questions=0,
            not_found=0,
            out_of_scope=0,
            unclear=0,
            not_useful=0,
            heat=heat_of([one.asked_at]),
            first_at=one.asked_at,
            last_at=one.asked_at,
            assignee="",
            answer="",
            reason="",
            settled_at=None,
            settled_by="",
            since=0,
            back_after=None,
            returned=False,
            revision=1,
        )
        session.add(group)
        session.flush()
        if meaning.vector is not None:
            self._points.add([(group.number, meaning.vector, meaning.named)])
        return group

    def _load(self, session: Session, encoder: str) -> None:
        """The groups that were begun since, here or elsewhere."""
        if self._points.encoder != encoder:
            self._points = Points(encoder)
        while True:
            rows = session.scalars(
                select(GroupRow)
                .where(GroupRow.number > self._points.newest, GroupRow.encoder == encoder)
                .where(GroupRow.encoder != "")
                .options(undefer(GroupRow.vector), undefer(GroupRow.named))
                .order_by(GroupRow.number)
                .limit(_LOADED_AT_ONCE)
            ).all()
            self._points.add(
                (row.number, np.frombuffer(row.vector, dtype=np.float32), frozenset(row.named))
                for row in rows
            )
            if len(rows) < _LOADED_AT_ONCE:
                return


def hold(session: Session) -> None:
    """Keep other processes from changing what is in which group until the transaction ends; SQLite has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _count(group: GroupRow, one: Unanswered) -> None:
    """Count one more question, which may bring a settled group back."""
    group.heat = warmed(group.heat, one.asked_at) if group.questions else heat_of([one.asked_at])
    group.questions += 1
    setattr(group, one.cause.value, getattr(group, one.cause.value) + 1)
    group.first_at, group.last_at = min(group.first_at, one.asked_at), max(group.last_at, one.asked_at)
    if group.settled_at is None or not _counts_again(group, one, group.settled_at):
        return
    group.since += 1
    if group.back_after is not None and group.since >= group.back_after:
        group.state, group.returned = State.OPEN.value, True


def _counts_again(group: GroupRow, one: Unanswered, settled_at: datetime) -> bool:
    """Whether a question says that the matter is not settled: an answer has to be in the release that was asked."""
    if group.state == State.ANSWERED.value:
        return one.release >= f"{settled_at:%Y%m%dT%H%M%S}"  # releases are named for when they were built
    return one.asked_at > settled_at
