"""Contacts: what the mask hides from the engine is at hand for as long as the turn runs, and no longer."""

from __future__ import annotations

import pytest

from conversations.contact import ContactsAtHand, contact_in


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("0912345678", "0912345678"),
        ("số của tôi là 0912 345 678 nhé", "0912 345 678"),
        ("lan@example.vn", "lan@example.vn"),
        ("gọi 0912345678 hoặc viết lan@example.vn ạ", "0912345678, lan@example.vn"),
        # What identifies is no way to be reached.
        ("căn cước 020123456789, điện thoại 0912345678", "0912345678"),
        ("CCCD 012 345 678 901 0912345678", "0912345678"),
        ("0912 345 678 012345678901", "0912 345 678"),
        ("không", ""),
        ("tìm tôi ở chợ Kỳ Lừa (cổng 2) [số 5]", ""),
        ("", ""),
    ],
)
def test_telephone_numbers_and_addresses_are_found(text: str, contact: str) -> None:
    assert contact_in(text) == contact


def test_a_contact_is_at_hand_within_its_turn_alone() -> None:
    at_hand = ContactsAtHand()
    with at_hand.holding("e1", "0912345678"), at_hand.holding("e2", "không"):
        assert (at_hand.of("e1"), at_hand.of("e2")) == ("0912345678", "")
    assert at_hand.of("e1") == ""


def test_a_turn_that_breaks_down_leaves_no_contact_behind() -> None:
    at_hand = ContactsAtHand()
    with pytest.raises(RuntimeError), at_hand.holding("e1", "0912345678"):
        raise RuntimeError
    assert at_hand.of("e1") == ""
