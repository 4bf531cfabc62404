"""Reading an answer by its code: in any conversation, with the engine up or down, but not by guessing."""

from __future__ import annotations

import json

import pytest

from conversations.letter_code import new_letter_code
from conversations.letter_lookup import LOOKED_UP, UNKNOWN
from conversations.personal_records import PersonalRecords
from foundation.errors import RateError
from foundation.sealing import Seal
from tests.conversations.house import SECRET, House
from tests.conversations.no_engine import NoEngineRows
from tests.conversations.post_office import CHAT, PostOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
async def code(house: House) -> str:
    house.store.open("telegram", "t1")
    return house.desk.letters.leave(
        house.store.claim("t1", "m0", "r1").engine_id, "officer_question", "Hỏi riêng"
    )


def answered(house: House, code: str) -> None:
    house.desk.letters.claim(code, "lan")
    house.desk.letters.answer(code, "lan", "Thứ Sáu ạ.", house.desk.delivery)


@pytest.mark.parametrize("engine", ["up", "down"])
async def test_a_code_is_answered_in_any_conversation_by_the_app(
    house: House, code: str, engine: str
) -> None:
    turns = house.turns if engine == "up" else house.open_turns(None)
    waits = await house.say(code, turns=turns)
    assert "đang chờ cán bộ" in waits.replies[0].text
    answered(house, code)
    [reply] = (await house.say(f"mã {code.lower()}", waits.token, turns=turns)).replies
    assert "Thứ Sáu ạ." in reply.text
    assert "Hỏi riêng" not in reply.text
    assert house.engine.messages == []


async def test_every_state_has_its_words(house: House, code: str) -> None:
    house.desk.letters.claim(code, "lan")
    assert "đang xem" in (await house.say(code)).replies[0].text
    house.desk.letters.close(code, "lan")
    assert "kết thúc" in (await house.say(code)).replies[0].text


async def test_unknown_mistyped_and_erased_codes_are_answered_alike(house: House, code: str) -> None:
    house.store.erase("t1")
    for wrong in (code, new_letter_code(), "K7M29-QXD4Z"):
        assert [reply.text for reply in (await house.say(wrong)).replies] == [UNKNOWN]


async def test_codes_cannot_be_tried_one_after_another(house: House, code: str) -> None:
    lookup = house.lookup(of_conversation=3, of_address=5)
    said = [await lookup.reply(new_letter_code(), "c1", "192.0.2.1") for _ in range(4)]
    assert [reply.outcome for reply in said if reply] == ["handover"] * 3 + ["blocked"]
    # Nor by opening one conversation after another, nor on the page.
    for number in range(2, 4):
        assert await lookup.reply(new_letter_code(), f"c{number}", "192.0.2.1")
    refused = await lookup.reply(code, "c9", "192.0.2.1")
    assert refused is not None
    assert "chờ" in refused.text
    assert "đang chờ cán bộ" not in refused.text
    with pytest.raises(RateError):
        await lookup.told(code, "192.0.2.1")
    assert "đang chờ cán bộ" in await lookup.told(code, "192.0.2.2")


async def test_a_code_is_answered_on_a_messenger(house: House, code: str) -> None:
    answered(house, code)
    office = PostOffice(house)
    async with office.open():
        await office.says(code)
    assert "Thứ Sáu ạ." in office.channel.shown[CHAT][-1]


def everything_kept_of(house: House, conversation: str) -> str:
    records = PersonalRecords(house.database, house.clock, Seal([SECRET]), NoEngineRows())
    return json.dumps(records.export(conversation, lambda _session: None), ensure_ascii=False)


async def test_what_was_looked_up_is_not_kept_where_it_was_looked_up(house: House, code: str) -> None:
    answered(house, code)
    asked = await house.say(code)
    assert "Thứ Sáu ạ." in asked.replies[0].text
    kept = everything_kept_of(house, house.tokens.read(asked.token))
    assert "Thứ Sáu" not in kept
    assert code not in kept


async def test_a_repeated_look_up_tells_the_same_and_nothing_once_the_letter_is_erased(
    house: House, code: str
) -> None:
    opened = await house.say("xin chào")
    answered(house, code)
    first = await house.say(code, opened.token, message_id="m1")
    assert (await house.say(code, opened.token, message_id="m1")).replies == first.replies
    house.store.erase("t1")
    [reply] = (await house.say(code, opened.token, message_id="m1")).replies
    assert (reply.id, reply.text) == (first.replies[0].id, UNKNOWN)


async def test_an_officer_who_is_asked_for_reads_that_a_code_was_looked_up_but_not_what_it_told(
    house: House, code: str
) -> None:
    answered(house, code)
    opened = await house.say("xin chào")
    [message] = house.engine.messages
    house.desk.handovers.ask(message.conversation)
    assert "Thứ Sáu ạ." in (await house.say(code, opened.token)).replies[0].text
    kept = everything_kept_of(house, house.tokens.read(opened.token))
    assert LOOKED_UP in kept
    assert "Thứ Sáu" not in kept
