"""The question of a turn that is over, to make a golden question of it: without a word of who asked."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.tables import TurnRow
from foundation.database import Database
from foundation.errors import MissingError
from knowledge.outcome import Outcome


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """What was asked and how it ended.

    Attributes:
        question: without personal data.
        citations: ``slug#path`` of what the last reply cited.
    """

    question: str
    outcome: Outcome
    citations: tuple[str, ...]


def kept_question(database: Database, turn: str) -> KeptQuestion:
    """A turn whose question was kept.

    Raises:
        MissingError: there is none, its question was not kept, or it is still under way.
    """
    with database.reading() as session:
        row = session.get(TurnRow, turn)
        if row is None or not row.question or not row.replies:
            raise MissingError(
                "Không còn câu hỏi của lượt này.",
                hint="Lượt hỏi cũ được xoá theo hạn lưu. Mời anh/chị gõ câu hỏi.",
            )
        cited = row.replies[-1].get("citations", [])
        return KeptQuestion(
            row.question,
            Outcome(row.outcome),
            tuple(str(one["url"]).removeprefix("/van-ban/") for one in cited if "#" in str(one.get("url"))),
        )
