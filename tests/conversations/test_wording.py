"""The words that open conversations: changed, refused, brought back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from conversations import welcome
from conversations.welcome import Topic
from conversations.wording import (
    DEFAULTS,
    IN,
    PLACES,
    Language,
    Wording,
    Wordings,
    default_words,
    read_topics,
    write_topics,
)
from foundation.database import Database
from foundation.errors import InputError
from tests.conversations.house import TickingClock

VI, EN = Language.VIETNAMESE, Language.ENGLISH


@pytest.fixture
def wordings(database: Database) -> Wordings:
    return Wordings(database, TickingClock())


def silently(_session: Session) -> None:
    """Nothing else is written."""


def test_nobody_changed_anything_then_the_default_words_stand(wordings: Wordings) -> None:
    assert wordings.words(VI) == default_words()
    assert wordings.words(VI).welcome == welcome.WELCOME
    assert wordings.words(EN).welcome == welcome.ENGLISH
    assert wordings.words(VI).examples == welcome.EXAMPLES


def test_a_change_holds_for_its_language_alone_and_goes_back(wordings: Wordings) -> None:
    wordings.change(Wording.GREETING, VI, "  Chào\n anh/chị! ", silently)
    assert wordings.words(VI).greeting == "Chào anh/chị!"
    assert wordings.words(EN).greeting == welcome.ENGLISH.greeting
    wordings.change(Wording.GREETING, VI, "Chào lần nữa!", silently)
    assert wordings.words(VI).greeting == "Chào lần nữa!"
    wordings.reset(Wording.GREETING, VI, silently)
    assert wordings.words(VI) == default_words()
    assert wordings.changed(VI) == {}


def test_topics_are_typed_as_lines(wordings: Wordings) -> None:
    wordings.change(
        Wording.TOPICS,
        VI,
        "Đất đai\n- Sổ đỏ là gì?\n– Phí bao nhiêu?\n\nHộ tịch\n* Khai sinh ở đâu?",
        silently,
    )
    assert wordings.words(VI).topics == (
        Topic("Đất đai", ("Sổ đỏ là gì?", "Phí bao nhiêu?")),
        Topic("Hộ tịch", ("Khai sinh ở đâu?",)),
    )
    assert wordings.words(VI).examples == ("Sổ đỏ là gì?", "Khai sinh ở đâu?")


@pytest.mark.parametrize(
    "text",
    ["", "- câu không chủ đề", "Chủ đề không câu", "T" * 41 + "\n- a?", "T\n- " + "a" * 81, "T\n- a\n" * 7],
)
def test_topics_that_would_not_fit_are_refused_and_nothing_changes(wordings: Wordings, text: str) -> None:
    with pytest.raises(InputError) as refused:
        wordings.change(Wording.TOPICS, VI, text, silently)
    assert refused.value.hint
    assert wordings.words(VI) == default_words()


@pytest.mark.parametrize("wording", [wording for wording in Wording if wording is not Wording.TOPICS])
def test_words_for_which_there_is_no_room_are_refused_not_cut(wordings: Wordings, wording: Wording) -> None:
    room = PLACES[wording].room
    wordings.change(wording, VI, "ă" * room, silently)
    with pytest.raises(InputError, match=str(room + 1)):
        wordings.change(wording, VI, "ă" * (room + 1), silently)
    assert wordings.changed(VI)[wording] == "ă" * room


def test_the_default_words_fit_themselves_and_what_platforms_take() -> None:
    for language, wordings in IN.items():
        for wording in wordings:
            assert 0 < len(DEFAULTS[language][wording]) <= PLACES[wording].room
    assert PLACES[Wording.GREETING].room + PLACES[Wording.DISCLOSURE].room < 512
    assert PLACES[Wording.SHORT_GREETING].room <= 160


def test_a_change_that_cannot_be_noted_is_not_made(wordings: Wordings) -> None:
    def fail(_session: Session) -> None:
        raise InputError("no")

    with pytest.raises(InputError):
        wordings.change(Wording.PRIVACY, VI, "Khác", fail)
    assert wordings.words(VI) == default_words()


_line = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)


@given(
    st.lists(
        st.builds(Topic, _line, st.lists(_line, min_size=1, max_size=6).map(tuple)), min_size=1, max_size=6
    ).map(tuple)
)
def test_topics_come_back_as_they_were_written(topics: tuple[Topic, ...]) -> None:
    assert read_topics(write_topics(topics)) == topics
