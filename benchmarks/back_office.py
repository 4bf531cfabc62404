"""The console over a database and a folder of releases, as the benchmarks drive it."""

from __future__ import annotations

from pathlib import Path

from console.console import Console, Surroundings, build_console
from console.quota import Allowance
from console.stock import Stock
from conversations.desk import build_desk
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.answer import Answerer
from knowledge.library import Library
from knowledge.scan_jobs import ScanJobs
from knowledge.store import DocumentStore
from service.tracker import TrackerRows


def back_office(
    database: Database, secret: str, folder: Path, library: Library, answerer: Answerer
) -> Console:
    """The console; what it keeps in files is below ``folder``."""
    documents = DocumentStore(database, utc_now)
    stock = Stock(documents, ScanJobs(folder / "jobs", documents, utc_now), library, folder / "uploads")
    officers = build_desk(database, utc_now, Seal([secret]), {})
    around = Surroundings(
        stock, answerer, officers, TrackerRows(folder / "tracker.sqlite"), Allowance(500, 2000)
    )
    return build_console(database, [secret], utc_now, around)
