"""Lighthouse gives full marks for accessibility and best practices; runs where ``scripts/node`` has brought it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from service.project import ROOT
from tests import chromium
from tests.browser import hosts
from tests.browser.portal import SITE, Portal
from tests.browser.screens import DOCUMENT

LIGHTHOUSE = ROOT / "var" / "node" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("accessibility", "best-practices")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not LIGHTHOUSE.exists() or shutil.which("node") is None,
        reason="Lighthouse is not here: scripts/node brings it where Node is",
    ),
]


def audit(address: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse reports of a page on a phone."""
    report = folder / "report.json"
    flags = " ".join(("--headless=new", *chromium.ARGUMENTS))
    subprocess.run(
        [
            str(LIGHTHOUSE),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={flags}",
        ],
        env=os.environ | {"CHROME_PATH": chromium.find() or "", "TMPDIR": str(folder)},
        check=True,
        capture_output=True,
        timeout=200,
    )
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    "page",
    ["/", "/van-ban", DOCUMENT, "/chat-luong", "/nhung", f"/khung?site={SITE}", "the page of a host"],
)
def test_full_marks(portal: Portal, tmp_path: Path, page: str) -> None:
    hosts.page(portal, launcher="")
    address = portal.address + page if page.startswith("/") else f"{portal.host}/page"
    report = audit(address, tmp_path)
    found = {name: report["categories"][name]["score"] for name in CATEGORIES}
    wanting = [
        audit["id"]
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary"
    ]
    assert (found, wanting) == (dict.fromkeys(CATEGORIES, 1), [])
