"""Measures a question through the whole stack against a stock Rasa turn with a trivial action, side by side.

    .venv/bin/python -m benchmarks.chat [--blocks 12] [--block 15]

All servers run at the same time and are asked in turns, block by block and with the same questions, so that what
else the machine does hits all of them. Ours is `POST /api/v1/chat` of `hoidap serve`: engine, search, citation.
Two stock projects are the yardsticks: "initial" is what `rasa init` sets up, Rasa's default pipeline and policies;
"lean" is the least that names an intent and runs a rule, harder to keep up with.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.table import Table

from benchmarks.figures import Figure, output, percentile, show_figures, show_occasion
from benchmarks.questions import distinct_questions
from benchmarks.stack import Caller, run, running_stack
from benchmarks.stock import INITIAL, LEAN, TEXT, running_stock

AT_A_TIME = 8
LONG_CONVERSATION = 10

#: One turn: the question, in the caller's own conversation. Returns its seconds.
Turn = Callable[[str], float]


@dataclass
class Subject:
    """One of the servers compared, and what was measured of it.

    Attributes:
        open: a new conversation on a connection; what it returns runs its turns.
        single, later: seconds of turns one at a time, each in a conversation of its own or in long ones.
        rates: turns a second of each block asked AT_A_TIME.
    """

    name: str
    port: int
    open: Callable[[Caller], Turn]
    single: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def one_at_a_time(self, questions: list[str], turns: int) -> list[float]:
        """Ask ``questions``, a new conversation after every ``turns`` of them."""
        seconds = []
        with contextlib.closing(Caller(self.port)) as caller:
            turn = self.open(caller)
            for number, question in enumerate(questions):
                if number % turns == 0:
                    turn = self.open(caller)
                seconds.append(turn(question))
        return seconds

    def side_by_side(self, questions: list[str]) -> float:
        """Ask ``questions`` with AT_A_TIME callers, each question a conversation; returns turns a second."""
        share = [questions[start::AT_A_TIME] for start in range(AT_A_TIME)]
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            began = time.perf_counter()
            list(pool.map(lambda part: self.one_at_a_time(part, 1), share))
            return len(questions) / (time.perf_counter() - began)


class Chat:
    """Conversations with our stack; keeps the ids of all turns."""

    def __init__(self) -> None:
        self.turns: list[str] = []
        self.outcomes: Counter[str] = Counter()

    def open(self, caller: Caller) -> Turn:
        """A new conversation."""
        token: str | None = None

        def turn(question: str) -> float:
            nonlocal token
            seconds, answer = caller.ask("POST", "/api/v1/chat", {"text": question, "conversation": token})
            token = answer["conversation"]
            self.turns.append(answer["turn"])
            self.outcomes[answer["replies"][-1]["outcome"]] += 1
            return seconds

        return turn

    def led_by(self, database: Path) -> Counter[str]:
        """Who led the turns that were measured, as the database has it."""
        with contextlib.closing(sqlite3.connect(database, timeout=10)) as connection:
            leaders = dict(connection.execute("SELECT id, led_by FROM turns"))
        return Counter(leaders[turn] for turn in self.turns)


def open_stock(senders: Iterator[int], caller: Caller) -> Turn:
    """A new conversation with a stock Rasa."""
    sender = f"citizen-{next(senders)}"

    def turn(question: str) -> float:
        message = {"sender": sender, "message": question}
        seconds, replies = caller.ask("POST", "/webhooks/rest/webhook", message)
        if [reply.get("text") for reply in replies] != [TEXT]:
            raise RuntimeError(f"The stock project answered something else: {replies}")
        return seconds

    return turn


def measure(subjects: list[Subject], questions: Iterator[str], blocks: int, size: int) -> None:
    """Fill in the figures of ``subjects``, block by block, whoever comes first changing from block to block."""
    for number in range(blocks):
        order = subjects[number % len(subjects) :] + subjects[: number % len(subjects)]
        asked = list(itertools.islice(questions, size))
        for subject in order:
            subject.single += subject.one_at_a_time(asked, 1)
        asked = list(itertools.islice(questions, LONG_CONVERSATION))
        for subject in order:
            subject.later += subject.one_at_a_time(asked, LONG_CONVERSATION)
        asked = list(itertools.islice(questions, 3 * AT_A_TIME))
        for subject in order:
            subject.rates.append(subject.side_by_side(asked))
        print(f"block {number + 1} of {blocks}, load {os.getloadavg()[0]:.1f}", flush=True)


def report(subjects: list[Subject], chat: Chat, leaders: Counter[str]) -> None:
    """Print figures, ratios and bars."""
    ours, *stocks = subjects
    table = Table("", "p50 ms", "p95 ms", "p50 ms, long conversation", f"turns/s, {AT_A_TIME} at a time")
    for subject in subjects:
        milliseconds = [
            percentile(subject.single, 0.5),
            percentile(subject.single, 0.95),
            percentile(subject.later, 0.5),
        ]
        table.add_row(
            subject.name,
            *(f"{each * 1000:.1f}" for each in milliseconds),
            f"{statistics.median(subject.rates):.1f}",
        )
    output.print(table)
    single, led = percentile(ours.single, 0.5), leaders["engine"] / leaders.total()
    for stock in stocks:
        rates = [mine / its for mine, its in zip(ours.rates, stock.rates, strict=True)]
        later = percentile(ours.later, 0.5) / percentile(stock.later, 0.5)
        show_figures(
            [
                Figure(f"p50, ours / {stock.name}", single / percentile(stock.single, 0.5), 1.3),
                Figure("the same in long conversations", later, 1.3),
                Figure(f"turns a second, ours / {stock.name}", statistics.median(rates), 1.0, least=True),
            ]
        )
    show_figures(
        [
            Figure("p95 / p50 of ours", percentile(ours.single, 0.95) / single, 3.0),
            Figure("share of our turns that the engine led", led, 0.99, least=True),
        ]
    )
    output.print(f"Outcomes of ours: {dict(chat.outcomes)}; led by: {dict(leaders)}.")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--blocks", type=int, default=12)
    parser.add_argument("--block", type=int, default=15, help="single questions a block")
    arguments = parser.parse_args()
    chat, senders = Chat(), itertools.count()
    with contextlib.ExitStack() as servers:
        lean = servers.enter_context(running_stock("lean", LEAN))
        initial = servers.enter_context(running_stock("initial", INITIAL))
        stack = servers.enter_context(running_stack())
        subjects = [
            Subject("ours", stack.port, chat.open),
            *(Subject(f"stock {s.name}", s.port, partial(open_stock, senders)) for s in (lean, initial)),
        ]
        questions = distinct_questions()
        for subject in subjects:  # everything loaded, every connection of theirs open
            subject.side_by_side(list(itertools.islice(questions, 3 * AT_A_TIME)))
        chat.turns.clear()
        chat.outcomes.clear()
        show_occasion()
        measure(subjects, questions, arguments.blocks, arguments.block)
        report(subjects, chat, chat.led_by(stack.data / "hoidap.sqlite"))


if __name__ == "__main__":
    run(main)
