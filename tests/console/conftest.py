"""The console over a real database of each kind, with a clock that the test moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select, update

from connectors.limits import RateLimit
from console.accounts import Account
from console.audit import Actor
from console.console import Console, Surroundings, build_console, mount_console
from console.networks import read_networks
from console.quota import Allowance
from console.roles import Role
from console.stock import Stock
from console.tables import AccountRow
from console.unanswered.tables import GroupRow
from conversations.conversation import Asked, ConversationStore
from conversations.desk import build_desk
from conversations.reply import new_reply
from foundation.database import Database
from foundation.ids import new_id
from foundation.sealing import Seal
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.encoder import Encoder
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.scan_jobs import ScanJobs
from knowledge.store import DocumentStore
from service.failures import install_failures
from service.pages.static_files import mount_static
from tests.conversations.house import blank_database
from tests.conversations.no_engine import NoEngineRows

SECRET = "a secret of the tests, 32 characters"
PASSWORD = "bốn con trâu trắng"
OTHER_PASSWORD = "năm cây hồi xanh"
SERVER = Actor("máy chủ: thử", "")
ADDRESS = "192.0.2.7"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **given: float) -> None:
        self.now += timedelta(**given)


@dataclass
class Browser:
    """A browser on the console."""

    client: TestClient
    origin: str = "http://testserver"

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(path, follow_redirects=False, **more)

    def post(self, path: str, *, headers: dict[str, str] | None = None, **fields: str) -> Response:
        """Send a form as our own page would: with its token and from our origin."""
        form = {name.replace("_", "-"): value for name, value in fields.items()}
        return self.fill(path, form, headers=headers)

    def fill(self, path: str, form: dict[str, str], *, headers: dict[str, str] | None = None) -> Response:
        """The same with fields of any names."""
        shown = self.client.get("/quan-tri", follow_redirects=True).text
        token = re.search(r'name="the" value="([0-9a-f]+)"', shown)
        assert token, shown
        return self.send(path, {"the": token[1]} | form, headers=headers)

    def send(self, path: str, form: dict[str, str], *, headers: dict[str, str] | None = None) -> Response:
        """Send exactly this form."""
        given = {"origin": self.origin} if headers is None else headers
        return self.client.post(path, data=form, headers=given, follow_redirects=False)

    def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        return self.post("/quan-tri/dang-nhap", ten=name, mat_khau=password)

    @property
    def cookie(self) -> str:
        [value] = [one.value for one in self.client.cookies.jar if one.name.endswith("hoidap-quan-tri")]
        assert value is not None
        return value


@dataclass
class Office:
    """The console and what belongs to it."""

    database: Database
    clock: Clock
    console: Console
    networks: str = ""
    public_url: str = ""
    rate: int = 1000

    def browser(self, address: str = ADDRESS, **more: Any) -> Browser:
        """A fresh browser at a network address."""
        return Browser(TestClient(self.app, client=(address, 50000), **more))

    @cached_property
    def app(self) -> FastAPI:
        """The console and the pages' files, as the service mounts them."""
        app = FastAPI()
        install_failures(app)
        mount_console(
            app,
            self.console,
            read_networks(self.networks),
            public_url=self.public_url,
            address_limit=RateLimit(self.rate),
            account_limit=RateLimit(self.rate),
            typing_limit=RateLimit(self.rate),
        )
        mount_static(app)
        return app

    def account(self, name: str = "lan.nguyen", role: Role = Role.EDITOR) -> Account:
        """An account whose second factor is its own affair."""
        account = self.console.accounts.add(SERVER, name, "Nguyễn Thị Lan", role, PASSWORD, temporary=False)
        with self.database.transaction() as session:
            session.execute(update(AccountRow).values(second_factor_required=False))
        return self.console.accounts.named(account.name)

    def signed_in(self, name: str = "lan.nguyen", role: Role = Role.EDITOR) -> Browser:
        """A browser in which a new account has signed in."""
        self.account(name, role)
        browser = self.browser()
        assert browser.sign_in(name).headers["location"] == "/quan-tri"
        return browser

    def named(self, name: str) -> Account:
        return self.console.accounts.named(name)

    def enrol(self, browser: Browser) -> tuple[str, tuple[str, ...]]:
        """Give the account of ``browser`` a second factor: its secret and the recovery codes."""
        begun = browser.post("/quan-tri/toi/xac-thuc/bat-dau", mat_khau=PASSWORD)
        assert begun.headers["location"] == "/quan-tri/toi/xac-thuc"
        shown = browser.get("/quan-tri/toi/xac-thuc").text
        found = re.search(r'class="secret">([A-Z2-7 ]+)<', shown)
        assert found
        secret = found[1].replace(" ", "")
        confirmed = browser.post("/quan-tri/toi/xac-thuc", ma=self.code(secret))
        assert confirmed.status_code == 200
        self.clock.pass_by(seconds=30)
        return secret, tuple(re.findall(r"<code>([0-9A-Z-]+)</code>", confirmed.text))

    def code(self, secret: str, seconds: float = 0) -> str:
        """What a telephone shows whose clock is so many seconds off."""
        return pyotp.TOTP(secret).at(self.clock.now + timedelta(seconds=seconds))

    def a_group(self) -> int:
        """The number of a group of unanswered questions that has lost all its questions."""
        with self.database.transaction() as session:
            row = session.scalars(select(GroupRow)).first()
            if row is None:
                row = GroupRow(
                    vector=b"",
                    encoder="",
                    named=[],
                    state="open",
                    questions=1,
                    not_found=1,
                    out_of_scope=0,
                    unclear=0,
                    not_useful=0,
                    heat=0.0,
                    first_at=self.clock(),
                    last_at=self.clock(),
                    assignee="",
                    answer="",
                    reason="",
                    settled_by="",
                    since=0,
                    returned=False,
                    revision=1,
                )
                session.add(row)
                session.flush()
            return row.number

    def letter(self, text: str = "Hồ sơ bao giờ xong?", contact: str = "") -> str:
        """The code of what a citizen has left in the web conversation ``c1``."""
        self.clock.pass_by(seconds=1)
        letters = self.console.officers.letters
        code = letters.leave(self._engine_id(), "officer_question", text)
        if contact:
            letters.keep_contact(self._engine_id(), contact)
        return code

    def handover(self, said: str = "gặp cán bộ") -> int:
        """The number of the hand-over that ``c1`` waits for."""
        handovers = self.console.officers.handovers
        handovers.ask(self._engine_id())
        [waiting] = handovers.live()
        self.citizen_says(said)
        return waiting.id

    def citizen_says(self, said: str) -> None:
        """A turn in ``c1``; the bot answers where it may."""
        store = self._conversations()
        claim, reply = store.claim("c1", new_id(), "r1"), new_reply("Chờ một lát.", Outcome.HANDOVER)
        store.finish("c1", claim, (reply,), Context(), "engine", asked=Asked(said=said))

    def _conversations(self) -> ConversationStore:
        store = ConversationStore(self.database, self.clock, lambda _engine_id: None)
        store.open("web", "c1")
        return store

    def _engine_id(self) -> str:
        return self._conversations().claim("c1", "m0", "r1").engine_id

    def actions(self) -> list[str]:
        """What the audit log tells, in order."""
        return [entry.action for entry in self.console.audit.all()]


