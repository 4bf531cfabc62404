"""How long the pages of documents in the console take where many answers were given.

    .venv/bin/python -m benchmarks.console_documents [--turns 100000] [--url postgresql://…]

Fills a database with turns that cite the house's own documents, all of the last 90 days, and asks for each page as an
editor does. Prints the median and the slowest of ten.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from conversations.tables import ConversationRow, TurnCitationRow, TurnRow
from foundation.clock import utc_now
from foundation.database import Database
from knowledge.store import DocumentStore
from service.schema import migrate
from tests.console.conftest import Clock, Office, console_over

_FOLDER = Path(__file__).parent.parent / "knowledge" / "documents"
_AT_ONCE = 2000
_LIST = "/quan-tri/van-ban"
#: Half of the answers cite one document: the worst case for its page.
_FAVOURITE = "ke-hoach-ubnd-tinh-lang-son"


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(given.url or f"sqlite:///{folder}/hoidap.sqlite")
        migrate(database)
        clock = Clock()
        clock.now = utc_now()
        console = console_over(database, clock, Path(folder))
        stock = console.papers.stock
        for file in sorted(_FOLDER.iterdir()):
            stock.documents.import_file(file)
        _fill(database, stock.documents, given.turns, clock)
        office = Office(database, clock, console)
        browser = office.signed_in()
        one = f"{_LIST}/{_FAVOURITE}"
        for path in (
            _LIST,
            one,
            f"{one}/quy-dinh/I.1.2.b",
            f"{one}/thong-tin",
            f"{one}/quan-he",
            f"{one}/goc",
        ):
            times = []
            for _ in range(10):
                started = time.perf_counter()
                assert browser.get(path).status_code == 200, path
                times.append(1000 * (time.perf_counter() - started))
            sys.stdout.write(
                f"{path}: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms\n"
            )
        database.close()
    return 0


def _fill(database: Database, documents: DocumentStore, turns: int, clock: Clock) -> None:
    chance = random.Random(57)  # noqa: S311 - no secret
    places = {record.slug: [node.path for node in record.walk()] for record, _ in documents.sources()}
    slugs = sorted(places)
    with database.transaction() as session:
        now = clock()
        session.execute(
            insert(ConversationRow),
            [
                {
                    "id": f"c{n}",
                    "channel": "web",
                    "engine_id": f"e{n}",
                    "context": {},
                    "created_at": now,
                    "updated_at": now,
                }
                for n in range(turns // 5 + 1)
            ],
        )
    for first in range(0, turns, _AT_ONCE):
        rows, cited = [], []
        for number in range(first, min(turns, first + _AT_ONCE)):
            at = clock() - timedelta(seconds=chance.uniform(0, 89 * 86400))
            slug = _FAVOURITE if chance.random() < 0.5 else chance.choice(slugs)
            paths = set(chance.choices(places[slug], k=2))
            rows.append(
                {
                    "id": f"t{number}", "conversation_id": f"c{number // 5}", "client_message_id": f"m{number}",
                    "release": "r", "led_by": "engine", "outcome": "answered", "question": f"câu hỏi số {number}",
                    "replies": [{"text": "x" * 1500}], "accepted_at": at, "answered_at": at,
                }
            )  # fmt: skip
            held = {
                ".".join(path.split(".")[:depth]) for path in paths for depth in range(path.count(".") + 2)
            }
            cited += [
                {"turn_id": f"t{number}", "document": slug, "path": path, "accepted_at": at} for path in held
            ]
        with database.transaction() as session:
            session.execute(insert(TurnRow), rows)
            session.execute(insert(TurnCitationRow), cited)


if __name__ == "__main__":
    sys.exit(main())
