"""Starts the whole service with fake platforms, and a page to play a citizen on each channel.

    scripts/run --demo [--port 8000] [--page-port 8001]

Everything listens on this machine alone, in one process, and ends with Ctrl+C. Each start begins anew: its data is in
``var/demo`` and nothing of ``var`` is touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from foundation.database import Database
from foundation.errors import StartError
from foundation.settings import PREFIX, load_settings, variable
from service.cli import main as hoidap
from service.console import console
from service.project import ROOT
from service.schema import migrate
from service.serve import hold_data
from tests.connectors.platforms import FAKES, SECRET, settings_for
from tests.fakes.demo.page import Page
from tests.fakes.demo.stage import Messenger, Side, WebPage
from tests.fakes.platform import FakePlatform
from tests.fakes.serving import address_of, listening, served
from tests.fakes.wire import Wire
from tests.service.crowd import give_consent

#: Settings of the caller that the demo heeds; a database or a platform's address of theirs must not be among them.
_HEEDED = ("engine", "engine_python", "encoder", "documents", "curated", "log_level", "turn_deadline")


@contextmanager
def demo(port: int, page_port: int, data: Path) -> Iterator[str]:
    """The fakes and the page; the address of the page. The environment is set for the service, which is not started.

    Raises:
        StartError: the page's port is taken, or another demo holds the data.
    """
    service = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        try:
            listener = listening(page_port)
        except OSError as error:
            raise StartError(
                f"Không mở được cổng {page_port}: {error.strerror}.", hint="Chọn cổng khác bằng --page-port."
            ) from error
        sides: dict[str, Side] = {}
        fakes: dict[str, FakePlatform] = {}
        for name, kind in FAKES.items():
            wire = Wire()
            fakes[name] = stack.enter_context(kind(f"{service}/webhooks/{name}", wire=wire))
            sides[name] = Messenger(fakes[name], wire)
        web = WebPage(service)
        stack.callback(web.close)
        sides["web"] = web
        _begin_anew(data)
        _set_environment({name: fake.url for name, fake in fakes.items()}, service, port, data)
        _give_consent()
        stack.enter_context(served(Page(sides, service).app(), listener))
        yield address_of(listener)


def _begin_anew(data: Path) -> None:
    """Forget the last demo: its citizens, and which events the platforms brought. Indexes and models are kept."""
    with hold_data(data):
        for file in data.glob("*.sqlite*"):
            file.unlink()
    for kept in ("releases", "models"):  # what the service itself has made saves minutes
        if (ROOT / "var" / kept).is_dir() and not (data / kept).exists():
            shutil.copytree(ROOT / "var" / kept, data / kept)


def _give_consent() -> None:
    """What the administrator of the Zalo account does once."""
    database = Database(load_settings(os.environ).database)
    try:
        migrate(database)
        give_consent(database)
    finally:
        database.close()


def _set_environment(urls: dict[str, str], service: str, port: int, data: Path) -> None:
    heeded = {variable(name) for name in _HEEDED}
    for name in [name for name in os.environ if name.startswith(PREFIX) and name not in heeded]:
        del os.environ[name]
    given = settings_for(urls, public_url=service, secret=SECRET, host="127.0.0.1", port=port, data=data)
    os.environ.update({variable(name): str(value) for name, value in given.items()})


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(
        prog="scripts/run --demo",
        description="Chạy dịch vụ với các nền tảng giả và một trang để đóng vai người dân.",
    )
    parser.add_argument("--port", type=int, default=8000, help="cổng của dịch vụ")
    parser.add_argument("--page-port", type=int, default=8001, help="cổng của trang đóng vai")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "var" / "demo", help="thư mục dữ liệu của lần đóng vai"
    )
    arguments = parser.parse_args()
    try:
        with demo(arguments.port, arguments.page_port, arguments.data) as address:
            console.print(f"[bold]Trang đóng vai người dân:[/] {address}", highlight=False)
            sys.argv = ["hoidap", "serve"]
            hoidap()
    except StartError as error:
        console.print(f"[bold red]Lỗi:[/] {error.message}\nCách xử lý: {error.hint}", highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
