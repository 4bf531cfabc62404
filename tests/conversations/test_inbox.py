"""What a webhook brings is stored once, and what is not to be answered is stored as that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.channel_tables import ContactRow, InboundRow
from conversations.event import EVENT, Event, EventKind, dedupe_key
from conversations.inbox import Arrival, Delivery
from foundation.clock import utc_now
from tests.conversations.house import House
from tests.conversations.post_office import CHAT, PostOffice

AGE = timedelta(hours=2)


@pytest.fixture
def office(house: House) -> PostOffice:
    return PostOffice(house)


def stored(office: PostOffice) -> list[InboundRow]:
    with office.house.database.reading() as session:
        return list(session.scalars(select(InboundRow).order_by(InboundRow.id)))


def contact(office: PostOffice) -> ContactRow:
    with office.house.database.reading() as session:
        return session.scalars(select(ContactRow)).one()


def accept(
    office: PostOffice, *events: Event, channel: str = "zalo_oa", account: str = "oa-1", refused: str = ""
) -> int:
    arrivals = [Arrival(event, refused) for event in events]
    return office.inbox.accept([Delivery(channel, account, arrivals, AGE)])[0]


def test_a_message_is_stored_with_all_that_its_turn_needs(office: PostOffice) -> None:
    before = utc_now()
    event = office.event("Mục tiêu năm 2026?", key="m1", button=None, receipt="q1")
    assert accept(office, event) == 1
    (row,) = stored(office)
    assert (row.channel, row.kind, row.state, row.reason, row.attempts) == (
        "zalo_oa",
        "message",
        "pending",
        "",
        0,
    )
    assert row.payload is not None
    assert EVENT.validate_json(office.seal.open(row.payload)) == event
    assert "2026" not in str(row.payload)
    assert row.key == dedupe_key("zalo_oa", "oa-1", event)
    assert row.sent_at == event.sent_at
    assert row.settled_at is None
    assert before <= row.received_at <= utc_now()
    person = contact(office)
    assert (person.lane, person.channel, person.last_inbound_at) == (row.lane, "zalo_oa", event.sent_at)
    assert person.due_at == row.received_at
    assert office.seal.open_text(person.address) == CHAT


def test_an_event_is_known_by_its_channel_its_account_and_its_own_name(office: PostOffice) -> None:
    event = office.event("?", key="m1")
    assert accept(office, event, event) == 1
    assert accept(office, event) == 0
    assert accept(office, event, channel="telegram") == 1
    assert accept(office, event, account="oa-2") == 1
    assert accept(office, office.event("khác", key="m2")) == 1
    assert len(stored(office)) == 4


def test_keys_that_read_alike_when_joined_are_kept_apart(office: PostOffice) -> None:
    ours = office.event("?", key="b")
    other = office.event("?", key="ab")
    assert dedupe_key("x", "a", ours) != dedupe_key("x", "", other)
    assert dedupe_key("xa", "", ours) != dedupe_key("x", "a", ours)
    # printf 'zalo_oa\0oa-1\0m1' | openssl dgst -sha256
    assert dedupe_key("zalo_oa", "oa-1", office.event("?", key="m1")) == (
        "876f4fafc50031a2390b0fc30ee28ce228fcf43bbe625161040ef566c4463a3b"
    )
    half = office.event("?", key="\ud83d")  # half a surrogate pair, as a hostile body may name a message
    assert dedupe_key("zalo_oa", "oa-1", half) != dedupe_key("zalo_oa", "oa-1", ours)


@pytest.mark.parametrize(("late", "reason"), [(-1, ""), (1, "stale")])
def test_what_is_too_old_is_not_answered(office: PostOffice, late: float, reason: str) -> None:
    sent_at = office.clock() - AGE - timedelta(seconds=late)
    assert accept(office, office.event("?", sent_at=sent_at)) == (not reason)
    (row,) = stored(office)
    assert (row.state, row.reason) == ("refused" if reason else "pending", reason)
    assert (row.payload is None) == bool(reason)
    assert (row.settled_at is None) == (not reason)


def test_what_comes_while_the_channel_is_off_is_not_answered_later(office: PostOffice) -> None:
    office.switches.turn("zalo_oa", on=False)
    assert accept(office, office.event("?", key="m1")) == 0
    assert accept(office, office.event("?", key="m1"), channel="telegram") == 1
    office.switches.turn("zalo_oa", on=True)
    assert accept(office, office.event("?", key="m1")) == 0
    assert accept(office, office.event("?", key="m2")) == 1
    assert [(row.state, row.reason) for row in stored(office)] == [
        ("refused", "off"),
        ("pending", ""),
        ("pending", ""),
    ]


def test_who_writes_too_much_is_refused_and_known_again(office: PostOffice) -> None:
    assert accept(office, office.event("?", key="m1"), refused="rate") == 0
    (row,) = stored(office)
    assert (row.state, row.reason, row.payload) == ("refused", "rate", None)
    assert accept(office, office.event("?", key="m1")) == 0
    with office.house.database.reading() as session:
        assert session.scalars(select(ContactRow)).all() == []


def test_a_body_is_counted_by_what_is_to_be_answered(office: PostOffice) -> None:
    old = office.event("cũ", key="m0", sent_at=office.clock() - 2 * AGE)
    assert accept(office, old, office.event("một", key="m1"), office.event("hai", key="m2")) == 2
    assert accept(office) == 0


def test_an_officers_word_is_not_the_citizens(office: PostOffice) -> None:
    first = office.event("?", key="m1")
    accept(office, first)
    office.clock.move(minutes=5)
    taken = office.event(None, key="e1", kind=EventKind.TAKEN_OVER)
    assert accept(office, taken) == 1
    person = contact(office)
    assert person.last_inbound_at == first.sent_at
    assert person.due_at is not None
    assert person.due_at > first.sent_at + timedelta(minutes=4)
    office.clock.move(minutes=5)
    again = office.event("nữa", key="m2")
    accept(office, again)
    assert contact(office).last_inbound_at == again.sent_at


def test_what_comes_out_of_order_does_not_make_the_last_word_older(office: PostOffice) -> None:
    said = [office.event(f"câu {number}", key=f"m{number}") for number in range(3)]
    late = office.event("câu cũ", key="m9", sent_at=said[0].sent_at - timedelta(minutes=30))
    assert accept(office, said[2], said[0], said[1], late) == 4
    assert contact(office).last_inbound_at == said[2].sent_at
    assert [row.reason for row in stored(office)] == [""] * 4
