"""Identifiers and codes."""

from __future__ import annotations

import re

from foundation.ids import new_code, new_id


def test_ids_are_128_random_bits_safe_in_addresses() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)


def test_codes_have_no_signs_that_sound_or_look_like_others() -> None:
    read_aloud = "".join(new_code(40) for _ in range(100))
    assert not set(read_aloud) & set("01ILOilo")
    assert len(set(read_aloud)) == 31


def test_codes_are_as_long_as_asked() -> None:
    assert [len(new_code(length)) for length in (4, 6, 12)] == [4, 6, 12]
    assert len(new_code()) == 6
