"""The chat on the pages of other sites."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import hosts
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
WIDE = {"width": 1280, "height": 900}

#: What pages do to each other: resets with !important, tiny root sizes, wide selectors.
RESETS = """
html { font-size: 1px !important; }
* { all: unset !important; display: block !important; color: red !important; font: 3px monospace !important;
    opacity: 0.2 !important; visibility: hidden !important; }
hoi-dap, hoi-dap-launcher { display: none !important; transform: scale(0.1) !important; }
body { overflow: hidden; } button { display: none !important; }
"""
#: What old libraries do to every object: MooTools and Prototype.js among them.
PATCHES = """
Array.from = (one) => [one];
Array.prototype.toJSON = () => "broken";
Object.prototype.each = function () {};
Array.prototype.last = 1;
Element.prototype.hide = function () {};
Element.prototype.remove = Element.prototype.remove;
String.prototype.strip = function () { return ""; };
window.$ = window.element = window.button = undefined;
window.Event2 = Event;
"""


def embedded(visit: Visit, portal: Portal, **options: object) -> Page:
    return visit(f"{portal.host}/page", **options)


def ask(page: Page, text: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def test_one_tag_puts_a_launcher_on_a_page_that_opens_the_chat(visit: Visit, portal: Portal) -> None:
    hosts.page(portal, launcher="")
    page = embedded(visit, portal, viewport=WIDE)
    opener = page.get_by_role("button", name="Hỏi đáp: Mở khung")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    expect(page.locator("hoi-dap .reply")).to_contain_text("Kính chào anh/chị!")
    ask(page, "thuế thế nào?")
    chip = page.locator(".citation")
    chip.locator("summary").click()
    expect(chip.get_by_role("link")).to_have_attribute(
        "href", f"{portal.address}/van-ban/nghi-quyet-193#dieu-9.-1"
    )
    assert portal.chats[0]["text"] == "thuế thế nào?"
    assert page.evaluate("[...document.querySelectorAll('link, style')].length") == 0


def test_escape_closes_the_panel_and_gives_the_focus_back(visit: Visit, portal: Portal) -> None:
    hosts.page(portal, launcher="")
    for viewport in (WIDE, {"width": 360, "height": 740}):
        page = embedded(visit, portal, viewport=viewport)
        opener = page.get_by_role("button", name="Hỏi đáp: Mở khung")
        opener.click()
        ask(page, "câu hỏi")
        expect(page.locator(".reply")).to_have_count(2)
        page.get_by_role("button", name="Kết thúc và xoá").click()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Hỏi đáp Lạng Sơn")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(opener).to_be_focused()
        opener.click()
        expect(page.locator(".reply")).to_have_count(2)
        page.get_by_role("button", name="Đóng").click()
        expect(opener).to_be_focused()


def test_the_page_stays_in_reach_beside_the_panel_on_wide_screens_only(visit: Visit, portal: Portal) -> None:
    hosts.page(portal, launcher="")
    for viewport, reached in ((WIDE, True), ({"width": 360, "height": 740}, False)):
        page = embedded(visit, portal, viewport=viewport)
        page.get_by_role("button", name="Hỏi đáp: Mở khung").click()
        expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
        names = set()
        for _ in range(30):
            page.keyboard.press("Tab")
            names.add(page.evaluate("document.activeElement.textContent"))
        assert ("Trang nhất" in names) is reached
        if not reached:
            box = page.get_by_role("dialog").bounding_box()
            assert box == {"x": 0, "y": 0, "width": 360, "height": 740}


def test_a_frame_keeps_the_conversation_from_the_page_and_closes_with_it(
    visit: Visit, portal: Portal
) -> None:
    hosts.page(portal, launcher="frame")
    page = embedded(visit, portal, viewport=WIDE)
    opener = page.get_by_role("button", name="Hỏi đáp: Mở khung")
    opener.click()
    inside = page.frame_locator("iframe")
    inside.get_by_role("log").wait_for()  # before, the plain form stands there
    inside.get_by_label("Câu hỏi của anh/chị").fill("câu hỏi")
    inside.get_by_label("Câu hỏi của anh/chị").press("Enter")
    expect(inside.locator(".reply")).to_have_count(2)
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    page.evaluate("window.postMessage('hoi-dap:close', '*')")
    expect(page.get_by_role("dialog")).to_be_visible()
    inside.get_by_label("Câu hỏi của anh/chị").press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_site_without_a_key_gets_neither_frame_nor_answer(
    visit: Visit, portal: Portal, complaints: list[str]
) -> None:
    hosts.page(portal, launcher="frame", site="khac")
    page = embedded(visit, portal, viewport=WIDE)
    page.get_by_role("button", name="Hỏi đáp: Mở khung").click()
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in complaint for complaint in complaints)
    complaints.clear()
    hosts.page(portal, "<hoi-dap></hoi-dap>", site="khac")
    page = embedded(visit, portal, viewport=WIDE)
    ask(page, "câu hỏi")
    expect(page.locator(".failure, .queued")).to_be_visible()
    assert portal.chats == []
    complaints.clear()


@pytest.mark.parametrize("launcher", ["", "frame"])
def test_a_hostile_page_does_not_break_it(visit: Visit, portal: Portal, launcher: str) -> None:
    """Global resets, patched prototypes, a strict policy with trusted types, and two chats on one page."""
    portal.host_files |= {"resets.css": ("text/css", RESETS), "patches.js": ("text/javascript", PATCHES)}
    reach = "frame-src" if launcher else "connect-src"
    portal.host_policy = (
        f"default-src 'none'; script-src 'self' {portal.address}; style-src 'self'; "
        f"{reach} {portal.address}; base-uri 'none'; form-action 'none'"
        + ("" if launcher else "; require-trusted-types-for 'script'; trusted-types 'none'")
    )
    second = "" if launcher else "<hoi-dap id='second'></hoi-dap>"
    head = "<link rel='stylesheet' href='/resets.css'><script src='/patches.js'></script>"
    hosts.page(portal, second, head=head, launcher=launcher)
    page = embedded(visit, portal, viewport=WIDE)
    page.get_by_role("button", name="Hỏi đáp: Mở khung").click()
    panel = page.get_by_role("dialog", name="Hỏi đáp Lạng Sơn")
    inside = panel.frame_locator("iframe") if launcher else panel
    inside.get_by_role("log").wait_for()
    field = inside.get_by_label("Câu hỏi của anh/chị")
    field.fill("thuế thế nào?")
    field.press("Enter")
    answer = inside.locator(".reply").last
    expect(answer.get_by_role("listitem").first).to_have_text("Khoản tài trợ được trừ 100% trong 5 năm;")
    look = answer.evaluate(
        "node => { const s = getComputedStyle(node); return [s.fontSize, s.color, s.opacity]; }"
    )
    assert look == ["16px", "rgb(28, 34, 40)", "1"]
    size = panel.bounding_box()
    assert size is not None
    assert size["width"] > 350
    if not launcher:
        other = page.locator("#second")
        other.get_by_label("Câu hỏi của anh/chị").fill("câu của khung thứ hai")
        other.get_by_label("Câu hỏi của anh/chị").press("Enter")
        expect(other.locator(".reply")).to_have_count(2)
        expect(panel.locator(".reply")).to_have_count(2)
    page.keyboard.press("Escape")
    assert portal.chats[0]["text"] == "thuế thế nào?"


def test_a_host_chooses_colours_theme_and_side(visit: Visit, portal: Portal) -> None:
    style = "<style>hoi-dap-launcher { --hd-red: rgb(0, 90, 60); }</style>"
    hosts.page(portal, head=style, launcher="", theme="light", side="left")
    page = embedded(visit, portal, viewport=WIDE, color_scheme="dark")
    opener = page.get_by_role("button", name="Hỏi đáp: Mở khung")
    assert opener.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(0, 90, 60)"
    box = opener.bounding_box()
    assert box is not None
    assert box["x"] < 100
    opener.click()
    ground = page.locator("hoi-dap").evaluate("node => getComputedStyle(node).backgroundColor")
    assert ground == "rgb(246, 244, 239)"


@pytest.mark.parametrize("wanted", [True, False])
def test_a_host_gets_our_font_only_if_it_asks(visit: Visit, portal: Portal, wanted: bool) -> None:
    own = portal.address
    portal.host_policy = f"default-src 'none'; script-src {own}; connect-src {own}; font-src {own}"
    hosts.page(portal, launcher="", **({"font": ""} if wanted else {}))
    page = embedded(visit, portal, viewport=WIDE)
    page.get_by_role("button", name="Hỏi đáp: Mở khung").click()
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    assert page.evaluate("document.fonts.size") == (4 if wanted else 0)
    family: str = page.locator("hoi-dap").evaluate("node => getComputedStyle(node).fontFamily")
    assert family.startswith('"Be Vietnam Pro"') is wanted
    if wanted:
        faces = """document.fonts.load('700 16px "Be Vietnam Pro"', 'Lạng Sơn').then((all) => all.length)"""
        assert page.evaluate(faces) == 2


def test_an_english_page_gets_an_english_chat(visit: Visit, portal: Portal) -> None:
    hosts.page(portal, launcher="", lang="en")
    page = embedded(visit, portal, viewport=WIDE)
    page.get_by_role("button", name="Ask: Open").click()
    expect(page.locator(".reply")).to_contain_text("Hello! I am the automatic assistant")
    page.get_by_role("button", name="What are the province's goals for 2026?").click()
    expect(page.locator(".reply").last).to_contain_text("100%")
    expect(page.locator(".reply").last.locator(".prose")).to_have_attribute("lang", "vi")
    page.locator("summary", has_text="Options").click()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_visible()
    expect(page.locator(".question")).to_have_count(1)


def test_the_script_changed_on_the_way_is_not_run(
    visit: Visit, portal: Portal, complaints: list[str]
) -> None:
    hosts.page(portal, launcher="")
    media_type, html = portal.host_files["page"]
    portal.host_files["page"] = (media_type, html.replace("sha384-", "sha384-A"))
    page = embedded(visit, portal)
    page.wait_for_load_state("load")
    assert page.locator("hoi-dap-launcher").count() == 0
    complaints.clear()
