"""A real browser on the portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.portal import Portal, running
from tests.chromium import launched

PHONE = {"width": 360, "height": 740}
_PATIENCE_MS = 10_000
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def module_portal() -> Iterator[Portal]:
    with running() as portal:
        yield portal


@pytest.fixture
def portal(module_portal: Portal) -> Portal:
    module_portal.reset()
    return module_portal


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a test that provokes a complaint empties it."""
    return []


@pytest.fixture
def visit(browser: Browser, portal: Portal, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a path of the portal, or an address, in a fresh profile; afterwards nothing may have been complained of."""
    contexts: list[BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": PHONE, "reduced_motion": "reduce"} | options))
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path if path.startswith("http") else portal.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def chat(visit: Callable[..., Page]) -> Page:
    """The chat on a phone."""
    page = visit("/")
    page.get_by_role("log").wait_for()
    return page
