"""What takes minutes to make and is kept for the next: below ``var/test-models``, in no repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from foundation.errors import ReleaseError
from knowledge.release import Release, live_id, load_release

KEPT = Path(__file__).parents[1] / "var" / "test-models"
#: A release of the real documents, whose vectors the next one takes over where nothing has changed.
RELEASES = KEPT / "releases"


def kept_release() -> Release | None:
    """The release that was kept; ``None`` where there is none that this program can read."""
    live = live_id(RELEASES)
    try:
        return load_release(RELEASES / live) if live else None
    except ReleaseError:
        return None


def keep_release(releases: Path, release: str) -> None:
    """Keep a release in the place of the one before."""
    shutil.rmtree(RELEASES, ignore_errors=True)
    shutil.copytree(releases / release, RELEASES / release)
    (RELEASES / "live").write_text(f"{release}\n", "utf-8")
