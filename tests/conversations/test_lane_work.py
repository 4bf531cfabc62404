"""Lanes under way while messages come: none is left behind in a lane that was let go."""

from __future__ import annotations

import random
import threading
import time

import pytest
from sqlalchemy import select

from conversations.channel import Sent
from conversations.channel_tables import ContactRow, InboundRow
from conversations.lane_steps import Incoming, Step
from conversations.outbox import Outgoing
from tests.conversations.house import House
from tests.conversations.post_office import PostOffice

MESSAGES, CHATS = 80, 3


@pytest.fixture
def office(house: House) -> PostOffice:
    return PostOffice(house)


def work_off(office: PostOffice) -> int:
    """Take up what there is, every message with one part; how many messages there were."""
    done = 0
    for lane, first in office.lanes.claim("zalo_oa", 8, ()).items():
        step: Step | None = first
        while step is not None:
            match step.work:
                case Incoming() as incoming:
                    with office.house.database.transaction() as session:
                        posted = office.lanes.answer(
                            session, lane, incoming, [{"text": "đáp"}], greeted=False
                        )
                    assert posted is not None
                    step, done = posted, done + 1
                case Outgoing() as outgoing:
                    step = office.lanes.step(lane, (outgoing, Sent("m")))
    return done


def test_no_message_is_left_behind_in_a_lane_that_is_let_go_as_it_comes(office: PostOffice) -> None:
    chance = random.Random(57)  # noqa: S311
    ended = threading.Event()

    def bring() -> None:
        for number in range(MESSAGES):
            event = office.event("?", chat=f"c{number % CHATS}", key=f"m{number}")
            office.inbox.accept([office.delivery(event)])
            time.sleep(chance.uniform(0.0, 0.004))
        ended.set()

    bringing = threading.Thread(target=bring)
    bringing.start()
    answered = 0
    while not ended.is_set():
        answered += work_off(office)
    bringing.join()
    while more := work_off(office):
        answered += more
    assert answered == MESSAGES
    assert {state for state, _ in office.inbound()} == {"done"}
    assert set(office.outbound()) == {"sent"}
    with office.house.database.reading() as session:
        assert not session.scalars(select(InboundRow.id).where(InboundRow.state == "pending")).all()
        for person in session.scalars(select(ContactRow)):
            assert (person.due_at, person.leased_by, person.leased_until) == (None, None, None)


def test_work_that_comes_while_a_lane_ends_keeps_it(office: PostOffice) -> None:
    office.arrives(office.event("một", key="m1"))
    ((lane, step),) = office.lanes.claim("zalo_oa", 8, ()).items()
    assert isinstance(step.work, Incoming)
    office.lanes.let_go(lane, step.work, "quiet")
    office.arrives(office.event("hai", key="m2"))
    following = office.lanes.step(lane)
    assert following is not None
    assert isinstance(following.work, Incoming)
    assert following.work.event.text == "hai"
    office.lanes.let_go(lane, following.work, "quiet")
    assert office.lanes.step(lane) is None
    assert office.lanes.claim("zalo_oa", 8, ()) == {}
