"""Getting ready to serve: which release is live after a start, a rollback and an accepted proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foundation.clock import utc_now
from foundation.database import Database
from foundation.errors import ReleaseError
from knowledge.encoder import Encoder
from knowledge.imported import Imported, ImportResult
from knowledge.release import list_releases, live_id, load_release, switch_live
from knowledge.store import DocumentStore
from service import preparation
from service.preparation import Progress
from tests.conversations.house import blank_database
from tests.knowledge.samples import GARDENS, RULES, HashEncoder

THIRD = RULES.replace("12/QĐ-UBND", "56/QĐ-UBND").replace("chợ đêm", "bến thuyền")


class Stand:
    """A database, a folder of source files and a folder of releases."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.documents = DocumentStore(database, utc_now)
        self.files = folder / "documents"
        self.releases = folder / "releases"
        self.files.mkdir()

    def write(self, name: str, text: str) -> None:
        (self.files / name).write_text(text, "utf-8")

    def start(self, encoder: Encoder | None = None) -> tuple[str, bool]:
        """What a start of the service does: the live release, and whether it was built now."""
        results = preparation.import_unseen(self.documents, [self.files], lambda result: None)
        news = any(result.outcome is Imported.NEW for result in results)
        return preparation.ensure_release(
            self.documents, encoder, self.releases, lambda done, total: None, outgrown=news
        )

    def build(self, encoder: Encoder | None = None) -> str:
        return preparation.build(self.documents, encoder, self.releases, lambda done, total: None).id

    def live_documents(self) -> set[str]:
        live = live_id(self.releases)
        assert live is not None
        return set(load_release(self.releases / live).manifest.documents)


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """Two documents, imported and live; each release is built a second after the one before."""
    moments = iter(datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=n) for n in range(1000))
    monkeypatch.setattr(preparation, "utc_now", lambda: next(moments))
    database = blank_database(tmp_path / "hoidap.sqlite")
    stand = Stand(database, tmp_path)
    stand.write("cho-dem.md", RULES)
    stand.write("cay-xanh.md", GARDENS)
    yield stand
    database.close()


def test_the_first_start_imports_builds_and_publishes(stand: Stand) -> None:
    release, built = stand.start()
    assert built
    assert live_id(stand.releases) == release
    assert stand.live_documents() == {"cho-dem", "cay-xanh"}


def test_the_next_start_builds_nothing(stand: Stand) -> None:
    release, _ = stand.start()
    assert stand.start() == (release, False)


def test_a_file_that_nobody_had_seen_goes_live_at_the_next_start(stand: Stand) -> None:
    stand.start()
    stand.write("ben-thuyen.md", THIRD)
    assert stand.start()[1] is True
    assert stand.live_documents() == {"cho-dem", "cay-xanh", "ben-thuyen"}


def test_a_rollback_outlives_a_restart(stand: Stand) -> None:
    first, _ = stand.start()
    stand.write("ben-thuyen.md", THIRD)
    second, _ = stand.start()
    switch_live(stand.releases, preparation.before(stand.releases, second))
    assert stand.start() == (first, False)
    assert stand.live_documents() == {"cho-dem", "cay-xanh"}


def test_what_an_editor_has_accepted_but_not_published_stays_unpublished_over_a_restart(stand: Stand) -> None:
    release, _ = stand.start()
    stand.write("cho-dem.md", RULES.replace("18 giờ", "17 giờ"))
    assert stand.start() == (release, False)
    stand.documents.accept("cho-dem")
    assert stand.start() == (release, False)


def test_a_live_release_that_is_not_intact_is_built_anew(stand: Stand) -> None:
    release, _ = stand.start()
    (stand.releases / release / "documents.json").write_bytes(b"[]")
    rebuilt, built = stand.start()
    assert built
    assert rebuilt != release


def test_another_encoder_needs_another_release(stand: Stand) -> None:
    stand.start()
    release, built = stand.start(HashEncoder())
    assert built
    assert stand.start(HashEncoder()) == (release, False)


def test_while_the_encoder_is_missing_the_release_that_it_made_goes_on(stand: Stand) -> None:
    release, _ = stand.start(HashEncoder())
    assert stand.start(None) == (release, False)


