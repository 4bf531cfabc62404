"""The console with two papers in its database and a live release of them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from console.console import Console
from foundation.database import Database
from knowledge.encoder import Encoder
from knowledge.release import Release, Written, build_release, switch_live
from knowledge.store import DocumentStore
from tests.console.asked import Citizens, group_all, keep_two_papers
from tests.console.conftest import Clock, Office, console_over
from tests.conversations.house import small_releases
from tests.knowledge.samples import HashEncoder

ANSWERS = "/quan-tri/cau-tra-loi"
INBOX = "/quan-tri/chua-tra-loi"
MARKET = {
    "loai": "tra-loi",
    "cau-hoi": "Chợ đêm mở mấy giờ?\nMấy giờ chợ đêm mở cửa?",
    "tra-loi": "Chợ đêm mở từ 18 giờ.",
    "co-quan": "Sở Công Thương",
    "ra-soat": "2027-06-30",
    "trich:cho-dem#-1.-1": "1",
    "ban": "0",
}


@dataclass
class Newsroom(Office):
    """An office whose work is the answers."""

    folder: Path = field(default_factory=Path)

    @property
    def store(self) -> DocumentStore:
        return DocumentStore(self.database, self.clock)

    def citizens(self) -> Citizens:
        return Citizens(self.database, self.clock)

    def group(self) -> None:
        group_all(self.console.grouping)

    def publish(self) -> Release:
        """Build what the database has and make it live."""
        store = self.store
        written = Written(store.curated.sources(), store.samples.sources())
        folder = self.folder / "releases"
        built = build_release(folder, store.sources(), HashEncoder(), self.clock(), written=written)
        switch_live(folder, built.id)
        self.console.library.refresh()
        return built

    def reword(self, before: str, after: str, slug: str = "cho-dem") -> None:
        """An editor corrects the text of a document."""
        from pydantic import TypeAdapter

        from knowledge.model import Document

        adapter = TypeAdapter(Document)
        entry = self.store.entry(slug)
        plain = adapter.dump_json(entry.record).decode()
        assert before in plain
        self.store.change(adapter.validate_json(plain.replace(before, after)), entry.revision, "hoa.tran")


@cache
def _published() -> Path:
    """A folder with a live release of the two papers, built once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    return small_releases(folder)


def open_newsroom(database: Database, clock: Clock, folder: Path, encoder: Encoder | None = None) -> Newsroom:
    """A newsroom with the two papers published."""
    console: Console = console_over(database, clock, folder, encoder or HashEncoder())
    room = Newsroom(database, clock, console, folder=folder)
    keep_two_papers(database, clock)
    if not (folder / "releases").exists():
        shutil.copytree(_published(), folder / "releases")
    return room
