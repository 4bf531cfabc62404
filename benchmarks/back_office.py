"""The console over a database and a folder of releases, as the benchmarks drive it."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from connectors.limits import RateLimit
from console.audit import Actor
from console.console import Console, Surroundings, build_console, mount_console
from console.networks import read_networks
from console.quota import Allowance
from console.roles import Role
from console.stock import Stock
from conversations.desk import build_desk
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.answer import Answerer
from knowledge.library import Library
from knowledge.scan_jobs import ScanJobs
from knowledge.store import DocumentStore
from service.failures import install_failures
from service.tracker import TrackerRows

_PASSWORD = "bốn con trâu trắng"  # noqa: S105 - of scratch databases


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


def signed_in(console: Console, name: str, role: Role) -> TestClient:
    """A browser in which somebody has signed in, whose account is made for it."""
    app = FastAPI()
    install_failures(app)
    limit = RateLimit(1000)
    mount_console(
        app,
        console,
        read_networks(""),
        public_url="",
        address_limit=limit,
        account_limit=limit,
        typing_limit=limit,
    )
    actor, accounts = Actor("máy chủ: đo", ""), console.accounts
    made = accounts.add(actor, name, "Người đo", role, _PASSWORD, temporary=False)
    accounts.require_second_factor(actor, made.id, required=False)
    client = TestClient(app, client=("127.0.0.1", 50000))
    token = re.search(r'name="the" value="([0-9a-f]+)"', client.get("/quan-tri/dang-nhap").text)
    assert token
    form = {"the": token[1], "ten": name, "mat-khau": _PASSWORD}
    answer = client.post("/quan-tri/dang-nhap", data=form, headers={"origin": "http://testserver"})
    assert answer.status_code == 200, answer.status_code
    return client