def test_a_broken_file_is_told_and_the_others_go_live(stand: Stand) -> None:
    stand.write("hong.md", "không có phần đầu")
    told: list[ImportResult] = []
    preparation.import_unseen(stand.documents, [stand.files], told.append)
    assert {result.file.name: result.outcome for result in told}["hong.md"] is Imported.FAILED
    stand.start()
    assert len(told) == 3
    again: list[str] = []
    preparation.import_unseen(stand.documents, [stand.files], lambda result: again.append(result.file.name))
    assert again == ["hong.md"]


def test_without_a_folder_of_documents_the_database_is_the_only_source(stand: Stand, tmp_path: Path) -> None:
    assert preparation.import_unseen(stand.documents, [tmp_path / "nothing here"], lambda result: None) == []


def test_without_a_document_there_is_no_release_but_a_way_to_one(stand: Stand) -> None:
    with pytest.raises(ReleaseError) as refused:
        stand.build()
    assert "hoidap knowledge import" in refused.value.hint


def test_the_newest_release_and_the_one_before_are_found(stand: Stand) -> None:
    first, _ = stand.start()
    second = stand.build()
    assert preparation.newest(stand.releases) == second
    assert preparation.before(stand.releases, second) == first
    assert [manifest.release for manifest in list_releases(stand.releases)] == [first, second]


NOTHING: dict[str, Callable[[Path], str]] = {
    "newest of none": preparation.newest,
    "before any of none": lambda folder: preparation.before(folder, None),
}


@pytest.mark.parametrize("name", NOTHING)
def test_where_there_is_no_release_that_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        NOTHING[name](tmp_path / "releases")
    assert "hoidap knowledge" in refused.value.hint


def test_there_is_nothing_before_the_first(stand: Stand) -> None:
    first, _ = stand.start()
    with pytest.raises(ReleaseError):
        preparation.before(stand.releases, first)


# --- sample questions ---------------------------------------------------------------------------------------------


SAMPLES = """---
loai: câu hỏi mẫu
van_ban: cho-dem
---

## -1.-1

- Mấy giờ phố ẩm thực đông?
"""


@pytest.fixture
def sampled(stand: Stand) -> Stand:
    """The stand with a file of sample questions beside its documents."""
    stand.write("cau-hoi-cho-dem.md", SAMPLES)
    return stand


def complete(stand: Stand, progress: Progress = lambda done, total: None) -> str | None:
    return preparation.complete(stand.documents, HashEncoder(), stand.releases, progress)


def live_samples(stand: Stand) -> list[str]:
    live = live_id(stand.releases)
    assert live is not None
    return [sample.question for sample in load_release(stand.releases / live).samples]


def test_the_first_release_does_not_wait_for_sample_questions_and_the_next_has_them(sampled: Stand) -> None:
    first, _ = sampled.start(HashEncoder())
    assert live_samples(sampled) == []
    second = complete(sampled)
    assert second is not None
    assert second != first
    assert live_id(sampled.releases) == second
    assert len(live_samples(sampled)) == 1
    assert complete(sampled) is None
    assert sampled.start(HashEncoder()) == (second, False)


def test_a_start_that_was_cut_short_goes_on_with_the_next(sampled: Stand) -> None:
    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        raise Killed

    first, _ = sampled.start(HashEncoder())
    with pytest.raises(Killed):
        complete(sampled, kill)
    assert live_id(sampled.releases) == first
    assert [folder.name for folder in sampled.releases.iterdir() if folder.is_dir()] == [first]
    assert sampled.start(HashEncoder()) == (first, False)
    assert complete(sampled) is not None


def test_what_an_editor_has_not_published_is_not_published_with_sample_questions(sampled: Stand) -> None:
    first, _ = sampled.start(HashEncoder())
    sampled.write("cho-dem.md", RULES.replace("18 giờ", "17 giờ"))
    sampled.start(HashEncoder())
    sampled.documents.accept("cho-dem")
    assert complete(sampled) is None
    assert live_id(sampled.releases) == first


def test_what_an_editor_publishes_meanwhile_stays(sampled: Stand) -> None:
    sampled.start(HashEncoder())
    published: list[str] = []

    def publish(done: int, total: int) -> None:
        if not published:
            published.append(sampled.build(HashEncoder()))
            switch_live(sampled.releases, published[0])

    assert complete(sampled, publish) is None
    assert live_id(sampled.releases) == published[0]


def test_without_an_encoder_or_sample_questions_the_first_release_is_the_whole(stand: Stand) -> None:
    stand.start(HashEncoder())
    assert complete(stand) is None
