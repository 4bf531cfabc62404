"""The files of releases: whole or not at all, and what was left is swept away."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from foundation.errors import MissingError, ReleaseError, StorageError
from knowledge.release import build_release, delete_release, list_releases, load_release, switch_live
from knowledge.release_files import put, staging, sweep
from tests.knowledge.samples import NOW, two_sources


def full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "error",
    [full(), OSError(errno.EDQUOT, "quota"), RuntimeError(f"write error: {os.strerror(errno.ENOSPC)}")],
    ids=["system", "quota", "FAISS"],
)
def test_a_disk_that_is_full_in_mid_build_is_told_plainly_and_nothing_stays(
    tmp_path: Path, error: Exception
) -> None:
    with pytest.raises(StorageError, match="ổ đĩa đầy") as told, staging(tmp_path) as begun:  # noqa: PT012 - the body fails
        (begun / "documents.json").write_text("[]")
        raise error
    assert "Dọn chỗ" in told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_another_failure_in_mid_build_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ours"), staging(tmp_path):
        raise RuntimeError("ours")
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_the_new_file_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = tmp_path / "live"
    live.write_text("one\n")

    def fail(_handle: int) -> None:
        raise full()

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match="ổ đĩa đầy"):
        put(live, b"two\n", made_in=tmp_path)
    assert live.read_text() == "one\n"
    assert [place.name for place in tmp_path.iterdir()] == ["live"]


def test_what_a_killed_process_left_is_swept_away_and_what_is_under_way_is_not(tmp_path: Path) -> None:
    for name in (".building-left", ".deleting-left"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("…")
    (tmp_path / ".new-left").write_text("…")
    (tmp_path / ".building-fresh").mkdir()
    (tmp_path / "20261123T030000-00000000").mkdir()
    (tmp_path / ".other").write_text("not ours")
    with staging(tmp_path) as begun:
        for place in tmp_path.iterdir():
            if not place.name.endswith("fresh"):
                os.utime(place, (time.time() - 120,) * 2)
        assert sorted(sweep(tmp_path)) == [".building-left", ".deleting-left", ".new-left"]
        assert begun.is_dir()
    left = {place.name for place in tmp_path.iterdir()}
    assert left == {".building-fresh", "20261123T030000-00000000", ".other"}
    assert sweep(tmp_path / "not there") == []


def test_a_release_is_deleted_unless_it_is_live_and_whoever_holds_it_goes_on(tmp_path: Path) -> None:
    built = build_release(tmp_path, two_sources(), None, NOW)
    switch_live(tmp_path, built.id)
    with pytest.raises(ReleaseError, match="đang dùng"):
        delete_release(tmp_path, built.id)
    other = build_release(tmp_path, two_sources()[:1], None, NOW)
    held = load_release(tmp_path / other.id)
    delete_release(tmp_path, other.id)
    assert [manifest.release for manifest in list_releases(tmp_path)] == [built.id]
    assert held.documents
    assert held.space.lexical is not None
    with pytest.raises(MissingError):
        delete_release(tmp_path, other.id)
    with pytest.raises(MissingError):
        delete_release(tmp_path, "../elsewhere")
