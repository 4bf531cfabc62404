"""The words that open a conversation, as administrators changed them; where they did not, the default ones."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select

from conversations import welcome
from conversations.operator_tables import WordingRow
from conversations.switches import Noted
from conversations.welcome import Topic, Welcome
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError

#: Seconds that a process goes on with what it has read: a change is in force everywhere within two.
_LOOK = 0.9
_TOPICS, _QUESTIONS, _TITLE, _QUESTION = 6, 6, 40, 80


class Language(StrEnum):
    """A language that the chat speaks."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Wording(StrEnum):
    """Words that can be changed, by a stable name."""

    GREETING = "greeting"
    SHORT_GREETING = "short_greeting"
    DISCLOSURE = "disclosure"
    PRIVACY = "privacy"
    TOPICS = "topics"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand and how much room there is.

    Attributes:
        title: what they are called on screens.
        about: where they are read, and why no longer.
        room: characters.
    """

    title: str
    about: str
    room: int


PLACES: Mapping[Wording, Place] = {
    Wording.GREETING: Place(
        "Lời chào",
        "Mở đầu khung hỏi đáp và hội thoại trên các kênh nhắn tin.",
        350,
    ),
    Wording.SHORT_GREETING: Place(
        "Lời giới thiệu ngắn",
        "Dòng giới thiệu trên Messenger và Telegram (120 ký tự đầu); sau khi đổi, chạy hoidap channel menu.",
        160,
    ),
    Wording.DISCLOSURE: Place("Lời nói rõ là máy", "Tin đầu tiên trên các kênh nhắn tin.", 150),
    Wording.PRIVACY: Place("Lời nhắc về dữ liệu cá nhân", "Dưới khung hỏi đáp và trong tin đầu tiên.", 200),
    Wording.TOPICS: Place(
        "Chủ đề và câu hỏi gợi ý",
        "Mỗi chủ đề một dòng, các câu hỏi ở dòng dưới bắt đầu bằng dấu gạch. Câu đầu của bốn chủ đề đầu là câu "
        "gợi ý trên các kênh nhắn tin.",
        3000,
    ),
    Wording.CONSENT: Place(
        "Lời xin đồng ý",
        "Hỏi trước khi người dân để lại cách liên hệ, và ghi ở trang dữ liệu cá nhân.",
        500,
    ),
}
#: Messengers are spoken to in Vietnamese alone.
IN: Mapping[Language, tuple[Wording, ...]] = {
    Language.VIETNAMESE: tuple(Wording),
    Language.ENGLISH: (Wording.GREETING, Wording.PRIVACY, Wording.TOPICS, Wording.CONSENT),
}


@dataclass(frozen=True, slots=True)
class Words:
    """All of them in one language."""

    greeting: str
    short_greeting: str
    disclosure: str
    privacy: str
    consent: str
    topics: tuple[Topic, ...]

    @property
    def welcome(self) -> Welcome:
        """What opens a conversation on the web."""
        return Welcome(self.greeting, self.privacy, self.topics)

    @property
    def examples(self) -> tuple[str, ...]:
        """One question of each topic, for channels with little room."""
        return tuple(topic.questions[0] for topic in self.topics[:4])


def read_topics(text: str) -> tuple[Topic, ...]:
    """Topics as they are typed: a title on a line, its questions below, each after a dash.

    Raises:
        InputError: a title without questions, a question without title, too many, or too long.
    """
    topics: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        question = line.lstrip("-–•* ").strip() if line[0] in "-–•*" else ""
        if not question:
            topics.append((_short(line, _TITLE), []))
        elif topics:
            topics[-1][1].append(_short(question, _QUESTION))
        else:
            raise InputError("Câu hỏi đầu tiên chưa có chủ đề.", hint="Ghi tên chủ đề ở một dòng phía trên.")
    for title, questions in topics:
        if not 0 < len(questions) <= _QUESTIONS:
            raise InputError(
                f"Chủ đề “{title}” có {len(questions)} câu hỏi.",
                hint=f"Mỗi chủ đề cần 1 đến {_QUESTIONS} câu.",
            )
    if not 0 < len(topics) <= _TOPICS:
        raise InputError(f"Có {len(topics)} chủ đề.", hint=f"Cần 1 đến {_TOPICS} chủ đề.")
    return tuple(Topic(title, tuple(questions)) for title, questions in topics)


def write_topics(topics: tuple[Topic, ...]) -> str:
    """The same the other way round."""
    return "\n".join(
        line for topic in topics for line in (topic.title, *(f"- {question}" for question in topic.questions))
    )


_VIETNAMESE = {
    Wording.GREETING: welcome.GREETING,
    Wording.SHORT_GREETING: welcome.SHORT_GREETING,
    Wording.DISCLOSURE: welcome.DISCLOSURE,
    Wording.PRIVACY: welcome.PRIVACY,
    Wording.CONSENT: welcome.CONSENT,
    Wording.TOPICS: write_topics(welcome.TOPICS),
}
DEFAULTS: Mapping[Language, Mapping[Wording, str]] = {
    Language.VIETNAMESE: _VIETNAMESE,
    Language.ENGLISH: _VIETNAMESE
    | {
        Wording.GREETING: welcome.ENGLISH.greeting,
        Wording.PRIVACY: welcome.ENGLISH.privacy,
        Wording.CONSENT: welcome.ENGLISH_CONSENT,
        Wording.TOPICS: write_topics(welcome.ENGLISH.topics),
    },
}


def default_words(language: Language = Language.VIETNAMESE) -> Words:
    """The words that nobody changed."""
    return _words(DEFAULTS[language])


class Wordings:
    """Reads and changes the words; they hold for all processes within two seconds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._read: dict[Language, tuple[float, Words]] = {}

    def words(self, language: Language = Language.VIETNAMESE) -> Words:
        """The words in force, at most a second old; may block for the database."""
        looked, words = self._read.get(language, (-_LOOK, None))
        now = time.monotonic()
        if words is None or now - looked >= _LOOK:
            words = _words({**DEFAULTS[language], **self.changed(language)})
            self._read[language] = (now, words)
        return words

    def changed(self, language: Language) -> dict[Wording, str]:
        """The words that were changed."""
        with self._database.reading() as session:
            rows = session.execute(
                select(WordingRow.name, WordingRow.text).where(WordingRow.language == language.value)
            ).all()
        return {Wording(name): text for name, text in rows if name in set(Wording)}

    def change(self, wording: Wording, language: Language, text: str, beside: Noted) -> None:
        """Put ``text`` in the place of the words that stand there.

        Raises:
            InputError: it is empty, too long or, for topics, not in their form.
        """
        if wording is Wording.TOPICS:
            text = write_topics(read_topics(text))
        text = _short(text if wording is Wording.TOPICS else " ".join(text.split()), PLACES[wording].room)
        row = WordingRow(name=wording.value, language=language.value, text=text, changed_at=self._clock())
        with self._database.transaction() as session:
            session.merge(row)
            beside(session)
        self._read.pop(language, None)

    def reset(self, wording: Wording, language: Language, beside: Noted) -> None:
        """Go back to the default words."""
        with self._database.transaction() as session:
            session.execute(
                delete(WordingRow).where(
                    WordingRow.name == wording.value, WordingRow.language == language.value
                )
            )
            beside(session)
        self._read.pop(language, None)


def _words(texts: Mapping[Wording, str]) -> Words:
    return Words(
        greeting=texts[Wording.GREETING],
        short_greeting=texts[Wording.SHORT_GREETING],
        disclosure=texts[Wording.DISCLOSURE],
        privacy=texts[Wording.PRIVACY],
        consent=texts[Wording.CONSENT],
        topics=read_topics(texts[Wording.TOPICS]),
    )


def _short(text: str, room: int) -> str:
    if not text:
        raise InputError("Chưa có lời nào.", hint="Viết lời mới, hoặc bấm “Quay về mặc định”.")
    if len(text) > room:
        raise InputError(f"Dài {len(text)} ký tự, quá {room} ký tự.", hint="Mời anh/chị viết ngắn lại.")
    return text
