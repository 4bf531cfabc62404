"""Golden questions: what people ask, with the provisions that answer and the facts an answer must contain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as record

from foundation.errors import MissingError
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document

FOLDER = Path(__file__).parent / "questions"
#: The splits of single questions that are no secret: what is fitted by, and what editors begin with.
OPEN_SPLITS = ("development", *(f"development-{number}" for number in range(2, 7)), "clarify")


@record(frozen=True, slots=True)
class Gold:
    """A provision that may be cited: a stretch of its own words; an empty quote is the document's record."""

    document: str
    quote: str


@record(frozen=True, slots=True)
class GoldenQuestion:
    """A question with its expected answer.

    Attributes:
        kind: ``answerable``, ``out_of_scope``, ``unanswerable`` (on the topic, but not in the documents), or
            ``ambiguous`` (to be asked back).
        gold: the provisions that may be cited first, or the readings of an ambiguous question; empty for a question to
            be refused.
        facts: strings that a right answer contains.
        shape: what is asked for; where the documents do not say, what is missing (a year, a place, a sum ...).
    """

    id: str
    question: str
    gold: tuple[Gold, ...]
    facts: tuple[str, ...]
    kind: str = "answerable"
    shape: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class GoldenConversation:
    """Turns that lean on one another."""

    id: str
    turns: tuple[GoldenQuestion, ...]


_QUESTION: TypeAdapter[GoldenQuestion] = TypeAdapter(GoldenQuestion)


def is_conversations(split: str) -> bool:
    """Whether the split of this name holds conversations rather than single questions."""
    return split.startswith("conversations")


def splits() -> list[str]:
    """The names of all splits, of questions and of conversations: files beside this module."""
    return sorted(file.stem for file in FOLDER.glob("*.jsonl"))


def load_questions(split: str) -> list[GoldenQuestion]:
    """The golden questions of a split, such as ``development`` or ``test``.

    Raises:
        MissingError: there is no such split.
    """
    return [_QUESTION.validate_json(line) for line in _lines(split, conversations=False)]


def load_conversations(split: str = "conversations") -> list[GoldenConversation]:
    """The golden conversations of a split, such as ``conversations`` (of the development) or ``conversations-test``.

    Raises:
        MissingError: there is no such split.
    """
    conversations = []
    for line in _lines(split, conversations=True):
        data = json.loads(line)
        turns = [
            _QUESTION.validate_python({"id": f"{data['id']}.{number}", **turn})
            for number, turn in enumerate(data["turns"], start=1)
        ]
        conversations.append(GoldenConversation(data["id"], tuple(turns)))
    return conversations


def _lines(split: str, *, conversations: bool) -> list[str]:
    known = [name for name in splits() if is_conversations(name) is conversations]
    if split not in known:
        kind = "hội thoại" if conversations else "câu hỏi"
        raise MissingError(f"Không có tập {kind} {split}.", hint=f"Các tập có: {', '.join(known)}.")
    lines = (FOLDER / f"{split}.jsonl").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip()]


def addresses(gold: tuple[Gold, ...], documents: dict[str, Document]) -> set[tuple[str, str]]:
    """The (slug, path) of every provision that holds one of the quotes.

    Raises:
        LookupError: a quote stands in no provision of its document; the question or the importer is wrong.
    """
    found: set[tuple[str, str]] = set()
    for one in gold:
        if not one.quote:
            found.add((one.document, RECORD_PATH))
            continue
        holders = {
            (one.document, node.path)
            for node in documents[one.document].walk()
            if one.quote in node.text and node.path != RECORD_PATH
        }
        if not holders:
            raise LookupError(f"{one.document}: no provision holds {one.quote!r}")
        found |= holders
    return found
