"""The store of conversations on a real database: claimed once, finished whole, erased everywhere."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conversations.conversation import Claim, ConversationStore
from conversations.officer_tables import HandoverRow, LetterRow
from conversations.reply import Reply, new_reply
from conversations.tables import ConversationRow, FeedbackRow, TurnRow, WebMessageRow
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from foundation.database import Base, Database
from foundation.errors import InputError, TokenError
from knowledge.context import Context, load_context
from knowledge.outcome import Outcome
from tests.conversations.canned_answers import CITATION
from tests.conversations.house import House

TABLES: tuple[type[Base], ...] = (
    ConversationRow,
    TurnRow,
    FeedbackRow,
    HandoverRow,
    LetterRow,
    WebMessageRow,
)


@pytest.fixture
def store(house: House) -> ConversationStore:
    house.store.open("web", "c1")
    return house.store


def rows(database: Database, conversation: str) -> dict[str, int]:
    """How many rows each table has of a conversation."""
    found = {}
    with database.transaction() as session:
        for table in TABLES:
            column = table.id if table is ConversationRow else table.conversation_id  # type: ignore[attr-defined]
            found[table.__tablename__] = session.scalar(
                select(func.count()).select_from(table).where(column == conversation)
            )
    return {name: count or 0 for name, count in found.items()}


def finish(store: ConversationStore, claim: Claim, *replies: Reply, context: Context | None = None) -> None:
    store.finish("c1", claim, replies, context or Context(), "engine")


def test_opening_again_changes_nothing(store: ConversationStore) -> None:
    before = store.claim("c1", "m1", "r1").engine_id
    store.open("web", "c1")
    assert store.claim("c1", "m2", "r1").engine_id == before


def test_the_engine_knows_a_conversation_by_an_id_of_its_own(store: ConversationStore) -> None:
    store.open("web", "c2")
    ids = {store.claim(name, "m1", "r1").engine_id for name in ("c1", "c2")}
    assert len(ids) == 2
    assert not ids & {"c1", "c2"}


def test_a_new_message_is_ours_to_run_and_an_unfinished_one_again(store: ConversationStore) -> None:
    first, again = store.claim("c1", "m1", "r1"), store.claim("c1", "m1", "r2")
    assert first.replies is None
    assert (again.turn, again.engine_id, again.replies) == (first.turn, first.engine_id, None)
    assert store.claim("c1", "m2", "r1").turn != first.turn


def test_a_finished_message_gives_the_very_same_replies(store: ConversationStore) -> None:
    replies = (
        new_reply(
            "Theo Nghị quyết:\n“…”",
            Outcome.ANSWERED,
            citations=(CITATION,),
            buttons=(("Gặp cán bộ", "/ask_officer"),),
        ),
        new_reply("Còn gì nữa không ạ?", Outcome.SMALL_TALK),
    )
    claim = store.claim("c1", "m1", "r1")
    finish(store, claim, *replies)
    again = store.claim("c1", "m1", "r1")
    assert (again.turn, again.replies) == (claim.turn, replies)


def test_the_same_message_id_in_another_conversation_is_another_message(store: ConversationStore) -> None:
    store.open("web", "c2")
    finish(store, store.claim("c1", "m1", "r1"), new_reply("đáp", Outcome.ANSWERED))
    assert store.claim("c2", "m1", "r1").replies is None


def test_many_runs_of_one_message_at_once_are_one_turn(store: ConversationStore, house: House) -> None:
    turns: list[str] = []
    start = threading.Barrier(8)

    def run(number: int) -> None:
        start.wait()
        claim = store.claim("c1", "m1", "r1")
        turns.append(claim.turn)
        finish(store, claim, new_reply(f"đáp {number}", Outcome.ANSWERED))

    # A process has lanes; several processes over one database have only its unique key.
    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(turns)) == 1
    assert rows(house.database, "c1")["turns"] == 1
    (kept,) = store.claim("c1", "m1", "r1").replies or ()
    assert kept.text.startswith("đáp ")


def test_replies_and_context_are_committed_together(store: ConversationStore, house: House) -> None:
    context = Context(question="mục tiêu năm 2026", document="ke-hoach", path="I.1", year=2026)
    claim = store.claim("c1", "m1", "r1")
    assert load_context(claim.context) == Context()
    finish(store, claim, new_reply("đáp", Outcome.ANSWERED), context=context)
    after = store.claim("c1", "m2", "r1")
    assert load_context(after.context) == store.context_of(claim.engine_id) == context
    with house.database.transaction() as session:
        turn = session.get_one(TurnRow, claim.turn)
        assert (turn.release, turn.outcome, turn.led_by) == ("r1", "answered", "engine")
        assert turn.answered_at is not None
        assert turn.answered_at > turn.accepted_at


def test_a_turn_that_cannot_be_kept_whole_leaves_the_context_as_it_was(store: ConversationStore) -> None:
    claim = store.claim("c1", "m1", "r1")

    def fail(_session: Session, _replies: tuple[Reply, ...]) -> None:
        raise ValueError("the outbox is broken")

    with pytest.raises(ValueError, match="outbox"):
        store.finish(
            "c1", claim, (new_reply("đáp", Outcome.ANSWERED),), Context(question="mới"), "engine", fail
        )
    assert store.context_of(claim.engine_id) == Context()
    assert store.claim("c1", "m1", "r1").replies is None


def test_a_conversation_that_nobody_opened_has_an_empty_context(store: ConversationStore) -> None:
    assert store.context_of("nobody") == Context()


def test_a_button_means_what_its_reply_said_for_ten_turns(store: ConversationStore) -> None:
    asking = new_reply("?", Outcome.SMALL_TALK, buttons=(("Hỏi", "Mục tiêu là gì?"), ("Gặp", "/ask_officer")))
    finish(store, store.claim("c1", "m0", "r1"), asking)
    question, officer = asking.buttons
    for number in range(1, 10):
        claim = store.claim("c1", f"m{number}", "r1")
        assert store.button("c1", question.id) == question
        assert store.button("c1", officer.id) == officer
        finish(store, claim, new_reply("đáp", Outcome.ANSWERED))
    finish(store, store.claim("c1", "m10", "r1"), new_reply("đáp", Outcome.ANSWERED))
    assert store.button("c1", question.id) is None


def test_a_button_of_another_conversation_means_nothing(store: ConversationStore) -> None:
    asking = new_reply("?", Outcome.SMALL_TALK, buttons=(("Hỏi", "Mục tiêu là gì?"),))
    finish(store, store.claim("c1", "m1", "r1"), asking)
    store.open("web", "c2")
    assert store.button("c2", asking.buttons[0].id) is None


def test_a_second_word_on_a_reply_replaces_the_first(store: ConversationStore, house: House) -> None:
    reply = new_reply("đáp", Outcome.ANSWERED)
    finish(store, store.claim("c1", "m1", "r1"), reply)
    store.rate("c1", reply.id, useful=True, reason=None)
    store.rate("c1", reply.id, useful=False, reason="thiếu năm")
    with house.database.transaction() as session:
        [kept] = session.scalars(select(FeedbackRow))
        assert (kept.reply_id, kept.useful, kept.reason) == (reply.id, False, "thiếu năm")


def test_only_ones_own_replies_can_be_rated(store: ConversationStore) -> None:
    reply = new_reply("đáp", Outcome.ANSWERED)
    finish(store, store.claim("c1", "m1", "r1"), reply)
    store.open("web", "c2")
    store.claim("c2", "m1", "r1")  # under way: it has no reply yet
    for conversation, wanted in (("c2", reply.id), ("c1", "no such reply")):
        with pytest.raises(InputError):
            store.rate(conversation, wanted, useful=True, reason=None)


def test_erasing_leaves_nothing_anywhere_and_touches_nobody_else(
    store: ConversationStore, house: House
) -> None:
    engine_ids = {}
    for name in ("c1", "c2"):
        store.open("web", name)
        claim = store.claim(name, "m1", "r1")
        reply = new_reply("đáp", Outcome.ANSWERED)
        store.finish(name, claim, (reply,), Context(question="riêng"), "engine")
        store.rate(name, reply.id, useful=False, reason="riêng")
        house.desk.letters.leave(claim.engine_id, "feedback", "riêng")
        house.desk.handovers.ask(claim.engine_id)
        WebMessages(house.database, utc_now).post(name, reply)
        engine_ids[name] = claim.engine_id
    others = rows(house.database, "c2")
    assert others == {
        "conversations": 1,
        "turns": 1,
        "feedback": 1,
        "letters": 1,
        "handovers": 1,
        "web_messages": 1,
    }

    assert store.erase("c1") == engine_ids["c1"]

    assert rows(house.database, "c1") == dict.fromkeys(others, 0)
    assert rows(house.database, "c2") == others
    assert house.forgotten_rows == [engine_ids["c1"]]
    assert store.context_of(engine_ids["c1"]) == Context()


def test_what_cannot_be_erased_from_the_tracker_is_not_erased_at_all(
    store: ConversationStore, house: House
) -> None:
    def refuse(engine_id: str) -> None:
        raise sqlite3.OperationalError("database is locked")

    with pytest.raises(sqlite3.OperationalError):
        house.open_store(refuse).erase("c1")
    assert rows(house.database, "c1")["conversations"] == 1


CLAIM = Claim("t1", "m1", "e1", {}, "r1", datetime(2026, 11, 23, tzinfo=UTC), None)
EVERYTHING_ELSE: dict[str, Callable[[ConversationStore], object]] = {
    "claim": lambda store: store.claim("c1", "m1", "r1"),
    "finish": lambda store: store.finish(
        "c1", CLAIM, (new_reply("đáp", Outcome.ANSWERED),), Context(), "engine"
    ),
    "rate": lambda store: store.rate("c1", "reply", useful=True, reason=None),
    "erase": lambda store: store.erase("c1"),
}


@pytest.mark.parametrize("name", EVERYTHING_ELSE)
def test_an_erased_conversation_cannot_go_on(store: ConversationStore, name: str) -> None:
    store.erase("c1")
    with pytest.raises(TokenError) as refused:
        EVERYTHING_ELSE[name](store)
    assert refused.value.hint
