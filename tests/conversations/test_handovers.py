"""Hand-overs: while an officer leads a conversation the bot says nothing, and nothing is lost or said twice."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conversations.engine import EngineMessage, EngineTurn
from conversations.event import EventKind
from conversations.exchange import Author
from conversations.handovers import EXCHANGE_KEPT, PATIENCE, SILENCE, Handover, Handovers, Standing
from conversations.officer_tables import ExchangeRow
from conversations.tables import TurnRow
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from foundation.errors import ConflictError, InputError, MissingError, TokenError
from tests.conversations.fake_engine import turn_of
from tests.conversations.house import House
from tests.conversations.post_office import CHAT, PostOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
def handovers(house: House) -> Handovers:
    return house.desk.handovers


def conversation_of(house: House, token: str) -> str:
    return house.tokens.read(token)


def engine_id(house: House, conversation: str) -> str:
    return house.store.claim(conversation, "m0", "r1").engine_id


async def waiting(house: House) -> tuple[str, Handover]:
    """The token of a web conversation that waits for an officer, and its hand-over."""
    token = (await house.say("xin chào")).token
    house.desk.handovers.ask(engine_id(house, conversation_of(house, token)))
    [handover] = house.desk.handovers.live()
    return token, handover


def lines(handovers: Handovers, number: int) -> list[tuple[str, str]]:
    return [(line.author.value, line.text) for line in handovers.find(number)[1]]


def pushed(house: House, token: str) -> list[str]:
    messages = WebMessages(house.database, utc_now).after({conversation_of(house, token): 0})
    return [message.reply.text for message in messages]


async def test_while_a_citizen_waits_the_bot_goes_on_and_officers_read_along(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    house.engine.says({"text": "Trả lời.", "outcome": "answered"})
    assert len((await house.say("mục tiêu? gọi tôi số 0912345678", token)).replies) == 1
    assert lines(handovers, handover.id) == [
        ("citizen", "mục tiêu? gọi tôi số [số điện thoại]"),
        ("bot", "Trả lời."),
    ]


async def test_once_it_is_taken_over_the_bot_says_nothing_until_it_ends(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    before = len(house.engine.messages)
    for text in ("chào chị", "hồ sơ của tôi đâu"):
        said = await house.say(text, token, message_id=text)
        assert said.replies == ()
        again = await house.say(text, token, message_id=text)
        assert (again.turn, again.replies) == (said.turn, ())
    assert len(house.engine.messages) == before
    assert handovers.say(handover.id, "lan", " Đang xử lý ạ. ", "k1")
    handovers.end(handover.id, "lan")
    assert len((await house.say("mục tiêu năm 2026", token)).replies) == 1
    assert [(author, text) for author, text in lines(handovers, handover.id) if author != "bot"] == [
        ("citizen", "chào chị"),
        ("citizen", "hồ sơ của tôi đâu"),
        ("officer", "Đang xử lý ạ."),
    ]
    entered, said_by_officer, back = pushed(house, token)
    assert "Cán bộ đã vào" in entered
    assert said_by_officer == "Đang xử lý ạ."
    assert "trợ lý tự động" in back


async def test_with_the_engine_down_the_bot_is_silent_just_the_same(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    assert (await house.say("mục tiêu?", token, turns=house.open_turns(None))).replies == ()


async def test_an_answer_that_is_under_way_when_an_officer_comes_is_not_given(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    thinking, go_on = asyncio.Event(), asyncio.Event()

    async def answer(message: EngineMessage) -> EngineTurn:
        thinking.set()
        await go_on.wait()
        return turn_of(message, {"text": "Muộn rồi.", "outcome": "answered"})

    house.engine.answer = answer
    turn = asyncio.create_task(house.say("hỏi", token))
    await thinking.wait()
    await asyncio.to_thread(handovers.take, handover.id, "lan")
    go_on.set()
    assert (await turn).replies == ()
    assert ("citizen", "hỏi") in lines(handovers, handover.id)
    assert ("bot", "Muộn rồi.") not in lines(handovers, handover.id)


async def test_what_is_asked_in_the_moment_an_officer_leaves_is_answered_by_the_bot(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    conversation = conversation_of(house, token)
    handovers.take(handover.id, "lan")
    claim = house.store.claim(conversation, "m9", house.library.release.id)
    assert claim.taken
    handovers.end(handover.id, "lan")
    house.store.claim = lambda *_given: claim  # type: ignore[method-assign] # what was read before it ended
    said = await house.say("mục tiêu?", token, message_id="m9")
    assert len(said.replies) == 1


async def test_a_cry_for_help_gets_its_number_even_then(house: House, handovers: Handovers) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    [reply] = (await house.say("cháy nhà rồi cứu với", token)).replies
    assert reply.text.startswith("114")
    assert lines(handovers, handover.id)[-2:] == [("citizen", "cháy nhà rồi cứu với"), ("bot", reply.text)]


async def test_a_button_pressed_during_a_talk_is_shown_to_the_officer(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    offered = {
        "text": "?",
        "outcome": "not_found",
        "buttons": [{"title": "Gặp cán bộ", "payload": "/ask_officer"}],
    }
    house.engine.says(offered)
    [reply] = (await house.say("phở", token)).replies
    handovers.take(handover.id, "lan")
    assert (await house.say(None, token, button=reply.buttons[0].id)).replies == ()
    assert lines(handovers, handover.id)[-1] == ("citizen", "Gặp cán bộ")


async def test_of_officers_who_take_it_at_once_one_leads(house: House, handovers: Handovers) -> None:
    _, handover = await waiting(house)

    def take(officer: str) -> str:
        try:
            handovers.take(handover.id, officer)
        except ConflictError as error:
            return error.message
        return ""

    with ThreadPoolExecutor(6) as officers:
        told = list(officers.map(take, [f"can.bo{number}" for number in range(6)]))
    [leader] = [one.officer for one in handovers.live()]
    assert told.count("") == 1
    assert set(told) - {""} == {f"{leader} đã nhận cuộc trao đổi này rồi."}
    for meddle in (
        lambda: handovers.say(handover.id, "khac", "x", "k"),
        lambda: handovers.end(handover.id, "khac"),
        lambda: handovers.save(handover.id, "khac", "x"),
    ):
        with pytest.raises(ConflictError, match=leader):
            meddle()
    handovers.end(handover.id, "quan.tri", any_officer=True)
    assert handovers.live() == ()


async def test_a_form_that_is_sent_twice_says_it_once(house: House, handovers: Handovers) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    handovers.save(handover.id, "lan", "đang viết")
    assert handovers.find(handover.id)[0].draft == "đang viết"
    noted: list[str] = []
    for _ in range(2):
        handovers.say(handover.id, "lan", "Một lần.", "k1", lambda _session: noted.append("x"))
    assert pushed(house, token).count("Một lần.") == 1
    assert noted == ["x"]
    assert handovers.find(handover.id)[0].draft == ""
    for nothing in ("", "a" * 1501):
        with pytest.raises(InputError):
            handovers.say(handover.id, "lan", nothing, "k2")


async def test_a_citizen_waits_once_and_may_stop_waiting(house: House, handovers: Handovers) -> None:
    token, handover = await waiting(house)
    engine = engine_id(house, conversation_of(house, token))
    handovers.ask(engine)
    assert [one.id for one in handovers.live()] == [handover.id]
    assert handovers.standing(engine) is Standing.WAITING
    handovers.withdraw(engine)
    assert handovers.live() == ()
    assert handovers.standing(engine) is Standing.NONE
    handovers.ask(engine)
    [again] = handovers.live()
    handovers.take(again.id, "lan")
    handovers.withdraw(engine)  # an officer is there: they end it
    assert [one.officer for one in handovers.live()] == ["lan"]


def test_nobody_waits_in_a_conversation_that_was_erased(house: House, handovers: Handovers) -> None:
    house.store.open("web", "c1")
    engine = engine_id(house, "c1")
    handovers.ask(engine)
    [handover] = handovers.live()
    house.store.erase("c1")
    with pytest.raises(TokenError):
        handovers.ask(engine)
    with pytest.raises(MissingError):
        handovers.take(handover.id, "lan")
    handovers.withdraw(engine)
    assert handovers.standing(engine) is Standing.NONE


# --- by the clock -------------------------------------------------------------------------------------------


async def test_whom_nobody_answers_is_told_so_and_not_made_to_wait_again_at_once(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    engine = engine_id(house, conversation_of(house, token))
    house.clock.now += PATIENCE - timedelta(minutes=1)
    handovers.sweep()
    assert handovers.live()
    house.clock.now += timedelta(minutes=2)
    for _ in range(2):
        handovers.sweep()
    assert handovers.live() == ()
    assert ["đang bận" in text for text in pushed(house, token)] == [True]
    assert handovers.standing(engine) is Standing.MISSED
    house.clock.now += timedelta(hours=1)
    assert handovers.standing(engine) is Standing.NONE
    with pytest.raises(ConflictError, match="kết thúc"):
        handovers.take(handover.id, "lan")


async def test_citizens_may_erase_in_the_moment_in_which_their_wait_is_over(
    house: House, handovers: Handovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _ = await waiting(house)
    other = (await house.say("xin chào")).token
    handovers.ask(engine_id(house, conversation_of(house, other)))
    house.clock.now += PATIENCE + timedelta(minutes=1)
    transaction = house.database.transaction

    def erase_first() -> AbstractContextManager[Session]:
        monkeypatch.undo()
        house.store.erase(conversation_of(house, token))
        return transaction()

    monkeypatch.setattr(house.database, "transaction", erase_first)
    handovers.sweep()
    assert handovers.live() == ()
    assert ["đang bận" in text for text in pushed(house, other)] == [True]


async def test_an_officer_who_has_gone_does_not_keep_the_bot_silent(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    house.clock.now += SILENCE - timedelta(minutes=1)
    handovers.say(handover.id, "lan", "Đợi tôi một lát.", "k1")
    house.clock.now += SILENCE - timedelta(minutes=1)
    handovers.sweep()
    assert handovers.live()
    house.clock.now += timedelta(minutes=2)
    handovers.sweep()
    assert handovers.live() == ()
    assert "bị ngắt" in pushed(house, token)[-1]
    assert len((await house.say("mục tiêu?", token)).replies) == 1


async def test_what_was_said_is_forgotten_after_two_weeks(house: House, handovers: Handovers) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    await house.say("chuyện riêng", token)
    handovers.end(handover.id, "lan")
    house.clock.now += EXCHANGE_KEPT - timedelta(hours=1)
    handovers.purge()
    assert ("citizen", "chuyện riêng") in lines(handovers, handover.id)
    house.clock.now += timedelta(hours=2)
    handovers.purge()
    assert lines(handovers, handover.id) == []


async def test_outside_of_hand_overs_nothing_that_citizens_write_is_kept(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    handovers.end(handover.id, "lan", any_officer=True)
    await house.say("chuyện riêng", token)
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ExchangeRow)) == 1  # that it ended


# --- messengers ---------------------------------------------------------------------------------------------


async def test_on_a_messenger_too_the_officer_speaks_and_the_bot_does_not(house: House) -> None:
    office = PostOffice(house)
    handovers = office.desk.handovers
    async with office.open():
        await office.says("xin chào")
        lane = office.inbox.lane(office.channel.name, office.channel.account, CHAT)
        handovers.ask(engine_id(house, lane))
        [handover] = handovers.live()
        handovers.take(handover.id, "lan")
        await office.idle()
        seen = len(office.channel.shown[CHAT])
        await office.says("chào chị")
        office.arrives(office.event(None, kind=EventKind.UNREADABLE, key="picture"))
        office.arrives(office.event("👍", key="thumb"))
        office.arrives(office.event(None, kind=EventKind.FIRST_CONTACT, key="opened"))
        await office.idle()
        assert len(office.channel.shown[CHAT]) == seen
        handovers.say(handover.id, "lan", "Tôi nghe đây.", "k1")
        await office.idle()
        assert office.channel.shown[CHAT][seen:] == ["Tôi nghe đây."]
        office.arrives(office.event(None, kind=EventKind.RATE_LIMITED, key="flood"))
        await office.idle()
        assert "quá nhanh" in office.channel.shown[CHAT][-1]
        handovers.end(handover.id, "lan")
        await office.says("mục tiêu?")
    assert "kết thúc" in office.channel.shown[CHAT][-2]
    assert [text for author, text in lines(handovers, handover.id) if author == Author.CITIZEN] == [
        "chào chị",
        "[hình ảnh, âm thanh hoặc tệp]",
        "👍",
    ]
    assert {state for state, _ in office.inbound()} == {"done"}
    assert set(office.outbound()) == {"sent"}


async def test_a_burst_of_both_sides_is_neither_lost_nor_doubled(house: House) -> None:
    office = PostOffice(house)
    handovers = office.desk.handovers
    async with office.open():
        await office.says("xin chào")
        lane = office.inbox.lane(office.channel.name, office.channel.account, CHAT)
        handovers.ask(engine_id(house, lane))
        [handover] = handovers.live()
        handovers.take(handover.id, "lan")

        def speak(number: int) -> None:
            handovers.say(handover.id, "lan", f"cán bộ {number}", f"k{number}")

        for number in range(12):
            office.arrives(office.event(f"dân {number}", key=f"e{number}"))
            await asyncio.to_thread(speak, number)
        await office.idle()
    shown = [text for text in office.channel.shown[CHAT] if text.startswith("cán bộ")]
    assert shown == [f"cán bộ {number}" for number in range(12)]
    said = [text for author, text in lines(handovers, handover.id) if author == Author.CITIZEN]
    assert said == [f"dân {number}" for number in range(12)]


async def test_a_silent_turn_is_kept_as_a_hand_over_without_what_was_said(
    house: House, handovers: Handovers
) -> None:
    token, handover = await waiting(house)
    handovers.take(handover.id, "lan")
    said = await house.say("chuyện riêng", token)
    with house.database.reading() as session:
        turn = session.get_one(TurnRow, said.turn)
    assert (turn.outcome, turn.led_by, turn.question, turn.replies) == ("handover", "officer", None, [])
    assert house.store.latest_buttons(conversation_of(house, token)) == ()