def stock_of(database: Database, clock: Callable[[], datetime], folder: Path) -> Stock:
    """What editors draft: nothing yet, and no release."""
    documents = DocumentStore(database, clock, folder / "pages")
    scans = ScanJobs(folder / "jobs", documents, clock)
    return Stock(documents, scans, Library(folder / "releases"), folder / "uploads")


def console_over(
    database: Database,
    clock: Callable[[], datetime],
    folder: Path,
    encoder: Encoder | None = None,
    *,
    answerer: Answerer | None = None,
    allowance: Allowance | None = None,
) -> Console:
    """The console; its releases are those in ``folder``, at first none."""
    around = Surroundings(
        stock_of(database, clock, folder),
        answerer or Answerer(encoder, clock),
        build_desk(database, clock, Seal([SECRET]), {}),
        NoEngineRows(),
        allowance or Allowance(500, 2000),
    )
    return build_console(database, [SECRET], clock, around)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_office(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Office]]:
    """A console with given settings, over SQLite."""
    opened = []

    def begin(**given: Any) -> Office:
        database = blank_database(tmp_path / "office.sqlite")
        opened.append(database)
        return Office(database, clock, console_over(database, clock, tmp_path), **given)

    yield begin
    for database in opened:
        database.close()


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    return open_office()


@pytest.fixture
def both(database: Database, clock: Clock, tmp_path: Path) -> Office:
    """The console over a database of each kind."""
    return Office(database, clock, console_over(database, clock, tmp_path))
