"""The rooms of a conversation on a real SQLite database, put together for a test."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from connectors.limits import RateLimit
from conversations.channel import Channel
from conversations.conversation import ConversationStore
from conversations.desk import Desk, build_desk
from conversations.engine import Engine
from conversations.letter_lookup import LetterLookup
from conversations.message import read_message
from conversations.tokens import Tokens
from conversations.turns import Turns
from conversations.web_turns import TurnResult, WebTurns
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.library import Library
from knowledge.release import build_release, switch_live
from service.schema import migrate
from tests.conversations.canned_answers import CannedAnswers
from tests.conversations.fake_engine import FakeEngine
from tests.knowledge.samples import NOW, HashEncoder, two_sources

SECRET = "a secret of the tests, 32 characters"
ADDRESS = "192.0.2.7"


@cache
def _blank() -> bytes:
    """The file of a database with the present schema and nothing in it; migrating each test's own takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "blank.sqlite")
        database = Database(f"sqlite:///{file}")
        migrate(database)
        database.close()
        return file.read_bytes()


def blank_database(file: Path) -> Database:
    """A new SQLite database in ``file``, migrated."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_blank())
    return Database(f"sqlite:///{file}")


def small_releases(folder: Path) -> Path:
    """``folder`` with a live release of two small papers."""
    switch_live(folder, build_release(folder, two_sources(), HashEncoder(), NOW).id)
    return folder


class TickingClock:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class House:
    """A database, the store over it, and turns over the store."""

    database: Database
    releases: Path
    engine: FakeEngine = field(default_factory=FakeEngine)
    answers: CannedAnswers = field(default_factory=CannedAnswers)
    forgotten_rows: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = Tokens([SECRET])
        self.library = Library(self.releases)
        self.store = self.open_store(self.forgotten_rows.append)
        self.clock = TickingClock()
        self.desk = self.open_desk(self.clock, {})
        self.turns = self.open_turns(self.engine)

    def open_store(self, forget_rows: Callable[[str], None]) -> ConversationStore:
        """A store that erases Rasa's rows in this way."""
        return ConversationStore(self.database, TickingClock(), forget_rows)

    def open_desk(self, clock: Clock, channels: Mapping[str, Channel]) -> Desk:
        """The officers' desk over the same database."""
        return build_desk(self.database, clock, Seal([SECRET]), channels)

    def lookup(self, of_conversation: int = 1000, of_address: int = 1000) -> LetterLookup:
        """Look-ups by code, so many a minute."""
        return LetterLookup(self.desk.letters, RateLimit(of_conversation), RateLimit(of_address))

    def open_turns(self, engine: Engine | None, *, deadline: float = 2.0) -> WebTurns:
        """Turns of a process of their own, over the same database."""
        turns = Turns(
            self.store,
            engine,
            self.answers,
            self.library,
            deadline=deadline,
            lookup=self.lookup(),
            at_hand=self.desk.at_hand,
        )
        return WebTurns(turns, self.store, self.tokens, key=SECRET.encode())

    async def say(
        self,
        text: str | None = None,
        token: str | None = None,
        *,
        button: str | None = None,
        message_id: str | None = None,
        address: str = ADDRESS,
        turns: WebTurns | None = None,
    ) -> TurnResult:
        """One message in."""
        message = read_message(text, button, message_id)
        return await (turns or self.turns).run(message, token, address=address)
