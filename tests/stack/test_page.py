"""A newcomer opens the page of the real stack in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.stack.stack import MARKS, Stack

pytestmark = [*MARKS, pytest.mark.browser]


def test_the_question_is_typed_the_answer_read_and_its_citation_followed_to_the_provision(
    stack: Stack, browser: Browser
) -> None:
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.set_default_timeout(30_000)
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(stack.running.url)

    page.get_by_label("Câu hỏi của anh/chị").fill("muc tieu nam 2026 cua tinh la gi")
    page.get_by_role("button", name="Gửi", exact=True).click()
    chip = page.locator(".citation", has_text="Mục I.1.2 điểm b")
    chip.locator("summary").click()
    expect(chip.locator("blockquote")).to_contain_text("Năm 2026")
    expect(page.locator(".reply").last).to_contain_text("Năm 2026")

    with page.context.expect_page() as opened:
        chip.get_by_role("link").click()
    document = opened.value
    document.wait_for_load_state()
    assert document.url.endswith("/van-ban/ke-hoach-ubnd-tinh-lang-son#I.1.2.b")
    cited = document.locator("[id='I.1.2.b']")
    expect(cited).to_be_in_viewport()
    expect(cited).to_contain_text("Năm 2026")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert cited.evaluate(colour) != document.locator("[id='I.1.2.c']").evaluate(colour)
    assert complaints == []
