from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import TURNS, RecentTrackerStore
from tests.bot.stand import ROOT

# Rasa says so of every domain.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture
def store(tmp_path: Path, domain: Domain) -> RecentTrackerStore:
    return RecentTrackerStore(domain, db=str(tmp_path / "tracker.sqlite"))


def turn(number: int) -> list[Event]:
    return [
        UserUttered(f"câu {number}", message_id=f"m{number}"),
        BotUttered(f"đáp {number}"),
        ActionExecuted("action_listen"),
    ]


def add(store: RecentTrackerStore, conversation: str, *events: Event) -> DialogueStateTracker:
    """Store ``events`` as Rasa does: load, update, save."""
    tracker = asyncio.run(store.get_or_create_tracker(conversation, append_action_listen=False))
    tracker.update_with_events(list(events), store.domain)
    asyncio.run(store.save(tracker))
    return tracker


def begin(store: RecentTrackerStore, conversation: str, turns: int) -> None:
    add(
        store,
        conversation,
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    )
    for number in range(turns):
        add(store, conversation, *turn(number))


def said(events: list[Event]) -> list[str]:
    return [str(event.text) for event in events if isinstance(event, UserUttered | BotUttered)]


def test_a_long_conversation_is_stored_whole_but_loaded_by_its_newest_turns(
    store: RecentTrackerStore,
) -> None:
    begin(store, "c", 30)
    loaded = asyncio.run(store.retrieve("c"))
    whole = asyncio.run(store.retrieve_full_tracker("c"))
    assert loaded is not None
    assert whole is not None
    newest = [text for number in range(30 - TURNS, 30) for text in (f"câu {number}", f"đáp {number}")]
    assert said(list(loaded.events)) == newest
    assert said(list(whole.events)) == [text for n in range(30) for text in (f"câu {n}", f"đáp {n}")]


def test_no_event_is_stored_twice_or_lost(store: RecentTrackerStore) -> None:
    begin(store, "c", 12)
    with store.session_scope() as session:
        rows = session.query(store.SQLEvent.type_name).filter_by(sender_id="c").all()
    assert len(rows) == 3 + 12 * 3


def test_a_form_of_two_questions_survives_loading(store: RecentTrackerStore) -> None:
    begin(store, "c", 10)
    add(
        store,
        "c",
        UserUttered("tôi gặp khó khăn"),
        ActiveLoop("report_difficulty_form"),
        ActionExecuted("action_listen"),
    )
    add(store, "c", UserUttered("mất điện"), ActionExecuted("action_listen"))
    tracker = asyncio.run(store.retrieve("c"))
    assert tracker is not None
    assert tracker.active_loop_name == "report_difficulty_form"


def test_a_new_session_leaves_the_old_one_behind(store: RecentTrackerStore) -> None:
    begin(store, "c", 2)
    begin(store, "c", 1)
    tracker = asyncio.run(store.retrieve("c"))
    assert tracker is not None
    assert said(list(tracker.events)) == ["câu 0", "đáp 0"]


def test_a_turn_is_found_by_its_message_id_however_old(store: RecentTrackerStore) -> None:
    begin(store, "c", 30)
    assert said(store.turn("c", "m3")) == ["câu 3", "đáp 3"]
    assert said(store.turn("c", "m29")) == ["câu 29", "đáp 29"]


def test_a_message_id_is_of_its_own_conversation(store: RecentTrackerStore) -> None:
    begin(store, "c", 1)
    assert store.turn("other", "m0") == []
    assert store.turn("c", "m1") == []


def test_erasing_leaves_nothing_of_one_conversation_and_all_of_another(store: RecentTrackerStore) -> None:
    begin(store, "c", 2)
    begin(store, "other", 2)
    store.erase("c")
    assert asyncio.run(store.retrieve_full_tracker("c")) is None
    assert said(store.turn("other", "m1")) == ["câu 1", "đáp 1"]


def test_a_database_error_does_not_quote_the_citizen(store: RecentTrackerStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        )
    tracker = DialogueStateTracker.from_events("c", turn(1), store.domain.slots)
    with pytest.raises(sa.exc.DBAPIError, match="disk full") as error:
        asyncio.run(store.save(tracker))
    assert "INSERT INTO events" in str(error.value)
    assert "u 1" not in str(error.value)
