"""Writes the table of rights in ``docs/console-access.md`` anew from what the screens declare.

`.venv/bin/python -m docs.console_access`; a test says when that was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from console.console import Surroundings, build_console
from console.quota import Allowance
from console.screens import matrix
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

FILE = Path(__file__).parent / "console-access.md"
_ABOVE = "<!-- from here on written by docs/console_access.py -->\n"


def page() -> str:
    """The page as it should be: its head as people wrote it, the table from the code."""
    head, mark, _ = FILE.read_text("utf-8").partition(_ABOVE)
    database, nowhere = Database("sqlite:///never-opened.sqlite"), Path("never-opened")
    documents = DocumentStore(database, utc_now)
    stock = Stock(documents, ScanJobs(nowhere, documents, utc_now), Library(nowhere), nowhere)
    officers = build_desk(database, utc_now, Seal(["only to ask which screens there are"]), {})
    around = Surroundings(stock, Answerer(None, utc_now), officers, TrackerRows(nowhere), Allowance(1, 50))
    try:
        screens = build_console(database, ("only to ask which screens there are",), utc_now, around).screens
    finally:
        database.close()
    return f"{head}{mark}\n{matrix(screens)}"


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
