"""Measures what a citizen on a slow network waits for the web chat itself, in a real browser over canned answers.

    .venv/bin/python -m benchmarks.widget [--visits 15] [--questions 40] [--slower 6]

The launcher: on another site's page, nothing cached, from the start of the navigation to the frame that shows it, at
150 ms round trip and 1.6 Mb/s as Chromium's own emulation has them (each request waits; handshakes are not slowed).
An answer: from pressing "Gửi" to the frame that shows it, less the call of `/api/v1/chat`; on this machine's
processor, and on one that Chromium slows down.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from rich.table import Table

from benchmarks.figures import Figure, output, percentile, show_figures, show_occasion
from service.pages import bundle
from tests.browser import hosts
from tests.browser.portal import Portal, canned_reply, running
from tests.chromium import launched

PHONE = {"width": 360, "height": 740}
ROUND_TRIP_MS = 150
BITS_A_SECOND = 1_600_000
#: Seconds of a turn of the stack, about: the browser does nothing else in them.
TURN = 0.05

#: Notes the first frame with the launcher in it: what is changed before one is shown by the next.
WATCH = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("hoi-dap-launcher")?.shadowRoot) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
ASK = """async (text) => {
  const root = document.querySelector("hoi-dap").shadowRoot;
  const replies = () => root.querySelectorAll(".reply").length;
  const calls = () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/chat"));
  const [before, called] = [replies(), calls().length];
  root.querySelector("#question").value = text;
  const began = performance.now();
  root.querySelector("form").requestSubmit();
  await new Promise((done) => new MutationObserver((_, watch) => {
    if (replies() === before) return;
    watch.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(done));
  }).observe(root, { childList: true, subtree: true }));
  const shown = performance.now() - began;
  while (calls().length === called) await new Promise((done) => setTimeout(done, 5));
  const call = calls().at(-1);
  return shown - (call.responseEnd - call.startTime);
}"""


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own, nothing cached."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # a dict of two is what it takes
    try:
        yield context.new_page()
    finally:
        context.close()


def launcher(browser: Browser, portal: Portal) -> float:
    """Seconds until the launcher is painted on another site's page."""
    with opened(browser) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        speed = BITS_A_SECOND / 8
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": ROUND_TRIP_MS,
                "downloadThroughput": speed,
                "uploadThroughput": speed,
            },
        )
        page.add_init_script(WATCH)
        page.goto(f"{portal.host}/page")
        page.wait_for_function("window.painted")
        painted: float = page.evaluate("window.painted")
        return painted / 1000


def answers(browser: Browser, portal: Portal, questions: int, slower: float) -> list[float]:
    """Seconds that each answer takes to be sent and shown, beyond the call itself."""
    with opened(browser) as page:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(portal.address)
        page.get_by_role("log").wait_for()
        portal.delay = TURN
        taken = []
        for number in range(questions):
            portal.script.append([canned_reply(id=f"r{number}")])
            taken.append(page.evaluate(ASK, f"Câu hỏi thứ {number}?") / 1000)
        return taken


def main() -> None:
    """Measure, then print figures and bars."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visits", type=int, default=15)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument(
        "--slower", type=float, default=6, help="how many times slower the second processor is"
    )
    arguments = parser.parse_args()
    show_occasion()
    with running() as portal, launched() as browser:
        hosts.page(portal, launcher="")
        painted = [launcher(browser, portal) for _ in range(arguments.visits)]
        usual = answers(browser, portal, arguments.questions, 1)
        slow = answers(browser, portal, arguments.questions, arguments.slower)
    table = Table("seconds", "p50", "p95", "most")
    for title, figures in (
        ("launcher painted", painted),
        ("answer shown, beyond the call", usual),
        (f"the same, processor {arguments.slower:g} times slower", slow),
    ):
        table.add_row(
            title, *(f"{percentile(figures, share):.3f}" for share in (0.5, 0.95)), f"{max(figures):.3f}"
        )
    output.print(table)
    show_figures(
        [
            Figure(
                "script with styles, gzipped, kB", len(gzip.compress(bundle.current().content, 6)) / 1000, 25
            ),
            Figure("launcher painted, p95, s", percentile(painted, 0.95), 1.5),
            Figure("answer shown beyond the call, p95, ms", percentile(usual, 0.95) * 1000, 100),
        ]
    )


if __name__ == "__main__":
    main()
