"""Turns: who leads them, what the engine is told, and what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.conversation import Claim
from conversations.engine import EngineMessage, EngineTurn
from conversations.tables import TurnRow
from foundation.errors import EngineError, InputError, TokenError
from knowledge.context import Context, load_context
from knowledge.outcome import Outcome
from knowledge.release import build_release, live_id, switch_live
from tests.conversations.canned_answers import CITATION
from tests.conversations.fake_engine import said, turn_of
from tests.conversations.house import House
from tests.knowledge.samples import NOW, HashEncoder, two_sources

pytestmark = pytest.mark.anyio

LATER = NOW.replace(day=24)


def peek(house: House, token: str) -> Claim:
    """What the next turn of a conversation would begin with."""
    return house.store.claim(house.tokens.read(token), "a look from outside", "r")


def led_by(house: House, turn: str) -> str:
    with house.database.transaction() as session:
        return session.scalars(select(TurnRow.led_by).where(TurnRow.id == turn)).one()


async def test_the_engine_leads_and_its_replies_are_given_whole(house: House) -> None:
    house.engine.says(
        said(
            "Theo Nghị quyết…",
            outcome="answered",
            citations=[vars_of(CITATION)],
            buttons=[{"title": "Gặp cán bộ", "payload": "/ask_officer"}],
            context={"question": "mục tiêu", "year": 2026},
        ),
        said("Còn gì nữa không ạ?"),
    )
    result = await house.say("Mục tiêu?")
    first, second = result.replies
    assert (first.text, first.outcome, first.citations) == (
        "Theo Nghị quyết…",
        Outcome.ANSWERED,
        (CITATION,),
    )
    assert [(button.title, button.payload) for button in first.buttons] == [("Gặp cán bộ", "/ask_officer")]
    assert (second.text, second.outcome, second.citations) == ("Còn gì nữa không ạ?", Outcome.SMALL_TALK, ())
    assert led_by(house, result.turn) == "engine"
    assert house.answers.asked == []
    assert load_context(peek(house, result.token).context) == Context(question="mục tiêu", year=2026)


def vars_of(citation: object) -> dict[str, object]:
    return {name: getattr(citation, name) for name in citation.__slots__}  # type: ignore[attr-defined]


async def test_the_engine_is_told_the_turn_the_release_and_its_own_id(house: House) -> None:
    first = await house.say("xin chào")
    second = await house.say("cảm ơn", first.token)
    [one, two] = house.engine.messages
    assert (one.message_id, two.message_id) == (first.turn, second.turn)
    assert (one.text, one.intent) == ("xin chào", None)
    assert one.metadata == {"release": live_id(house.releases), "turn": first.turn}
    assert one.conversation == two.conversation
    assert one.conversation != house.tokens.read(first.token)


@pytest.mark.parametrize(("outcome", "kept"), [("not_found", True), ("answered", True), ("form", False)])
async def test_questions_are_kept_without_personal_data_but_nothing_said_in_a_form(
    house: House, outcome: str, kept: bool
) -> None:
    house.engine.says(said("…", outcome=outcome))
    result = await house.say("Số 0912 345 678 có được hỗ trợ không?")
    with house.database.reading() as session:
        question = session.scalars(select(TurnRow.question).where(TurnRow.id == result.turn)).one()
    assert question == ("Số [số điện thoại] có được hỗ trợ không?" if kept else None)


async def test_replies_without_a_context_leave_it_as_it_was(house: House) -> None:
    house.engine.says(said("đáp", context={"question": "mục tiêu", "year": 2026}))
    first = await house.say("Mục tiêu 2026?")
    house.engine.says(said("Dạ, không có gì ạ."))
    second = await house.say("cảm ơn", first.token)
    assert load_context(peek(house, second.token).context) == Context(question="mục tiêu", year=2026)


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_every_outcome_of_the_engine_is_kept(house: House, outcome: Outcome) -> None:
    house.engine.says(said("đáp", outcome=outcome.value))
    result = await house.say("hỏi")
    assert result.replies[0].outcome is outcome


async def down(_message: EngineMessage) -> EngineTurn:
    raise EngineError("Engine did not answer: ConnectError.")


async def late(message: EngineMessage) -> EngineTurn:
    raise TimeoutError


async def silent(message: EngineMessage) -> EngineTurn:
    return turn_of(message)


@pytest.mark.parametrize("trouble", [down, late, silent])
async def test_while_the_engine_fails_knowledge_answers_with_the_same_context(
    house: House, trouble: object
) -> None:
    house.engine.says(said("đáp", context={"question": "mục tiêu", "year": 2026}))
    first = await house.say("Mục tiêu 2026?")
    house.engine.answer = trouble  # type: ignore[assignment]
    second = await house.say("còn năm 2027?", first.token)
    release, text, context, _ = house.answers.asked[0]
    assert (release, text) == (live_id(house.releases), "còn năm 2027?")
    assert context == Context(question="mục tiêu", year=2026)
    assert [reply.text for reply in second.replies] == [f"{release}: còn năm 2027?"]
    assert second.replies[0].citations == (CITATION,)
    assert led_by(house, second.turn) == "fallback"
    house.engine.says(said("đáp"))
    third = await house.say("hỏi tiếp", second.token)
    assert load_context(peek(house, third.token).context) == Context(question="còn năm 2027?", year=2026)


async def test_without_an_engine_knowledge_answers_alone(house: House) -> None:
    result = await house.say("hỏi", turns=house.open_turns(None))
    assert result.replies[0].outcome is Outcome.ANSWERED
    assert house.engine.messages == []


async def test_a_late_reply_is_dropped(house: House) -> None:
    house.engine.sleeps(5)
    turns = house.open_turns(house.engine, deadline=0.05)
    result = await house.say("hỏi", message_id="m1", turns=turns)
    assert len(house.engine.messages) == 1
    assert [reply.outcome for reply in result.replies] == [Outcome.ANSWERED]
    again = await house.say("hỏi", result.token, message_id="m1", turns=turns)
    assert again.replies == result.replies


async def test_where_knowledge_fails_too_the_citizen_is_told_so(house: House) -> None:
    house.answers.error = EngineError("broken")
    house.engine.answer = down
    result = await house.say("hỏi")
    assert [reply.outcome for reply in result.replies] == [Outcome.UNAVAILABLE]
    house.answers.error = None
    assert (await house.say("hỏi lại", result.token)).replies[0].outcome is Outcome.ANSWERED


async def test_a_refusal_offers_an_officer_with_and_without_the_engine(house: House) -> None:
    house.engine.answer = down
    refused = (await house.say("cách nấu phở")).replies[0]
    assert refused.outcome is Outcome.NOT_FOUND
    assert [(button.title, button.payload) for button in refused.buttons] == [("Gặp cán bộ", "/ask_officer")]
    assert (await house.say("mục tiêu")).replies[0].buttons == ()


async def test_a_button_with_an_intent_reaches_the_engine_as_an_intent(house: House) -> None:
    house.engine.says(said("?", buttons=[{"title": "Gặp cán bộ", "payload": "/ask_officer"}]))
    asked = await house.say("hỏi")
    await house.say(button=asked.replies[0].buttons[0].id, token=asked.token)
    last = house.engine.messages[-1]
    assert (last.text, last.intent) == (None, "ask_officer")


async def test_a_button_with_a_question_is_that_question(house: House) -> None:
    house.engine.says(said("?", buttons=[{"title": "Kinh phí", "payload": "Kinh phí lấy từ đâu?"}]))
    asked = await house.say("xin chào")
    house.engine.answer = down
    answered = await house.say(button=asked.replies[0].buttons[0].id, token=asked.token)
    assert house.engine.messages[-1].text == "Kinh phí lấy từ đâu?"
    assert answered.replies[0].text.endswith("Kinh phí lấy từ đâu?")


async def test_what_only_the_engine_can_do_is_unavailable_while_it_is_down(house: House) -> None:
    house.engine.says(said("?", buttons=[{"title": "Gặp cán bộ", "payload": "/ask_officer"}]))
    asked = await house.say("hỏi")
    house.engine.answer = down
    [reply] = (await house.say(button=asked.replies[0].buttons[0].id, token=asked.token)).replies
    assert reply.outcome is Outcome.UNAVAILABLE
    assert house.answers.asked == []


@pytest.mark.parametrize("typed", ["/restart", '/ask_officer{"officer_question": "x"}', "/"])
async def test_a_command_that_a_citizen_types_is_text(house: House, typed: str) -> None:
    await house.say(typed + " a")
    assert (house.engine.messages[0].text, house.engine.messages[0].intent) == (typed + " a", None)


async def test_a_button_of_another_conversation_is_refused(house: House) -> None:
    house.engine.says(said("?", buttons=[{"title": "Gặp cán bộ", "payload": "/ask_officer"}]))
    mine = await house.say("hỏi")
    other = await house.say("chuyện khác")
    button = mine.replies[0].buttons[0].id
    for token in (other.token, None):
        with pytest.raises(InputError) as refused:
            await house.say(button=button, token=token)
        assert refused.value.hint
    assert len(house.engine.messages) == 2


PRIVATE = {
    "079123456789": "Căn cước của tôi là 079123456789, tôi cần làm gì?",
    "0912345678": "Gọi cho tôi theo số 0912345678 nhé",
    "an.nguyen@example.vn": "Thư của tôi: an.nguyen@example.vn",
}


@pytest.mark.parametrize("datum", PRIVATE)
async def test_personal_data_reaches_neither_the_engine_nor_the_context(house: House, datum: str) -> None:
    first = await house.say(PRIVATE[datum])
    assert datum not in (house.engine.messages[0].text or "")
    house.engine.answer = down
    second = await house.say(PRIVATE[datum], first.token)
    assert datum not in house.answers.asked[0][1]
    assert datum not in str(peek(house, second.token).context)
    assert datum not in second.replies[0].text


async def test_a_turn_sees_one_release_although_another_goes_live_meanwhile(
    house: House, tmp_path: Path
) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(house.releases, folder)
    own = House(house.database, folder)
    before = own.library.release.id
    later = build_release(folder, two_sources(), HashEncoder(), LATER)

    async def publish_and_fail(message: EngineMessage) -> EngineTurn:
        switch_live(folder, later.id)
        assert own.library.refresh()
        assert own.library.at(message.metadata["release"]).id == before
        raise EngineError("down")

    own.engine.answer = publish_and_fail
    during = await own.say("hỏi")
    assert during.replies[0].text == f"{before}: hỏi"
    own.engine.answer = down
    after = await own.say("hỏi", during.token)
    assert after.replies[0].text == f"{later.id}: hỏi"


async def test_a_forged_token_opens_nothing(house: House) -> None:
    with pytest.raises(TokenError):
        await house.say("hỏi", "no such token")
    assert house.engine.messages == []


async def test_every_turn_gives_a_token_that_goes_on(house: House) -> None:
    first = await house.say("một")
    second = await house.say("hai", first.token)
    assert house.tokens.read(first.token) == house.tokens.read(second.token)


@pytest.mark.parametrize(
    ("cry", "number"),
    [
        ("Cháy nhà rồi, cứu với!", "114"),
        ("cuu toi voi co trom", "113"),
        ("goi cap cuu giup voi tai nan", "115"),
    ],
)
async def test_a_cry_for_help_gets_its_number_first_though_the_engine_is_down(
    house: House, cry: str, number: str
) -> None:
    house.engine.answer = down
    [reply] = (await house.say(cry)).replies
    assert reply.text.startswith(number)
    assert (reply.outcome, reply.citations, reply.buttons) == (Outcome.HANDOVER, (), ())
