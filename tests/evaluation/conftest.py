"""The release that the golden questions are asked of."""

from __future__ import annotations

import pytest

from knowledge.encoder import Encoder
from knowledge.release import Release
from tests.knowledge.real_release import real_release


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The real documents with the real encoder; for tests marked `slow`."""
    return real_release(pytestconfig, tmp_path_factory)
