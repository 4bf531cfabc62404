"""What the widget's modules may not use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "widget").glob("*.js"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_pattern_looks_behind_which_old_iphones_cannot_read(module: Path) -> None:
    assert not re.search(r"\(\?<[!=]", module.read_text("utf-8"))


def test_the_font_is_cut_into_files_in_the_same_way_for_pages_and_hosts() -> None:
    sheet = (ROOT / "service/pages/static/fonts.css").read_text("utf-8")
    module = (ROOT / "widget/fonts.js").read_text("utf-8")
    faces = re.findall(r'url\("fonts/([^"]+)"\).*?unicode-range: ([^;]+);', sheet, re.DOTALL)
    assert len(faces) == 4
    for file, ranges in faces:
        assert (ROOT / "service/pages/static/fonts" / file).is_file()
        signs, _, weight = file.removeprefix("be-vietnam-pro-1.").removesuffix(".woff2").partition("-")
        said = re.search(rf'{signs}:\s*"([^"]+)"', module)
        assert said is not None
        assert said[1] == "".join(ranges.split())
        assert f'"{weight}"' in module
