"""What the commands share: where they print, how they read the settings, how they show progress."""

from __future__ import annotations

import getpass
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from foundation.settings import Settings, load_settings

if TYPE_CHECKING:
    from console.audit import Actor
    from service.parts import Parts

console = Console(stderr=True)
output = Console()

AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")]


def settings_of(**given: Any) -> Settings:
    """The settings of the environment with those given on the command line in their place; arranges the log."""
    environment = dict(os.environ)
    environment.update(
        {f"HOIDAP_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    )
    settings = load_settings(environment)
    logging.basicConfig(
        level=settings.log_level,
        format="%(message)s",
        datefmt="%H:%M:%S",
        handlers=[RichHandler(console=console, show_path=False, rich_tracebacks=False)],
        force=True,
    )
    for chatty in ("httpx", "httpcore", "uvicorn.error", "alembic", "faiss", "rasa_sdk", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Parts]:
    """The parts over a database that is up to date; closed afterwards."""
    from service.parts import build_parts
    from service.schema import migrate

    parts = build_parts(settings)
    try:
        migrate(parts.database)
        yield parts
    finally:
        parts.database.close()


def server_actor() -> Actor:
    """Who types: the account of the operating system, with no network address."""
    from console.audit import Actor

    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        who = "?"
    return Actor(f"máy chủ: {who}"[:80], "")


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Progress that appears only when there is something to do: a bar, or lines where nobody watches a terminal."""
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, visible=False, total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=True)

        yield advance


def _lines(title: str) -> Callable[[int, int], None]:
    told = 0

    def advance(done: int, total: int) -> None:
        nonlocal told
        fifth = 5 * done // max(1, total)
        if fifth > told:
            told = fifth
            console.print(f"{title}: {done}/{total}", highlight=False)

    return advance
