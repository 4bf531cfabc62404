"""Publishes while citizens ask: two processes of the service over one folder of releases and one database.

    .venv/bin/python -m benchmarks.publish [--rounds 3] [--rate 20] [--engine]

Each round an editor changes a curated answer, has the draft checked, and a reviewer publishes it through the console,
while questions come in at a steady rate, to both processes in turn. Counted are answers that failed or were blank, and
the seconds from the atomic switch until each process answers from the new release.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import re
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Self

import httpx

from benchmarks.back_office import back_office
from benchmarks.figures import Figure, output, percentile, show_figures, show_occasion
from benchmarks.questions import distinct_questions
from benchmarks.stack import (
    DATA,
    ROOT,
    Caller,
    Server,
    Stack,
    clean_environment,
    engine_python,
    free_port,
    run,
)
from console.audit import Actor
from console.console import Console
from console.roles import Role
from foundation.clock import utc_now
from foundation.database import Database
from knowledge.answer import Answerer
from knowledge.curated import Curated, CuratedKind, Reference
from knowledge.library import Library

FOLDER = DATA / "publish"
EDITOR, REVIEWER = "bien.tap", "nguoi.duyet"
SLUG = "do-phat-hanh"
#: Seconds of questions before and after the switch.
_AROUND = 8.0
_CALLERS = 24


@dataclass
class Load:
    """Questions at a steady rate, to all processes in turn."""

    ports: list[int]
    rate: float
    questions: Iterator[str]
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    blank: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._ended.clear()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        ports, due = itertools.cycle(self.ports), time.monotonic()
        with ThreadPoolExecutor(_CALLERS) as threads:
            asked: list[Future[None]] = []
            while not self._ended.is_set():
                asked.append(threads.submit(self._ask, next(ports), next(self.questions)))
                due += 1 / self.rate
                time.sleep(max(0.0, due - time.monotonic()))

    def _ask(self, port: int, question: str) -> None:
        try:
            with contextlib.closing(Caller(port, timeout=30)) as caller:
                took, answer = caller.ask("POST", "/api/v1/chat", {"text": question, "conversation": None})
        except (OSError, http.client.HTTPException, RuntimeError, ValueError) as error:
            self.failed.append(f"{type(error).__name__}: {error}")
            return
        self.seconds.append(took)
        self.blank += not answer["replies"] or any(not reply["text"].strip() for reply in answer["replies"])


class Desk:
    """Somebody at the console, over HTTP."""

    def __init__(self, port: int, name: str, password: str) -> None:
        origin = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=60, trust_env=False)
        self._post("/quan-tri/dang-nhap", ten=name, **{"mat-khau": password})

    def check(self) -> str:
        """Have the draft checked; the address of the result."""
        at = self._post("/quan-tri/phat-hanh/kiem-tra")
        while "tien-do" in (shown := self._http.get(at).text) or "Đang chờ" in shown:
            time.sleep(1)
        counts = re.search(r'class="verdict">([^<]+)<', shown)
        if counts is None:
            sys.exit("The check failed: " + re.sub(r"<[^>]+>", " ", shown)[-1500:])
        output.print(f"Check: {counts[1]}")
        return at

    def publish(self, at: str) -> None:
        """Publish what was checked."""
        gone = self._post(f"{at}/phat-hanh")
        if not gone.endswith("da=phat-hanh"):
            sys.exit(f"It was not published: {gone}")

    def _post(self, path: str, **fields: str) -> str:
        shown = self._http.get("/quan-tri", follow_redirects=True).text
        token = re.search(r'name="the" value="([0-9a-f]+)"', shown)
        assert token
        answer = self._http.post(path, data={"the": token[1], **fields})
        if answer.status_code != 303:
            sys.exit(f"{path}: {answer.status_code} {re.sub(r'<[^>]+>', ' ', answer.text)[-800:]}")
        return answer.headers["location"]


def start(name: str, golden: Path, *, engine: bool) -> Stack:
    """One process; all of them share the first one's database and releases."""
    data, port = FOLDER / name, free_port()
    data.mkdir(parents=True, exist_ok=True)
    first = FOLDER / "a"
    if name != "a" and not (data / "releases").exists():
        (data / "releases").symlink_to(first / "releases")
    environment = clean_environment(
        HOIDAP_DATA=str(data),
        HOIDAP_DATABASE_URL=f"sqlite:///{first / 'hoidap.sqlite'}",
        HOIDAP_SECRET=_secret(),
        HOIDAP_GOLDEN=str(golden),
        HOIDAP_PORT=str(port),
        HOIDAP_RATE="1000000",
        HOIDAP_ENGINE="1" if engine else "0",
        HOIDAP_ENGINE_PYTHON=str(engine_python()),
        PYTHONPATH=str(ROOT),
        OMP_NUM_THREADS="1",
    )
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    return Stack(Server(command, environment, ROOT, data / "serve.log"), port, data)


def _secret() -> str:
    file = FOLDER / "secret"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_hex(32))
    return file.read_text()


