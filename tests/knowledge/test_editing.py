"""What editors change in the database: nobody overwrites anybody, and what the file said is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.database import Base, Database
from foundation.errors import ConflictError, InputError, MissingError
from knowledge.imported import Imported
from knowledge.model import Document
from knowledge.store import DocumentRow, DocumentStore
from tests.knowledge.samples import NOW, RULES

SLUG = "cho-dem"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / f"{SLUG}.md"
    file.write_text(RULES, "utf-8")
    return file


@pytest.fixture
def store(database: Database, file: Path) -> DocumentStore:
    store = DocumentStore(database, lambda: NOW)
    store.import_file(file)
    return store


def titled(store: DocumentStore, title: str) -> Document:
    return replace(store.entry(SLUG).record, title=title)


def test_a_change_is_in_force_under_a_digest_of_its_own(store: DocumentStore, file: Path) -> None:
    of_file = hashlib.sha256(file.read_bytes()).hexdigest()
    changed = titled(store, "Quy chế mới")
    assert store.change(changed, 1, "lan") == 2
    [(record, digest)] = store.sources()
    assert record == changed
    assert digest != of_file
    assert store.digests() == {SLUG: digest}
    entry = store.entry(SLUG)
    assert (entry.source.title, entry.revision, entry.changed_by) == (
        "Quyết định 12/QĐ-UBND về quản lý chợ đêm",
        2,
        "lan",
    )


def test_a_change_stays_when_its_file_is_imported_again(store: DocumentStore, file: Path) -> None:
    changed = titled(store, "Quy chế mới")
    store.change(changed, 1, "lan")
    assert store.import_file(file).outcome is Imported.UNCHANGED
    assert store.entry(SLUG).record == changed
    file.write_text(RULES.replace("23 giờ", "22 giờ"), "utf-8")
    assert store.import_file(file).outcome is Imported.PROPOSED
    assert store.entry(SLUG).record == changed


def test_an_accepted_proposal_is_the_new_source(store: DocumentStore, file: Path) -> None:
    store.change(titled(store, "Quy chế mới"), 1, "lan")
    file.write_text(RULES.replace("23 giờ", "22 giờ"), "utf-8")
    store.import_file(file)
    accepted = store.accept(SLUG)
    entry = store.entry(SLUG)
    assert (entry.record, entry.source, entry.revision) == (accepted, accepted, 3)
    assert entry.digest == hashlib.sha256(file.read_bytes()).hexdigest()


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(store: DocumentStore) -> None:
    first, second = titled(store, "Của Lan"), titled(store, "Của Hùng")
    store.change(first, 1, "lan")
    with pytest.raises(ConflictError, match="lan vừa thay đổi"):
        store.change(second, 1, "hung")
    assert store.entry(SLUG).record == first


def test_what_is_retired_is_in_no_release_and_can_come_back(store: DocumentStore, file: Path) -> None:
    store.retire(SLUG, 1, "lan")
    assert (store.sources(), store.digests()) == ([], {})
    assert store.entry(SLUG).retired_at == NOW
    assert store.import_file(file).outcome is Imported.UNCHANGED
    assert store.sources() == []
    store.retire(SLUG, 2, "lan", retired=False)
    assert list(store.digests()) == [SLUG]


def test_what_is_written_beside_a_change_is_written_with_it_or_not_at_all(
    store: DocumentStore, database: Database
) -> None:
    def fail(_session: Session) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.change(titled(store, "Quy chế mới"), 1, "lan", fail)
    with database.reading() as session:
        assert session.scalars(select(DocumentRow.revision)).all() == [1]


def test_an_entry_of_the_console_has_no_file(store: DocumentStore) -> None:
    store.add(replace(store.entry(SLUG).record, slug="moi"), "lan")
    assert store.file("moi") == ("", b"")
    assert store.file(SLUG)[0] == f"{SLUG}.md"
    with pytest.raises(InputError):
        store.add(store.entry(SLUG).record, "lan")
    with pytest.raises(MissingError):
        store.entry("khong-co")
