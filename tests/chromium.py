"""Which browser the tests drive: Chromium or Chrome on the PATH, else the one that Playwright has brought.

`python -m tests.chromium` prints its executable, or ends with 1 where there is none that runs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Root may not use Chromium's sandbox, containers have a small /dev/shm, and a browser under test asks nobody
# for updates.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def runs(executable: str) -> bool:
    """Whether this browser starts: a distribution's placeholder or a build without its libraries does not."""
    try:
        ended = subprocess.run([executable, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def find() -> str | None:
    """The executable of the first browser that runs."""
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in chain(on_path, _of_playwright()) if found and runs(found)), None)


def _of_playwright() -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        bundled = Path(playwright.chromium.executable_path)
    if bundled.exists():
        yield str(bundled)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser. While it is open, its thread counts as inside an event loop: keep it short."""
    from playwright.sync_api import sync_playwright

    executable = find()
    if executable is None:
        raise RuntimeError("no browser that runs was found: run scripts/setup --with tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    found = find()
    print(found or "")
    sys.exit(found is None)
