"""Everything of one conversation: found, handed out, erased."""

from __future__ import annotations

import asyncio
import json
import threading
import time

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from conversations.belongings import belongings
from conversations.channel_tables import ContactRow, InboundRow, OutboundRow
from conversations.engine import EngineMessage, EngineTurn
from conversations.officer_tables import LetterRow
from conversations.personal_records import PersonalRecords
from conversations.reply import Reply, new_reply
from conversations.tables import ConversationRow, FeedbackRow, TurnRow, WebMessageRow
from foundation.errors import MissingError, TokenError
from foundation.sealing import Seal
from knowledge.context import Context
from knowledge.outcome import Outcome
from tests.conversations.fake_engine import said, turn_of
from tests.conversations.house import SECRET, House, TickingClock
from tests.conversations.no_engine import NoEngineRows
from tests.conversations.post_office import CHAT, PostOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
def engine() -> NoEngineRows:
    return NoEngineRows()


@pytest.fixture
def records(house: House, engine: NoEngineRows) -> PersonalRecords:
    return PersonalRecords(house.database, TickingClock(), Seal([SECRET]), engine)


def silently(_session: Session) -> None:
    """Nothing else is written."""


async def told(house: House, engine: NoEngineRows) -> tuple[str, str]:
    """A conversation with a bit of everything: its id and the code that was left in it."""
    opened = await house.say("mục tiêu?")
    await house.turns.rate(opened.token, opened.replies[0].id, useful=False, reason="thiếu năm 2027")
    conversation = house.tokens.read(opened.token)
    with house.database.reading() as session:
        engine_id = session.get_one(ConversationRow, conversation).engine_id
    engine.rows[engine_id] = [{"event": "user", "text": "mục tiêu?"}]
    return conversation, house.desk.letters.leave(engine_id, "officer_question", "đường hỏng", "Đồng Đăng")


async def test_a_code_and_an_id_lead_to_the_same_conversation(
    house: House, records: PersonalRecords, engine: NoEngineRows
) -> None:
    conversation, code = await told(house, engine)
    await house.say("chuyện của người khác")
    found = records.find(f" {code.lower()} ")
    assert found == records.find(conversation)
    assert (found.conversation, found.channel, found.contact) == (conversation, "web", False)
    assert (found.rows["turns"], found.rows["feedback"], found.rows["letters"]) == (1, 1, 1)


async def test_an_export_has_everything_and_nothing_of_others(
    house: House, records: PersonalRecords, engine: NoEngineRows
) -> None:
    _, code = await told(house, engine)
    await house.say("chuyện của người khác")
    exported = json.loads(json.dumps(records.export(code, silently)))
    assert exported["letters"][0]["text"] == "đường hỏng"
    assert exported["feedback"][0]["reason"] == "thiếu năm 2027"
    assert [turn["replies"][0]["text"] for turn in exported["turns"]] == ["máy: mục tiêu?"]
    assert exported["engine"] == [{"event": "user", "text": "mục tiêu?"}]
    assert "người khác" not in json.dumps(exported, ensure_ascii=False)
    assert set(exported) >= {row.__tablename__ for row in belongings("c")} | {"conversations", "contacts"}


async def test_erasing_leaves_nothing_but_what_is_others(
    house: House, records: PersonalRecords, engine: NoEngineRows
) -> None:
    conversation, code = await told(house, engine)
    other = await house.say("chuyện của người khác")
    engine_id = next(iter(engine.rows))
    records.erase(code, silently)
    assert engine.forgotten == [engine_id]
    with house.database.reading() as session:
        assert session.scalars(select(ConversationRow.id)).all() == [house.tokens.read(other.token)]
        for row in (FeedbackRow, LetterRow, WebMessageRow):
            assert session.scalar(select(func.count()).select_from(row)) == 0
        assert session.scalar(select(func.count()).select_from(TurnRow)) == 1
    for named in (code, conversation):
        with pytest.raises(MissingError) as refused:
            records.find(named)
        assert refused.value.hint


