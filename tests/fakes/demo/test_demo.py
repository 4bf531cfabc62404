"""`scripts/run --demo`: one plays a citizen on every channel, sees both sides, and ends it with Ctrl+C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, expect

from service.project import ROOT
from tests.knowledge.samples import GARDENS, RULES

pytestmark = pytest.mark.slow

CHANNELS = ("zalo_oa", "zalo_bot", "messenger", "telegram", "web")
QUESTION = "Cây xanh trong công viên do ai chăm sóc?"
#: What the service's own call to each platform looks like.
CALLS = {
    "zalo_oa": "POST /v3.0/oa/message/cs",
    "zalo_bot": "/sendMessage",
    "messenger": "/me/messages",
    "telegram": "/sendMessage",
    "web": "POST /api/v1/chat",
}


@dataclass
class Demo:
    process: subprocess.Popen[str]
    page: str
    service: str

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.page, timeout=30, trust_env=False, headers={"Origin": self.page})

    def do(self, channel: str, act: str, **fields: str) -> html.HtmlElement:
        """What the page shows once a form was sent, as it is without scripts."""
        with self.client() as client:
            answer = client.post(f"/{channel}/{act}", data=fields, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return html.document_fromstring(answer.text)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def start(folder: Path) -> Demo:
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (documents / "cho-dem.md").write_text(RULES, "utf-8")
    (documents / "cay-xanh.md").write_text(GARDENS, "utf-8")
    port, page_port = free_port(), free_port()
    given = {
        "HOIDAP_ENGINE": "0",
        "HOIDAP_ENCODER": "none",
        "HOIDAP_DOCUMENTS": str(documents),
        "HOIDAP_DATABASE_URL": "sqlite:////nowhere/of/the/operator.sqlite",  # must not be heeded
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.fakes.demo", "--data", str(folder / "data")),
            *("--port", str(port), "--page-port", str(page_port)),
        ],
        cwd=ROOT,
        env=os.environ | given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    demo = Demo(process, f"http://127.0.0.1:{page_port}", f"http://127.0.0.1:{port}")
    until = time.monotonic() + 60
    while not up(demo.service):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until
        time.sleep(0.1)
    return demo


def up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def stop(demo: Demo) -> tuple[int, str]:
    demo.process.send_signal(signal.SIGINT)
    _, said = demo.process.communicate(timeout=40)
    return demo.process.returncode, said


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = start(tmp_path_factory.mktemp("demo"))
    try:
        yield demo
    finally:
        stop(demo)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


@pytest.mark.parametrize("channel", CHANNELS)
def test_both_sides_are_seen_on_every_channel(demo: Demo, channel: str) -> None:
    page = demo.do(channel, "noi", nguoi="8840512302", loi=QUESTION)
    mine = texts(page, "//*[@id='chat']/li[contains(@class, 'mine')]/p")
    answers = texts(page, "//*[@id='chat']/li[not(contains(@class, 'mine'))]/p")
    assert mine[-1] == QUESTION
    assert answers
    requests = texts(page, "//*[@id='wire']//summary/code")
    assert any(CALLS[channel] in request for request in requests)
    if channel != "web":
        assert f"POST /webhooks/{channel}" in requests
    bodies = " ".join(texts(page, "//*[@id='wire']//pre"))
    assert QUESTION in bodies
    assert answers[-1][:40] in bodies


def test_what_a_platform_brings_three_times_is_answered_once(demo: Demo) -> None:
    before = texts(demo.do("messenger", "noi", loi="xin hỏi về chợ đêm"), "//*[@id='chat']/li")
    page = demo.do("messenger", "noi-ba-lan", loi=QUESTION)
    assert len(texts(page, "//*[@id='chat']/li")) == len(before) + 2
    assert texts(page, "//*[@id='wire']//summary/code").count("POST /webhooks/messenger") >= 4


def test_a_first_contact_is_greeted_and_a_button_leads_on(demo: Demo) -> None:
    for channel in ("zalo_oa", "messenger", "telegram"):
        page = demo.do(channel, "mo", nguoi="8840512301")
        (form, *_) = page.xpath("//*[@class='buttons']/form")
        fields = {field.name: field.value for field in form.xpath(".//input")}
        answered = demo.do(channel, "bam", **fields)
        assert len(texts(answered, "//*[@id='chat']/li")) > len(texts(page, "//*[@id='chat']/li")) + 1


def test_a_refused_message_is_sent_again_and_shows_on_the_wire(demo: Demo) -> None:
    demo.do("telegram", "su-co", loai="503")
    demo.do("telegram", "noi", nguoi="8840512301", loi="Chợ đêm mở lúc nào?")
    until = time.monotonic() + 20
    while True:
        with demo.client() as client:
            page = html.document_fromstring(client.get("/telegram?nguoi=8840512301").text)
        statuses = texts(
            page, "//*[@id='wire']/li[.//code[contains(., 'sendMessage')]]//*[contains(@class, 'status')]"
        )
        if "503" in statuses and statuses[0] == "200":
            return
        assert time.monotonic() < until, statuses
        time.sleep(0.2)


def test_only_this_machine_and_this_page_may_use_it(demo: Demo) -> None:
    with demo.client() as client:
        assert (
            client.post("/web/noi", data={"loi": "?"}, headers={"Origin": "https://x.vn"}).status_code == 403
        )
        assert client.get("/web", headers={"Host": "hoidap.example.vn"}).status_code == 400
        assert client.post("/web/gi-do", data={}).status_code == 404
        assert client.get("/khong-co").status_code == 404
        shown = client.get("/telegram")
        assert "default-src 'none'" in shown.headers["content-security-policy"]
        sources = html.document_fromstring(shown.text).xpath("//@src | //link/@href")
        assert all(source.startswith(("/static/", "data:")) for source in sources)
        for name in ("demo.js", "demo.css"):
            assert "://" not in client.get(f"/static/{name}").text
    with socket.socket() as other:  # nothing listens beside loopback
        other.settimeout(1)
        assert other.connect_ex(
            (socket.gethostbyname(socket.gethostname()), int(demo.page.rpartition(":")[2]))
        ) or (socket.gethostbyname(socket.gethostname()).startswith("127."))


@pytest.mark.browser
def test_the_page_is_used_by_keyboard_on_a_phone(demo: Demo, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{demo.page}/telegram?nguoi=8840512302")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the field
    page.keyboard.type("Chợ đêm họp ở đâu?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat li.mine").last).to_contain_text("Chợ đêm họp ở đâu?", timeout=10_000)
    expect(page.locator("#chat li").last).not_to_have_class("mine", timeout=10_000)
    expect(page.locator("#wire summary").first).to_contain_text("sendMessage", timeout=10_000)
    assert page.evaluate("document.activeElement.id") == "loi"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert complaints == []
    if shot := os.environ.get("DEMO_SCREENSHOT"):
        page.screenshot(path=shot, full_page=True)
    context.close()


def test_it_ends_with_ctrl_c_and_begins_anew(tmp_path: Path) -> None:
    demo = start(tmp_path)
    demo.do("telegram", "noi", loi=QUESTION)
    code, said = stop(demo)
    assert (code, up(demo.service)) == (0, False)
    assert "Traceback" not in said
    with pytest.raises(httpx.HTTPError):
        httpx.get(demo.page, trust_env=False)
