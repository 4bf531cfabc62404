"""What the tests of documents in the console share: files to hand in, and a form's way of sending them."""

from __future__ import annotations

import re
from pathlib import Path

from httpx2 import Response

from console.papers import Papers
from knowledge.store import DocumentStore
from tests.console.conftest import Browser, Office
from tests.knowledge.importer.readers.office import word_file

LIST = "/quan-tri/van-ban"
UPLOAD = f"{LIST}/tai-len"
SCANS = f"{LIST}/ban-quet"
#: A decision with a gap in its numbering, which leaves a doubt.
DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 45/QĐ-UBND
Lạng Sơn, ngày 10 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc mở cửa chợ hoa xuân
Điều 1. Chợ hoa xuân mở cửa từ 6 giờ đến 22 giờ.
Điều 2. Mỗi gian hàng nộp 70.000 đồng một ngày.
Điều 4. Quyết định này có hiệu lực từ ngày ký.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Văn An
"""


def decision() -> bytes:
    """The decision as a Word file."""

    def write(document: object) -> None:
        for line in DECISION.splitlines():
            document.add_paragraph(line)  # type: ignore[attr-defined]  # python-docx has no types here

    return word_file(write)


def store_of(office: Office) -> DocumentStore:
    return office.console.papers.stock.documents


def papers_of(office: Office) -> Papers:
    return office.console.papers


def filed(office: Office, name: str, text: str) -> str:
    """A document that was imported; its slug."""
    path = Path(name)
    store_of(office).import_content(path, text.encode())
    return path.stem


def hand_in(browser: Browser, *files: tuple[str, bytes], token: str | None = None, **more: str) -> Response:
    """Send files as the page's form does."""
    shown = browser.get(UPLOAD).text
    found = re.search(r'name="the" value="([0-9a-f]+)"', shown)
    given = token if token is not None else found[1] if found else ""
    return browser.client.post(
        UPLOAD,
        data={"the": given, **more},
        files=[("tep", (name, content, "application/octet-stream")) for name, content in files],
        headers={"origin": browser.origin},
        follow_redirects=False,
    )


def hidden(page: str, name: str, action: str = "") -> str:
    """The value of a hidden field, of the form with this action where one is given."""
    if action:
        page = page.partition(f'action="{action}"')[2]
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, (name, action)
    return found[1]
