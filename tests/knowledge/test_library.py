"""The library: readers see one whole release, whatever happens on disk."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from foundation.errors import ReleaseError
from knowledge.library import Library
from knowledge.release import Release, build_release, live_id, switch_live
from tests.knowledge.samples import NOW, RULES, HashEncoder, a_source, two_sources


def build(releases: Path, day: int, *, count: int = 2) -> Release:
    return build_release(releases, two_sources()[:count], HashEncoder(), NOW + timedelta(days=day))


def test_before_the_first_release_there_is_an_error_with_a_way_on(releases: Path) -> None:
    library = Library(releases)
    assert library.refresh() is False
    with pytest.raises(ReleaseError) as refused:
        _ = library.release
    assert "hoidap knowledge publish" in refused.value.hint


def test_the_live_release_is_loaded_when_it_is_first_asked_for(
    small_release: Release, releases: Path
) -> None:
    assert Library(releases).release.manifest == small_release.manifest


def test_a_release_that_goes_live_is_noticed_once(small_release: Release, releases: Path) -> None:
    library = Library(releases)
    assert library.refresh() is True
    assert library.refresh() is False
    later = build(releases, 1)
    assert library.refresh() is False
    switch_live(releases, later.id)
    assert library.release.id == small_release.id
    assert library.refresh() is True
    assert library.release.id == later.id


def test_a_turn_keeps_the_release_it_began_with(small_release: Release, releases: Path) -> None:
    library = Library(releases)
    held = library.release
    later = build(releases, 1)
    switch_live(releases, later.id)
    library.refresh()
    assert library.at(held.id) is held
    assert library.at(later.id).id == later.id
    assert library.at("long gone").id == later.id


def test_a_broken_release_is_refused_aloud_and_the_present_one_goes_on(
    small_release: Release, releases: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(releases)
    library.refresh()
    later = build(releases, 1)
    switch_live(releases, later.id)
    (releases / later.id / "documents.json").write_bytes(b"[]")
    with caplog.at_level(logging.ERROR):
        assert library.refresh() is False
        assert library.refresh() is False
    assert library.release.id == small_release.id
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.name for record in errors] == ["knowledge.library"]
    assert later.id in caplog.text
    assert "documents.json" in caplog.text


def test_after_a_broken_release_the_next_good_one_is_taken(small_release: Release, releases: Path) -> None:
    library = Library(releases)
    library.refresh()
    broken, good = build(releases, 1), build(releases, 2)
    switch_live(releases, broken.id)
    (releases / broken.id / "dense.faiss").unlink()
    library.refresh()
    switch_live(releases, good.id)
    assert library.refresh() is True
    assert library.release.id == good.id


def test_a_live_file_that_names_nothing_is_no_reason_to_stop(small_release: Release, releases: Path) -> None:
    library = Library(releases)
    library.refresh()
    (releases / "live").write_text("20990101T000000-00000000\n", "utf-8")
    assert library.refresh() is False
    (releases / "live").write_text("", "utf-8")
    assert library.refresh() is False
    (releases / "live").unlink()
    assert live_id(releases) is None
    assert library.release.id == small_release.id


def test_readers_see_one_whole_release_while_releases_change(releases: Path) -> None:
    # The two releases differ in size: a mixture of them would not fit together.
    small, large = build(releases, 0, count=1), build(releases, 1, count=2)
    switch_live(releases, small.id)
    library = Library(releases)
    library.refresh()
    stop = threading.Event()
    seen: set[str] = set()
    torn: list[str] = []

    def read() -> None:
        while not stop.wait(0.0005):
            release = library.release
            parts = (len(release.space.passages), release.space.dense.size if release.space.dense else 0)
            if parts != (release.manifest.passages, release.manifest.passages):
                torn.append(release.id)
            seen.add(release.id)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(8):
        switch_live(releases, (large, small)[turn % 2].id)
        assert library.refresh() is True
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert seen == {small.id, large.id}


def test_many_first_readers_load_once(small_release: Release, releases: Path) -> None:
    library = Library(releases)
    found: list[Release] = []
    readers = [threading.Thread(target=lambda: found.append(library.release)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({id(release) for release in found}) == 1


def test_a_document_added_later_is_there_after_the_next_release(releases: Path, encoder: HashEncoder) -> None:
    switch_live(releases, build(releases, 0, count=1).id)
    library = Library(releases)
    assert library.release.document("ngay-hoi") is None
    sources = [*two_sources(), a_source(RULES.replace("12/", "77/"), "ngay-hoi.md")]
    switch_live(releases, build_release(releases, sources, encoder, NOW + timedelta(days=1)).id)
    library.refresh()
    added = library.release.document("ngay-hoi")
    assert added is not None
    assert added.number == "77/QĐ-UBND"
