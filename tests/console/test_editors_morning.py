"""An editor's morning, from the first sign-in to the answer that a citizen reads and back, in at most twenty clicks.

The service is the real one, in a process of its own, without the dialogue engine; two people work in two browsers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.console.desk import decision
from tests.knowledge.samples import RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf
from tests.service.running import Running, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PASSWORDS = {"lan.nguyen": "bốn con trâu trắng", "minh.vu": "năm cây hồi xanh"}
QUESTION = "Gửi xe máy ở chợ đêm hết mấy nghìn?"
ANSWER = "Gửi xe máy ở chợ đêm không mất tiền, mời anh/chị gửi ở cổng phía đông."
FEE = "Mỗi gian hàng chợ hoa xuân nộp bao nhiêu một ngày?"
MOST_CLICKS = 20
_GOLDEN = {
    "id": "d001",
    "kind": "answerable",
    "question": "Chợ đêm mở cửa mấy giờ?",
    "gold": [{"document": "cho-dem", "quote": "18 giờ"}],
    "facts": ["18 giờ"],
    "shape": "fact",
    "register": "plain",
}


class Hand:
    """A hand on the mouse that counts; typing and Enter are not counted."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, page: Page, role: str, name: str, *, exact: bool = True) -> None:
        page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]  # plain text
        self.clicks += 1


@pytest.fixture
def service(tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The service with one paper, one golden question, and two people who may sign in."""
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    for folder in ("documents", "curated", "samples", "golden"):
        (tmp_path / folder).mkdir()
    (tmp_path / "documents" / "cho-dem.md").write_text(RULES, "utf-8")
    (tmp_path / "golden" / "development.jsonl").write_text(
        json.dumps(_GOLDEN, ensure_ascii=False) + "\n", "utf-8"
    )
    settings = {name: tmp_path / name for name in ("documents", "curated", "samples", "golden")}
    with serving(tmp_path / "data", free_port, encoder="none", engine=0, **settings) as running:
        for name, role in (("lan.nguyen", "editor"), ("minh.vu", "reviewer")):
            given = ("user", "add", name, "--role", role, "--full-name", name.title())
            made = running.hoidap(*given, typed=f"{PASSWORDS[name]}\n{PASSWORDS[name]}\n")
            assert made.returncode == 0, made.stderr
        yield running


def asked(service: Running, question: str) -> tuple[str, str]:
    """What a citizen is answered in the chat: outcome and text."""
    with service.client() as client:
        reply = client.post("/api/v1/chat", json={"text": question}).raise_for_status().json()["replies"][-1]
    return reply["outcome"], reply["text"]


def signed_in(browser: Browser, service: Running, name: str) -> Page:
    """A browser in which somebody has signed in by typing."""
    context = browser.new_context(base_url=service.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/quan-tri")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORDS[name])
    page.keyboard.press("Enter")
    page.wait_for_url("**/quan-tri")
    return page


def test_an_editors_morning(browser: Browser, service: Running) -> None:
    outcome, _ = asked(service, QUESTION)
    assert outcome in ("not_found", "out_of_scope")
    assert "70.000" not in asked(service, FEE)[1]
    hand, editor = Hand(), signed_in(browser, service, "lan.nguyen")

    # A decision and a scan are handed in; the doubt in the decision is looked at and settled.
    hand.click(editor, "link", "Văn bản")
    hand.click(editor, "link", "Tải văn bản lên")
    editor.get_by_label("Các tệp").set_input_files(
        [
            FilePayload(name="Quyết định 45.docx", mimeType="application/msword", buffer=decision()),
            FilePayload(name="Nghị quyết cũ.pdf", mimeType="application/pdf", buffer=scanned_pdf(2)),
        ]
    )
    hand.click(editor, "button", "Tải lên các tệp đã chọn")
    expect(editor.locator(".results li")).to_have_count(2, timeout=30_000)
    hand.click(editor, "link", "mở quyet-dinh-45", exact=False)
    hand.click(editor, "button", "Đã xem, không còn ngờ", exact=False)
    editor.get_by_text("Đã đánh dấu là đã xem").wait_for()
    hand.click(editor, "link", "Sửa Điều 2", exact=False)
    editor.get_by_label("Lời của quy định").fill("Mỗi gian hàng chợ hoa xuân nộp 70.000 đồng một ngày.")
    hand.click(editor, "button", "Ghi lời quy định")
    editor.get_by_text("Đã ghi.").wait_for()

    # The question that nobody could answer gets an answer.
    service.wait(lambda: _read(service) == ["done"], 60, "the scan read")
    service.wait(lambda: _waits(editor), 60, "grouped")
    hand.click(editor, "link", QUESTION)
    hand.click(editor, "link", "Viết câu trả lời cho nhóm này")
    editor.get_by_label("Lời trả lời").fill(ANSWER)
    editor.get_by_label("Cơ quan phụ trách").fill("Sở Công Thương")
    hand.click(editor, "button", "Lưu")
    editor.get_by_text("Đã lưu câu trả lời vào bản nháp").wait_for()

    # The draft is checked; citizens see nothing of it yet.
    hand.click(editor, "link", "Phát hành")
    hand.click(editor, "button", "Kiểm tra")
    editor.get_by_text("0 kém đi").wait_for(timeout=120_000)
    expect(editor.get_by_role("button", name="Phát hành ngay")).to_have_count(0)
    assert ANSWER not in asked(service, QUESTION)[1]

    # A second person publishes; citizens have it within seconds.
    reviewer = signed_in(browser, service, "minh.vu")
    hand.click(reviewer, "link", "Phát hành")
    hand.click(reviewer, "link", "Xem kết quả và phát hành", exact=False)
    hand.click(reviewer, "button", "Phát hành ngay")
    reviewer.get_by_text("Đã phát hành.").wait_for()
    service.wait(lambda: ANSWER in asked(service, QUESTION)[1], 2, "published")
    assert "70.000" in asked(service, FEE)[1]
    with service.client() as client:
        assert client.get("/van-ban/nghi-quyet-cu").status_code == 200, "the scan was read and published too"
    _cited_in_the_chat(browser, service)

    # And back.
    hand.click(reviewer, "link", "Phát hành")
    reviewer.get_by_label("Lý do").fill("giá vé còn phải xem lại")
    hand.click(reviewer, "button", "Quay lại")
    reviewer.get_by_text("Đã quay lại bản trước").wait_for()
    service.wait(lambda: ANSWER not in asked(service, QUESTION)[1], 2, "rolled back")
    assert hand.clicks <= MOST_CLICKS


def _read(service: Running) -> list[str]:
    """How far the scans are."""
    return [job["state"] for job in json.loads(service.hoidap("knowledge", "jobs", "--json").stdout)]


def _waits(page: Page) -> bool:
    """Whether the question stands in the inbox by now."""
    page.goto("/quan-tri/chua-tra-loi")
    return page.get_by_role("link", name=QUESTION).count() > 0


def _cited_in_the_chat(browser: Browser, service: Running) -> None:
    """The public chat answers from the new paper."""
    page = browser.new_context(base_url=service.url).new_page()
    page.goto("/")
    page.get_by_role("textbox").first.fill(FEE)
    page.keyboard.press("Enter")
    page.get_by_text("70.000 đồng").first.wait_for(timeout=20_000)
    httpx.get(f"{service.url}/health", timeout=5, trust_env=False).raise_for_status()
