"""Every screen at the widths of a small phone, a tablet and a desk, in light and dark, and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.portal import Portal
from tests.browser.screens import COMPLAINED_OF, SCREENS

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
#: A zoomed window has half as many pixels for the page, each twice as large.
WINDOWS: dict[str, dict[str, Any]] = {
    "320 light": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
    "768 dark": {"viewport": {"width": 768, "height": 1024}, "color_scheme": "dark"},
    "1440 light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "1440 dark at 200 %": {
        "viewport": {"width": 720, "height": 450},
        "device_scale_factor": 2,
        "color_scheme": "dark",
    },
}
#: Where something is wider than the window: the page, or a part of the widget that cannot be scrolled sideways.
OVERFLOWING = """() => {
  const roots = [document];
  for (const root of roots) {
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) roots.push(node.shadowRoot);
  }
  const scrolls = (node) => {
    for (let up = node; up; up = up.parentElement ?? up.getRootNode().host) {
      if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.matches('[tabindex="0"], .body')) return true;
    }
    return false;
  };
  const found = roots.flatMap((root) => [...root.querySelectorAll("body *, *")])
    .filter((node) => node.checkVisibility?.() && !node.closest(".unseen, .skip, svg"))
    .filter((node) => {
      const { left, right, width } = node.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 1 || left < -1) && !scrolls(node);
    })
    .map((node) => node.outerHTML.slice(0, 120));
  return document.documentElement.scrollWidth > innerWidth ? ["the page", ...found] : found;
}"""
#: Texts that are cut off: taller or wider than the box that hides what is beyond it.
CUT = """() => {
  const roots = [document];
  for (const root of roots) {
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) roots.push(node.shadowRoot);
  }
  return roots.flatMap((root) => [...root.querySelectorAll("button, summary, label, h1, h2, p, a")])
    .filter((node) => node.checkVisibility() && !node.closest(".unseen, .skip, .contents"))
    .filter((node) => getComputedStyle(node).overflow === "hidden")
    .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
    .map((node) => node.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_cut_off_or_beyond_the_edge(
    visit: Visit, portal: Portal, complaints: list[str], screen: str, window: str
) -> None:
    page = SCREENS[screen](visit, portal, WINDOWS[window])
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CUT) == []
    if screen in COMPLAINED_OF:
        complaints.clear()


@pytest.mark.parametrize("window", ["320 light", "1440 dark at 200 %"])
@pytest.mark.parametrize("screen", ["greeting", "answer", "large text", "offline", "warning", "panel"])
def test_the_question_field_is_in_reach_and_the_answer_has_room(
    visit: Visit, portal: Portal, complaints: list[str], screen: str, window: str
) -> None:
    page = SCREENS[screen](visit, portal, WINDOWS[window])
    field = page.get_by_label("Câu hỏi của anh/chị")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.keyboard.press("Escape")
    covered: float = page.evaluate(
        """() => {
          const chats = document.querySelector("hoi-dap") ??
            document.querySelector("hoi-dap-launcher").shadowRoot.querySelector("hoi-dap");
          const form = chats.shadowRoot.querySelector("form");
          return getComputedStyle(form).position === "sticky" ? form.offsetHeight / innerHeight : 0;
        }"""
    )
    assert covered < 0.6
    complaints.clear()
