"""Exactly once: whoever repeats a message gets the replies it got, and the engine leads one turn."""

from __future__ import annotations

import asyncio

import pytest

from conversations.engine import EngineMessage, EngineTurn
from conversations.message import read_message
from foundation.errors import InputError
from tests.conversations.fake_engine import said, turn_of
from tests.conversations.house import ADDRESS, House

pytestmark = pytest.mark.anyio


async def test_a_message_sent_again_gets_the_same_replies_and_is_not_run_again(house: House) -> None:
    opened = await house.say("xin chào")
    first = await house.say("hỏi", opened.token, message_id="m1")
    again = await house.say("hỏi", first.token, message_id="m1")
    assert (again.turn, again.replies) == (first.turn, first.replies)
    assert len(house.engine.messages) == 2


async def test_twenty_copies_of_a_message_at_once_are_one_turn(house: House) -> None:
    opened = await house.say("xin chào")
    house.engine.sleeps(0.05)
    results = await asyncio.gather(*(house.say("hỏi", opened.token, message_id="m1") for _ in range(20)))
    assert len({result.turn for result in results}) == 1
    assert len({result.replies for result in results}) == 1
    assert len(house.engine.messages) == 2


async def test_messages_without_an_id_are_each_a_turn(house: House) -> None:
    opened = await house.say("xin chào")
    first, second = [await house.say("hỏi", opened.token) for _ in range(2)]
    assert first.turn != second.turn
    assert first.replies[0].id != second.replies[0].id


async def test_a_repeated_opening_is_the_same_conversation(house: House) -> None:
    first = await house.say("hỏi", message_id="m1")
    again = await house.say("hỏi", message_id="m1")
    assert house.tokens.read(again.token) == house.tokens.read(first.token)
    assert (again.turn, again.replies) == (first.turn, first.replies)
    assert len(house.engine.messages) == 1


async def test_twenty_openings_at_once_are_one_conversation(house: House) -> None:
    house.engine.sleeps(0.02)
    results = await asyncio.gather(*(house.say("hỏi", message_id="m1") for _ in range(20)))
    assert len({house.tokens.read(result.token) for result in results}) == 1
    assert len(house.engine.messages) == 1


@pytest.mark.parametrize(
    ("text", "message_id", "address"),
    [
        ("hỏi", "m1", "198.51.100.9"),
        ("hỏi", "m2", ADDRESS),
        ("chuyện khác", "m1", ADDRESS),
        ("hỏi", None, ADDRESS),
    ],
)
async def test_an_opening_from_elsewhere_or_with_another_message_is_another_conversation(
    house: House, text: str, message_id: str | None, address: str
) -> None:
    first = await house.say("hỏi", message_id="m1")
    other = await house.say(text, message_id=message_id, address=address)
    assert house.tokens.read(other.token) != house.tokens.read(first.token)
    assert len(house.engine.messages) == 2


async def test_nobody_can_guess_a_conversation_from_what_opened_it(house: House) -> None:
    # The key of an opening is keyed with the server's secret.
    result = await house.say("hỏi", message_id="m1")
    own = house.open_turns(house.engine)
    own._key = b"another secret"  # noqa: SLF001 - another server's
    other = await own.run(read_message("hỏi", None, "m1"), None, address=ADDRESS)
    assert house.tokens.read(other.token) != house.tokens.read(result.token)


async def test_a_turn_whose_process_died_is_run_again_by_the_repeat(house: House) -> None:
    async def die(message: EngineMessage) -> EngineTurn:
        raise asyncio.CancelledError

    opened = await house.say("xin chào")
    house.engine.answer = die
    with pytest.raises(asyncio.CancelledError):
        await house.say("hỏi", opened.token, message_id="m1")
    house.engine.says(said("đáp"))
    again = await house.say("hỏi", opened.token, message_id="m1", turns=house.open_turns(house.engine))
    assert [reply.text for reply in again.replies] == ["đáp"]
    # The engine is told the same message id, by which it knows that it has seen the message.
    assert house.engine.messages[1].message_id == house.engine.messages[2].message_id


async def test_a_refused_message_may_be_sent_again(house: House) -> None:
    opened = await house.say("xin chào")
    for _ in range(2):
        with pytest.raises(InputError):
            await house.say(button="no such button", token=opened.token, message_id="m1")


async def test_the_messages_of_a_conversation_are_answered_in_the_order_in_which_they_came(
    house: House,
) -> None:
    opened = await house.say("xin chào")
    inside = 0

    async def answer(message: EngineMessage) -> EngineTurn:
        nonlocal inside
        inside += 1
        assert inside == 1
        await asyncio.sleep(0.002)
        inside -= 1
        return turn_of(message, said("đáp"))

    house.engine.answer = answer
    await asyncio.gather(*(house.say(f"câu {number}", opened.token) for number in range(10)))
    assert [message.text for message in house.engine.messages[1:]] == [
        f"câu {number}" for number in range(10)
    ]


async def test_the_messages_of_different_conversations_are_answered_side_by_side(house: House) -> None:
    everybody = asyncio.Barrier(5)

    async def answer(message: EngineMessage) -> EngineTurn:
        await everybody.wait()  # broken only where all five are under way at once
        return turn_of(message, said("đáp"))

    house.engine.answer = answer
    turns = house.open_turns(house.engine, deadline=10)
    results = await asyncio.gather(*(house.say("hỏi", turns=turns) for _ in range(5)))
    assert {result.replies[0].text for result in results} == {"đáp"}
