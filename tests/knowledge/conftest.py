"""What the tests of knowledge share."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.model import Document
from knowledge.release import Release, build_release, list_releases, load_release, switch_live
from tests.knowledge.real_release import real_release
from tests.knowledge.samples import NOW, PLAN, HashEncoder, source_document, two_sources


@pytest.fixture
def plan() -> Document:
    """The province's plan."""
    return source_document(PLAN)


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Where releases live; nothing is there yet."""
    return tmp_path / "releases"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of the same two small papers, an hour apart; tests take copies."""
    folder = tmp_path_factory.mktemp("shelf")
    for hours in (0, 1):
        build_release(folder, two_sources(), HashEncoder(), NOW + timedelta(hours=hours))
    return folder


@pytest.fixture
def small_release(shelf: Path, releases: Path) -> Release:
    """Two small papers, live."""
    return _taken(shelf, releases, 0, live=True)


@pytest.fixture
def later_release(shelf: Path, releases: Path, small_release: Release) -> Release:
    """The same papers an hour later, not live."""
    return _taken(shelf, releases, 1, live=False)


def _taken(shelf: Path, releases: Path, position: int, *, live: bool) -> Release:
    release = list_releases(shelf)[position].release
    shutil.copytree(shelf / release, releases / release)
    if live:
        switch_live(releases, release)
    return load_release(releases / release)


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The real documents with the real encoder; for tests marked `slow`."""
    return real_release(pytestconfig, tmp_path_factory)
