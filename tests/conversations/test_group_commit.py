"""Bodies that come at once are stored at once, and what ails one is not the others' trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import event as happening
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from conversations.channel_tables import InboundRow
from conversations.event import dedupe_key
from conversations.group_commit import GroupCommit
from conversations.inbox import Delivery, Inbox
from tests.conversations.house import House
from tests.conversations.post_office import PostOffice

pytestmark = pytest.mark.anyio

BODIES = 100


@pytest.fixture
def office(house: House) -> PostOffice:
    return PostOffice(house)


def bodies(office: PostOffice) -> list[Delivery]:
    """A hundred messages of ten chats, in order within each."""
    return [
        office.delivery(office.event("?", chat=f"c{number % 10}", key=f"m{number:03}"))
        for number in range(BODIES)
    ]


def stored(office: PostOffice) -> list[InboundRow]:
    with office.house.database.reading() as session:
        return list(session.scalars(select(InboundRow).order_by(InboundRow.id)))


async def accept(commits: GroupCommit, deliveries: Sequence[Delivery]) -> list[int | BaseException]:
    return await asyncio.gather(*map(commits.accept, deliveries), return_exceptions=True)


async def test_a_crowd_is_stored_in_few_transactions_each_chat_in_its_order(office: PostOffice) -> None:
    commits: list[object] = []
    happening.listen(office.house.database.engine, "commit", commits.append)
    came = bodies(office)
    assert await accept(GroupCommit(office.inbox), came) == [1] * BODIES
    assert len(commits) <= BODIES / 10
    rows = stored(office)
    assert len(rows) == BODIES
    for number in range(10):
        lane = office.inbox.lane(office.channel.name, office.channel.account, f"c{number}")
        said = [arrival.event for body in came[number::10] for arrival in body.arrivals]
        keys = [dedupe_key(office.channel.name, office.channel.account, event) for event in said]
        assert [row.key for row in rows if row.lane == lane] == keys


async def test_repeats_in_the_same_moment_are_known(office: PostOffice) -> None:
    body = office.delivery(office.event("?", key="m1"))
    outcomes = await accept(GroupCommit(office.inbox), [body] * 5)
    assert sorted(outcomes) == [0, 0, 0, 0, 1]  # type: ignore[type-var]
    assert len(stored(office)) == 1


async def test_a_body_that_cannot_be_stored_does_not_take_the_others_with_it(office: PostOffice) -> None:
    event = office.event("?", chat="c5", key="broken")
    broken = office.delivery(replace(event, sent_at=event.sent_at.replace(tzinfo=None)))
    outcomes = await accept(GroupCommit(office.inbox), [*bodies(office)[:10], broken, *bodies(office)[10:]])
    assert [type(outcome) for outcome in outcomes].count(TypeError) == 1
    assert isinstance(outcomes[10], TypeError)
    assert len(stored(office)) == BODIES


async def test_when_the_database_is_away_everybody_hears_it_at_once(office: PostOffice) -> None:
    away = Away(office)
    commits = GroupCommit(away)
    outcomes = await accept(commits, bodies(office)[:20])
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
    assert away.tries <= 2
    away.back = True
    assert await accept(commits, bodies(office)) == [1] * BODIES


async def test_who_hangs_up_takes_nobody_along(office: PostOffice) -> None:
    commits = GroupCommit(office.inbox)
    waiting = [asyncio.create_task(commits.accept(body)) for body in bodies(office)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes[1::2] == [1] * (BODIES // 2)


class Away(Inbox):
    """An inbox whose database does not answer for a while."""

    def __init__(self, office: PostOffice) -> None:
        super().__init__(office.house.database, office.clock, office.seal, b"key")
        self.tries = 0
        self.back = False

    def accept(self, deliveries: Sequence[Delivery]) -> list[int]:
        self.tries += 1
        if not self.back:
            raise OperationalError("", None, ConnectionError())
        return super().accept(deliveries)
