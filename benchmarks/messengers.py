"""Measures the messengers against fake platforms, with the real engine behind them.

    .venv/bin/python -m benchmarks.messengers turn [--turns 40]
    .venv/bin/python -m benchmarks.messengers flood [--seconds 60]
    .venv/bin/python -m benchmarks.messengers fire [--messages 2000] [--kills 12] [--database postgresql]

`turn`: a whole turn over each channel, from the webhook's body to the answer at the platform, against the same turn by
`POST /api/v1/chat`, in turns within one run; then turns a second over all channels against what `rasa init` sets up.
`flood`: 200 webhook bodies a second while the engine hangs; how fast each is taken, and whether all are answered.
`fire`: kills the service, its engine and the database's server at random while citizens ask on all channels; the
platforms' own logs judge.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from rich.table import Table
from sqlalchemy import func, select

from benchmarks.chat import AT_A_TIME, Chat, Subject, open_stock
from benchmarks.figures import Figure, output, show_figures, show_occasion
from benchmarks.questions import distinct_questions
from benchmarks.stack import Caller, run
from benchmarks.stock import INITIAL, running_stock
from conversations.channel_tables import InboundRow, OutboundRow
from foundation.database import Database
from tests.connectors.platforms import CHAT
from tests.connectors.webhook_bodies import CHANNELS, body_of, sealed
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.postgres import PostgresServer
from tests.service.crowd import Crowd, Verdict, give_consent, idle, platforms, sending
from tests.service.flood import flood, know, open_gates
from tests.service.running import Running
from tests.stack.stack import free_port, keep, reuse, start_stack


@dataclass
class Line:
    """A running service with its platforms."""

    running: Running
    fakes: dict[str, FakePlatform]
    settings: dict[str, object]
    data: Path
    port: int
    database: Database

    def restart(self) -> None:
        """After it was killed; its engine follows."""
        self.running = start_stack(self.data, self.port, **self.settings)
        self.running.wait(self.running.health, 60, "up")

    def engine(self) -> psutil.Process | None:
        """The engine's process."""
        for child in psutil.Process(self.running.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if {"bot", "serve"} <= set(child.cmdline()):
                    return child
        return None


@contextlib.contextmanager
def line(url: str = "", *, unlimited: bool = True) -> Iterator[Line]:
    """The whole stack, its engine ready, connected to the fakes, which may leave out their rate limits."""
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder, "data"), free_port()
        data.mkdir()
        reuse(data)
        with platforms(f"http://127.0.0.1:{port}", unlimited=unlimited) as (fakes, settings):
            where = url or f"sqlite:///{data / 'hoidap.sqlite'}"
            running = start_stack(data, port, **settings, database_url=where)
            database = Database(where)
            made = Line(running, fakes, settings | {"database_url": where}, data, port, database)
            try:
                running.wait(running.health, 600, "up")
                give_consent(database)
                running.wait(lambda: running.health().get("engine") == "ok", 600, "led by its engine")
                keep(data)
                yield made
            finally:
                database.close()
                made.running.end()


# --- turns ------------------------------------------------------------------------------------------------------------


def over_channel(line: Line, name: str, chat: str, question: str, number: int) -> float:
    """Seconds from the webhook's body on its way to the last part of the answer at the platform."""
    fake = line.fakes[name]
    body = body_of(name, question, chat=chat, message=f"m{number}")
    shown_as = str(body["message"]["chat"]["id"]) if isinstance(fake, FakeTelegram) else chat
    know(fake, chat)
    before = len(fake.of(shown_as))
    content, headers = sealed(name, body)
    connection = http.client.HTTPConnection("127.0.0.1", line.port, timeout=30)
    began = time.monotonic()
    connection.request("POST", f"/webhooks/{name}", content, headers)
    assert connection.getresponse().status == 200
    while len(fake.of(shown_as)) == before or not idle(line.database):
        time.sleep(0.0005)
    connection.close()
    return fake.of(shown_as)[-1].at - began


def own_time(fake: FakePlatform) -> float:
    """Seconds that a fake takes by itself to answer the message it was sent last."""
    url, headers, content = fake.app.state.last
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    seconds = []
    for _ in range(20):
        began = time.monotonic()
        connection.request("POST", f"{parts.path}?{parts.query}", content, headers)
        connection.getresponse().read()
        seconds.append(time.monotonic() - began)
    connection.close()
    return statistics.median(seconds)


