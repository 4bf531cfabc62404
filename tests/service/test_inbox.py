"""The inbox is kept while the service runs, and outlives a database that does not answer for a while."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import service.inbox
from console.unanswered.groups import Wanted
from service.inbox import keep_inbox
from tests.console.conftest import Clock
from tests.console.newsroom import Newsroom, open_newsroom
from tests.conversations.house import blank_database

ASKED = ("Chợ đêm gửi xe máy ở đâu?", "Cây sấu do ai tưới?", "Phường nào có hội hoa đào?")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return open_newsroom(blank_database(tmp_path / "room.sqlite"), Clock(), tmp_path)


async def kept_for_a_while(room: Newsroom, groups: int) -> None:
    keeping = asyncio.create_task(keep_inbox(room.console))
    try:
        for _ in range(1000):
            if len(room.console.groups.page(Wanted())[0]) == groups:
                return
            await asyncio.sleep(0.02)
        pytest.fail("nothing was grouped")
    finally:
        keeping.cancel()


def test_questions_are_grouped_in_the_background(room: Newsroom) -> None:
    for question in ASKED:
        room.citizens().ask(question)
    asyncio.run(kept_for_a_while(room, len(ASKED)))
    groups = room.console.groups.page(Wanted())[0]
    assert [group.questions for group in groups] == [1] * len(ASKED)


def test_a_database_that_fails_once_ends_nothing(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.inbox, "_LATER", 0.01)
    room.citizens().ask(ASKED[0])
    step, failures = room.console.grouping.step, iter([True, True, False])

    def fail_at_first(limit: int) -> bool:
        if next(failures, False):
            raise OperationalError("SELECT", {}, Exception("gone"))
        return step(limit)

    monkeypatch.setattr(room.console.grouping, "step", fail_at_first)
    asyncio.run(kept_for_a_while(room, 1))
    assert next(failures, None) is None, "it failed twice and went on"
    assert len(room.console.groups.page(Wanted())[0]) == 1
