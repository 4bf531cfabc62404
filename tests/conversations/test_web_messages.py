"""Messages that reach the web chat by themselves: in order, for one conversation, under new numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from conversations.reply import Reply, new_reply
from conversations.retention import purge_all
from conversations.web_messages import WebMessages
from foundation.errors import TokenError
from knowledge.outcome import Outcome
from tests.conversations.canned_answers import CITATION
from tests.conversations.house import House, TickingClock
from tests.conversations.no_engine import NoEngineRows


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def messages(house: House, clock: TickingClock) -> WebMessages:
    for conversation in ("c1", "c2"):
        house.store.open("web", conversation)
    return WebMessages(house.database, clock)


def reply(text: str = "Cán bộ trả lời.") -> Reply:
    return new_reply(text, Outcome.HANDOVER, citations=(CITATION,), buttons=(("Gặp cán bộ", "/gap_can_bo"),))


def test_a_message_comes_back_as_it_was_posted(messages: WebMessages) -> None:
    posted = reply()
    number = messages.post("c1", posted)
    [found] = messages.after({"c1": 0})
    assert (found.id, found.conversation, found.reply) == (number, "c1", posted)


def test_each_conversation_gets_its_own_after_what_it_knows_and_in_order(messages: WebMessages) -> None:
    first, other, second = (messages.post(name, reply(name)) for name in ("c1", "c2", "c1"))
    assert [found.id for found in messages.after({"c1": 0})] == [first, second]
    assert [found.id for found in messages.after({"c1": first, "c2": 0})] == [other, second]
    assert messages.after({"c1": second, "c2": other}) == []
    assert messages.after({}) == []


def test_the_newest_number_is_known(messages: WebMessages) -> None:
    assert messages.last("c1") == 0
    newest = [messages.post("c1", reply()) for _ in range(3)][-1]
    messages.post("c2", reply())
    assert messages.last("c1") == newest


def test_nothing_is_posted_into_a_conversation_that_is_not_there(messages: WebMessages) -> None:
    with pytest.raises(TokenError):
        messages.post("c3", reply())


def test_erasing_a_conversation_takes_its_messages_along(messages: WebMessages, house: House) -> None:
    messages.post("c1", reply())
    kept = messages.post("c2", reply())
    assert messages.open(["c1", "c2", "c3"]) == {"c1", "c2"}
    house.store.erase("c1")
    assert messages.open(["c1", "c2"]) == {"c2"}
    assert [found.id for found in messages.after({"c1": 0, "c2": 0})] == [kept]


def test_what_waits_for_a_month_is_forgotten_and_its_number_is_not_given_again(
    messages: WebMessages, house: House, clock: TickingClock
) -> None:
    old = messages.post("c1", reply())
    clock.now += timedelta(days=29)
    purge_all(house.database, clock, NoEngineRows())
    assert messages.last("c1") == old
    clock.now += timedelta(days=2)
    purge_all(house.database, clock, NoEngineRows())
    assert messages.after({"c1": 0}) == []
    # Who was told the old one last would never see a message of the same number.
    assert messages.post("c1", reply()) > old


def test_messages_posted_at_once_are_all_there(messages: WebMessages) -> None:
    with ThreadPoolExecutor(4) as posters:
        numbers = list(posters.map(lambda number: messages.post("c1", reply(str(number))), range(12)))
    assert len(set(numbers)) == 12
    assert sorted(found.reply.text for found in messages.after({"c1": 0})) == sorted(map(str, range(12)))
