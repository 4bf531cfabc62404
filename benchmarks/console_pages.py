"""Times every page of the console over a database with 100 thousand stored turns.

    .venv/bin/python -m benchmarks.console_pages [--turns 100000] [--database URL] [--only luot]

Pages are found by their declarations; an address with a name in it is asked for as :data:`EXAMPLES` says. Whoever adds
such a page adds a line there. The bar: every page within 300 ms, all its work done, in the same process.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from fastapi.testclient import TestClient
from rich.table import Table

from benchmarks.back_office import back_office, signed_in
from benchmarks.figures import Figure, output, percentile, show_figures, show_occasion
from benchmarks.stored_turns import Filled, fill, small_library
from console.console import Console
from console.roles import Role
from console.screens import Stage
from foundation.clock import utc_now
from foundation.database import Database
from knowledge.answer import Answerer
from service.schema import migrate

BAR_MS = 300.0
_REPEATS = 7
_HALF_A_YEAR = {"tu-ngay": "2026-06-01", "den-ngay": "2026-11-30"}

#: What stands for a name in an address: one value, of what was stored.
EXAMPLES: dict[str, Callable[[Filled], str]] = {
    "turn": lambda filled: filled.newest,
    "chart": lambda _filled: "ngay",
    "table": lambda _filled: "quy-dinh",
}
#: What is asked for besides the bare page: the dearest filters that people would use.
QUERIES: dict[str, tuple[dict[str, str], ...]] = {
    "/quan-tri/luot": (
        {"tu": "khoa hoc"},
        {"tu": "khongcochunay"},
        {"kenh": "telegram"},
        {"ket-qua": "chua-tra-loi", "kenh": "zalo_bot", "tu": "kinh phí"},
        {"huu-ich": "khong"},
        {"truoc": "2026-07-01T00:00:00+00:00_x"},
    ),
    "/quan-tri/tong-quan": (_HALF_A_YEAR,),
    "/quan-tri/tong-quan/xlsx": (_HALF_A_YEAR,),
    "/quan-tri/tong-quan/bieu-do/{chart}": (_HALF_A_YEAR,),
}


def pages(console: Console, filled: Filled) -> Iterator[str]:
    """The addresses of all pages; those without an example are named and left out."""
    for screen in console.screens:
        if screen.method != "GET" or screen.stage is Stage.HALF:
            continue
        names = re.findall(r"\{(\w+)\}", screen.path)
        if missing := [name for name in names if name not in EXAMPLES]:
            output.print(f"[bold]left out:[/] {screen.path}, no example of {', '.join(missing)}")
            continue
        path = screen.path
        for name in names:
            path = path.replace(f"{{{name}}}", EXAMPLES[name](filled))
        yield path
        for query in QUERIES.get(screen.path, ()):
            yield f"{path}?{urlencode(query)}"


@dataclass(frozen=True)
class Timed:
    """Some visits of a page, the first one first: milliseconds by the clock and of processors; status and bytes."""

    took: list[float]
    worked: list[float]
    status: int
    size: int


def timed(client: TestClient, path: str) -> Timed:
    """Visit a page a few times."""
    took, worked = [], []
    status = size = 0
    for _ in range(_REPEATS):
        began, idle = time.perf_counter(), time.process_time()
        answer = client.get(path, follow_redirects=False)
        worked.append((time.process_time() - idle) * 1000)
        took.append((time.perf_counter() - began) * 1000)
        status, size = answer.status_code, len(answer.content)
    # A redirection is quick and tells nothing; these two have nothing to show to who has signed in.
    assert status == 200 or path.endswith(("/dang-nhap", "/xac-thuc")), (path, status)
    return Timed(took, worked, status, size)


def measure(database: Database, folder: Path, turns: int, only: str) -> None:
    """Fill, count and time."""
    now = utc_now() - timedelta(minutes=5)
    library = small_library(folder, now)
    began = time.perf_counter()
    filled = fill(database, library, now, turns)
    output.print(f"{filled.turns} turns of {filled.conversations} conversations stored in {_since(began)} s")
    secret = hashlib.sha256(b"of a database that is thrown away").hexdigest()
    console = back_office(database, secret, folder, library, Answerer(None, utc_now))
    began = time.perf_counter()
    while console.tally.catch_up():
        pass
    output.print(f"counted in {_since(began)} s, {500 * (time.perf_counter() - began) / turns:.3f} s a step")
    began = time.perf_counter()
    console.tally.catch_up()
    output.print(f"nothing new counted in {_since(began)} s")
    client = signed_in(console, "do.luong", Role.ADMIN)
    table = Table("page", "status", "kB", "first, ms", "median, ms", "worst, ms", "CPU, ms")
    slowest = dearest = 0.0
    for path in pages(console, filled):
        if only not in path:
            continue
        page = timed(client, path)
        slowest, dearest = max(slowest, *page.took), max(dearest, *page.worked)
        measured = (page.took[0], percentile(page.took, 0.5), max(page.took), percentile(page.worked, 0.5))
        figures = (f"{page.size / 1000:.0f}", *(f"{each:.0f}" for each in measured))
        table.add_row(path.removeprefix("/quan-tri") or "/", str(page.status), *figures)
    output.print(table)
    # Where the machine is busy with other things, what the processors worked tells more than the clock.
    show_figures(
        [Figure("slowest page, ms", slowest, BAR_MS), Figure("its work at most, CPU ms", dearest, BAR_MS)]
    )


def _since(began: float) -> str:
    return f"{time.perf_counter() - began:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument(
        "--database", default="", help="an empty database; one of its own where none is named"
    )
    parser.add_argument("--only", default="", help="only pages with this in their address")
    given = parser.parse_args()
    show_occasion()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder, 'hoidap.sqlite')}"
        with closing(Database(url)) as database:
            migrate(database)
            measure(database, Path(folder, "releases"), given.turns, given.only)


if __name__ == "__main__":
    main()
