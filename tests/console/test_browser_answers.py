"""From an unanswered question to a curated answer, in a real browser: few clicks, axe on every page, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from console.actions import Action
from console.audit import Wanted as AuditWanted
from console.unanswered.groups import State, Wanted
from tests.console.conftest import PASSWORD, Clock
from tests.console.newsroom import INBOX, Newsroom, open_newsroom
from tests.console.test_browser import DESK, TABLET, Tour, served
from tests.conversations.house import blank_database

pytestmark = pytest.mark.browser

QUESTION = "Chợ đêm ngày rằm mở cửa đến mấy giờ?"
MORE = "Ngày rằm chợ đêm có mở cửa muộn hơn không?"


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Newsroom:
    room = open_newsroom(blank_database(tmp_path / "room.sqlite"), clock, tmp_path)
    room.account()
    return room


@pytest.fixture
def sign_in(browser: Browser, room: Newsroom) -> Iterator[Callable[..., Page]]:
    """Opens the console at a size and in a colour scheme, signed in; nothing may be complained of."""
    contexts, complaints = [], []
    with served(room.app) as address:

        def enter(size: dict[str, int], scheme: str) -> Page:
            context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # plain texts
            contexts.append(context)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(f"{address}/quan-tri")
            page.get_by_label("Tên đăng nhập").fill("lan.nguyen")
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/quan-tri")
            return page

        yield enter
        for context in contexts:
            context.close()
    assert [text for text in complaints if "409" not in text] == []  # a browser complains of every refusal


class Hand:
    """A hand on the mouse that counts; every page that it leads to is looked at closely."""

    def __init__(self, page: Page) -> None:
        self.tour = Tour(page)
        self.clicks = 0

    def click(self, role: str, name: str, *, exact: bool = False) -> None:
        self.tour.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]  # plain text
        self.clicks += 1
        self.tour.check()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_an_unanswered_question_becomes_an_answer_in_five_clicks(
    room: Newsroom, sign_in: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    citizens = room.citizens()
    for _ in range(3):
        citizens.ask(QUESTION)
    citizens.ask("Cây sấu do ai tưới nước?")
    room.group()
    page = sign_in(size, scheme)
    hand = Hand(page)
    hand.click("link", "Chưa trả lời", exact=True)
    hand.click("link", QUESTION)
    hand.click("link", "Viết câu trả lời cho nhóm này")
    assert page.get_by_label("Câu hỏi", exact=True).input_value() == QUESTION
    page.get_by_label("Câu hỏi", exact=True).fill(f"{QUESTION}\n{MORE}")
    page.get_by_label("Lời trả lời").fill("Ngày rằm chợ đêm mở cửa như ngày thường, đến 23 giờ.")
    page.get_by_label("Cơ quan phụ trách").fill("Sở Công Thương")
    hand.click("checkbox", "12/QĐ-UBND, Điều 2")
    hand.click("button", "Lưu", exact=True)
    page.get_by_text("Đã lưu câu trả lời vào bản nháp").wait_for()
    hand.tour.check()
    assert hand.clicks == 5
    [group] = room.console.groups.page(Wanted(State.ANSWERED))[0]
    curated = room.console.desk.one(group.answer).curated
    assert QUESTION in curated.questions
    assert [reference.document for reference in curated.references] == ["cho-dem"]


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (TABLET, "light")])
def test_citing_previewing_and_a_colleague_in_between_lose_nothing(
    room: Newsroom, sign_in: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    page = sign_in(size, scheme)
    hand = Hand(page)
    hand.click("link", "Câu trả lời", exact=True)
    hand.click("link", "Viết câu trả lời mới")
    page.get_by_label("Câu hỏi", exact=True).fill("Một tối thuê gian hàng hết bao nhiêu?")
    page.get_by_label("Lời trả lời").fill("Mỗi gian hàng nộp 50.000 đồng một tối.")
    page.get_by_label("Cơ quan phụ trách").fill("Sở Công Thương")
    page.get_by_label("Tìm quy định để trích").fill("gian hàng nộp")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="12/QĐ-UBND, Điều 3").first.wait_for()
    hand.tour.check()
    hand.click("checkbox", "Mỗi gian hàng nộp 50.000 đồng một tối.")
    hand.click("button", "Xem trước")
    page.get_by_text("Câu trả lời do Sở Công Thương biên tập").wait_for()
    hand.click("button", "Lưu", exact=True)
    hand.click("link", "Sửa", exact=True)
    [standing] = room.console.desk.all()
    room.store.curated.change(standing.curated, standing.entry.revision, "hoa.tran")
    page.get_by_label("Lời trả lời").fill("Một gian hàng nộp 50.000 đồng mỗi tối.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("hoa.tran vừa lưu một bản khác").wait_for()
    hand.tour.check()
    assert page.get_by_label("Lời trả lời").input_value() == "Một gian hàng nộp 50.000 đồng mỗi tối."
    hand.click("button", "Lưu", exact=True)
    page.get_by_text("Đã lưu thay đổi").wait_for()
    room.reword("Mỗi gian hàng nộp 50.000 đồng một tối.", "Mỗi gian hàng nộp 60.000 đồng một tối.")
    page.reload()
    page.get_by_text("Quy định được trích đã đổi", exact=True).wait_for()
    hand.tour.check()
    hand.click("button", "Đã rà soát, vẫn đúng")
    assert page.get_by_text("Quy định được trích đã đổi").count() == 0


def test_a_group_is_laid_aside_by_keyboard(room: Newsroom, sign_in: Callable[..., Page]) -> None:
    room.citizens().ask(QUESTION)
    room.group()
    page = sign_in(DESK, "light")
    page.goto(page.url + INBOX.removeprefix("/quan-tri") + "/1")
    reason = page.get_by_label("Lý do bỏ qua")
    reason.select_option(label="không phải câu hỏi")
    reason.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Đã bỏ qua nhóm câu hỏi").wait_for()
    page.get_by_text("Không có nhóm câu hỏi nào như vậy").wait_for()
    assert room.console.groups.page(Wanted())[0] == []
    assert room.console.audit.newest(AuditWanted(), 1)[0].action == Action.QUESTIONS_DISMISSED
