"""Every way that a citizen's words take: what is personal in them gets to no table, no engine and no log."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select

from conversations.engine import EngineMessage, EngineTurn
from conversations.message import read_message
from foundation.database import Base, Database
from foundation.errors import EngineError
from tests.conversations.house import House
from tests.conversations.post_office import PostOffice

pytestmark = pytest.mark.anyio

DATA = (
    "020190007788",
    "0353 118 902",
    "pao@example.vn",
    "9704 0512 3456 7891",
    "4900243563",
    "12A-123.45",
    "C1234567",
    "stk 1012345679",
)
SAID = "Tôi là Páo, " + ", ".join(DATA) + ", hỏi mục tiêu năm 2026?"


async def down(_message: EngineMessage) -> EngineTurn:
    raise EngineError("down")


def left(text: str) -> list[str]:
    return [datum for datum in DATA if datum.removeprefix("stk ") in text]


def tables(database: Database) -> dict[str, list[Any]]:
    """All that stands in the clear in any table."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(*clear))]
            for table in Base.metadata.sorted_tables
            if (clear := [column for column in table.c if not isinstance(column.type, LargeBinary)])
        }


async def test_a_question_on_the_web(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert len(left(SAID)) == len(DATA)
    await house.say(SAID)
    house.engine.answer = down
    await house.say(SAID)
    assert left(str(house.engine.messages)) == []
    assert left(str(house.answers.asked)) == []
    assert left(str(tables(house.database))) == []
    assert left(caplog.text) == []


async def test_a_reason_for_a_rating(house: House) -> None:
    opened = await house.say("mục tiêu?")
    await house.turns.rate(opened.token, opened.replies[0].id, useful=False, reason=SAID)
    assert "hỏi mục tiêu năm 2026?" in str(tables(house.database)["feedback"])
    assert left(str(tables(house.database))) == []


async def test_what_is_left_for_officers(house: House) -> None:
    await house.say(SAID)
    engine_id = house.engine.messages[0].conversation
    house.desk.letters.leave(engine_id, "difficulty", SAID, "nhà 12A-123.45")
    assert "hỏi mục tiêu năm 2026?" in str(tables(house.database)["letters"])
    assert left(str(tables(house.database))) == []


async def test_a_message_on_a_messenger_is_sealed_until_it_is_answered_and_then_gone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office = PostOffice(house)
    office.arrives(office.event(SAID))
    assert left(str(tables(house.database))) == []
    with house.database.engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT payload FROM inbound").scalars().all()
    assert len(raw) == 1
    assert left(bytes(raw[0]).decode("utf-8", "replace")) == []
    async with office.open():
        await office.idle()
    with house.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT payload FROM inbound").scalars().all() == [None]
    assert left(str(house.engine.messages)) == []
    assert left(str(tables(house.database))) == []
    assert left(caplog.text) == []


async def test_a_refusal_repeats_nothing_of_what_was_said(house: House) -> None:
    for wrong in (SAID * 30, f"{SAID}\x1b"):
        with pytest.raises(Exception) as refused:  # noqa: PT011 - whatever it is, its words count
            read_message(wrong, None, None)
        assert left(str(refused.value)) == []
    assert left(str(tables(house.database))) == []
