"""Takes the pictures of the README from a running stack, in a real browser.

    scripts/run                                       in one terminal
    .venv/bin/python -m docs.screenshots [ADDRESS]    in another; http://127.0.0.1:8000 where none is given

The pictures go to ``docs/images``: the chat on a wide screen and on a phone, and a document's page as a citation
opens it, with the cited provision highlighted. Needs the browser that ``scripts/setup --with tests`` finds or brings.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.chromium import launched

FOLDER = Path(__file__).parent / "images"
DESKTOP = (1100, 820)
#: Tall enough for the whole exchange, the head of the page included.
CHAT_DESKTOP = (1100, 1380)
PHONE = (390, 844)
QUESTION = "muc tieu nam 2026 cua tinh la gi"
FOLLOW_UP = "còn năm 2027 thì sao?"
#: A turn has its own deadline far below; this is for a machine that is still starting the engine.
_PATIENCE_MS = 15_000
#: Larger pictures would only make the repository heavy.
_MAX_BYTES = 300_000


def main() -> int:
    """Take all pictures of the stack at the address given on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    address: str = parser.parse_args().address
    FOLDER.mkdir(exist_ok=True)
    with launched() as browser:
        chat = _open(browser, address, CHAT_DESKTOP)
        _ask(chat, QUESTION)
        cited = chat.locator(".citation a").get_attribute("href") or ""
        _save(chat, "chat-desktop")
        phone = _open(browser, address, PHONE, scale=2)
        _ask(phone, QUESTION)
        _ask(phone, FOLLOW_UP)
        _save(phone, "chat-phone")
        document = _open(browser, cited, DESKTOP)
        expect(document.locator(":target")).to_be_in_viewport()
        _save(document, "document-desktop")
    return 0


def _open(browser: Browser, address: str, size: tuple[int, int], scale: float = 1) -> Page:
    """A page in a profile of its own, in the light colour scheme and without moving parts."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        locale="vi-VN",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.reload()  # the optional font has been fetched by now
    return page


def _ask(page: Page, question: str) -> None:
    """Type a question as a citizen does and wait for its cited answer."""
    answers = page.get_by_role("log").locator(".reply")
    before = answers.count()
    page.get_by_label("Câu hỏi của anh/chị").fill(question)
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(answers.nth(before).locator(".citation")).to_be_visible(timeout=_PATIENCE_MS)
    # The pointer and the cursor would stand somewhere else each time.
    page.mouse.move(0, 0)


def _save(page: Page, name: str) -> None:
    """Write one picture and say so.

    Raises:
        RuntimeError: the picture is larger than 300 kB.
    """
    file = FOLDER / f"{name}.png"
    size = len(page.screenshot(path=file, caret="hide", animations="disabled"))
    if size > _MAX_BYTES:
        raise RuntimeError(f"{file.name} has {size} bytes, more than {_MAX_BYTES}: take a smaller screen.")
    sys.stdout.write(f"{file}: {size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
