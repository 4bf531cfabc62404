"""Takes the pictures of the console for the README, from a small office with two papers and a few questions.

`.venv/bin/python -m docs.console_screenshots`; the pictures go to ``docs/images``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.chromium import launched
from tests.console.conftest import PASSWORD, Clock
from tests.console.newsroom import INBOX, open_newsroom
from tests.console.test_browser import served
from tests.conversations.house import blank_database

FOLDER = Path(__file__).parent / "images"
_DESKTOP = {"width": 1280, "height": 900}
_ASKED = (
    "Chợ đêm ngày rằm mở cửa đến mấy giờ?",
    "Chợ đêm ngày rằm mở cửa đến mấy giờ ạ?",
    "Gửi xe ở chợ đêm hết bao nhiêu tiền?",
    "Cây sấu do ai tưới nước?",
)


def main() -> None:
    """Take them."""
    with tempfile.TemporaryDirectory() as folder:
        room = open_newsroom(blank_database(Path(folder) / "room.sqlite"), Clock(), Path(folder))
        room.account()
        for question in _ASKED:
            room.citizens().ask(question)
        room.group()
        with served(room.app) as address, launched() as browser:
            page = browser.new_context(viewport=_DESKTOP, base_url=address).new_page()  # type: ignore[arg-type]  # plain
            page.goto("/quan-tri")
            page.get_by_label("Tên đăng nhập").fill("lan.nguyen")
            page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/quan-tri")
            for name, at in (("console-inbox", INBOX), ("console-document", "/quan-tri/van-ban/cho-dem")):
                page.goto(at)
                page.screenshot(path=FOLDER / f"{name}.png", full_page=name == "console-document")
        room.database.close()


if __name__ == "__main__":
    main()
