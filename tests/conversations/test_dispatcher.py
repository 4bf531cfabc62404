"""The spine from a stored message to what the citizen is shown."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from conversations import welcome
from conversations.channel import Refusal, Refused, Unknown
from conversations.channel_tables import ContactRow, InboundRow
from conversations.event import EventKind
from conversations.lane_steps import Step
from conversations.lane_work import LaneWork
from foundation.sealing import Seal
from tests.conversations.fake_channel import BUSY
from tests.conversations.fake_engine import said
from tests.conversations.house import House
from tests.conversations.post_office import CHAT, PostOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
def office(house: House) -> PostOffice:
    return PostOffice(house)


async def test_a_message_is_answered_after_the_words_that_a_machine_answers(office: PostOffice) -> None:
    async with office.open():
        await office.says("Mục tiêu năm 2026?")
        await office.says("Còn năm 2027?")
    assert office.channel.shown[CHAT] == [
        f"{welcome.DISCLOSURE} {welcome.PRIVACY}",
        "máy: Mục tiêu năm 2026?",
        "máy: Còn năm 2027?",
    ]
    assert office.inbound() == [("done", ""), ("done", "")]
    assert office.outbound() == ["sent", "sent", "sent"]


async def test_an_event_that_comes_three_times_is_answered_once(office: PostOffice) -> None:
    event = office.event("Mục tiêu?")
    async with office.open():
        assert [office.arrives(event), office.arrives(event, event)] == [1, 0]
        await office.idle()
        assert office.arrives(event) == 0
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: Mục tiêu?"]


async def test_the_same_words_in_two_messages_are_answered_twice(office: PostOffice) -> None:
    async with office.open():
        await office.says("Mục tiêu?", key="1")
        await office.says("Mục tiêu?", key="2")
    assert office.channel.shown[CHAT][1:] == ["máy: Mục tiêu?"] * 2


async def test_each_chat_is_answered_in_order_while_chats_go_side_by_side(office: PostOffice) -> None:
    office.channel.slow = 0.02
    chats = [f"chat-{number}" for number in range(10)]
    office.arrives(*(office.event(f"câu {turn}", chat=chat) for turn in range(3) for chat in chats))
    async with office.open():
        await office.idle(20)
    for chat in chats:
        assert office.channel.shown[chat][1:] == ["máy: câu 0", "máy: câu 1", "máy: câu 2"]
    assert office.channel.most_at_once > 1


async def test_the_parts_of_a_reply_are_sent_one_after_another(office: PostOffice) -> None:
    office.channel.slow = 0.01
    office.house.engine.says(*(said(f"phần {number}") for number in range(4)))
    async with office.open():
        await office.says("Kể hết đi")
    assert office.channel.shown[CHAT][1:] == [f"phần {number}" for number in range(4)]


async def test_a_busy_platform_is_tried_again_and_order_is_kept(office: PostOffice) -> None:
    office.channel.results = [BUSY, BUSY]
    async with office.open():
        office.arrives(office.event("một"), office.event("hai"))
        for _ in range(3):
            await office.idle()
            office.clock.move(seconds=10)
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: một", "máy: hai"]
    assert office.channel.sends == 5


async def test_what_the_platform_asks_us_to_wait_is_waited(office: PostOffice) -> None:
    office.channel.results = [Refused(Refusal.BUSY, "429", retry_after=120.0)]
    async with office.open():
        await office.says("một")
        office.clock.move(seconds=100)
        await office.idle()
        assert office.channel.shown == {}
        office.clock.move(seconds=30)
        await office.idle()
    assert len(office.channel.shown[CHAT]) == 2


async def test_a_part_that_is_held_back_waits_for_its_turn_however_often(office: PostOffice) -> None:
    """To keep within a platform's limits; more often than a part is tried that a platform refuses."""
    office.channel.results = [Refused(Refusal.HELD, "pace", retry_after=1.0)] * 15
    async with office.open():
        office.arrives(office.event("một"), office.event("hai"))
        for _ in range(15):
            await office.idle()
            office.clock.move(seconds=1.3)
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: một", "máy: hai"]
    assert office.outbound() == ["sent", "sent", "sent"]
    assert office.switches.state("zalo_oa").trouble == ""


