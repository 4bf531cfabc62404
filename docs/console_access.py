"""Writes the table of rights in ``docs/console-access.md`` anew from what the screens declare.

`.venv/bin/python -m docs.console_access`; a test says when that was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from console.console import Surroundings, build_console
from console.screens import matrix
from foundation.clock import utc_now
from foundation.database import Database
from knowledge.answer import Answerer
from knowledge.library import Library
from service.tracker import TrackerRows

FILE = Path(__file__).parent / "console-access.md"
_ABOVE = "<!-- from here on written by docs/console_access.py -->\n"


def page() -> str:
    """The page as it should be: its head as people wrote it, the table from the code."""
    head, mark, _ = FILE.read_text("utf-8").partition(_ABOVE)
    database = Database("sqlite:///never-opened.sqlite")
    try:
        secrets = ("only to ask which screens there are",)
        nowhere = Path("never-opened")
        around = Surroundings(Library(nowhere), Answerer(None, utc_now), TrackerRows(nowhere))
        screens = build_console(database, secrets, utc_now, around).screens
    finally:
        database.close()
    return f"{head}{mark}\n{matrix(screens)}"


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
