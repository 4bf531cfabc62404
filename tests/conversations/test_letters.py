"""Letters: left once, claimed by one officer, answered into the conversation and by code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conversations import letters as letters_module
from conversations.channel_tables import OutboundRow
from conversations.letters import CONTACT_KEPT, Letters, LetterState, Wanted
from conversations.officer_tables import LetterRow
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from foundation.errors import ConflictError, InputError, MissingError, TokenError
from tests.conversations.house import House
from tests.conversations.post_office import PostOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
def letters(house: House) -> Letters:
    house.store.open("web", "c1")
    return house.desk.letters


def engine_id(house: House, conversation: str = "c1") -> str:
    return house.store.claim(conversation, "m0", "r1").engine_id


def left(house: House, text: str = "Hồ sơ bao giờ xong?", conversation: str = "c1") -> str:
    return house.desk.letters.leave(engine_id(house, conversation), "officer_question", text)


def test_a_letter_is_kept_under_its_code(letters: Letters, house: House) -> None:
    code = letters.leave(engine_id(house), "difficulty", "Không có mạng", "xã Hữu Lũng")
    letter = letters.find(code)
    assert (letter.kind, letter.text, letter.place) == ("difficulty", "Không có mạng", "xã Hữu Lũng")
    assert (letter.channel, letter.state, letter.officer) == ("web", LetterState.NEW, "")
    with pytest.raises(MissingError):
        letters.find("AAAAA-AAAA2")


def test_a_turn_that_is_run_again_leaves_its_letter_once(letters: Letters, house: House) -> None:
    codes = {letters.leave(engine_id(house), "feedback", "tốt", turn="t1") for _ in range(3)}
    assert len(codes) == 1
    assert len(letters.list(Wanted(), 10)) == 1


def test_a_code_that_is_taken_is_drawn_again(
    letters: Letters, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter(["AAAAA-AAAA2", "AAAAA-AAAA2", "BBBBB-BBBB2"])
    monkeypatch.setattr(letters_module, "new_letter_code", lambda: next(draws))
    assert [left(house) for _ in range(2)] == ["AAAAA-AAAA2", "BBBBB-BBBB2"]


def test_nobody_can_leave_a_letter_in_an_erased_conversation(letters: Letters, house: House) -> None:
    engine = engine_id(house)
    house.store.erase("c1")
    with pytest.raises(TokenError):
        letters.leave(engine, "feedback", "tốt")
    with pytest.raises(TokenError):
        letters.keep_contact(engine, "0912345678")


def test_two_officers_claim_at_once_and_one_is_told_who_was_faster(letters: Letters, house: House) -> None:
    code = left(house)

    def claim(officer: str) -> str:
        try:
            letters.claim(code, officer)
        except ConflictError as error:
            return error.message
        return ""

    with ThreadPoolExecutor(6) as officers:
        told = list(officers.map(claim, [f"can.bo{number}" for number in range(6)]))
    winner = letters.find(code).officer
    assert told.count("") == 1
    assert set(told) - {""} == {f"{winner} đã nhận câu hỏi này rồi."}


def test_what_beside_refuses_is_not_done(letters: Letters, house: House) -> None:
    code = left(house)

    def refuse(_session: Session) -> None:
        raise InputError("Nhật ký không ghi được.")

    with pytest.raises(InputError):
        letters.claim(code, "lan", refuse)
    assert letters.find(code).state is LetterState.NEW


def test_a_draft_stays_with_its_letter_from_officer_to_officer(letters: Letters, house: House) -> None:
    code = left(house)
    letters.claim(code, "lan")
    letters.save(code, "lan", "Chào anh,\r\nhồ sơ")
    letters.give_back(code, "lan")
    letters.claim(code, "minh")
    assert letters.find(code).draft == "Chào anh,\nhồ sơ"
    for meddle in (letters.give_back, letters.close):
        with pytest.raises(ConflictError, match="minh"):
            meddle(code, "lan")
    with pytest.raises(ConflictError, match="minh"):
        letters.save(code, "lan", "khác")


def test_a_letter_whose_officer_is_away_is_freed_for_others(letters: Letters, house: House) -> None:
    code = left(house)
    with pytest.raises(ConflictError, match="Chưa ai"):
        letters.give_back(code, "quan.tri", any_officer=True)
    letters.claim(code, "lan")
    letters.save(code, "lan", "Chào anh")
    letters.give_back(code, "quan.tri", any_officer=True)
    letters.claim(code, "minh")
    assert letters.find(code).draft == "Chào anh"
    letters.close(code, "minh")
    with pytest.raises(ConflictError, match="xong"):
        letters.give_back(code, "quan.tri", any_officer=True)


def test_an_answer_reaches_the_web_chat_and_its_code_once(letters: Letters, house: House) -> None:
    code = left(house)
    letters.claim(code, "lan")
    assert letters.answer(code, "lan", " Thứ Sáu ạ. ", house.desk.delivery) is True
    with pytest.raises(ConflictError, match="xong"):
        letters.answer(code, "lan", "Thứ Bảy", house.desk.delivery)
    letter = letters.find(code)
    assert (letter.state, letter.answer, letter.pushed) == (LetterState.ANSWERED, "Thứ Sáu ạ.", True)
    [message] = WebMessages(house.database, utc_now).after({"c1": 0})
    assert message.reply.text == f"Cán bộ trả lời mã {code}: Thứ Sáu ạ."


@pytest.mark.parametrize("answer", ["", " \n", "a" * 3001])
def test_what_is_no_answer_is_refused_and_the_letter_kept(
    letters: Letters, house: House, answer: str
) -> None:
    code = left(house)
    letters.claim(code, "lan")
    with pytest.raises(InputError):
        letters.answer(code, "lan", answer, house.desk.delivery)
    assert letters.find(code).state is LetterState.CLAIMED


def test_lists_show_what_waits_longest_first_and_page_without_gaps(letters: Letters, house: House) -> None:
    codes = [left(house, f"câu {number}") for number in range(7)]
    for code in codes[:2]:
        letters.claim(code, "lan")
    letters.claim(codes[2], "minh")
    letters.close(codes[2], "minh")
    waiting = Wanted(state=LetterState.NEW)
    shown: list[str] = []
    while page := letters.list(Wanted(state=LetterState.NEW, after=shown[-1] if shown else ""), 2):
        shown += [letter.code for letter in page]
    assert shown == codes[3:]
    assert letters.waiting() == len(letters.list(waiting, 10)) == 4
    mine = letters.list(Wanted(state=LetterState.CLAIMED, officer="lan"), 10)
    assert [letter.code for letter in mine] == codes[:2]
    assert [letter.code for letter in letters.list(Wanted(), 3)] == codes[:3:-1]
    everything = letters.list(Wanted(after=codes[4]), 10)
    assert [letter.code for letter in everything] == codes[3::-1]
    assert letters.list(Wanted(kind="feedback"), 10) == ()


# --- contacts -----------------------------------------------------------------------------------------------


def test_a_contact_is_sealed_and_shown_only_to_who_is_written_down(letters: Letters, house: House) -> None:
    code = left(house)
    assert letters.keep_contact(engine_id(house), "0912 345 678") == code
    with house.database.reading() as session:
        sealed = session.scalar(select(LetterRow.contact).where(LetterRow.code == code))
    assert sealed is not None
    assert b"0912" not in sealed
    assert letters.find(code).has_contact
    letters.claim(code, "lan")
    looked: list[str] = []
    assert letters.contact(code, "lan", lambda _session: looked.append("lan")) == "0912 345 678"
    assert looked == ["lan"]


def test_a_contact_is_for_who_answers_alone(letters: Letters, house: House) -> None:
    code = left(house)
    letters.keep_contact(engine_id(house), "0912 345 678")
    looked: list[str] = []

    def look(officer: str) -> str:
        return letters.contact(code, officer, lambda _session: looked.append(officer))

    with pytest.raises(ConflictError, match="Chỉ cán bộ trả lời"):
        look("lan")
    letters.claim(code, "lan")
    with pytest.raises(ConflictError, match="Chỉ cán bộ trả lời"):
        look("minh")
    letters.answer(code, "lan", "Rồi ạ.", house.desk.delivery)
    assert look("lan") == "0912 345 678"
    with pytest.raises(ConflictError, match="Chỉ cán bộ trả lời"):
        look("minh")
    assert looked == ["lan"]


def test_a_contact_belongs_to_the_question_just_left(letters: Letters, house: House) -> None:
    assert letters.keep_contact(engine_id(house), "0912345678") == ""
    first, second = left(house), left(house)
    letters.leave(engine_id(house), "feedback", "tốt")
    assert letters.keep_contact(engine_id(house), "0912345678") == second
    assert not letters.find(first).has_contact
    house.clock.now += timedelta(hours=1)
    assert letters.keep_contact(engine_id(house), "0912345678") == ""


def test_a_contact_is_forgotten_a_month_after_the_letter_is_settled(letters: Letters, house: House) -> None:
    codes = []
    for _ in range(2):
        codes.append(left(house))
        letters.keep_contact(engine_id(house), "0912345678")
    letters.claim(codes[0], "lan")
    letters.answer(codes[0], "lan", "Rồi ạ.", house.desk.delivery)
    house.clock.now += CONTACT_KEPT - timedelta(hours=1)
    letters.purge()
    assert letters.find(codes[0]).has_contact
    house.clock.now += timedelta(hours=2)
    letters.purge()
    assert [letters.find(code).has_contact for code in codes] == [False, True]
    with pytest.raises(MissingError):
        letters.contact(codes[0], "lan", lambda _session: None)


# --- messengers ---------------------------------------------------------------------------------------------


async def test_an_answer_goes_out_through_the_messenger_behind_what_waits_there(house: House) -> None:
    office = PostOffice(house)
    desk = office.desk
    async with office.open():
        await office.says("xin chào")
        lane = office.inbox.lane(office.channel.name, office.channel.account, "8840512345678901234")
        code = left(house, conversation=lane)
        desk.letters.claim(code, "lan")
        assert desk.letters.answer(code, "lan", "Thứ Sáu ạ.", desk.delivery) is True
        await office.idle()
        [chat] = office.channel.shown
        assert office.channel.shown[chat][-1] == f"Cán bộ trả lời mã {code}: Thứ Sáu ạ."
        assert office.channel.shown[chat].count(office.channel.shown[chat][-1]) == 1
        await office.says("cảm ơn")
    assert set(office.outbound()) == {"sent"}


@pytest.mark.parametrize("missing", ["connection", "window"])
async def test_where_one_may_not_write_any_more_the_answer_waits_under_its_code(
    house: House, missing: str
) -> None:
    office = PostOffice(house)
    connected = {} if missing == "connection" else {office.channel.name: office.channel}
    desk = house.open_desk(office.clock, connected)
    async with office.open():
        await office.says("xin chào")
    lane = office.inbox.lane(office.channel.name, office.channel.account, "8840512345678901234")
    code = left(house, conversation=lane)
    desk.letters.claim(code, "lan")
    if missing == "window":
        office.clock.move(days=8)
    assert desk.letters.answer(code, "lan", "Thứ Sáu ạ.", desk.delivery) is False
    letter = desk.letters.find(code)
    assert (letter.answer, letter.pushed) == ("Thứ Sáu ạ.", False)
    with house.database.reading() as session:
        assert session.scalar(select(OutboundRow.id).where(OutboundRow.state == "pending")) is None


def test_writing_by_ourselves_keeps_to_the_time_that_costs_nothing() -> None:
    from connectors.zalo_oa.connector import CAPABILITIES

    assert CAPABILITIES.free_window == timedelta(hours=48)
    assert CAPABILITIES.window == timedelta(days=7)


def test_a_letter_goes_with_its_conversation(letters: Letters, house: House) -> None:
    code = left(house)
    letters.keep_contact(engine_id(house), "0912345678")
    house.store.erase("c1")
    with pytest.raises(MissingError):
        letters.find(code)


def test_a_letter_of_an_earlier_version_can_still_be_answered(letters: Letters, house: House) -> None:
    code = left(house)
    with house.database.transaction() as session:
        session.execute(update(LetterRow).where(LetterRow.code == code).values(code="K7M2QX", turn=None))
    letters.claim("K7M2QX", "lan")
    assert letters.answer("K7M2QX", "lan", "Rồi ạ.", house.desk.delivery)