@pytest.mark.parametrize("result", [Unknown("ReadTimeout"), RuntimeError("a fault of ours")])
async def test_a_send_whose_fate_is_unknown_is_not_sent_again(
    office: PostOffice, result: Unknown | RuntimeError
) -> None:
    office.channel.results, office.channel.accepts_first = [result], True
    async with office.open():
        await office.says("Mục tiêu?")
        office.clock.move(hours=1)
        await office.idle()
    assert office.outbound() == ["uncertain", "sent"]
    assert len(office.channel.shown[CHAT]) == 2
    (letter,) = office.dead_letters.all("zalo_oa")
    assert letter.state == "uncertain"


@pytest.mark.parametrize("why", [Refusal.RECIPIENT, Refusal.WINDOW, Refusal.PART])
async def test_a_part_that_cannot_be_sent_takes_the_rest_of_its_reply_with_it(
    office: PostOffice, why: Refusal
) -> None:
    office.channel.results = [Refused(why, "-230")]
    async with office.open():
        await office.says("một")
        await office.says("hai")
    assert office.outbound() == ["failed", "failed", "sent"]
    assert [letter.code for letter in office.dead_letters.all("zalo_oa")] == ["earlier_part", "-230"]


async def test_dead_letters_are_sent_again_on_demand_with_the_rest_of_their_reply(office: PostOffice) -> None:
    office.channel.results = [Refused(Refusal.WINDOW, "-230")]
    async with office.open():
        await office.says("một")
        failed = office.dead_letters.all("zalo_oa")[-1]
        assert office.dead_letters.resend("zalo_oa", (failed.id,)) == 2
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: một"]
    assert office.dead_letters.all("zalo_oa") == []


async def test_an_uncertain_part_goes_out_again_only_where_it_is_named(office: PostOffice) -> None:
    office.channel.results = [Unknown("ReadTimeout")]
    async with office.open():
        await office.says("một")
        (letter,) = office.dead_letters.all("zalo_oa")
        assert office.dead_letters.resend("zalo_oa") == 0
        assert office.dead_letters.resend("zalo_oa", (letter.id,)) == 1
        await office.idle()
    assert office.outbound() == ["sent", "sent"]


async def test_an_account_that_stands_still_is_said_to_and_goes_on_once_it_is_mended(
    office: PostOffice,
) -> None:
    office.channel.results = [Refused(Refusal.CHANNEL, "-216")]
    async with office.open():
        await office.says("một")
        assert office.switches.state("zalo_oa").trouble == "-216"
        office.clock.move(minutes=6)
        await office.idle()
    assert office.switches.state("zalo_oa").trouble == ""
    assert office.outbound() == ["sent", "sent"]


async def test_a_number_stands_for_the_button_of_that_number(office: PostOffice) -> None:
    office.house.engine.says(
        said(
            "Anh/chị hỏi văn bản nào ạ?",
            outcome="clarify",
            buttons=[
                {"title": "57", "payload": "Nghị quyết 57"},
                {"title": "1169", "payload": "Quyết định 1169"},
            ],
        )
    )
    async with office.open():
        await office.says("Ai ký?")
        await office.says("2.")
        await office.says("7")
    assert [message.text for message in office.house.engine.messages] == ["Ai ký?", "Quyết định 1169", "7"]


async def test_a_pressed_button_is_acknowledged_and_means_what_it_said(office: PostOffice) -> None:
    office.house.engine.says(said("Chọn ạ", buttons=[{"title": "57", "payload": "Nghị quyết 57"}]))
    async with office.open():
        await office.says("Ai ký?")
        ((button, _),) = office.channel.buttons[CHAT]
        office.arrives(office.event(None, button=button, receipt="callback-7"))
        await office.idle()
    assert [message.text for message in office.house.engine.messages] == ["Ai ký?", "Nghị quyết 57"]
    assert office.channel.acknowledged == ["callback-7"]


async def test_a_button_of_somebody_else_is_turned_away_with_words(office: PostOffice) -> None:
    async with office.open():
        office.arrives(office.event(None, button="0" * 32))
        await office.idle()
    assert "Nút này không thuộc hội thoại" in office.channel.shown[CHAT][-1]
    assert office.house.engine.messages == []