def measure_turns(turns: int) -> None:
    """Print how a turn over each channel compares with the Chat API, and the turns a second with stock Rasa."""
    with line() as ours, running_stock("initial", INITIAL) as stock:
        questions = distinct_questions()
        chat = Chat()
        caller = Caller(ours.port)
        seconds: dict[str, list[float]] = {name: [] for name in ("chat", *ours.fakes)}
        for name in ours.fakes:  # introductions are over, connections are open
            over_channel(ours, name, CHAT, "xin chào", 0)
        show_occasion()
        turn = chat.open(caller)
        for number in range(1, turns + 1):
            question = next(questions)
            order = [*seconds]  # whoever is asked first pays for what the service remembers of a question
            for name in order[number % len(order) :] + order[: number % len(order)]:
                ask = turn if name == "chat" else partial(over_channel, ours, name, CHAT, number=number)
                seconds[name].append(ask(question))
        own = {name: own_time(fake) for name, fake in ours.fakes.items()}
        table = Table("", "p50 ms", "of it the fake's own")
        for name, each in seconds.items():
            table.add_row(name, f"{statistics.median(each) * 1000:.1f}", f"{own.get(name, 0) * 1000:.1f}")
        output.print(table)
        base = statistics.median(seconds["chat"])
        show_figures(
            [
                Figure(f"{name} / chat", (statistics.median(seconds[name]) - own[name]) / base, 1.3)
                for name in ours.fakes
            ]
        )
        senders = itertools.count()
        yardstick = Subject("stock", stock.port, partial(open_stock, senders))
        ratios = []
        size = 6 * AT_A_TIME
        sustained(ours, list(itertools.islice(questions, size)), 0)  # the chats are introduced to
        for block in range(1, 7):
            rate = yardstick.side_by_side(list(itertools.islice(questions, size)))
            ratios.append(sustained(ours, list(itertools.islice(questions, size)), block) / rate)
        show_figures(
            [
                Figure(
                    "turns a second, all channels / stock initial", statistics.median(ratios), 1.0, least=True
                )
            ]
        )


def sustained(line: Line, questions: list[str], block: int) -> float:
    """Turns a second when all questions come at once, each from a chat of its own, over all channels."""
    names = list(line.fakes)
    bodies = []
    for number, question in enumerate(questions):
        name, chat = names[number % len(names)], f"{600000 + number}"
        know(line.fakes[name], chat)
        bodies.append((name, *sealed(name, body_of(name, question, chat=chat, message=f"s{block}-{number}"))))
    before = sum(len(fake.shown) for fake in line.fakes.values())
    connection = http.client.HTTPConnection("127.0.0.1", line.port, timeout=30)
    began = time.monotonic()
    for name, content, headers in bodies:
        connection.request("POST", f"/webhooks/{name}", content, headers)
        connection.getresponse().read()
    while sum(len(fake.shown) for fake in line.fakes.values()) - before < len(questions):
        time.sleep(0.02)
    took = time.monotonic() - began
    connection.close()
    while not idle(line.database):  # parts beyond the first of an answer
        time.sleep(0.1)
    return len(questions) / took


# --- flood ------------------------------------------------------------------------------------------------------------

RATE = 200


def measure_flood(seconds: int) -> None:
    """Print how fast webhooks are answered while the engine hangs, and how long it takes to answer everybody then."""
    with line() as ours, open_gates(ours.fakes):
        engine = ours.engine()
        assert engine is not None
        show_occasion()
        before = sum(len(fake.shown) for fake in ours.fakes.values())
        engine.suspend()
        try:
            brought = flood(ours.running.url, rate=RATE, seconds=seconds)
        finally:
            with contextlib.suppress(psutil.NoSuchProcess):  # its supervisor may have ended it
                engine.resume()
        began = time.monotonic()
        while not idle(ours.database):
            time.sleep(0.5)
        output.print(
            f"{len(brought.seconds)} bodies; everybody answered {time.monotonic() - began:.0f} s after the last."
        )
        show_states(ours.database)
        shown = sum(len(fake.shown) for fake in ours.fakes.values()) - before
        show_figures(
            [
                Figure("webhook p50, ms", brought.percentile(0.5) * 1000, 200),
                Figure("webhook p99, ms", brought.percentile(0.99) * 1000, 200),
                Figure("longest, ms", brought.seconds[-1] * 1000, 2000),
                Figure("answers other than 200", len(brought.statuses - {200}), 0),
                Figure("messages without an answer", max(0, len(brought.seconds) - shown), 0),
            ]
        )


