"""What the tests of knowledge share."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.model import Document
from knowledge.release import Release, build_release, switch_live
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


@pytest.fixture
def small_release(releases: Path, encoder: HashEncoder) -> Release:
    """Two small papers, built and live."""
    release = build_release(releases, two_sources(), encoder, NOW)
    switch_live(releases, release.id)
    return release


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The real documents with the real encoder; for tests marked `slow`."""
    return real_release(pytestconfig, tmp_path_factory)