async def test_opening_the_chat_is_greeted_once_and_its_first_questions_work(office: PostOffice) -> None:
    async with office.open():
        office.arrives(office.event(kind=EventKind.FIRST_CONTACT, key="follow"))
        office.arrives(office.event(kind=EventKind.FIRST_CONTACT, key="chat now"))
        await office.idle()
        await office.says("1")
    greeting, answer = office.channel.shown[CHAT]
    assert greeting.startswith(welcome.GREETING)
    assert answer == f"máy: {welcome.EXAMPLES[0]}"


async def test_a_picture_is_answered_with_what_can_be_read(office: PostOffice) -> None:
    async with office.open():
        office.arrives(office.event(kind=EventKind.UNREADABLE))
        await office.idle()
    assert office.channel.shown[CHAT][-1] == welcome.UNREADABLE


async def test_a_text_that_cannot_be_a_question_is_answered_with_the_reason(office: PostOffice) -> None:
    async with office.open():
        await office.says("x" * 2001)
        await office.says("???")
    assert "2001 ký tự" in office.channel.shown[CHAT][1]
    assert "chưa có chữ nào" in office.channel.shown[CHAT][2]


async def test_while_a_person_answers_the_bot_is_quiet_and_introduces_itself_afterwards(
    office: PostOffice,
) -> None:
    async with office.open():
        office.arrives(office.event("một"), office.event(kind=EventKind.TAKEN_OVER), office.event("hai"))
        await office.idle()
        assert office.channel.shown[CHAT][1:] == ["máy: một"]
        office.clock.move(minutes=61)
        await office.says("ba")
    assert office.channel.shown[CHAT][1:] == [
        "máy: một",
        f"{welcome.DISCLOSURE} {welcome.PRIVACY}",
        "máy: ba",
    ]
    assert office.inbound() == [("done", ""), ("done", "taken_over"), ("done", "quiet"), ("done", "")]


async def test_who_withdraws_is_forgotten_and_told_nothing(office: PostOffice) -> None:
    withdrawal = office.event(kind=EventKind.WITHDRAWN)
    async with office.open():
        await office.says("một")
        office.arrives(withdrawal)
        await office.idle()
        assert office.outbound() == []
        assert len(office.house.engine.forgotten) == 1
        assert office.arrives(withdrawal) == 0
        await office.says("tôi quay lại")
    assert len(office.channel.shown[CHAT]) == 4  # introduced anew


async def test_a_channel_that_is_switched_off_takes_and_gives_nothing(office: PostOffice) -> None:
    office.channel.results = [Refused(Refusal.BUSY, "429", retry_after=60.0)]
    async with office.open():
        await office.says("một")
        office.switches.turn("zalo_oa", on=False)
        await asyncio.sleep(1.1)  # every process looks once a second
        assert office.arrives(office.event("hai")) == 0
        office.clock.move(minutes=10)
        await asyncio.sleep(0.3)
        assert office.channel.shown == {}
        office.switches.turn("zalo_oa", on=True)
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: một"]
    assert office.inbound()[1] == ("refused", "off")


async def test_old_events_are_not_answered(office: PostOffice) -> None:
    event = office.event("một")
    office.clock.move(hours=3)
    assert office.arrives(event) == 0
    assert office.inbound() == [("refused", "stale")]


async def test_an_answer_that_takes_long_shows_that_somebody_writes(office: PostOffice) -> None:
    async with office.open():
        await office.says("một")
        assert office.channel.typed == []
        office.house.engine.sleeps(1.2)
        await office.says("hai")
    assert office.channel.typed == [CHAT]


