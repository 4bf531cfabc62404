"""What open web chats hear by themselves. How soon over HTTP: tests/service/test_events.py."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy.exc import OperationalError

from conversations.reply import new_reply
from conversations.switches import Switch, Switches
from conversations.web_feed import Listener, WebFeed
from conversations.web_messages import WebMessage, WebMessages
from foundation.database import Database
from foundation.errors import ClosedError, RateError
from knowledge.outcome import Outcome
from tests.conversations.house import ADDRESS, House, TickingClock

pytestmark = pytest.mark.anyio

#: Seconds; a look takes place ten times in them.
SOON = 1.0


@pytest.fixture
def messages(house: House) -> WebMessages:
    for conversation in ("c1", "c2"):
        house.store.open("web", conversation)
    return WebMessages(house.database, TickingClock())


@pytest.fixture
def switches(database: Database) -> Switches:
    return Switches(database, TickingClock())


@pytest.fixture
def feed(messages: WebMessages, switches: Switches, monkeypatch: pytest.MonkeyPatch) -> WebFeed:
    monkeypatch.setattr("conversations.web_feed._LOOK", SOON / 10)
    return WebFeed(messages, switches)


async def heard(listener: Listener) -> WebMessage | Switch | None:
    return await asyncio.wait_for(listener.heard.get(), 10 * SOON)


def post(messages: WebMessages, conversation: str, text: str) -> int:
    return messages.post(conversation, new_reply(text, Outcome.HANDOVER))


async def test_a_message_is_heard_by_its_conversation_alone_and_once(
    feed: WebFeed, messages: WebMessages
) -> None:
    with feed.listening("c1", 0, ADDRESS) as one, feed.listening("c2", 0, ADDRESS) as other:
        number = post(messages, "c1", "Xong rồi.")
        news = await heard(one)
        assert isinstance(news, WebMessage)
        assert (news.id, news.reply.text) == (number, "Xong rồi.")
        await asyncio.sleep(SOON / 2)
        assert one.heard.empty()
        assert other.heard.empty()


async def test_two_tabs_of_a_conversation_each_hear_what_they_do_not_know(
    feed: WebFeed, messages: WebMessages
) -> None:
    first = post(messages, "c1", "một")
    with feed.listening("c1", 0, ADDRESS) as new, feed.listening("c1", first, ADDRESS) as old:
        second = post(messages, "c1", "hai")
        assert [getattr(await heard(new), "id", None) for _ in range(2)] == [first, second]
        assert getattr(await heard(old), "id", None) == second


async def test_a_switch_and_a_notice_are_heard_by_all(feed: WebFeed, switches: Switches) -> None:
    await feed.switch()
    with feed.listening("c1", 0, ADDRESS) as one, feed.listening("c2", 0, ADDRESS) as other:
        await asyncio.sleep(0.1)
        switches.turn("web", on=False, reason="Bảo trì.")
        assert await heard(one) == await heard(other) == Switch(on=False, reason="Bảo trì.")
        switches.turn("telegram", on=False)
        switches.announce("web", "Tối nay nghỉ.")
        assert await heard(one) == Switch(on=False, reason="Bảo trì.", notice="Tối nay nghỉ.")


async def test_questions_are_refused_while_the_channel_is_off(feed: WebFeed, switches: Switches) -> None:
    await feed.require_open()
    switches.turn("web", on=False, reason="Bảo trì đến 14 giờ.")
    await asyncio.sleep(SOON / 5)
    with pytest.raises(ClosedError, match="Bảo trì đến 14 giờ") as refused:
        await feed.require_open()
    assert refused.value.retry_after > 0
    switches.turn("web", on=True)
    await asyncio.sleep(SOON / 5)
    await feed.require_open()


async def test_those_who_ask_at_once_share_one_look(
    feed: WebFeed, switches: Switches, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    look = switches.state

    def slow(channel: str) -> Switch:
        looks.append(channel)
        time.sleep(0.2)
        return look(channel)

    monkeypatch.setattr(switches, "state", slow)
    switches.turn("web", on=False)
    found = await asyncio.gather(*(feed.switch() for _ in range(20)))
    assert {switch.on for switch in found} == {False}
    assert looks == ["web"]


async def test_an_erased_conversation_hears_its_end(
    feed: WebFeed, house: House, messages: WebMessages
) -> None:
    with feed.listening("c1", 0, ADDRESS) as one, feed.listening("c2", 0, ADDRESS) as other:
        house.store.erase("c1")
        assert await heard(one) is None
        assert other.heard.empty()


async def test_all_hear_the_end_when_the_service_stops_late_comers_too(
    feed: WebFeed, messages: WebMessages
) -> None:
    with feed.listening("c1", 0, ADDRESS) as one:
        feed.end()
        assert await heard(one) is None
        with feed.listening("c2", 0, ADDRESS) as late:
            assert await heard(late) is None


async def test_there_is_room_for_so_many_streams_of_an_address_and_again_once_they_end(
    feed: WebFeed, messages: WebMessages
) -> None:
    holding = [feed.listening("c1", 0, ADDRESS) for _ in range(6)]
    for one in holding:
        feed.check_room(ADDRESS)
        one.__enter__()
    with pytest.raises(RateError) as refused:
        feed.check_room(ADDRESS)
    assert refused.value.retry_after > 0
    feed.check_room("192.0.2.8")
    holding.pop().__exit__(None, None, None)
    feed.check_room(ADDRESS)
    for one in holding:
        one.__exit__(None, None, None)


async def test_there_is_room_for_so_many_streams_altogether(
    feed: WebFeed, messages: WebMessages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conversations.web_feed._ALTOGETHER", 2)
    with feed.listening("c1", 0, "192.0.2.1"), feed.listening("c1", 0, "192.0.2.2"), pytest.raises(RateError):
        feed.check_room("192.0.2.3")


async def test_listening_goes_on_after_the_database_was_away(
    feed: WebFeed, messages: WebMessages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_told: object) -> list[WebMessage]:
        raise OperationalError("SELECT a secret", {}, Exception("gone"))

    with monkeypatch.context() as patched, feed.listening("c1", 0, ADDRESS) as one:
        patched.setattr(messages, "after", away)
        await asyncio.sleep(0.3)
        patched.undo()
        number = post(messages, "c1", "Vẫn nghe.")
        news = await heard(one)
        assert getattr(news, "id", None) == number
    assert "OperationalError" in caplog.text
    assert "secret" not in caplog.text