async def test_an_erasure_that_the_engine_cannot_follow_is_none(
    house: House, records: PersonalRecords, engine: NoEngineRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, _ = await told(house, engine)

    def fail(_engine_id: str) -> None:
        raise OSError("disk")

    monkeypatch.setattr(engine, "forget", fail)
    with pytest.raises(OSError, match="disk"):
        records.erase(conversation, silently)
    assert records.find(conversation).rows["turns"] == 1


@pytest.mark.parametrize("deaf", [False, True])
async def test_of_a_turn_that_is_under_way_the_engine_keeps_nothing_either(
    house: House, records: PersonalRecords, engine: NoEngineRows, deaf: bool
) -> None:
    house.store = house.open_store(engine.forget)
    house.turns = house.open_turns(house.engine)
    conversation, code = await told(house, engine)
    house.engine.deaf = deaf

    async def answer(message: EngineMessage) -> EngineTurn:
        await asyncio.to_thread(records.erase, code, silently)
        engine.rows[message.conversation] = [{"event": "user", "text": message.text}]
        return turn_of(message, said("đáp"))

    house.engine.answer = answer
    with pytest.raises(TokenError):
        await house.say("còn năm 2027?", house.tokens.issue(conversation))
    assert engine.rows == {}
    assert house.engine.forgotten == ([] if deaf else [house.engine.messages[-1].conversation])
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ConversationRow)) == 0


async def test_a_message_that_was_being_answered_when_its_chat_was_erased_opens_no_conversation(
    house: House,
) -> None:
    office = PostOffice(house)
    lane = office.inbox.lane(office.channel.name, office.channel.account, CHAT)
    records = PersonalRecords(house.database, office.clock, office.seal, NoEngineRows())

    async def answer(message: EngineMessage) -> EngineTurn:
        await asyncio.to_thread(records.erase, lane, silently)
        return turn_of(message, said("đáp"))

    house.engine.answer = answer
    async with office.open():
        await office.says("Mục tiêu?")
    assert len(house.engine.messages) == 1
    assert house.engine.forgotten == [house.engine.messages[0].conversation]
    assert not office.channel.shown.get(CHAT)
    with pytest.raises(MissingError):
        records.find(lane)


async def test_erasing_waits_for_the_turn_that_is_being_written_and_both_come_to_their_end(
    house: House,
) -> None:
    office = PostOffice(house)
    async with office.open():
        await office.says("Mục tiêu?")
    lane = office.inbox.lane(office.channel.name, office.channel.account, CHAT)
    records = PersonalRecords(house.database, office.clock, office.seal, NoEngineRows())
    erasing = threading.Thread(target=records.erase, args=(lane, silently))

    def post(session: Session, _replies: tuple[Reply, ...]) -> None:
        erasing.start()
        time.sleep(0.5)  # it holds whatever it can get meanwhile
        session.execute(update(ContactRow).where(ContactRow.lane == lane).values(due_at=office.clock()))

    claim = house.store.claim(lane, "m2", "r1")
    house.store.finish(lane, claim, (new_reply("đáp", Outcome.SMALL_TALK),), Context(), "engine", post)
    erasing.join(10)
    with house.database.reading() as session:
        for row in (ConversationRow, ContactRow):
            assert session.scalar(select(func.count()).select_from(row)) == 0


async def test_on_a_messenger_the_address_goes_too_and_a_repeat_stays_known(house: House) -> None:
    office = PostOffice(house)
    event = office.event("Mục tiêu?")
    async with office.open():
        office.arrives(event)
        await office.idle()
        lane = office.inbox.lane(office.channel.name, office.channel.account, CHAT)
        engine = NoEngineRows()
        records = PersonalRecords(house.database, office.clock, office.seal, engine)
        found = records.find(lane)
        assert found.contact
        assert records.export(lane, silently)["contacts"][0]["address"] == CHAT
        records.erase(lane, silently)
        with house.database.reading() as session:
            for row in (ContactRow, OutboundRow, ConversationRow):
                assert session.scalar(select(func.count()).select_from(row)) == 0
            assert {row.lane for row in session.scalars(select(InboundRow))} == {""}
        shown = len(office.channel.shown[CHAT])
        assert office.arrives(event) == 0
        await office.idle()
        assert len(office.channel.shown[CHAT]) == shown
