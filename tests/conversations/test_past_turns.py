"""Past turns: found by words, outcome, channel, release, rating and day, and listed without a gap or a repeat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.past_turns import Listed, PastTurns, Wanted, words_of
from foundation.database import Database
from foundation.errors import MissingError
from knowledge.outcome import Outcome
from tests.conversations.past import NOON, Past


@pytest.fixture
def past(database: Database) -> Past:
    return Past(database)


@pytest.fixture
def turns(database: Database) -> PastTurns:
    return PastTurns(database)


def ids(found: list[Listed]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize("words", ["kinh phí", "KINH PHI", "phí đào tạo", "tao kinh"])
def test_words_are_found_with_and_without_diacritics_in_any_order(
    past: Past, turns: PastTurns, words: str
) -> None:
    past.turn("Mục tiêu năm 2026?")
    wanted, _ = past.turn("Kinh phí đào tạo lấy ở đâu?")
    assert ids(turns.newest(Wanted(words=words), 10)) == [wanted]


def test_signs_that_databases_take_for_any_letter_are_left_out(past: Past, turns: PastTurns) -> None:
    past.turn("Tỷ lệ 1000 là gì?")
    assert words_of("100%_ \\ 5") == "100 5"
    assert turns.newest(Wanted(words="1%5"), 10) == []


def test_each_filter_leaves_what_it_says(past: Past, turns: PastTurns) -> None:
    refused, _ = past.turn(outcome=Outcome.NOT_FOUND)
    told, _ = past.turn(channel="telegram", release="r2")
    rated, reply = past.turn(conversation="mot")
    past.rate(reply, "mot", useful=False)
    assert ids(turns.newest(Wanted(outcomes=("not_found", "out_of_scope")), 10)) == [refused]
    assert ids(turns.newest(Wanted(channel="telegram"), 10)) == [told]
    assert ids(turns.newest(Wanted(release="r2"), 10)) == [told]
    assert ids(turns.newest(Wanted(useful=False), 10)) == [rated]
    assert turns.newest(Wanted(useful=True), 10) == []
    assert ids(turns.newest(Wanted(since=NOON + timedelta(minutes=1)), 10)) == [rated, told]
    assert ids(turns.newest(Wanted(until=NOON + timedelta(minutes=1)), 10)) == [refused]


def test_page_after_page_shows_every_turn_once_the_newest_first(past: Past, turns: PastTurns) -> None:
    stored = set()
    for number in range(11):
        stored.add(past.turn()[0])
        if number % 3:
            past.now -= timedelta(minutes=1)  # several at one moment
    seen: list[Listed] = []
    while page := turns.newest(Wanted(below=(seen[-1].accepted_at, seen[-1].id) if seen else None), 4):
        seen += page
    assert len(seen) == len(stored)
    assert set(ids(seen)) == stored
    assert [one.accepted_at for one in seen] == sorted((one.accepted_at for one in seen), reverse=True)


def test_a_turn_is_read_whole_with_how_its_reply_was_rated(past: Past, turns: PastTurns) -> None:
    turn, reply = past.turn(conversation="mot", trace={"engine_ms": 12.5})
    past.rate(reply, "mot", useful=True)
    read = turns.one(turn)
    assert read.replies == (reply,)
    assert read.ratings == ((True, None),)
    assert read.trace is not None
    assert read.trace.engine_ms == 12.5
    assert (read.listed.question, read.listed.channel) == ("Mục tiêu năm 2026 là gì?", "web")


def test_what_was_said_outside_of_questions_is_not_kept_nor_found(past: Past, turns: PastTurns) -> None:
    turn, _ = past.turn("tôi buồn quá", Outcome.SMALL_TALK)
    assert turns.one(turn).listed.question is None
    assert turns.newest(Wanted(words="buồn"), 10) == []


def test_a_turn_that_is_gone_is_missing(past: Past, turns: PastTurns) -> None:
    turn, _ = past.turn(conversation="mot")
    past.store.erase("mot")
    with pytest.raises(MissingError):
        turns.one(turn)


def test_the_longest_question_fits_the_index(past: Past, turns: PastTurns) -> None:
    turn, _ = past.turn("𠀀ề" * 1000)
    assert ids(turns.newest(Wanted(), 10)) == [turn]
