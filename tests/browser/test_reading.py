"""A document's page in use: finding words, going to a provision, sharing, printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
DOCUMENT = "/van-ban/nghi-quyet-193"
PLACES = """async ([text, wanted]) => {
  const { places } = await import('/static/pages/find.js');
  return places(text, wanted).map(([start, end]) => text.slice(start, end));
}"""


@pytest.fixture
def reading(visit: Visit) -> Page:
    return visit(DOCUMENT)


def find(page: Page, words: str) -> Locator:
    page.get_by_role("searchbox", name="Tìm trong văn bản").fill(words)
    return page.locator(".provisions mark")


def test_words_are_found_without_their_diacritics_and_gone_through_in_order(reading: Page) -> None:
    before = reading.locator(".provisions").inner_text()
    marks = find(reading, "thue")
    status = reading.get_by_role("status")
    expect(status).to_have_text("Chỗ 1 trong 2 chỗ.")
    assert [mark.lower() for mark in marks.all_inner_texts()] == ["thuế", "thuế"]
    expect(marks.nth(0)).to_have_attribute("aria-current", "true")
    expect(marks.nth(0)).to_be_in_viewport()
    reading.keyboard.press("Enter")
    expect(status).to_have_text("Chỗ 2 trong 2 chỗ.")
    reading.keyboard.press("Enter")
    expect(status).to_have_text("Chỗ 1 trong 2 chỗ.")
    reading.keyboard.press("Shift+Enter")
    expect(status).to_have_text("Chỗ 2 trong 2 chỗ.")
    reading.get_by_role("button", name="Chỗ trước").click()
    expect(status).to_have_text("Chỗ 1 trong 2 chỗ.")
    reading.get_by_role("searchbox").press("Escape")
    expect(marks).to_have_count(0)
    assert reading.locator(".provisions").inner_text() == before


def test_what_is_not_there_is_said(reading: Page) -> None:
    marks = find(reading, "hộ chiếu")
    expect(reading.get_by_role("status")).to_have_text("Không có trong văn bản này.")
    expect(marks).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Tỉnh Lạng Sơn, TỈNH", "tinh", ["Tỉnh", "TỈNH"]),
        ("Tỉnh Lạng Sơn, tính", "tỉnh", ["Tỉnh"]),
        ("Đồng Đăng", "dong dang", ["Đồng Đăng"]),
        ("hai\n   dòng", "hai dòng", ["hai\n   dòng"]),
        ("Lạng Sơn", "lang  son ", ["Lạng Sơn"]),
        ("La\u0323ng So\u031bn", "lạng", ["La\u0323ng"]),
        ("La\u0323ng So\u031bn", "lang son", ["La\u0323ng So\u031bn"]),
        ("100% (một trăm)", "100% (", ["100% ("]),
        ("aaa", "aa", ["aa"]),
        ("chữ", "  ", []),
        ("<b>đậm</b>", "<B>", ["<b>"]),
    ],
)
def test_words_stand_where_they_stand(reading: Page, text: str, wanted: str, found: list[str]) -> None:
    assert reading.evaluate(PLACES, [text, wanted]) == found


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 640}, {"width": 1280, "height": 800}])
def test_what_an_address_or_a_search_leads_to_is_not_hidden_behind_the_search_row(
    visit: Visit, viewport: dict[str, int]
) -> None:
    page = visit(f"{DOCUMENT}#I.5", viewport=viewport)

    def clear_of_row(node: Locator) -> bool:
        expect(node).to_be_in_viewport()
        row, box = page.locator(".reader").bounding_box(), node.bounding_box()
        assert row is not None
        assert box is not None
        return box["y"] >= row["y"] + row["height"] or box["y"] + box["height"] <= row["y"]

    assert clear_of_row(page.locator(":target h3"))
    find(page, "Công nhận")
    assert clear_of_row(page.locator("mark[aria-current]"))


def test_a_provision_is_shared_by_its_own_address(reading: Page, portal: Portal) -> None:
    reading.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reading.locator("#dieu-9").get_by_role("link", name="Liên kết tới: Điều 9").first.click()
    expect(reading.get_by_role("status")).to_have_text("Đã chép liên kết.")
    address = f"{portal.address}{DOCUMENT}#dieu-9"
    assert reading.url == address
    assert reading.evaluate("navigator.clipboard.readText()") == address
    expect(reading.locator("#dieu-9")).to_be_in_viewport()
    reading.get_by_role("button", name="Chia sẻ").click()
    assert reading.evaluate("navigator.clipboard.readText()") == address


def test_a_phone_shares_in_its_own_way(visit: Visit, portal: Portal) -> None:
    page = visit("/van-ban")
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(portal.address + DOCUMENT)
    page.get_by_role("button", name="Chia sẻ").click()
    shared: Any = page.evaluate("shared")
    assert shared == {"title": "193/2025/QH15 · Hỏi đáp Lạng Sơn", "url": portal.address + DOCUMENT}


def test_printing_leaves_out_what_only_screens_need(reading: Page, portal: Portal) -> None:
    expect(reading.locator(".address")).to_be_hidden()
    reading.evaluate("window.print = () => { window.printed = true; }")
    reading.get_by_role("button", name="In", exact=True).click()
    assert reading.evaluate("printed") is True
    find(reading, "thuế")
    reading.emulate_media(media="print")
    for left_out in (".site", ".trail", ".contents.narrow", ".reader", ".hand-on", ".permalink", ".back"):
        expect(reading.locator(left_out).first).to_be_hidden()
    expect(reading.locator(".address")).to_have_text(f"193/2025/QH15: {portal.address}{DOCUMENT}")
    expect(reading.locator(".notice")).to_be_visible()
    look = "node => getComputedStyle(node).backgroundColor"
    assert reading.locator(".provisions mark").first.evaluate(look) == "rgba(0, 0, 0, 0)"
    assert len(reading.pdf()) > 10_000


def test_the_contents_lead_to_each_section(visit: Visit) -> None:
    page = visit(DOCUMENT, viewport={"width": 1280, "height": 800})
    contents = page.get_by_role("navigation", name="Mục lục")
    contents.get_by_role("link", name="Thủ tục").click()
    expect(page.locator("#thu-tuc")).to_be_in_viewport()
    phone = visit(DOCUMENT)
    phone.locator(".contents.narrow summary").click()
    phone.get_by_role("navigation", name="Mục lục").get_by_role("link", name="Thủ tục").click()
    expect(phone.locator("#thu-tuc h2")).to_be_in_viewport()


def test_without_javascript_the_page_is_whole_and_offers_nothing_that_does_not_work(visit: Visit) -> None:
    page = visit(f"{DOCUMENT}#dieu-9.-1", java_script_enabled=False)
    expect(page.locator(":target")).to_contain_text("Khoản tài trợ được trừ 100%")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button", name="Chia sẻ")).to_have_count(0)
    expect(page.get_by_text("Còn hiệu lực")).to_be_visible()
