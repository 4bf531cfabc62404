"""The security checklist names tests that there are."""

from __future__ import annotations

import re

from service.project import ROOT


def test_every_test_that_the_checklist_names_is_there() -> None:
    named = re.findall(r"`(tests/[^`]+)::([^`]+)`", (ROOT / "docs" / "asvs.md").read_text("utf-8"))
    assert len(named) > 40
    for file, test in named:
        assert re.search(rf"def {test}\(", (ROOT / file).read_text("utf-8")), f"{file}::{test}"
