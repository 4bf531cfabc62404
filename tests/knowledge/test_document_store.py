"""Documents in the database: imported once, changed only by an editor's word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foundation.database import Base, Database
from foundation.errors import MissingError
from knowledge.imported import Imported
from knowledge.importer import read_document
from knowledge.store import DocumentStore, source_files
from tests.knowledge.samples import DOCUMENTS, GARDENS, NOW, RULES, source_documents


class Ticking:
    """A clock that moves on by a minute whenever it is read."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield DocumentStore(database, Ticking())
    database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cho-dem.md"
    file.write_text(RULES, "utf-8")
    return file


def titles(store: DocumentStore) -> list[str]:
    return [document.title for document, _ in store.sources()]


def test_a_file_is_imported_once(store: DocumentStore, file: Path) -> None:
    first = store.import_file(file)
    assert (first.outcome, first.error) == (Imported.NEW, None)
    assert first.provisions == 6
    assert store.import_file(file).outcome is Imported.UNCHANGED
    assert store.digests() == {"cho-dem": hashlib.sha256(file.read_bytes()).hexdigest()}
    assert store.proposals() == []


def test_what_comes_out_is_what_was_read(store: DocumentStore) -> None:
    for file in sorted(DOCUMENTS.iterdir()):
        assert store.import_file(file).outcome is Imported.NEW
    assert [document for document, _ in store.sources()] == list(source_documents())


def test_a_changed_file_is_a_proposal_and_what_is_in_force_stays(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    before = store.sources()
    file.write_text(RULES.replace("23 giờ", "22 giờ"), "utf-8")
    assert store.import_file(file).outcome is Imported.PROPOSED
    assert store.import_file(file).outcome is Imported.PROPOSED
    assert store.sources() == before
    assert [slug for slug, _ in store.proposals()] == ["cho-dem"]


def test_a_file_saved_anew_with_the_same_words_is_unchanged(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    before = store.sources()
    file.write_bytes(RULES.replace("\n", "\r\n").encode())
    assert store.import_file(file).outcome is Imported.UNCHANGED
    assert (store.proposals(), store.sources()) == ([], before)


def test_a_proposal_says_what_it_changes_before_and_after_it_is_kept(
    store: DocumentStore, file: Path
) -> None:
    store.import_file(file)
    file.write_text(RULES.replace("23 giờ", "22 giờ"), "utf-8")
    found = store.import_file(file).changes
    assert [(one.path, "23 giờ" in one.before, "22 giờ" in one.after) for one in found] == [
        ("-1.-1", True, True)
    ]
    proposed, differences = store.proposed("cho-dem")
    assert differences == found
    assert store.accept("cho-dem") == proposed


def test_a_proposal_that_is_accepted_is_in_force(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    file.write_text(RULES.replace("23 giờ", "22 giờ"), "utf-8")
    store.import_file(file)
    accepted = store.accept("cho-dem")
    assert any("22 giờ" in provision.text for provision in accepted.walk())
    assert store.sources() == [(accepted, hashlib.sha256(file.read_bytes()).hexdigest())]
    assert store.proposals() == []
    assert store.import_file(file).outcome is Imported.UNCHANGED


def test_of_several_proposals_the_newest_is_accepted_and_the_others_fall_away(
    store: DocumentStore, file: Path
) -> None:
    store.import_file(file)
    for hour in ("20 giờ", "21 giờ", "22 giờ"):
        file.write_text(RULES.replace("23 giờ", hour), "utf-8")
        store.import_file(file)
    waiting = store.proposals()
    assert [slug for slug, _ in waiting] == ["cho-dem"] * 3
    assert [since for _, since in waiting] == sorted(since for _, since in waiting)
    assert all(since.tzinfo == UTC for _, since in waiting)
    assert any("22 giờ" in provision.text for provision in store.accept("cho-dem").walk())
    assert store.proposals() == []


@pytest.mark.parametrize("slug", ["cho-dem", "khong-co"])
def test_accepting_what_nobody_proposed_is_an_error(store: DocumentStore, file: Path, slug: str) -> None:
    store.import_file(file)
    with pytest.raises(MissingError, match=slug):
        store.accept(slug)


def test_a_broken_file_is_reported_and_the_others_are_imported(store: DocumentStore, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(RULES, "utf-8")
    (tmp_path / "b.md").write_text("không có phần đầu\n", "utf-8")
    (tmp_path / "c.md").write_text(GARDENS, "utf-8")
    results = [store.import_file(file) for file in source_files(tmp_path)]
    assert [result.outcome for result in results] == [Imported.NEW, Imported.FAILED, Imported.NEW]
    error = results[1].error
    assert error is not None
    assert (error.file.name, error.line) == ("b.md", 1)
    assert sorted(store.digests()) == ["a", "c"]


def test_a_broken_change_leaves_the_document_as_it_was(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    before = store.sources()
    file.write_bytes(b"\xff\xfe\x00")
    assert store.import_file(file).outcome is Imported.FAILED
    assert store.sources() == before
    assert store.proposals() == []


def test_a_file_that_cannot_be_opened_is_reported(store: DocumentStore, tmp_path: Path) -> None:
    (tmp_path / "thu-muc.md").mkdir()
    for name in ("thu-muc.md", "khong-co.md"):
        result = store.import_file(tmp_path / name)
        assert result.outcome is Imported.FAILED
        assert result.error is not None
        assert name in str(result.error)


def test_a_file_that_is_gone_takes_no_document_with_it(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    file.unlink()
    assert titles(store) == ["Quyết định 12/QĐ-UBND về quản lý chợ đêm"]


def test_the_source_files_of_a_folder_are_the_readable_ones_by_name(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "README.md", "c.pdf", "d", "e.xlsx"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [file.name for file in source_files(tmp_path)] == ["a.txt", "b.md", "c.pdf"]
    assert source_files(tmp_path / "c.pdf") == [tmp_path / "c.pdf"]


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="khong-co"):
        source_files(tmp_path / "khong-co")


def test_what_the_database_keeps_is_read_like_the_file(store: DocumentStore, file: Path) -> None:
    store.import_file(file)
    assert store.sources()[0][0] == read_document(file, file.read_bytes())
