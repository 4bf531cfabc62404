"""An office that publishes: two papers live, a draft, accounts, and checks that are run in this process."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from console.accounts import Account
from console.audit import Actor
from console.checking import Checking
from console.publishing import Publishing
from console.roles import Role
from evaluation.golden_store import Golden
from knowledge.curated import Curated, CuratedKind, Reference
from knowledge.draft import sources_of
from knowledge.encoder import Encoder
from knowledge.model import Document, Provision
from knowledge.release import Release, build_release, live_id, load_release, switch_live
from knowledge.store import DocumentStore
from tests.console.conftest import ADDRESS, Browser, Office
from tests.knowledge.samples import GARDENS, NOW, RULES

HOURS = "Chợ đêm mở cửa đến mấy giờ?"
TREES = "Năm 2027 trồng bao nhiêu cây sấu?"


@dataclass
class PrintingHouse:
    """See above."""

    office: Office
    folder: Path
    encoder: Encoder | None = None

    @property
    def publishing(self) -> Publishing:
        return self.office.console.publishing

    @property
    def documents(self) -> DocumentStore:
        return self.office.console.documents

    @property
    def live(self) -> str:
        return live_id(self.folder) or ""

    @property
    def live_release(self) -> Release:
        return load_release(self.folder / self.live)

    def open(self) -> None:
        """Two papers in the database and live, and two golden questions."""
        for name, text in (("cho-dem.md", RULES), ("cay-xanh.md", GARDENS)):
            self.documents.import_content(Path(name), text.encode())
        release = _first(self)
        self.folder.mkdir(exist_ok=True)
        for name, content in release.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self.publishing.look()
        golden = self.office.console.golden
        for question, slug, fact in ((HOURS, "cho-dem", "23 giờ"), (TREES, "cay-xanh", "900 cây sấu")):
            path = self.path_of(slug, fact)
            golden.add(Golden(question, "answerable", (Reference(slug, path),), (fact,)), "lan.nguyen")

    def build(self) -> Release:
        """A release of the draft, as the command line builds it."""
        sources = sources_of(self.documents)
        self.office.clock.pass_by(seconds=1)
        return build_release(
            self.folder, sources.documents, self.encoder, self.office.clock(), written=sources.written
        )

    def path_of(self, slug: str, words: str) -> str:
        document = self.documents.entry(slug).record
        return next(node.path for node in document.walk() if words in node.text)

    def reword(self, slug: str, old: str, new: str, by: str = "lan.nguyen") -> None:
        """An editor changes the wording of a document."""
        entry = self.documents.entry(slug)
        self.documents.change(reworded(entry.record, old, new), entry.revision, by)

    def answer(self, slug: str = "gio-cho", by: str = "lan.nguyen", **more: object) -> None:
        """An editor writes a curated answer."""
        path = self.path_of("cho-dem", "50.000 đồng")
        one = Curated(
            slug=slug,
            kind=CuratedKind.ANSWER,
            questions=("Phí chỗ bán hàng ở chợ đêm là bao nhiêu?",),
            text="Mỗi gian hàng nộp 50.000 đồng một tối.",
            owner="Sở Công Thương",
            review=self.office.clock().date().replace(year=2030),
            references=(Reference("cho-dem", path),),
        )
        self.documents.curated.add(replace(one, **more), by)  # type: ignore[arg-type]  # fields of it

    def account(self, name: str, role: Role = Role.REVIEWER) -> Account:
        return self.office.account(name, role)

    def actor(self, name: str) -> Actor:
        return Actor(name, ADDRESS)

    def checked(self, by: str = "lan.nguyen") -> str:
        """The id of a check of the draft that has been run."""
        self.office.clock.pass_by(seconds=2)
        check = self.publishing.request_check(self.actor(by))
        assert self.publishing.checks.claim() == check
        self.checking().run(check)
        return check

    def checking(self) -> Checking:
        return Checking(
            self.documents,
            self.office.console.golden,
            self.publishing.checks,
            self.folder,
            lambda: self.encoder,
            self.office.clock,
        )

    def publish(self, check: str, by: Account) -> None:
        self.publishing.publish(self.actor(by.name), by, check)

    def signed_in(self, name: str, role: Role) -> Browser:
        return self.office.signed_in(name, role)


_known: dict[str, bytes] = {}


def _first(room: PrintingHouse) -> dict[str, bytes]:
    """The files of the release that is live at first; it is the same for all tests and built by the first of them."""
    if not _known:
        with tempfile.TemporaryDirectory() as folder:
            built = build_release(Path(folder), sources_of(room.documents).documents, None, NOW)
            switch_live(Path(folder), built.id)
            _known.update(
                (str(file.relative_to(folder)), file.read_bytes())
                for file in Path(folder).rglob("*")
                if file.is_file()
            )
    return _known


def reworded(document: Document, old: str, new: str) -> Document:
    """The document with other words in it."""

    def change(node: Provision) -> Provision:
        return replace(node, text=node.text.replace(old, new), children=tuple(map(change, node.children)))

    assert any(old in node.text for node in document.walk())
    return replace(document, provisions=tuple(map(change, document.provisions)))
