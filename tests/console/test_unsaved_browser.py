"""What an editor has typed and not saved, in a real browser: kept, offered again, gone once it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from console.roles import Role
from console.unanswered.groups import State, Wanted
from evaluation.golden_store import Golden
from tests.console.conftest import PASSWORD, Clock
from tests.console.newsroom import ANSWERS, Newsroom, open_newsroom
from tests.console.test_browser import DESK, TABLET, Tour, served
from tests.conversations.house import blank_database

pytestmark = pytest.mark.browser

PAPER = "/quan-tri/van-ban/cho-dem"
PROVISION = f"{PAPER}/quy-dinh/-1.-2"
GOLDEN = "/quan-tri/cau-hoi-kiem-tra"
TYPED = "Ngày lễ mở cửa đến 1 giờ sáng."
#: Where, the field, what is typed, the button that saves.
FORMS = (
    (PROVISION, "Lời của quy định", TYPED, "Ghi lời quy định"),
    (PROVISION, "Hết hiệu lực theo văn bản", "57/QĐ-UBND", "Ghi hiệu lực"),
    (f"{PAPER}/thong-tin", "Trích yếu", "Về việc mở chợ đêm ở ba phường", "Ghi lại"),
    (f"{PAPER}/thong-tin", "Hết hiệu lực từ ngày", "2027-06-30", "Ghi lại"),
    (f"{PAPER}/quan-he", "Văn bản kia, dòng 1", "57/QĐ-UBND", "Ghi lại"),
    (f"{PAPER}/ghi-chu", "Ghi chú", "Hỏi lại Sở Công Thương\nvề giờ mở cửa.", "Ghi lại"),
    (f"{GOLDEN}/moi", "Câu hỏi", "Chợ nào mở ban đêm?", "Thêm câu hỏi"),
    ("/quan-tri/cong-tac", "Lý do", "Bảo trì đến 14 giờ.", "Tắt ngay: Trang web"),
    ("/quan-tri/cong-tac", "Thông báo", "Mai chợ nghỉ.", "Đặt thông báo: Trang web"),
    ("/quan-tri/loi-chao", "Lời chào, tiếng Việt", "Chào anh/chị!\n\nMời hỏi.", "Lưu: Lời chào, tiếng Việt"),
    ("/quan-tri/gio-truc", "Ngày nghỉ lễ", "2/9/2027", "Lưu giờ trực"),
)
#: As without HTTPS.
WITHOUT_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('hoidap.chua-luu.'))"


class Profile:
    """A browser as one person after the other uses it; each page is a tab."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context

    def sign_in(self, name: str, at: str = "/quan-tri") -> Page:
        page = self.tab(at)
        self.enter(page, name)
        return page

    def enter(self, page: Page, name: str) -> None:
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/quan-tri")

    def tab(self, at: str) -> Page:
        page = self.context.new_page()
        page.goto(at)
        return page

    def sign_out(self, page: Page) -> None:
        page.get_by_role("button", name="Đăng xuất").click()
        page.get_by_text("Anh/chị đã đăng xuất").wait_for()


def kept(page: Page) -> list[dict[str, Any]]:
    """What the browser keeps, of all accounts."""
    return [json.loads(text) for text in page.evaluate(f"{KEPT}.map((key) => localStorage[key])")]


def texts(page: Page) -> list[str]:
    """The texts that the browser keeps."""
    return [field["value"] for entry in kept(page) for _, field in entry["typed"]]


def wait_until_kept(page: Page, text: str = "", entries: int = 1) -> None:
    """Until the browser keeps so many entries, the text in one of them; a page's module runs when it is shown."""
    page.wait_for_function(
        f"""([text, entries]) => {{
            const kept = {KEPT}.map((key) => localStorage[key]);
            return kept.length === entries && (!text || kept.some((one) => one.includes(text)));
        }}""",
        arg=[json.dumps(text, ensure_ascii=False)[1:-1], entries],
    )


def offered(page: Page) -> Locator:
    """The notice above the forms."""
    return page.locator("#chua-luu")


