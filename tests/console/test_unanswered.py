"""The inbox: what citizens did not get answered, grouped, ranked, given out, answered, laid aside, and back again."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from console.console import Console
from console.roles import Role
from console.unanswered.groups import Group, State, Wanted
from console.unanswered.tables import GroupRow
from console.unanswered.tidying import tidy
from conversations.tables import TurnRow
from foundation.database import Database
from knowledge.outcome import Outcome
from tests.console.asked import Citizens
from tests.console.conftest import Browser, Clock, Office, console_over
from tests.console.newsroom import ANSWERS, INBOX, MARKET, Newsroom, open_newsroom
from tests.conversations.house import blank_database

pytestmark = pytest.mark.slow  # many short ones, each over both kinds of database: half a minute together

PARKING = "Chợ đêm gửi xe máy ở chỗ nào vậy ạ?"
PARKING_PLAIN = "cho dem gui xe may o cho nao vay"
TOILET = "Chợ đêm có nhà vệ sinh công cộng không?"

TREES = "Tỉnh sẽ trồng thêm bao nhiêu cây hoa đào hai bên bờ sông để người dân và du khách đi dạo ngắm hoa vào mùa xuân"


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Newsroom:
    return open_newsroom(blank_database(tmp_path / "room.sqlite"), clock, tmp_path)


@pytest.fixture
def either(database: Database, tmp_path: Path, clock: Clock) -> Newsroom:
    """The newsroom over a database of each kind."""
    return open_newsroom(database, clock, tmp_path)


def groups(room: Newsroom, state: State = State.OPEN) -> list[Group]:
    room.group()
    return room.console.groups.page(Wanted(state))[0]


def inbox(browser: Browser, query: str = "") -> str:
    return html.unescape(browser.get(f"{INBOX}{query}").text)


def fields(browser: Browser, number: int) -> dict[str, str]:
    found = re.search(r'name="ban" value="(\d+)"', browser.get(f"{INBOX}/{number}").text)
    assert found
    return {"ban": found[1]}


def test_the_same_question_in_other_letters_is_one_group_and_another_matter_is_another(
    either: Newsroom,
) -> None:
    citizens = either.citizens()
    citizens.ask(PARKING)
    citizens.ask(PARKING_PLAIN, Outcome.OUT_OF_SCOPE)
    citizens.ask(PARKING.upper())
    citizens.ask(TOILET)
    first, second = groups(either)
    assert (first.question, first.questions) == (PARKING, 3)
    assert dict(first.causes) == {"not_found": 2, "out_of_scope": 1}
    assert (second.question, second.questions) == (TOILET, 1)


def test_who_names_another_year_asks_for_something_else(room: Newsroom) -> None:
    for year in (2029, 2029, 2031):
        room.citizens().ask(f"Năm {year} tỉnh trồng bao nhiêu cây hoa đào dọc sông Kỳ Cùng?")
    assert [group.questions for group in groups(room)] == [2, 1]


@pytest.mark.parametrize(
    "outcome", [Outcome.ANSWERED, Outcome.SMALL_TALK, Outcome.BLOCKED, Outcome.EXPIRED_SOURCE]
)
def test_what_was_answered_or_needs_no_answer_is_not_there(room: Newsroom, outcome: Outcome) -> None:
    room.citizens().ask(PARKING, outcome)
    room.citizens().ask(None, Outcome.NOT_FOUND)
    assert groups(room) == []


def test_an_answer_that_was_of_no_use_is_there(either: Newsroom) -> None:
    either.citizens().ask(PARKING, Outcome.ANSWERED, useful=True)
    either.citizens().ask(TOILET, Outcome.ANSWERED, useful=False)
    either.citizens().ask(TOILET, Outcome.NOT_FOUND, useful=False)
    [group] = groups(either)
    assert group.question == TOILET
    assert dict(group.causes) == {"not_found": 1, "not_useful": 1}
    assert groups(either) == [group]


def test_who_was_asked_back_and_went_away_is_there_after_half_an_hour(either: Newsroom) -> None:
    citizens = either.citizens()
    citizens.ask(PARKING, Outcome.CLARIFY)
    chose = citizens.ask(TOILET, Outcome.CLARIFY)
    either.clock.pass_by(minutes=1)
    citizens.ask("Nhà vệ sinh ở phường Đông Kinh", Outcome.ANSWERED, conversation=chose)
    assert groups(either) == []
    either.clock.pass_by(minutes=30)
    [group] = groups(either)
    assert (group.question, dict(group.causes)) == (PARKING, {"unclear": 1})


def test_what_was_asked_often_and_lately_stands_above(room: Newsroom) -> None:
    citizens = room.citizens()
    for _ in range(3):
        citizens.ask("Chợ đêm bán những món gì ngon?", days_ago=60)
    for _ in range(2):
        citizens.ask(TOILET, days_ago=1)
    citizens.ask(PARKING)
    assert [(group.question, round(group.heat, 2)) for group in groups(room)] == [
        (TOILET, 1.9),
        (PARKING, 1.0),
        ("Chợ đêm bán những món gì ngon?", 0.15),
    ]
    room.clock.pass_by(days=14)
    assert [round(group.heat, 2) for group in groups(room)] == [0.95, 0.5, 0.08]


def test_a_turn_that_is_committed_late_is_not_missed(room: Newsroom) -> None:
    room.citizens().ask(PARKING)
    assert len(groups(room)) == 1
    room.clock.pass_by(seconds=90)
    room.citizens().ask(TOILET, days_ago=80 / 86400)
    assert len(groups(room)) == 2


def test_two_processes_group_each_question_once_and_alike(either: Newsroom, tmp_path: Path) -> None:
    other = Newsroom(
        either.database,
        either.clock,
        open_newsroom_again(either, tmp_path),
        folder=tmp_path,
    )
    for room, question in ((either, PARKING), (other, PARKING_PLAIN + " a"), (either, PARKING + " ạ")):
        either.citizens().ask(question)
        room.console.grouping.step(50)
    either.console.grouping.step(50)
    [group] = groups(other)
    assert group.questions == 3


def open_newsroom_again(room: Newsroom, folder: Path) -> Console:
    from tests.knowledge.samples import HashEncoder

    return console_over(room.database, room.clock, folder, HashEncoder())


def test_an_unanswered_question_becomes_an_answer_in_one_step(either: Newsroom) -> None:
    either.citizens().ask("Chợ đêm ngày rằm mở cửa đến mấy giờ?")
    either.citizens().ask("chợ đêm ngày rằm mở cửa đến mấy giờ vậy")
    [group] = groups(either)
    browser = either.signed_in()
    form = html.unescape(browser.get(f"{ANSWERS}/moi?nhom={group.number}").text)
    assert "Chợ đêm ngày rằm mở cửa đến mấy giờ?" in form
    assert 'name="trich:cho-dem#-1' in form
    wordings = "Chợ đêm ngày rằm mở cửa đến mấy giờ?\nchợ đêm ngày rằm mở cửa đến mấy giờ vậy"
    kept = browser.fill(f"{ANSWERS}/moi", MARKET | {"cau-hoi": wordings} | {"nhom": str(group.number)})
    assert kept.status_code == 303
    assert groups(either) == []
    [answered] = groups(either, State.ANSWERED)
    assert answered.answer == "cho-dem-ngay-ram-mo-cua-den-may-gio"
    assert answered.answer in inbox(browser, "?trang-thai=answered")
    assert either.actions()[-2:] == ["questions_answered", "curated_added"]


def test_its_wordings_can_be_taken_into_an_answer_that_there_is(room: Newsroom) -> None:
    browser = room.signed_in()
    browser.fill(f"{ANSWERS}/moi", MARKET)
    room.citizens().ask("Chợ đêm mở tới khuya không vậy?")
    [group] = groups(room)
    shown = browser.get(f"{INBOX}/{group.number}").text
    [place] = re.findall(rf'href="({ANSWERS}/[^"]+/sua\?nhom=\d+)"', shown)
    form = html.unescape(browser.get(place).text)
    assert "Mấy giờ chợ đêm mở cửa?\nChợ đêm mở tới khuya không vậy?" in form
    assert f'name="nhom" value="{group.number}"' in form


def test_an_answered_group_comes_back_where_the_release_with_its_answer_does_not_help(
    either: Newsroom,
) -> None:
    either.citizens().ask(PARKING)
    [group] = groups(either)
    either.signed_in().fill(f"{ANSWERS}/moi", MARKET | {"nhom": str(group.number)})
    for _ in range(6):
        either.citizens().ask(PARKING)  # of the release before
    [answered] = groups(either, State.ANSWERED)
    assert (answered.questions, answered.since) == (7, 0)
    either.clock.pass_by(hours=1)
    release = either.publish()
    for _ in range(5):
        either.citizens().ask(PARKING, release=release.id)
    [back] = groups(either)
    assert (back.number, back.returned) == (group.number, True)
    assert "bị hỏi lại" in inbox(either.signed_in("hoa.tran"))


def test_a_dismissed_group_comes_back_once_it_was_asked_so_often_again(either: Newsroom) -> None:
    either.citizens().ask(PARKING)
    [group] = groups(either)
    browser, place = either.signed_in(), f"{INBOX}/{group.number}/bo-qua"
    seen = fields(browser, group.number)
    assert browser.fill(place, seen | {"sau": "2"}).status_code == 422
    assert browser.fill(place, seen | {"ly-do": "other", "sau": "0"}).status_code == 422
    assert browser.fill(place, seen | {"ly-do": "not_ours"} | {"sau": "2"}).status_code == 303
    assert groups(either) == []
    assert "không thuộc việc của tỉnh" in inbox(browser, "?trang-thai=dismissed")
    either.clock.pass_by(hours=1)
    either.citizens().ask(PARKING)
    assert groups(either) == []
    either.citizens().ask(PARKING)
    [back] = groups(either)
    assert (back.state, back.returned, back.since) == (State.OPEN, True, 2)
    entry = list(either.console.audit.all())[-1]
    assert (entry.action, entry.subject, dict(entry.details)) == (
        "questions_dismissed",
        str(group.number),
        {"reason": "not_ours"},
    )


def test_one_that_is_dismissed_for_good_stays_away_until_somebody_opens_it(room: Newsroom) -> None:
    room.citizens().ask(PARKING)
    [group] = groups(room)
    browser = room.signed_in()
    browser.fill(
        f"{INBOX}/{group.number}/bo-qua", fields(browser, group.number) | {"ly-do": "no_question", "sau": ""}
    )
    room.clock.pass_by(minutes=20)
    for _ in range(9):
        room.citizens().ask(PARKING)
    assert groups(room) == []
    browser.fill(f"{INBOX}/{group.number}/mo-lai", fields(browser, group.number))
    assert [one.questions for one in groups(room)] == [10]
    assert room.actions()[-1] == "questions_reopened"


def test_a_group_is_given_to_somebody_and_found_by_whose_it_is(either: Newsroom) -> None:
    either.citizens().ask(PARKING)
    either.citizens().ask(TOILET)
    first, _ = groups(either)
    browser = either.signed_in()
    seen = fields(browser, first.number)
    assert browser.fill(f"{INBOX}/{first.number}/giao", seen | {"nguoi": "khong.co"}).status_code == 422
    assert browser.fill(f"{INBOX}/{first.number}/giao", seen | {"nguoi": "lan.nguyen"}).status_code == 303
    mine, nobodys = inbox(browser, "?nguoi=lan.nguyen"), inbox(browser, "?nguoi=-")
    assert first.question in mine
    assert first.question not in nobodys
    assert either.actions()[-1] == "questions_assigned"


def test_the_list_is_narrowed_by_why(room: Newsroom) -> None:
    room.citizens().ask(PARKING)
    room.citizens().ask(TOILET, Outcome.OUT_OF_SCOPE)
    room.group()
    shown = inbox(room.signed_in(), "?vi-sao=out_of_scope")
    assert TOILET in shown
    assert PARKING not in shown


def test_two_editors_do_not_decide_over_one_another(either: Newsroom) -> None:
    either.citizens().ask(PARKING)
    [group] = groups(either)
    first, second = either.signed_in("lan.nguyen"), either.signed_in("hoa.tran")
    seen = fields(second, group.number)
    first.fill(f"{INBOX}/{group.number}/giao", fields(first, group.number) | {"nguoi": "lan.nguyen"})
    late = second.fill(f"{INBOX}/{group.number}/bo-qua", seen | {"ly-do": "other", "sau": "5"})
    assert late.status_code == 409
    assert [one.assignee for one in groups(either)] == ["lan.nguyen"]


def test_the_page_of_a_group_shows_how_it_is_asked_and_what_is_near(room: Newsroom) -> None:
    room.citizens().ask("Chợ đêm ngày rằm mở cửa đến mấy giờ?")
    room.citizens().ask("cho dem ngay ram mo cua den may gio")
    room.citizens().ask("Chợ đêm ngày rằm mở cửa đến mấy giờ vậy?")
    [group] = groups(room)
    shown = html.unescape(room.signed_in().get(f"{INBOX}/{group.number}").text)
    assert "Chợ đêm ngày rằm mở cửa đến mấy giờ? <span" in shown or "2 lần" in shown
    assert "12/QĐ-UBND, Điều 2" in shown
    assert "/van-ban/cho-dem#-1" in shown


def test_what_a_citizen_has_erased_is_gone_from_the_inbox_too(either: Newsroom) -> None:
    citizens = either.citizens()
    first = citizens.ask(PARKING, days_ago=2)
    second = citizens.ask(PARKING_PLAIN, days_ago=1)
    alone = citizens.ask(TOILET)
    assert len(groups(either)) == 2
    citizens.erase(first)
    citizens.erase(alone)
    browser = either.signed_in()
    shown = inbox(browser)
    assert PARKING not in shown
    assert TOILET not in shown
    assert PARKING_PLAIN in shown
    assert tidy(either.database, either.console.grouping) == 2
    [left] = groups(either)
    assert (left.question, left.questions, round(left.heat, 2)) == (PARKING_PLAIN, 1, 0.95)
    citizens.ask(TOILET)
    assert len(groups(either)) == 2
    citizens.ask(TOILET.replace("?", " vậy?"))
    assert [one.questions for one in groups(either)] == [2, 1]
    citizens.erase(second)
    tidy(either.database, either.console.grouping)
    assert [one.question for one in groups(either)] == [TOILET]
    assert tidy(either.database, either.console.grouping) == 0


def kept_meanings(room: Newsroom) -> list[tuple[bytes, str, list[str]]]:
    """What is kept of the questions that stand for the groups, besides their turns."""
    with room.database.reading() as session:
        kept = select(GroupRow.vector, GroupRow.encoder, GroupRow.named).order_by(GroupRow.number)
        return [(vector, encoder, named) for vector, encoder, named in session.execute(kept)]


def test_of_an_erased_question_neither_words_nor_meaning_stay_and_the_next_one_stands_for_the_group(
    either: Newsroom,
) -> None:
    first = either.citizens().ask(f"{TREES} năm 2029?", days_ago=2)
    either.citizens().ask(f"{TREES}?", days_ago=1)
    assert [group.questions for group in groups(either)] == [2]
    [before] = kept_meanings(either)
    assert "2029" in str(before)
    either.citizens().erase(first)
    tidy(either.database, either.console.grouping)
    [after] = kept_meanings(either)
    assert "2029" not in str(after)
    assert after[0] != before[0]
    # Whoever asks for another year than the erased question did, asks what the group asks by now.
    either.citizens().ask(f"{TREES} năm 2031?")
    assert [group.questions for group in groups(either)] == [2]
    assert kept_meanings(either) == [after]


def test_once_the_words_of_all_its_questions_are_forgotten_a_group_keeps_no_meaning(either: Newsroom) -> None:
    either.citizens().ask(f"{TREES} năm 2029?")
    assert [group.questions for group in groups(either)] == [1]
    with either.database.transaction() as session:
        session.execute(update(TurnRow).values(question=None, words=None))  # as the purge does
    assert tidy(either.database, either.console.grouping) == 1
    assert kept_meanings(either) == [(b"", "", [])]
    assert tidy(either.database, either.console.grouping) == 0
    assert [group.questions for group in groups(either)] == [1]
    either.citizens().ask(f"{TREES} năm 2029 vậy?")
    assert [group.questions for group in groups(either)] == [1, 1]


def test_officers_read_the_inbox_and_editors_decide(room: Newsroom) -> None:
    room.citizens().ask(PARKING)
    [group] = groups(room)
    shown = room.signed_in("truc.ban", Role.OFFICER).get(f"{INBOX}/{group.number}").text
    assert "Bỏ qua" not in shown
    assert "/moi?nhom" not in shown


def test_without_an_encoder_the_same_words_are_one_group(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    room = open_newsroom(database, clock, tmp_path)
    blind = console_over(database, clock, tmp_path)
    for question in (PARKING, PARKING_PLAIN + " a", TOILET):
        room.citizens().ask(question)
    while blind.grouping.step(50):
        pass
    assert [group.questions for group in blind.groups.page(Wanted())[0]] == [2, 1]


def test_a_portion_that_could_not_be_kept_is_grouped_the_next_time(
    either: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    either.citizens().ask(TOILET)
    with monkeypatch.context() as patched:
        patched.setattr("console.unanswered.grouping._count", failing)
        with pytest.raises(OperationalError):
            either.console.grouping.step(50)
    either.citizens().ask(PARKING)
    either.citizens().ask(PARKING_PLAIN + " a")
    assert sorted(group.questions for group in groups(either)) == [1, 2]


def failing(*_given: object) -> None:
    raise OperationalError("UPDATE", {}, Exception("the disk is full"))


def test_without_a_release_the_inbox_is_empty_and_says_so(office: Office) -> None:
    Citizens(office.database, office.clock).ask(PARKING)
    assert "Không có nhóm câu hỏi nào" in inbox(office.signed_in())


@pytest.mark.parametrize("path", ["0", "abc", "99999999999999999999", "7"])
def test_a_group_that_there_is_not_is_said_so(room: Newsroom, path: str) -> None:
    assert room.signed_in().get(f"{INBOX}/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?trang=0", "?trang=-3", "?trang=x", "?trang-thai=x&vi-sao=y", "?nguoi=%F0"]
)
def test_an_odd_address_shows_a_list_all_the_same(room: Newsroom, query: str) -> None:
    assert room.signed_in().get(f"{INBOX}{query}").status_code == 200
