"""Which answers cite a provision, over a database of each kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from conversations.cited import Cited, cited_in
from conversations.conversation import Asked, ConversationStore
from conversations.reply import Reply, new_reply
from foundation.database import Database
from knowledge.citation import Citation
from knowledge.context import Context
from knowledge.outcome import Outcome
from tests.conversations.house import blank_database

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> ConversationStore:
    store = ConversationStore(database, clock, lambda _engine_id: None)
    store.open("web", "c1")
    return store


@pytest.fixture
def cited(database: Database, clock: Clock) -> Cited:
    return Cited(database, clock)


def answer(*places: str) -> Reply:
    citations = tuple(
        Citation("12/QĐ-UBND", "Chợ đêm", "", "x", f"/van-ban/{place}", digest=False, in_force=True)
        for place in places
    )
    return new_reply("Từ 18 giờ.", Outcome.ANSWERED, citations=citations)


def turn(store: ConversationStore, message: str, *places: str) -> None:
    claim = store.claim("c1", message, "r1")
    store.finish("c1", claim, (answer(*places),), Context(), "app", asked=Asked(f"câu {message}"))


def test_answers_are_found_by_what_they_cite(store: ConversationStore, cited: Cited, clock: Clock) -> None:
    turn(store, "1", "cho-dem#-1.-1", "cho-dem#-1.-2", "cho-dem#-1.-1")
    clock.now += timedelta(minutes=1)
    turn(store, "2", "cho-dem#-1.-1", "cay-xanh#-1")
    turn(store, "3")
    assert cited.count("cho-dem") == 2
    assert cited.count("cho-dem", "-1.-2") == 1
    assert cited.count("cho-dem", "-1") == 2  # with what is in it, each answer once
    assert cited.count("cho-dem", "-9") == 0
    assert cited.by_path("cho-dem") == {"-1": 2, "-1.-1": 2, "-1.-2": 1}
    assert [one.question for one in cited.latest("cho-dem", "-1.-2")] == ["câu 1"]
    assert [one.question for one in cited.latest("cho-dem")] == ["câu 2", "câu 1"]
    assert [one.question for one in cited.latest("cho-dem", most=1)] == ["câu 2"]


def test_what_is_older_than_ninety_days_counts_no_more(
    store: ConversationStore, cited: Cited, clock: Clock
) -> None:
    turn(store, "1", "cho-dem#-1")
    clock.now += timedelta(days=90, seconds=1)
    assert cited.count("cho-dem") == 0
    assert cited.latest("cho-dem") == []


def test_the_last_word_of_a_turn_that_was_run_twice_counts(store: ConversationStore, cited: Cited) -> None:
    claim = store.claim("c1", "1", "r1")
    store.finish("c1", claim, (answer("cho-dem#-1"),), Context(), "app")
    store.finish("c1", claim, (answer("cho-dem#-2"),), Context(), "app")
    assert cited.by_path("cho-dem") == {"-2": 1}


def test_an_erased_conversation_is_cited_nowhere(store: ConversationStore, cited: Cited) -> None:
    turn(store, "1", "cho-dem#-1")
    store.erase("c1")
    assert cited.count("cho-dem") == 0


def test_only_our_own_documents_are_cited() -> None:
    assert cited_in([answer("cho-dem#-1", "cho-dem", f"cho-dem#{'x' * 300}")]) == (
        ("cho-dem", ""),
        ("cho-dem", "-1"),
    )


def test_looking_up_uses_the_index(tmp_path: Path) -> None:
    database = blank_database(tmp_path / "cited.sqlite")
    asked = "SELECT turn_id FROM turn_citations WHERE document = 'x' AND path = '' AND accepted_at > 0"
    with database.reading() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all()
    database.close()
    assert "ix_turn_citations_place (document=? AND path=? AND accepted_at>?)" in str(plan)