def open_fold(page: Page, label: str) -> None:
    """Unfold what hides the field, where something does."""
    fold = page.locator("details:not([open])", has=page.get_by_label(label, exact=True))
    if fold.count():
        fold.first.locator("summary").click()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Newsroom:
    room = open_newsroom(blank_database(tmp_path / "room.sqlite"), clock, tmp_path)
    room.account("quan.tri", Role.ADMIN)
    room.account("lan.nguyen")
    return room


@pytest.fixture
def profile(browser: Browser, room: Newsroom) -> Iterator[Callable[..., Profile]]:
    """Opens a browser profile on the console; nothing may be complained of but refusals that a test brings about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    with served(room.app) as address:

        def begin(size: dict[str, int] = DESK, scheme: str = "light") -> Profile:
            context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address)  # type: ignore[arg-type]
            context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            context.set_default_timeout(10_000)
            contexts.append(context)
            return Profile(context)

        yield begin
        for context in contexts:
            context.close()
    assert [said for said in complaints if "409 (Conflict)" not in said and "422" not in said] == []


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_a_closed_tab_loses_nothing_and_the_keyboard_brings_it_back(
    profile: Callable[..., Profile], size: dict[str, int], scheme: str
) -> None:
    browser = profile(size, scheme)
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    wait_until_kept(page, TYPED)
    page.close()
    page = browser.tab(PROVISION)
    expect(offered(page)).to_contain_text("Anh/chị có nội dung chưa lưu từ lúc")
    expect(page.get_by_label("Lời của quy định")).not_to_have_value(TYPED)
    page.get_by_text("Xem nội dung ấy").click()
    Tour(page).check()
    page.get_by_role("button", name="Khôi phục").press("Enter")
    field = page.get_by_label("Lời của quy định")
    expect(field).to_have_value(TYPED)
    expect(field).to_be_focused()
    expect(offered(page)).to_have_text("Đã khôi phục nội dung chưa lưu. Mời anh/chị xem lại rồi bấm lưu.")
    Tour(page).check()
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Đã ghi.").wait_for()
    wait_until_kept(page, entries=0)
    page = browser.tab(PROVISION)
    expect(page.get_by_label("Lời của quy định")).to_have_value(TYPED)
    expect(offered(page)).to_be_empty()


def test_every_long_form_is_offered_again_and_leaves_nothing_once_saved(
    profile: Callable[..., Profile],
) -> None:
    browser = profile()
    home = browser.sign_in("quan.tri")
    for path, label, text, button in FORMS:
        page = browser.tab(path)
        open_fold(page, label)
        page.get_by_label(label, exact=True).first.fill(text)
        wait_until_kept(page, text)
        page.close()
        page = browser.tab(path)
        page.get_by_role("button", name="Khôi phục").click()
        expect(page.get_by_label(label, exact=True).first).to_have_value(text)
        expect(page.get_by_label(label, exact=True).first).to_be_focused()
        if path.endswith("/moi"):
            page.get_by_label("Trích dẫn được chấp nhận").fill("cho-dem#-1.-1")
        page.get_by_role("button", name=button).click()
        page.locator(".done").wait_for()
        wait_until_kept(home, entries=0)
        page.goto(path)
        expect(offered(page)).to_be_empty()
        page.close()


def test_an_answer_to_a_group_comes_back_with_the_provision_that_was_looked_up(
    room: Newsroom, profile: Callable[..., Profile]
) -> None:
    room.citizens().ask("Chợ đêm ngày rằm mở cửa đến mấy giờ?")
    room.group()
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(f"{ANSWERS}/moi?nhom=1")
    page.get_by_label("Lời trả lời").fill("Ngày rằm mở cửa như ngày thường.")
    page.get_by_label("Cơ quan phụ trách").fill("Sở Công Thương")
    page.get_by_label("Tìm quy định để trích").fill("gian hàng nộp")
    page.get_by_role("button", name="Tìm quy định").click()
    page.get_by_role("checkbox", name="12/QĐ-UBND, Điều 3").first.check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("Người dân sẽ đọc thấy").wait_for()
    expect(offered(page)).to_be_empty()  # the page shows it
    page.get_by_label("Lời trả lời").fill("Ngày rằm mở cửa đến 23 giờ.")
    wait_until_kept(page, "Ngày rằm mở cửa đến 23 giờ.")
    page.close()
    page = browser.tab("/quan-tri")
    offered(page).get_by_role("link", name="Viết câu trả lời biên tập").click()
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_label("Lời trả lời")).to_have_value("Ngày rằm mở cửa đến 23 giờ.")
    expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("Chợ đêm ngày rằm mở cửa đến mấy giờ?")
    expect(page.get_by_role("checkbox", name="12/QĐ-UBND, Điều 3").first).to_be_checked()
    Tour(page).check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu câu trả lời vào bản nháp").wait_for()
    wait_until_kept(page, entries=0)
    [group] = room.console.groups.page(Wanted(State.ANSWERED))[0]
    curated = room.console.desk.one(group.answer).curated
    assert curated.text == "Ngày rằm mở cửa đến 23 giờ."
    assert [reference.document for reference in curated.references] == ["cho-dem"]


def test_a_form_that_was_refused_is_kept_until_it_is_taken(profile: Callable[..., Profile]) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(f"{GOLDEN}/moi")
    page.get_by_label("Câu hỏi", exact=True).fill("Chợ nào mở ban đêm?")
    page.get_by_role("button", name="Thêm câu hỏi").click()
    page.get_by_role("alert").wait_for()
    expect(offered(page)).to_be_empty()
    page.close()
    page = browser.tab(f"{GOLDEN}/moi")
    page.get_by_role("button", name="Khôi phục").click()
    page.get_by_label("Trích dẫn được chấp nhận").fill("cho-dem#-1.-1")
    page.get_by_role("button", name="Thêm câu hỏi").click()
    page.get_by_text("Đã thêm câu hỏi kiểm tra").wait_for()
    wait_until_kept(page, entries=0)


def test_somebody_else_on_the_same_browser_sees_nothing_and_takes_nothing_away(
    room: Newsroom, profile: Callable[..., Profile]
) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    wait_until_kept(page, TYPED)
    page.close()
    browser.context.clear_cookies()  # the session ended by itself
    page = browser.sign_in("quan.tri")
    expect(offered(page)).to_be_empty()
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").wait_for()
    expect(offered(page)).to_be_empty()
    browser.sign_out(page)
    browser.enter(page, "lan.nguyen")
    page.goto(PROVISION)
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_label("Lời của quy định")).to_have_value(TYPED)


def test_signing_out_asks_first_and_then_leaves_nothing(profile: Callable[..., Profile]) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(offered(page).get_by_role("link")).to_have_attribute("href", PROVISION)
    assert "chưa lưu" in asked[0]
    assert len(kept(page)) == 1
    Tour(page).check()
    page.once("dialog", lambda dialog: dialog.accept())
    browser.sign_out(page)
    wait_until_kept(page, entries=0)


def test_what_somebody_else_changed_meanwhile_is_said_and_shown_before_it_is_replaced(
    room: Newsroom, profile: Callable[..., Profile]
) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    before = page.get_by_label("Lời của quy định").input_value()
    page.get_by_label("Lời của quy định").fill(TYPED)
    wait_until_kept(page, TYPED)
    page.close()
    room.reword(before, "Ngày lễ mở cửa suốt đêm.")
    page = browser.tab(PROVISION)
    expect(offered(page)).to_contain_text("Từ lúc ấy chỗ này đã được sửa")
    page.get_by_role("button", name="Khôi phục").click()
    page.get_by_role("button", name="Ghi lời quy định").click()
    expect(page.locator(".theirs")).to_contain_text("Ngày lễ mở cửa suốt đêm.")
    expect(page.get_by_label("Lời của quy định")).to_have_value(TYPED)
    expect(offered(page)).to_be_empty()
    page.get_by_role("button", name="Ghi lại").click()
    page.get_by_text("Đã ghi.").wait_for()
    wait_until_kept(page, entries=0)


def test_what_has_no_revision_is_said_to_have_changed_as_well(profile: Callable[..., Profile]) -> None:
    browser = profile()
    page, other = browser.sign_in("quan.tri"), browser.tab("/quan-tri/loi-chao")
    page.goto("/quan-tri/loi-chao")
    page.get_by_label("Lời chào, tiếng Việt", exact=True).fill("Chào anh/chị!")
    wait_until_kept(page, "Chào anh/chị!")
    page.close()
    other.get_by_label("Lời chào, tiếng Việt", exact=True).fill("Kính chào!")
    other.get_by_role("button", name="Lưu: Lời chào, tiếng Việt").click()
    other.get_by_text("Đã lưu").wait_for()
    expect(offered(other)).to_contain_text("Từ lúc ấy chỗ này đã được sửa: mời anh/chị so lại")


def test_a_session_that_ended_costs_nothing(room: Newsroom, profile: Callable[..., Profile]) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    room.clock.pass_by(minutes=31)
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Phiên làm việc đã hết").wait_for()
    browser.enter(page, "lan.nguyen")
    Tour(page).check()
    offered(page).get_by_role("link").click()
    page.get_by_role("button", name="Khôi phục").click()
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Đã ghi.").wait_for()
    assert room.store.entry("cho-dem").record.find("-1.-2").text == TYPED  # type: ignore[union-attr]
    wait_until_kept(page, entries=0)


def test_two_tabs_on_one_form_keep_both_texts(profile: Callable[..., Profile]) -> None:
    browser = profile()
    first = browser.sign_in("lan.nguyen")
    first.goto(PROVISION)
    first.get_by_label("Lời của quy định").fill("Bản của thẻ thứ nhất.")
    wait_until_kept(first, "Bản của thẻ thứ nhất.")
    second = browser.tab(PROVISION)
    second.get_by_label("Lời của quy định").fill("Bản của thẻ thứ hai.")
    wait_until_kept(second, "Bản của thẻ thứ hai.", entries=2)
    expect(offered(second)).to_be_empty()  # the first tab is at it still
    first.close()
    expect(offered(second)).to_contain_text("Anh/chị có nội dung chưa lưu từ lúc")
    second.close()
    third = browser.tab(PROVISION)
    expect(third.get_by_role("button", name="Khôi phục")).to_have_count(2)
    third.get_by_role("button", name="Khôi phục").last.click()
    expect(third.get_by_label("Lời của quy định")).to_have_value("Bản của thẻ thứ nhất.")
    third.get_by_role("button", name="Ghi lời quy định").click()
    third.get_by_text("Đã ghi.").wait_for()
    wait_until_kept(third)
    [left] = kept(third)
    assert "Bản của thẻ thứ hai." in json.dumps(left, ensure_ascii=False)
    third.get_by_role("button", name="Bỏ đi").click()
    expect(offered(third)).to_have_text("Đã bỏ nội dung chưa lưu.")
    wait_until_kept(third, entries=0)


def test_without_locks_a_text_that_two_tabs_have_is_not_lost_to_either(
    profile: Callable[..., Profile],
) -> None:
    browser = profile()
    browser.context.add_init_script(WITHOUT_LOCKS)
    first = browser.sign_in("lan.nguyen")
    first.goto(PROVISION)
    first.get_by_label("Lời của quy định").fill("Bản của thẻ thứ nhất.")
    wait_until_kept(first, "Bản của thẻ thứ nhất.")
    second = browser.tab(PROVISION)
    second.get_by_role("button", name="Khôi phục").click()
    second.get_by_label("Lời của quy định").fill("Bản của thẻ thứ hai.")
    wait_until_kept(second, "Bản của thẻ thứ hai.")
    first.get_by_label("Lời của quy định").fill("Thẻ thứ nhất gõ tiếp.")
    wait_until_kept(first, "Thẻ thứ nhất gõ tiếp.", entries=2)
    assert sorted(texts(first)) == ["Bản của thẻ thứ hai.", "Thẻ thứ nhất gõ tiếp."]


def test_what_did_not_reach_the_server_is_offered_on_coming_back(profile: Callable[..., Profile]) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill("Lần thứ nhất.")
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Đã ghi.").wait_for()
    wait_until_kept(page, entries=0)
    page.get_by_label("Lời của quy định").fill(TYPED)
    page.route("**", lambda route: route.abort())
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**")
    page.go_back()
    page.get_by_text("Đã ghi.").wait_for()  # of the first time
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_label("Lời của quy định")).to_have_value(TYPED)


def test_leaving_a_form_on_purpose_and_typing_it_back_leave_nothing(profile: Callable[..., Profile]) -> None:
    page = profile().sign_in("lan.nguyen")
    page.goto(f"{PAPER}/ghi-chu")
    notes = page.get_by_label("Ghi chú")
    before = notes.input_value()
    notes.fill("Hỏi lại.")
    wait_until_kept(page, "Hỏi lại.")
    notes.fill(before)
    wait_until_kept(page, entries=0)
    notes.fill("Hỏi lại.")
    page.get_by_role("link", name="Thôi", exact=True).click()
    page.wait_for_url(f"**{PAPER}")
    wait_until_kept(page, entries=0)
    page.goto(f"{PAPER}/ghi-chu")
    expect(page.get_by_label("Ghi chú")).to_have_value(before)
    expect(offered(page)).to_be_empty()
    assert texts(page) == []


def test_what_was_left_for_weeks_is_forgotten(profile: Callable[..., Profile]) -> None:
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    wait_until_kept(page, TYPED)
    page.evaluate(
        f"""for (const key of {KEPT}) {{
            const entry = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({{ ...entry, at: entry.at - 15 * 86_400_000 }});
        }}"""
    )
    page.close()
    page = browser.tab("/quan-tri")
    wait_until_kept(page, entries=0)
    page.goto(PROVISION)
    expect(offered(page)).to_be_empty()


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });", ""),
        ("Object.defineProperty(window, 'localStorage', { value: null });", ""),
        (
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
            "còn chỗ",
        ),
        (WITHOUT_LOCKS, ""),
    ],
)
def test_a_browser_that_keeps_nothing_still_saves(
    room: Newsroom, profile: Callable[..., Profile], without: str, said: str
) -> None:
    browser = profile()
    browser.context.add_init_script(without)
    page = browser.sign_in("lan.nguyen")
    page.goto(PROVISION)
    page.get_by_label("Lời của quy định").fill(TYPED)
    if said:
        expect(offered(page)).to_contain_text(said)
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Đã ghi.").wait_for()
    assert room.store.entry("cho-dem").record.find("-1.-2").text == TYPED  # type: ignore[union-attr]
    browser.sign_out(page)


def test_a_golden_question_that_somebody_changed_is_shown_beside(
    room: Newsroom, profile: Callable[..., Profile]
) -> None:
    golden = room.console.golden
    number = golden.add(Golden("Chợ nào mở ban đêm?", "unanswerable", (), ()), "hoa.tran")
    browser = profile()
    page = browser.sign_in("lan.nguyen")
    page.goto(f"{GOLDEN}/{number}")
    page.get_by_label("Câu hỏi", exact=True).fill("Chợ nào mở cửa ban đêm?")
    wait_until_kept(page, "Chợ nào mở cửa ban đêm?")
    page.close()
    golden.change(Golden("Chợ nào đêm?", "unanswerable", (), (), number), 1, "hoa.tran")
    page = browser.tab(f"{GOLDEN}/{number}")
    page.get_by_role("button", name="Khôi phục").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Bản của họ, đang có hiệu lực: “Chợ nào đêm?”").wait_for()
    expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("Chợ nào mở cửa ban đêm?")
