"""axe finds nothing on any screen, with all of its rules, in both colour schemes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.portal import Portal
from tests.browser.screens import COMPLAINED_OF, SCREENS

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@cache
def axe() -> Axe:
    return Axe()


def violations(page: Page) -> list[str]:
    """Each rule that is broken, with the elements that break it."""
    page.evaluate(axe().axe_script)
    rules: list[str] = page.evaluate("axe.getRules().map((rule) => rule.ruleId)")
    # What stands in a frame of another origin is a screen of its own here.
    options: dict[str, Any] = {"rules": {rule: {"enabled": True} for rule in rules}, "iframes": False}
    found = axe().run(page, options=options).response
    assert len(found["passes"]) > 10
    return [
        f"{broken['id']}: {node['target']} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_has_nothing_to_say(
    visit: Visit, portal: Portal, complaints: list[str], screen: str, scheme: str
) -> None:
    page = SCREENS[screen](visit, portal, {"color_scheme": scheme})
    assert violations(page) == []
    if screen in COMPLAINED_OF:
        complaints.clear()


@pytest.mark.parametrize("screen", ["answer", "document", "quality measured", "panel"])
def test_axe_has_nothing_to_say_on_a_wide_screen(visit: Visit, portal: Portal, screen: str) -> None:
    page = SCREENS[screen](visit, portal, {"viewport": {"width": 1440, "height": 900}})
    assert violations(page) == []
