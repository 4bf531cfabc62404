"""What the widget's modules may not use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "widget").glob("*.js"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_pattern_looks_behind_which_old_iphones_cannot_read(module: Path) -> None:
    assert not re.search(r"\(\?<[!=]", module.read_text("utf-8"))
