"""Scans and the real processes: killed in the middle, read in the background of the service, left at its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.project import ROOT
from tests.knowledge.samples import RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf
from tests.service.running import HOIDAP, serving, start

pytestmark = pytest.mark.slow


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTesseract:
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return FakeTesseract(tmp_path / "bin")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "cho-dem.md").write_text(RULES, "utf-8")
    return folder


def wait(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def hoidap(data: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*HOIDAP, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"HOIDAP_DATA": str(data), "HOIDAP_ENCODER": "none", "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_import_that_is_killed_goes_on_where_it_was_and_reads_no_page_twice(
    tmp_path: Path, tesseract: FakeTesseract
) -> None:
    file = tmp_path / "nghi-quyet.pdf"
    file.write_bytes(scanned_pdf(5))
    tesseract.fail(3, "sleep 30")  # the kill comes while the third page is being read
    first = hoidap(tmp_path / "data", "knowledge", "import", file)
    wait(lambda: tesseract.asked == 3, "not at the third page")
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    kept = {page: page.stat().st_mtime_ns for page in (tmp_path / "data" / "scans" / "pages").iterdir()}
    assert len(kept) == 2
    tesseract.heal()

    [waiting] = json.loads(
        hoidap(tmp_path / "data", "knowledge", "jobs", "--json").communicate(timeout=60)[0]
    )
    assert (waiting["state"], waiting["done"], waiting["pages"]) == ("waiting", 2, 5)

    second = hoidap(tmp_path / "data", "knowledge", "import", file)
    _, said = second.communicate(timeout=120)
    assert second.returncode == 0, said
    assert "trang 2/5" in said
    assert "trang 5/5" in said
    assert "nghi-quyet.pdf: mới" in said
    assert {page: page.stat().st_mtime_ns for page in kept} == kept
    assert tesseract.asked == 6  # the page that the kill cut short was begun twice, no other

    third = hoidap(tmp_path / "data", "knowledge", "import", file)
    assert "không đổi" in third.communicate(timeout=60)[1]
    assert tesseract.asked == 6


def test_the_service_reads_scans_in_the_background_and_goes_on_with_them_after_a_kill(
    tmp_path: Path, free_port: int, documents: Path, tesseract: FakeTesseract
) -> None:
    """One is there at the start, one is registered and one dropped into the folder while the service runs."""
    settings = {"documents": documents, "encoder": "none", "engine": 0}
    (documents / "co-san.pdf").write_bytes(scanned_pdf(2))
    tesseract.fail(2, "sleep 30")
    running = start(tmp_path / "data", free_port, **settings)
    running.wait(lambda: running.health().get("release"), 60, "up")
    assert "co-san.pdf: bản quét: được đọc ở nền" in running.log
    running.wait(lambda: tesseract.asked == 2, 60, "at the second page")
    with running.client() as client:
        assert client.post("/api/v1/chat", json={"text": "chợ đêm mở cửa lúc nào"}).status_code == 200
    running.process.kill()
    running.process.wait()
    tesseract.heal()

    with serving(tmp_path / "data", free_port, **settings) as again:
        registered = tmp_path / "duoc-ghi.pdf"
        registered.write_bytes(scanned_pdf(3))
        ran = again.hoidap("knowledge", "import", "--background", registered)
        assert (ran.returncode, "được đọc ở nền" in ran.stderr) == (0, True)
        registered.unlink()
        (documents / "vua-toi.pdf").write_bytes(scanned_pdf(3))

        def states() -> dict[str, str]:
            jobs = json.loads(again.hoidap("knowledge", "jobs", "--json").stdout)
            return {job["file"]: job["state"] for job in jobs}

        names = ("co-san.pdf", "duoc-ghi.pdf", "vua-toi.pdf")
        again.wait(lambda: states() == dict.fromkeys(names, "done"), 90, "all read")
        assert tesseract.asked == 2 + 1 + 3 + 3
        shown = again.hoidap("knowledge", "jobs").stdout
        assert "trang 3/3" in shown
        assert "đã nhập" in shown
        assert again.hoidap("knowledge", "build").returncode == 0
        listed = json.loads(again.hoidap("knowledge", "releases", "--json").stdout)
        assert {name.removesuffix(".pdf") for name in names} <= set(listed[-1]["documents"])


def test_the_service_ends_at_once_although_a_page_is_being_read(
    tmp_path: Path, free_port: int, documents: Path, tesseract: FakeTesseract
) -> None:
    tesseract.fail(1, "exec sleep 30")
    (documents / "co-san.pdf").write_bytes(scanned_pdf(1))
    with serving(tmp_path / "data", free_port, documents=documents, encoder="none", engine=0) as running:
        running.wait(lambda: tesseract.asked == 1, 60, "reading")
        began = time.monotonic()
        running.process.terminate()
        running.process.wait(20)
        assert time.monotonic() - began < 10
        assert running.process.returncode == 0