# --- fire -------------------------------------------------------------------------------------------------------------


def under_fire(messages: int, kills: int, kind: str) -> None:
    """Print the platforms' verdict."""
    chance = random.Random(1169)  # noqa: S311
    server = PostgresServer() if kind == "postgresql" else None
    try:
        with line(server.new_database() if server else "", unlimited=False) as ours:
            show_occasion()
            questions = 20
            crowd = Crowd(ours.fakes, chats=messages // questions // len(ours.fakes), questions=questions)
            crowd.begin(pause=1.5)
            in_flight, done = 0, []
            for _ in range(kills):
                time.sleep(chance.uniform(1.0, 4.0))
                victim = chance.choice(["app", "engine", *(["database"] if server else [])])
                in_flight += kill(ours, victim, server, chance)
                done.append(victim)
                output.print(f"{victim} killed; asking: {crowd.asking()}")
            until = time.monotonic() + 600
            while crowd.asking() or not idle(ours.database):
                if time.monotonic() > until:
                    output.print("[bold]not drained within ten minutes[/]")
                    break
                time.sleep(0.5)
            show_states(ours.database)
            report(crowd.verdict(ours.database), in_flight, done)
    finally:
        if server:
            server.close()


def show_states(database: Database) -> None:
    """Print what became of messages and parts, by channel."""
    table = Table("channel", "messages", "parts")
    with database.reading() as session:
        for name in CHANNELS:
            cells = []
            for row, why in ((InboundRow, InboundRow.reason), (OutboundRow, OutboundRow.code)):
                counted = session.execute(
                    select(row.state, why, func.count()).where(row.channel == name).group_by(row.state, why)
                )
                cells.append(", ".join(f"{state} {reason}: {count}" for state, reason, count in counted))
            table.add_row(name, *cells)
    output.print(table)


def kill(line: Line, victim: str, server: PostgresServer | None, chance: random.Random) -> int:
    """Kill, and start again what does not start by itself; how many parts were on their way."""
    if victim == "database" and server:
        server.kill()
        time.sleep(chance.uniform(0.0, 2.0))
        server.start()
        return 0
    if victim == "engine":
        if engine := line.engine():
            engine.kill()
        return 0
    children = psutil.Process(line.running.process.pid).children(recursive=True)
    line.running.process.kill()
    line.running.process.wait()
    psutil.wait_procs(children, timeout=20)  # the engine ends when its standard input does
    in_flight = sending(line.database)
    line.restart()
    return in_flight


def report(verdict: Verdict, in_flight: int, kills: list[str]) -> None:
    """Print figures and bars."""
    output.print(f"{verdict.asked} messages, {verdict.shown} answers, killed: {', '.join(kills)}.")
    for title, found in (
        ("lost", verdict.lost),
        ("doubled", verdict.doubled),
        ("disordered", verdict.disordered),
    ):
        if found:
            output.print(f"{title}: {found[:20]}")
    output.print(f"uncertain: {verdict.uncertain}")
    show_figures(
        [
            Figure("lost", len(verdict.lost), 0),
            Figure("doubled", len(verdict.doubled), 0),
            Figure("chats out of order", len(verdict.disordered), 0),
            Figure("uncertain (bar: sends in flight at the kills)", len(verdict.uncertain), in_flight),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["turn", "flood", "fire"])
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    arguments = parser.parse_args()
    if arguments.what == "turn":
        measure_turns(arguments.turns)
    elif arguments.what == "flood":
        measure_flood(arguments.seconds)
    else:
        under_fire(arguments.messages, arguments.kills, arguments.database)


if __name__ == "__main__":
    run(main)