def change(console: Console, mark: str) -> None:
    """An editor writes another answer."""
    slug = next(iter(console.documents.digests()))
    path = next(node.path for node in console.documents.entry(slug).record.walk() if node.text)
    record = Curated(
        slug=SLUG,
        kind=CuratedKind.ANSWER,
        questions=("Lần phát hành thử nghiệm này là lần thứ mấy?",),
        text=f"Đây là lần {mark}.",
        owner="Phòng thử nghiệm",
        review=date(2040, 1, 1),
        references=(Reference(slug, path),),
    )
    curated = console.documents.curated
    if SLUG in curated.versions():
        curated.change(record, curated.versions()[SLUG], EDITOR)
    else:
        curated.add(record, EDITOR)


def switched(stacks: list[Stack], live: Path) -> list[float]:
    """The seconds from the switch until each process answers from the live release."""
    wanted, at = live.read_text().strip(), live.stat().st_mtime
    found: dict[int, float] = {}
    while len(found) < len(stacks):
        for stack in stacks:
            if stack.port not in found and stack.health().get("release") == wanted:
                found[stack.port] = time.time() - at
        time.sleep(0.02)
        if time.time() - at > 60:
            sys.exit("A process never noticed the new release.")
    return list(found.values())


def prepared(console: Console) -> dict[str, str]:
    """Passwords of the two who work at the console."""
    passwords = {}
    for name, role in ((EDITOR, Role.EDITOR), (REVIEWER, Role.REVIEWER)):
        server, passwords[name] = Actor("máy chủ", ""), secrets.token_urlsafe(16)
        if name in {account.name for account in console.accounts.all()}:
            account = console.accounts.named(name)
            console.accounts.reset_password(server, account.id, passwords[name], temporary=False)
        else:
            console.accounts.add(server, name, name, role, passwords[name], temporary=False)
    return passwords


def measure(stacks: list[Stack], console: Console, rounds: int, rate: float) -> None:
    """Publish and print."""
    passwords = prepared(console)
    ports = [stack.port for stack in stacks]
    editor, reviewer = (
        Desk(ports[0], EDITOR, passwords[EDITOR]),
        Desk(ports[-1], REVIEWER, passwords[REVIEWER]),
    )
    # A check lasts longer than there are distinct questions.
    questions, live = itertools.cycle(distinct_questions()), FOLDER / "a" / "releases" / "live"
    calm, checking, publishing = (Load(ports, rate, questions) for _ in range(3))
    until_live: list[float] = []
    checks: list[float] = []
    with calm:
        time.sleep(2 * _AROUND)
    for number in range(rounds):
        change(console, f"{number} {secrets.token_hex(4)}")
        with checking:
            began = time.monotonic()
            at = editor.check()
            checks.append(time.monotonic() - began)
        with publishing:
            time.sleep(_AROUND)
            before = live.stat().st_mtime_ns
            with ThreadPoolExecutor(1) as threads:
                going = threads.submit(reviewer.publish, at)
                while live.stat().st_mtime_ns == before and not going.done():
                    time.sleep(0.005)
                until_live += switched(stacks, live)
                going.result()
            time.sleep(_AROUND)
    loads = (calm, checking, publishing)
    for name, load in zip(("calm", "while checking", "while publishing"), loads, strict=True):
        p50, p95 = (percentile(load.seconds, share) * 1000 for share in (0.5, 0.95))
        output.print(
            f"{name}: {len(load.seconds)} answers, p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest "
            f"{max(load.seconds) * 1000:.0f} ms; failed {len(load.failed)} {load.failed[:3]}, blank {load.blank}"
        )
    show_figures(
        [
            Figure("failed or blank answers", sum(len(one.failed) + one.blank for one in loads), 0),
            Figure("seconds until every process is live, slowest", max(until_live), 2),
            Figure("the same, median", percentile(until_live, 0.5), 2),
            Figure("seconds of a check under this load, slowest", max(checks), 240),
        ]
    )


def _ready(stack: Stack, *, engine: bool) -> bool:
    return stack.engine_ready() if engine else bool(stack.health().get("release"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--rate", type=float, default=20, help="questions a second, of all processes together"
    )
    parser.add_argument(
        "--golden",
        type=Path,
        default=ROOT / "evaluation" / "questions",
        help="golden questions of a new database",
    )
    parser.add_argument("--engine", action="store_true", help="with the dialogue engine of each process")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as ends:
        stacks = []
        for name in ("a", "b"):
            stack = start(name, arguments.golden, engine=arguments.engine)
            ends.callback(stack.server.end)
            ready = partial(_ready, stack, engine=arguments.engine)
            stack.server.wait_for(ready, 1800)
            stacks.append(stack)
        database = Database(f"sqlite:///{FOLDER / 'a' / 'hoidap.sqlite'}")
        ends.callback(database.close)
        library = Library(FOLDER / "a" / "releases")
        console = back_office(database, _secret(), FOLDER / "a", library, Answerer(None, utc_now))
        show_occasion()
        measure(stacks, console, arguments.rounds, arguments.rate)


if __name__ == "__main__":
    run(main)
