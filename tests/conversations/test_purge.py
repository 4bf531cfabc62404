"""What has been kept long enough is forgotten, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conversations.channel_tables import ContactRow, InboundRow
from conversations.conversation import Asked, ConversationStore
from conversations.counts import Measure
from conversations.letters import Letters
from conversations.officer_tables import LetterRow
from conversations.periods import RULES, Kept, Periods, Unit
from conversations.reply import new_reply
from conversations.retention import purge_all
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from conversations.tally import RATED, Tally
from foundation.clock import day_in_vietnam
from foundation.database import Base, Database
from foundation.errors import InputError
from foundation.sealing import Seal
from knowledge.context import Context
from knowledge.outcome import Outcome
from tests.conversations.no_engine import NoEngineRows

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> ConversationStore:
    return ConversationStore(database, clock, lambda _engine_id: None)


def asked(store: ConversationStore, conversation: str, message: str = "m") -> None:
    store.open("web", conversation)
    claim = store.claim(conversation, message, "r1")
    reply = new_reply("đáp", Outcome.NOT_FOUND)
    store.finish(conversation, claim, (reply,), Context(), "app", asked=Asked("hỏi gì?", {"score": 0.1}))
    store.rate(conversation, reply.id, useful=False, reason="thiếu")


def silently(_session: Session) -> None:
    """Nothing else is written."""


def count(database: Database, row: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def kept(database: Database) -> tuple[str | None, object]:
    with database.reading() as session:
        turn = session.scalars(select(TurnRow)).one()
        return turn.question, turn.trace


def test_each_kind_goes_when_its_own_time_is_over(
    database: Database, store: ConversationStore, clock: Clock
) -> None:
    asked(store, "c1")
    engine = NoEngineRows()

    def days_later(days: int) -> dict[Kept, int]:
        clock.now = NOW + timedelta(days=days)
        return purge_all(database, clock, engine)

    assert not any(days_later(29).values())
    assert days_later(31)[Kept.MEMORY] == 1
    assert kept(database) == ("hỏi gì?", {"score": 0.1})
    assert days_later(91)[Kept.TRACES] == 1
    assert kept(database) == ("hỏi gì?", None)
    assert days_later(181)[Kept.QUESTIONS] == 1
    assert kept(database) == (None, None)
    assert not any(days_later(399).values())
    last = days_later(401)
    assert (last[Kept.TURNS], last[Kept.FEEDBACK]) == (1, 1)
    assert [count(database, row) for row in (TurnRow, FeedbackRow, ConversationRow)] == [0, 0, 0]
    assert engine.before[-1] == clock.now - timedelta(days=30)


def test_another_period_is_obeyed_at_once(database: Database, store: ConversationStore, clock: Clock) -> None:
    asked(store, "c1")
    periods = Periods(database, clock)
    periods.change(Kept.QUESTIONS, 7, silently)
    assert periods.spans()[Kept.QUESTIONS] == timedelta(days=7)
    clock.now += timedelta(days=8)
    assert purge_all(database, clock, NoEngineRows())[Kept.QUESTIONS] == 1
    assert kept(database)[0] is None
    periods.change(Kept.QUESTIONS, RULES[Kept.QUESTIONS].default, silently)
    assert periods.spans()[Kept.QUESTIONS] == timedelta(days=180)


def test_ratings_stay_counted_though_they_are_kept_for_the_shortest_time(
    database: Database, store: ConversationStore, clock: Clock
) -> None:
    Periods(database, clock).change(Kept.FEEDBACK, RULES[Kept.FEEDBACK].least, silently)
    asked(store, "c1")
    for _ in range(24):
        clock.now += timedelta(hours=6)
        purge_all(database, clock, NoEngineRows())
    assert count(database, FeedbackRow) == 0
    Tally(database, clock).catch_up()
    today = day_in_vietnam(NOW)
    assert Tally(database, clock).by_channel(Measure.USEFUL, today, today) == {("web", "no"): 1}


def test_a_conversation_of_which_something_is_left_stays(
    database: Database, store: ConversationStore, clock: Clock
) -> None:
    Periods(database, clock).change(Kept.LETTERS, 1000, silently)
    asked(store, "c1")
    with database.transaction() as session:
        engine_id = session.get_one(ConversationRow, "c1").engine_id
    Letters(database, clock, Seal(["a secret of the tests, 32 characters"])).leave(
        engine_id, "feedback", "góp ý"
    )
    clock.now += timedelta(days=500)
    purge_all(database, clock, NoEngineRows())
    assert [count(database, row) for row in (TurnRow, LetterRow, ConversationRow)] == [0, 1, 1]
    clock.now += timedelta(days=501)
    purge_all(database, clock, NoEngineRows())
    assert [count(database, row) for row in (LetterRow, ConversationRow)] == [0, 0]


def test_more_than_a_portion_goes_in_one_purge(
    database: Database, store: ConversationStore, clock: Clock
) -> None:
    store.open("web", "c1")
    with database.transaction() as session:
        session.add_all(
            TurnRow(
                id=f"t{number}", conversation_id="c1", client_message_id=str(number), release="r", led_by="app",
                outcome="answered", replies=[], accepted_at=NOW, answered_at=NOW,
            )
            for number in range(1200)
        )  # fmt: skip
    clock.now += timedelta(days=401)
    assert purge_all(database, clock, NoEngineRows())[Kept.TURNS] == 1200
    assert count(database, TurnRow) == 0


def test_a_payload_is_forgotten_after_its_hours_and_an_address_once_it_is_silent(
    database: Database, clock: Clock
) -> None:
    with database.transaction() as session:
        session.add(
            InboundRow(
                key="k", channel="telegram", lane="l", kind="message", payload=b"x", state="pending", reason="",
                attempts=0, sent_at=NOW, received_at=NOW,
            )
        )  # fmt: skip
        session.add(ContactRow(lane="l", channel="telegram", address=b"x", last_inbound_at=NOW))
    Periods(database, clock).change(Kept.PAYLOADS, 2, silently)
    clock.now += timedelta(hours=1)
    assert purge_all(database, clock, NoEngineRows())[Kept.PAYLOADS] == 0
    clock.now += timedelta(hours=2)
    assert purge_all(database, clock, NoEngineRows())[Kept.PAYLOADS] == 1
    with database.reading() as session:
        row = session.scalars(select(InboundRow)).one()
        assert (row.payload, row.state, row.reason) == (None, "failed", "expired")
    clock.now += timedelta(days=401)
    assert purge_all(database, clock, NoEngineRows())[Kept.CONTACTS] == 1
    assert [count(database, row) for row in (InboundRow, ContactRow)] == [0, 0]


@pytest.mark.parametrize("wanted", list(Kept))
def test_a_period_outside_its_bounds_is_refused(database: Database, clock: Clock, wanted: Kept) -> None:
    periods, rule = Periods(database, clock), RULES[wanted]
    before = periods.all()
    for amount in (rule.least - 1, rule.most + 1, *((rule.default,) if rule.fixed else ())):
        with pytest.raises(InputError) as refused:
            periods.change(wanted, amount, silently)
        assert refused.value.hint
    assert periods.all() == before


def test_every_default_lies_within_its_bounds_and_half_a_year_of_turns_is_always_kept() -> None:
    for rule in RULES.values():
        assert rule.least <= rule.default <= rule.most
    assert RULES[Kept.TURNS].least > 184, "the half-yearly report counts them"
    assert RULES[Kept.FEEDBACK].least > RATED, "what is counted anew must be there"
    assert RULES[Kept.PAYLOADS].unit is Unit.HOURS
    assert RULES[Kept.PAYLOADS].most == 24