async def test_a_message_that_breaks_us_each_time_is_given_up_and_the_next_is_answered(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conversations.dispatcher._PAUSE", 0.01)
    office.house.engine.fails(ZeroDivisionError())
    async with office.open():
        await office.says("một")
        office.house.engine.says(said("được"))
        await office.says("hai")
    assert office.inbound() == [("failed", "crashed"), ("done", "")]
    assert office.channel.shown[CHAT][-1] == "được"


async def test_a_payload_that_cannot_be_opened_costs_only_itself(office: PostOffice) -> None:
    office.arrives(office.event("một"), office.event("hai"), office.event("ba"))
    with office.house.database.transaction() as session:
        second = session.scalars(select(InboundRow).order_by(InboundRow.id)).all()[1]
        second.payload = Seal(["another secret, long gone by now"]).seal("{}")
    async with office.open():
        await office.idle()
    assert office.channel.shown[CHAT][1:] == ["máy: một", "máy: ba"]
    assert office.inbound() == [("done", ""), ("failed", "unreadable"), ("done", "")]


async def test_a_chat_whose_address_cannot_be_opened_stops_nobody_else(office: PostOffice) -> None:
    office.arrives(office.event("một"))
    with office.house.database.transaction() as session:
        session.scalars(select(ContactRow)).one().address = Seal(["a secret long gone"]).seal(CHAT)
    async with office.open():
        await office.says("hai", chat="other")
        assert office.channel.shown["other"][1:] == ["máy: hai"]
        assert office.inbound() == [("failed", "unreadable"), ("done", "")]
        await office.says("ba")
    assert office.channel.shown[CHAT][1:] == ["máy: ba"]


async def test_what_was_sent_is_written_down_though_the_next_step_breaks(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = LaneWork.step

    def broken(work: LaneWork, lane: str, done: Any = None, *, halt: bool = False) -> Step | None:
        if done is not None:
            raise ZeroDivisionError
        return whole(work, lane, done, halt=halt)

    with monkeypatch.context() as patch:
        patch.setattr(LaneWork, "step", broken)
        async with office.open():
            office.arrives(office.event(kind=EventKind.FIRST_CONTACT))
            await office.idle()
    assert office.outbound() == ["sent"]
    office.clock.move(minutes=1)
    async with office.open():
        await asyncio.sleep(0.2)
        await office.idle()
    assert len(office.channel.shown[CHAT]) == 1


async def test_ending_the_service_in_the_middle_leaves_nothing_uncertain(office: PostOffice) -> None:
    office.channel.slow = 0.01
    office.arrives(*(office.event("một", chat=f"chat-{number}") for number in range(40)))
    for _ in range(8):
        async with office.open():
            await asyncio.sleep(0.03)
    assert "uncertain" not in office.outbound()
    assert "sending" not in office.outbound()
    async with office.open():
        await office.idle()
    assert [len(shown) for shown in office.channel.shown.values()] == [2] * 40


async def test_an_officer_who_writes_does_not_open_the_time_in_which_one_may_answer(
    office: PostOffice,
) -> None:
    office.channel.results = [Unknown("ReadTimeout")]
    async with office.open():
        await office.says("một")
        (letter,) = office.dead_letters.all("zalo_oa")
        office.clock.move(days=8)
        office.arrives(office.event(kind=EventKind.TAKEN_OVER))
        await office.idle()
        sends = office.channel.sends
        office.dead_letters.resend("zalo_oa", (letter.id,))
        await office.idle()
    assert office.channel.sends == sends


async def test_after_the_time_in_which_one_may_answer_nothing_is_sent(office: PostOffice) -> None:
    office.channel.results = [Unknown("ReadTimeout")]
    async with office.open():
        await office.says("một")
        (letter,) = office.dead_letters.all("zalo_oa")
        office.clock.move(days=8)
        sends = office.channel.sends
        office.dead_letters.resend("zalo_oa", (letter.id,))
        await office.idle()
    assert office.channel.sends == sends
    assert [letter.code for letter in office.dead_letters.all("zalo_oa")] == ["window"]


async def test_a_notice_is_told_once_to_everyone_and_a_new_one_again(office: PostOffice) -> None:
    office.switches.announce(office.channel.name, "Nghỉ lễ 02/9.")
    async with office.open():
        await office.says("Một?")
        await office.says("Hai?")
        office.clock.move(seconds=1)
        office.switches.announce(office.channel.name, "Đã làm việc lại.")
        office.clock.move(seconds=1)
        await office.says("Ba?")
        office.switches.announce(office.channel.name, "")
        await office.says("Bốn?")
    assert office.channel.shown[CHAT] == [
        f"{welcome.DISCLOSURE} {welcome.PRIVACY}",
        "Nghỉ lễ 02/9.",
        "máy: Một?",
        "máy: Hai?",
        "Đã làm việc lại.",
        "máy: Ba?",
        "máy: Bốn?",
    ]
