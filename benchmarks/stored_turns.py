"""Fills a database with turns as they would be after months of service: real questions, answers, citations and traces.

A few hundred development questions are answered once by a release without an encoder; each stored turn is one of these
answers on some day, channel and conversation. The same number gives the same database.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.questions import distinct_questions
from benchmarks.stack import ROOT
from conversations.answers import buttons_of
from conversations.past_turns import words_of
from conversations.reply import REPLIES, new_reply
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from conversations.told import Told
from conversations.trace import Entity, Guess, Understood, dump_trace, trace_of
from foundation.database import Database
from foundation.ids import new_id
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.importer import read_document
from knowledge.library import Library
from knowledge.release import build_release, switch_live

_CHANNELS = ("web", "web", "web", "zalo_oa", "zalo_oa", "messenger", "telegram", "zalo_bot")
_DIFFERENT = 400
_AT_ONCE = 1000
#: Turns of a conversation, and how many of 100 turns are rated.
_TOGETHER, _RATED = 4, 8


@dataclass(frozen=True)
class Filled:
    """What was stored: turns and conversations, and the newest turn that has a trace."""

    turns: int
    conversations: int
    newest: str


def small_library(folder: Path, now: datetime) -> Library:
    """A release of the documents of the house, without an encoder."""
    files = sorted((ROOT / "knowledge" / "documents").iterdir())
    sources = [
        (read_document(file, file.read_bytes()), hashlib.sha256(file.read_bytes()).hexdigest())
        for file in files
    ]
    switch_live(folder, build_release(folder, sources, None, now).id)
    return Library(folder)


def fill(database: Database, library: Library, now: datetime, turns: int, days: int = 180) -> Filled:
    """Store so many turns, spread over so many days before ``now``."""
    chance = random.Random(57)  # noqa: S311 - an order, no secret
    answered = list(_answered(library, now))
    conversations = max(1, turns // _TOGETHER)
    names = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(conversations)]
    channels = {name: chance.choice(_CHANNELS) for name in names}
    begun = now - timedelta(days=days)
    with database.transaction() as session:
        for some in _batches(names):
            session.execute(
                insert(ConversationRow),
                [
                    {
                        "id": name,
                        "channel": channels[name],
                        "engine_id": f"{name[::-1]}",
                        "context": {},
                        "created_at": begun,
                        "updated_at": now,
                    }
                    for name in some
                ],
            )
    newest = ""
    for start in range(0, turns, _AT_ONCE):
        rows, ratings = [], []
        for number in range(start, min(turns, start + _AT_ONCE)):
            accepted_at = begun + (now - begun) * (number / turns)
            row = dict(chance.choice(answered))
            reply = {**row["replies"][0], "id": new_id()}
            turn = hashlib.sha256(f"turn {number}".encode()).hexdigest()[:32]
            conversation = chance.choice(names)
            rows.append(
                row
                | {
                    "id": turn,
                    "conversation_id": conversation,
                    "client_message_id": f"m{number}",
                    "channel": channels[conversation],
                    "replies": [reply],
                    "accepted_at": accepted_at,
                    "answered_at": accepted_at + timedelta(seconds=chance.lognormvariate(-3.2, 0.6)),
                }
            )
            newest = turn
            if chance.randrange(100) < _RATED:
                ratings.append(
                    {
                        "reply_id": reply["id"],
                        "conversation_id": conversation,
                        "turn_id": turn,
                        "useful": chance.random() < 0.8,
                        "reason": None,
                        "given_at": accepted_at + timedelta(minutes=1),
                    }
                )
        with database.transaction() as session:
            session.execute(insert(TurnRow), rows)
            if ratings:
                session.execute(insert(FeedbackRow), ratings)
    return Filled(turns, conversations, newest)


def _answered(library: Library, now: datetime) -> Iterator[dict[str, Any]]:
    """Turns as they are stored, without what tells one from another."""
    release, answerer = library.release, Answerer(None, lambda: now)
    understood = Understood(
        Guess("ask_documents", 0.93),
        (Guess("ask_documents", 0.93), Guess("follow_up", 0.04), Guess("greet", 0.01)),
        (Entity("year", "2026"), Entity("agency", "Sở Khoa học và Công nghệ")),
    )
    for question in itertools.islice(distinct_questions(), _DIFFERENT):
        answer = answerer.answer(release, question, Context())
        reply = new_reply(answer.text, answer.outcome, citations=answer.citations, buttons=buttons_of(answer))
        trace = trace_of(
            understood,
            Told(answer, seconds=0.02),
            (Context(), answer.context),
            engine_seconds=0.05,
            whole_seconds=0.06,
            kept=True,
        )
        yield {
            "release": release.id,
            "led_by": "engine",
            "outcome": answer.outcome.value,
            "question": question,
            "words": words_of(question),
            "trace": dump_trace(trace),
            "replies": REPLIES.dump_python((reply,), mode="json"),
        }


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]
