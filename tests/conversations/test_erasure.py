"""Erasing a conversation and rating its replies, through turns."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from conversations.engine import EngineMessage, EngineTurn
from conversations.tables import FeedbackRow
from foundation.errors import InputError, TokenError
from tests.conversations.fake_engine import said, turn_of
from tests.conversations.house import House

pytestmark = pytest.mark.anyio


async def test_after_erasing_the_token_opens_nothing_and_the_engine_has_forgotten(house: House) -> None:
    opened = await house.say("xin chào")
    [message] = house.engine.messages
    await house.turns.erase(opened.token)
    assert house.forgotten_rows == [message.conversation]
    assert house.engine.forgotten == [message.conversation]
    for again in (
        house.say("hỏi", opened.token),
        house.turns.erase(opened.token),
        house.turns.rate(opened.token, opened.replies[0].id, useful=True, reason=None),
    ):
        with pytest.raises(TokenError) as refused:
            await again
        assert refused.value.hint


async def test_erasing_does_not_depend_on_the_engine(house: House) -> None:
    house.engine.deaf = True
    opened = await house.say("xin chào")
    await house.turns.erase(opened.token)
    assert len(house.forgotten_rows) == 1
    without = house.open_turns(None)
    other = await house.say("xin chào", turns=without)
    await without.erase(other.token)
    assert len(house.forgotten_rows) == 2


async def test_a_forged_token_erases_nothing(house: House) -> None:
    with pytest.raises(TokenError):
        await house.turns.erase("no such token")
    assert house.forgotten_rows == []


async def test_erasing_waits_for_the_turn_under_way(house: House) -> None:
    opened = await house.say("xin chào")
    under_way = asyncio.Event()

    async def answer(message: EngineMessage) -> EngineTurn:
        under_way.set()
        await asyncio.sleep(0.1)
        return turn_of(message, said("đáp"))

    house.engine.answer = answer
    asking = asyncio.create_task(house.say("hỏi", opened.token))
    await under_way.wait()
    await house.turns.erase(opened.token)
    assert asking.done()
    assert (await asking).replies[0].text == "đáp"


async def test_the_opening_of_an_erased_conversation_opens_a_new_one(house: House) -> None:
    opened = await house.say("hỏi", message_id="m1")
    await house.turns.erase(opened.token)
    again = await house.say("hỏi", message_id="m1")
    assert again.turn != opened.turn
    [first, second] = house.engine.messages
    assert first.conversation != second.conversation


async def rated(house: House, reason: str | None) -> str | None:
    opened = await house.say("hỏi")
    await house.turns.rate(opened.token, opened.replies[0].id, useful=False, reason=reason)
    with house.database.transaction() as session:
        [kept] = session.scalars(select(FeedbackRow))
        return kept.reason


@pytest.mark.parametrize("reason", [None, "", "  \n"])
async def test_a_rating_needs_no_reason(house: House, reason: str | None) -> None:
    assert await rated(house, reason) is None


async def test_a_reason_is_kept_without_personal_data(house: House) -> None:
    assert await rated(house, " gọi tôi 0912345678 nhé ") == "gọi tôi [số điện thoại] nhé"


async def test_an_endless_reason_is_cut_but_never_in_the_middle_of_personal_data(house: House) -> None:
    kept = await rated(house, "a" * 1990 + " 0912345678" + "b" * 5000)
    assert kept is not None
    assert len(kept) <= 2000
    assert "0912" not in kept


@pytest.mark.parametrize("sign", ["\0", "\ud800", "\x1b"])
async def test_a_reason_with_signs_that_no_database_keeps_is_kept_without_them(
    house: House, sign: str
) -> None:
    assert await rated(house, f"sai{sign} năm") == "sai năm"


async def test_only_ones_own_replies_can_be_rated(house: House) -> None:
    mine, other = await house.say("hỏi"), await house.say("chuyện khác")
    with pytest.raises(InputError):
        await house.turns.rate(mine.token, other.replies[0].id, useful=True, reason=None)
