"""Traces: every turn tells how its replies came about, and no more of the citizen than its question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.executor import build_executor
from conversations.conversation import ConversationStore
from conversations.desk import build_desk
from conversations.engine import EngineMessage, EngineTurn
from conversations.message import read_message
from conversations.tables import TurnRow
from conversations.told import Told, TurnDesk
from conversations.trace import (
    LARGEST,
    Entity,
    Guess,
    Trace,
    Understood,
    dump_trace,
    load_trace,
    trace_of,
)
from conversations.turns import Turns
from conversations.wording import Wordings
from foundation.clock import utc_now
from foundation.database import Database
from foundation.errors import EngineError
from foundation.sealing import Seal
from knowledge.answer import Answer, Answerer
from knowledge.context import Choice, Context
from knowledge.grounds import Way
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.trace import AnswerTrace, TracedPassage
from service.action_port import create_action_app
from tests.conversations.fake_engine import FakeEngine, said
from tests.conversations.house import TickingClock
from tests.knowledge.samples import NOW, HashEncoder

pytestmark = pytest.mark.anyio

FEE = "Mỗi gian hàng ở chợ đêm nộp bao nhiêu một tối?"
HEARD = {
    "intent": {"name": "ask_documents", "confidence": 0.91},
    "ranking": [{"name": "ask_documents", "confidence": 0.91}, {"name": "greet", "confidence": 0.05}],
    "entities": [{"entity": "agency", "text": "chợ đêm"}],
}


class Stand:
    """Turns over a real release and answerer, with an engine that asks our action as Rasa does."""

    def __init__(self, database: Database, releases: Path) -> None:
        self.database = database
        self.store = ConversationStore(database, TickingClock(), lambda _engine_id: None)
        self.library = Library(releases)
        self.answerer = Answerer(HashEncoder(), lambda: NOW)
        self.engine = FakeEngine()
        self.engine.answer = self._asks_the_action
        self.turns = Turns(self.store, self.engine, self.answerer, self.library, deadline=5)
        self.store.open("web", "c")
        self._number = 0

    async def say(self, text: str) -> Trace:
        """One message; the trace that was stored with its turn."""
        self._number += 1
        name = f"m{self._number}"
        ended = await self.turns.run("c", read_message(text, None, name), name)
        with self.database.reading() as session:
            stored = session.scalars(select(TurnRow.trace).where(TurnRow.id == ended.turn)).one()
        trace = load_trace(stored)
        assert trace is not None
        return trace

    async def _asks_the_action(self, message: EngineMessage) -> EngineTurn:
        app = create_action_app(
            build_executor(
                self.library,
                self.answerer,
                self.store,
                build_desk(self.database, utc_now, Seal(["a secret of the tests, 32 characters"]), {}),
                Wordings(self.database, utc_now),
                utc_now,
                self.turns.desk,
            ),
            "token",
        )
        heard: dict[str, Any] = {
            "text": message.text,
            "intent": {"name": "ask_documents"},
            "entities": [],
            "metadata": message.metadata,
        }
        call = {
            "next_action": "action_answer",
            "sender_id": message.conversation,
            "tracker": {
                "sender_id": message.conversation,
                "slots": {},
                "latest_message": heard,
                "events": [],
                "paused": False,
                "followup_action": None,
                "active_loop": {},
                "latest_action_name": "action_listen",
            },
            "domain": {},
            "version": "3.6.21",
        }
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            answered = await client.post("/webhook", json=call, headers={"Authorization": "Bearer token"})
        replies = [response["custom"] for response in answered.json()["responses"]]
        return EngineTurn.model_validate({"message_id": message.message_id, "replies": replies, **HEARD})


@pytest.fixture
def stand(database: Database, shared_releases: Path) -> Stand:
    return Stand(database, shared_releases)


async def test_a_turn_led_by_the_engine_tells_what_it_understood_and_what_the_answer_rests_on(
    stand: Stand,
) -> None:
    trace = await stand.say(FEE)
    assert trace.understood == Understood(
        Guess("ask_documents", 0.91),
        (Guess("ask_documents", 0.91), Guess("greet", 0.05)),
        (Entity("agency", "chợ đêm"),),
    )
    assert trace.answer is not None
    assert trace.answer.way is Way.SEARCH
    assert trace.answer.passages
    assert trace.before == Context()
    assert 0 < trace.answer.search_ms <= trace.answer_ms <= trace.engine_ms <= trace.whole_ms


async def test_a_turn_that_knowledge_answers_alone_has_a_trace_too(stand: Stand) -> None:
    stand.engine.fails(EngineError("down"))
    trace = await stand.say(FEE)
    assert trace.understood is None
    assert trace.answer is not None
    assert trace.answer.threshold == stand.library.release.manifest.calibration.threshold


async def test_a_repeat_that_the_engine_answers_from_memory_lacks_only_what_knowledge_told(
    stand: Stand,
) -> None:
    stand.engine.says(said("Theo văn bản.", outcome="answered"))
    trace = await stand.say(FEE)
    assert trace.answer is None
    assert trace.understood is not None


@pytest.mark.parametrize("outcome", ["form", "small_talk", "handover"])
async def test_of_what_is_no_question_nothing_that_was_said_is_kept(stand: Stand, outcome: str) -> None:
    async def answer(message: EngineMessage) -> EngineTurn:
        replies = [said("Vâng.", outcome=outcome)]
        return EngineTurn.model_validate({"message_id": message.message_id, "replies": replies, **HEARD})

    stand.engine.answer = answer
    trace = await stand.say("tôi là Lan ở phường Đông Kinh")
    assert trace.understood is not None
    assert trace.understood.entities == ()
    assert (trace.before, trace.after, trace.answer) == (None, None, None)


async def test_personal_data_is_in_no_trace(stand: Stand) -> None:
    trace = await stand.say("Số 0912 345 678 nộp phí chợ đêm bao nhiêu?")
    assert "0912" not in json.dumps(dump_trace(trace))
    assert "678" not in json.dumps(dump_trace(trace))


long = st.text(st.characters(codec="utf-8"), max_size=400)


@settings(max_examples=25)
@given(long, st.integers(0, 8), st.integers(0, 4))
def test_a_trace_is_never_larger_than_agreed(text: str, passages: int, choices: int) -> None:
    passage = TracedPassage("v" * 60, "II.1." * 8, 12.3456, 0.8765, 0.7, 0.6, 1.2, 1.3)
    choice = Choice("ề" * 80, "ề" * 300, "v" * 60, "II.1")
    told = AnswerTrace(
        Way.SEARCH,
        text[:300],
        text[:300],
        text[:300],
        passages=(passage,) * passages,
        lacking=("ề" * 60,) * 4,
    )
    context = Context(question=text[:300], choices=(choice,) * choices)
    trace = Trace(
        Understood(Guess("a" * 40, 0.5), (Guess("b" * 40, 0.1),) * 3, (Entity("c" * 40, "ề" * 60),) * 8),
        told,
        agency=text[:300],
        before=context,
        after=context,
        whole_ms=3.5,
    )
    dumped = dump_trace(trace)
    assert len(json.dumps(dumped)) <= LARGEST
    loaded = load_trace(json.loads(json.dumps(dumped)))
    assert loaded is not None
    assert loaded.whole_ms == 3.5


@pytest.mark.parametrize("stored", [[], "x", {"answer": {"way": "of another version"}}, {"engine_ms": []}])
def test_what_cannot_be_read_is_no_trace(stored: object) -> None:
    assert load_trace(stored) is None


def test_an_answer_that_no_turn_takes_is_let_go() -> None:
    desk = TurnDesk()
    told = Told(Answer(Outcome.NOT_FOUND, "", (), Context(), 0.0))
    for number in range(1000):
        desk.leave(str(number), told)
    assert desk.take("0") is None
    assert desk.take("999") is told
    assert desk.take("999") is None


def test_without_grounds_a_trace_still_has_times_and_contexts() -> None:
    told = Told(Answer(Outcome.NOT_FOUND, "", (), Context(), 0.0), seconds=0.01)
    trace = trace_of(
        None, told, (Context(year=2026), Context()), engine_seconds=0, whole_seconds=0.02, kept=True
    )
    assert trace.answer is None
    assert trace.before == Context(year=2026)
    assert (trace.answer_ms, trace.whole_ms) == (10.0, 20.0)
