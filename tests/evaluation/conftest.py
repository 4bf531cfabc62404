"""The release that the golden questions are asked of, and a small golden set of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import golden
from knowledge.encoder import Encoder
from knowledge.release import Release
from tests.evaluation.small import SPLITS
from tests.knowledge.real_release import real_release


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The real documents with the real encoder; for tests marked `slow`."""
    return real_release(pytestconfig, tmp_path_factory)


@pytest.fixture
def small_golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Golden questions over the two small papers of the knowledge tests, in place of the real ones."""
    folder = tmp_path / "golden"
    folder.mkdir()
    for split, rows in SPLITS.items():
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{split}.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(golden, "FOLDER", folder)
    return folder
