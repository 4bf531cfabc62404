"""The console in a real browser: from signing in to the audit log by keyboard, and axe on every page."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from console.roles import Role
from tests.browser.test_axe import violations
from tests.console.conftest import PASSWORD, SERVER, Office

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 800}
TABLET = {"width": 768, "height": 1024}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on loopback."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with served(office.app) as at:
        yield at


@pytest.fixture
def look(browser: Browser, address: str) -> Iterator[Callable[[dict[str, int], str], Page]]:
    """Opens the console at a size and in a colour scheme; nothing may be complained of."""
    contexts, complaints = [], []

    def open_page(size: dict[str, int], scheme: str) -> Page:
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # plain texts
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{address}/quan-tri")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


class Tour:
    """A page that is looked at closely wherever the way leads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []

    def check(self) -> None:
        """axe has nothing to say here, and nothing hangs over the edge."""
        self.seen.append(self.page.title().partition(" · ")[0])
        assert violations(self.page) == [], self.seen[-1]
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.seen[-1]

    def sign_in(self) -> None:
        self.page.get_by_label("Tên đăng nhập").fill("quan.tri")
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")

    def enrol(self, office: Office) -> None:
        self.page.locator("#mk-thiet-bi").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/toi/xac-thuc")
        self.check()
        secret = self.page.locator(".secret").inner_text().replace(" ", "")
        self.page.get_by_label("Mã 6 số").fill(office.code(secret))
        self.page.keyboard.press("Enter")
        self.page.get_by_text("chỉ hiện một lần").wait_for()
        self.check()
        self.page.get_by_role("link", name="Tôi đã cất các mã").click()
        self.page.wait_for_url("**/quan-tri")
        self.check()

    def add_and_disable_somebody(self) -> None:
        self.page.get_by_role("link", name="Tài khoản", exact=True).first.click()
        self.page.get_by_label("Tên đăng nhập").fill("lan.nguyen")
        self.check()
        self.page.get_by_label("Họ tên").fill("Nguyễn Thị Lan")
        self.page.keyboard.press("Enter")
        self.page.get_by_text("chỉ hiện một lần").wait_for()
        self.check()
        self.page.get_by_role("link", name="Xong").click()
        self.page.get_by_text("Thay đổi tài khoản lan.nguyen").click()
        self.page.get_by_role("button", name="Ngừng tài khoản: lan.nguyen").click()
        self.page.get_by_text("đã ngừng", exact=True).wait_for()
        self.page.get_by_text("Thay đổi tài khoản lan.nguyen").click()
        self.check()

    def read_the_log(self) -> None:
        self.page.get_by_role("link", name="Nhật ký", exact=True).click()
        self.page.get_by_label("Việc").select_option(label="ngừng tài khoản")
        self.page.get_by_role("button", name="Lọc", exact=True).click()
        self.page.get_by_text("1 dòng").wait_for()
        self.check()
        self.page.get_by_role("button", name="Kiểm tra nhật ký").click()
        self.page.get_by_text("nguyên vẹn").wait_for()
        self.check()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_an_administrators_first_morning(
    office: Office, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    office.account("quan.tri", Role.ADMIN)
    office.console.accounts.require_second_factor(SERVER, office.named("quan.tri").id, required=True)
    tour = Tour(look(size, scheme))
    tour.check()
    tour.sign_in()
    tour.page.wait_for_url("**/quan-tri/toi")
    tour.check()
    tour.enrol(office)
    tour.add_and_disable_somebody()
    tour.read_the_log()
    tour.page.get_by_role("button", name="Đăng xuất").click()
    tour.page.get_by_text("Anh/chị đã đăng xuất").wait_for()
    tour.sign_in()
    tour.page.wait_for_url("**/quan-tri/xac-thuc")
    tour.check()
    assert len(set(tour.seen)) == 10, tour.seen


def enter(page: Page, name: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/quan-tri")


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_an_officers_morning(
    office: Office, look: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    office.account("lan", Role.OFFICER)
    code, number = office.letter("Hồ sơ của tôi bao giờ xong?", contact="0912 345 678"), office.handover()
    tour = Tour(look(size, scheme))
    page = tour.page
    enter(page, "lan")
    tour.check()

    # A letter: what is written is on the server though nobody has saved it.
    page.get_by_role("link", name="Câu hỏi để lại").first.click()
    tour.check()
    page.get_by_role("link", name=code).click()
    tour.check()
    page.get_by_role("button", name="Nhận trả lời").click()
    page.get_by_role("button", name="Xem thông tin liên hệ").click()
    page.get_by_text("0912 345 678").wait_for()
    tour.check()
    page.go_back()

    page.get_by_label("Câu trả lời").fill("Chào anh/chị, thứ Sáu")
    page.get_by_text("Đã lưu bản nháp.").wait_for()
    tour.check()
    page.reload()
    assert page.get_by_label("Câu trả lời").input_value() == "Chào anh/chị, thứ Sáu"
    page.get_by_role("button", name="Gửi câu trả lời").click()
    page.get_by_text("Đã trả lời:").wait_for()
    tour.check()

    # A talk: what the citizen says comes onto the page by itself, and what is being written stays.
    page.get_by_role("link", name="Trao đổi", exact=True).click()
    tour.check()
    page.get_by_role("link", name=f"Cuộc {number},").click()
    page.get_by_role("button", name="Nhận trao đổi").click()
    tour.check()
    page.get_by_label("Tin nhắn cho người dân").fill("Chào anh/chị")
    office.citizen_says("Tôi hỏi về hồ sơ")
    page.get_by_role("log").get_by_text("Tôi hỏi về hồ sơ").wait_for()
    assert page.get_by_label("Tin nhắn cho người dân").input_value() == "Chào anh/chị"
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.get_by_role("log").get_by_text("Chào anh/chị", exact=True).wait_for()
    tour.check()
    page.get_by_role("button", name="Kết thúc, trả lại").click()
    page.get_by_text("Đã kết thúc. Trợ lý").wait_for()
    tour.check()
    page.get_by_role("link", name="Giờ trực").first.click()
    tour.check()
