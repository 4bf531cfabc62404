"""A crowd of citizens on all four messengers at once, and what the platforms saw of the answers.

Each citizen asks about one year after another that no document speaks of (some speak of 2045); the refusal names the
year, so that the platforms' own logs tell which question each message answers.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from connectors.zalo_oa.tokens import Pair, TokenStore
from conversations.channel_tables import InboundRow, OutboundRow
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from tests.connectors.platforms import FAKES, SECRET, settings_for
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

FIRST_YEAR = 2051
_YEAR = re.compile(r"\b20[5-9]\d\b")
#: Seconds between re-sendings: the platforms' hours, compressed, and enough of them for every outage of a test.
RESEND = (0.3, 0.6, 1.0, 2.0, 3.0, *(4.0,) * 30)


@dataclass
class Verdict:
    """What the platforms' logs say.

    Attributes:
        lost: questions that were taken and never answered, nor left to an officer.
        doubled: questions that were answered twice.
        disordered: chats whose answers came in another order than their questions.
        uncertain: parts whose fate is unknown; the year each would have answered.
        late: webhook answers that took longer than two seconds.
    """

    asked: int = 0
    shown: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    undelivered: int = 0
    late: int = 0


class Crowd:
    """Citizens of all channels.

    Args:
        fakes: by channel.
        chats: citizens on each channel.
        questions: of each citizen.
        copies: the share of events that a platform brings twice.
    """

    def __init__(
        self, fakes: dict[str, FakePlatform], *, chats: int, questions: int, copies: float = 0.1
    ) -> None:
        self.fakes = fakes
        self.chats = [(name, f"{7000 + number}") for name in fakes for number in range(chats)]
        self.years = [FIRST_YEAR + number for number in range(questions)]
        self._copies = copies
        self._chance = random.Random(1169)  # noqa: S311 - chance, not a secret
        self._threads: list[threading.Thread] = []

    def begin(self, pause: float = 0.05) -> None:
        """Let everybody ask; each waits only until the platform has brought the question."""
        for name, chat in self.chats:
            thread = threading.Thread(target=self._ask, args=(self.fakes[name], chat, pause), daemon=True)
            thread.start()
            self._threads.append(thread)

    def asking(self) -> bool:
        """Whether somebody has a question left."""
        return any(thread.is_alive() for thread in self._threads)

    def _ask(self, fake: FakePlatform, chat: str, pause: float) -> None:
        for year in self.years:
            times = 2 if self._chance.random() < self._copies else 1
            futures = says(fake, chat, f"Mục tiêu năm {year} của tỉnh là gì?", times)
            for future in futures:
                future.result()
            time.sleep(pause * self._chance.random() * 2)

    def verdict(self, database: Database) -> Verdict:
        """Judge by the platforms' logs; the outbox tells only which parts it leaves to an officer."""
        verdict = Verdict(asked=len(self.chats) * len(self.years))
        with database.reading() as session:
            rows = session.scalars(select(OutboundRow).where(OutboundRow.state == "uncertain"))
            uncertain = [(row.channel, str(row.part.get("text", ""))) for row in rows]
        verdict.uncertain = [f"{name}: {_year_of(text) or 'introduction'}" for name, text in uncertain]
        missing: Counter[str] = Counter()
        for name, chat in self.chats:
            shown = [year for part in self.fakes[name].of(chat) if (year := _year_of(part.text))]
            verdict.shown += len(shown)
            counted = Counter(shown)
            verdict.doubled += [f"{name} {chat}: {year}" for year, times in counted.items() if times > 1]
            if shown != sorted(shown):
                verdict.disordered.append(f"{name} {chat}: {shown}")
            missing.update(f"{name}: {year}" for year in self.years if str(year) not in counted)
        verdict.lost = list((missing - Counter(verdict.uncertain)).elements())
        deliveries = [delivery for fake in self.fakes.values() for delivery in fake.deliveries]
        verdict.undelivered = sum(not delivery.done for delivery in deliveries)
        verdict.late = sum(
            seconds > 2 and status == 200
            for delivery in deliveries
            for seconds, status in zip(delivery.seconds, delivery.statuses, strict=True)
        )
        return verdict


def says(fake: FakePlatform, chat: str, text: str, times: int = 1) -> list[Any]:
    """A citizen writes; the futures of what is brought."""
    match fake:
        case FakeMessenger():
            said = fake.item(chat, message={"mid": f"m{fake.number()}", "text": text})
            body = {"object": "page", "entry": [{"id": "page-1", "time": 1, "messaging": [said]}]}
            return fake.deliver(said["message"]["mid"], body, times=times)
        case FakeTelegram():
            number = fake.number()
            update = {"update_id": number, "message": fake.message(chat, text=text)}
            return fake.deliver(f"u{number}", update, times=times)
        case FakeZaloBot():
            return fake.brings(chat, text=text, times=times)
        case FakeZaloOa():
            return fake.brings(
                "user_send_text", chat, message={"msg_id": f"m{fake.number()}", "text": text}, times=times
            )
        case _:
            raise TypeError(fake)


@contextmanager
def platforms(
    webhook_base: str, *, unlimited: bool = False
) -> Iterator[tuple[dict[str, FakePlatform], dict[str, Any]]]:
    """All four fakes, and the settings of a service that is connected to them.

    Args:
        webhook_base: the address of the service.
        unlimited: whether the platforms leave their rate limits out.
    """
    with ExitStack() as stack:
        fakes = {
            name: stack.enter_context(kind(f"{webhook_base}/webhooks/{name}", resend=RESEND))
            for name, kind in FAKES.items()
        }
        for fake in fakes.values():
            fake.unlimited = unlimited
            if isinstance(fake, FakeZaloBot):
                fake.users = 1_000_000
        settings = settings_for(
            {name: fake.url for name, fake in fakes.items()},
            secret=SECRET,
            sender_rate=100_000,
            channel_rate=10_000_000,
            zalo_bot_monthly_quota=1_000_000,
            rate=1_000_000,
        )
        yield fakes, settings


def give_consent(database: Database) -> None:
    """What the administrator of the Zalo account does once."""
    pair = Pair("access-0", "refresh-0", timedelta(hours=25))
    TokenStore(database, utc_now, Seal([SECRET]), "oa-1").begin(pair)


def idle(database: Database) -> bool:
    """Whether nothing waits to be answered or sent."""
    with database.reading() as session:
        return not session.scalar(
            select(InboundRow.id).where(InboundRow.state == "pending").limit(1)
        ) and not session.scalar(
            select(OutboundRow.id).where(OutboundRow.state.in_(["pending", "sending"])).limit(1)
        )


def sending(database: Database) -> int:
    """How many parts are on their way at this moment."""
    with database.reading() as session:
        return len(session.scalars(select(OutboundRow.id).where(OutboundRow.state == "sending")).all())


def _year_of(text: str) -> str:
    found = _YEAR.search(text)
    return found.group() if found else ""
