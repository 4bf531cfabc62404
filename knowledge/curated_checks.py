"""What is amiss with a curated answer or exclusion, be it read from a file or typed into a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.curated import Curated

#: Longest text in characters: with the line about its owner it still is a reply for a phone.
MAX_TEXT = 700
#: Longest wording or phrase in characters.
MAX_WORDING = 300


class Part(StrEnum):
    """Where something is amiss."""

    OWNER = "owner"
    QUESTIONS = "questions"
    PHRASES = "phrases"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why it cannot be kept.

    Attributes:
        part: where.
        reason: what is amiss, in Vietnamese, to follow the name of the place.
        item: which of the part's lines, from 0; ``None`` for the whole part.
    """

    part: Part
    reason: str
    item: int | None = None


def flaws(curated: Curated) -> Iterator[Flaw]:
    """Everything that is amiss; what lacks a part comes before what is too long."""
    if not curated.owner:
        yield Flaw(Part.OWNER, "thiếu cơ quan phụ trách")
    if not curated.questions and not curated.phrases:
        yield Flaw(Part.QUESTIONS, "chưa có câu hỏi nào")
    if not curated.text:
        yield Flaw(Part.TEXT, "chưa có lời trả lời")
    if len(curated.text) > MAX_TEXT:
        yield Flaw(Part.TEXT, f"lời trả lời dài {len(curated.text)} ký tự, nhiều nhất {MAX_TEXT}")
    for part, lines in ((Part.QUESTIONS, curated.questions), (Part.PHRASES, curated.phrases)):
        for item, line in enumerate(lines):
            if len(line) > MAX_WORDING or not any(character.isalnum() for character in line):
                yield Flaw(part, f"dòng này trống hoặc dài quá {MAX_WORDING} ký tự", item)
