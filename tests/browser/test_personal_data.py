"""The warning before something like an identity or card number is sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

SEEMS = "async (text) => (await import('/static/widget/personal.js')).personalData(text)"

PERSONAL = [
    ("căn cước của tôi là 020190001234", "số căn cước"),
    ("cccd 020 190 001 234 thì sao", "số căn cước"),
    ("cmnd cũ 081234567", "số căn cước"),
    ("gọi tôi số 0912345678 nhé", "số điện thoại"),
    ("sđt 0912.345.678", "số điện thoại"),
    ("+84 912 345 678", "số điện thoại"),
    ("thẻ 4111 1111 1111 1111", "số thẻ"),
    ("thẻ 4111111111111111.", "số thẻ"),
    ("thư của tôi: nguyen.van.a@example.com", "địa chỉ thư điện tử"),
]
ORDINARY = [
    "",
    "Nghị quyết 57-NQ/TW và Quyết định 1169/QĐ-TTg",
    "Luật 93/2025/QH15 ngày 16/06/2025",
    "kinh phí 1.200.000.000 đồng",
    "123456789 đồng chi cho việc gì",
    "giai đoạn 2026-2030, mục 1.2.3",
    "239.723 hồ sơ và 1.543 dịch vụ năm 2026",
    "thẻ 4111 1111 1111 1112",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_personal_data_is_noticed(chat: Page, text: str, kind: str) -> None:
    assert chat.evaluate(SEEMS, text) == kind


@pytest.mark.parametrize("text", ORDINARY)
def test_numbers_of_documents_dates_and_money_are_not_personal(chat: Page, text: str) -> None:
    assert chat.evaluate(SEEMS, text) is None


def test_the_citizen_is_warned_once_and_then_decides(chat: Page, portal: Portal) -> None:
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("căn cước 020190001234 cần gì?")
    field.press("Enter")
    warning = chat.get_by_role("status").first
    expect(warning).to_contain_text("có vẻ chứa số căn cước")
    expect(warning).to_be_in_viewport(ratio=1)
    box = warning.bounding_box()
    assert box is not None
    assert chat.locator("hoi-dap").evaluate(
        "(chat, [x, y]) => chat.shadowRoot.elementFromPoint(x, y).matches('.status')",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    ), "the warning lies behind something"
    expect(field).to_be_focused()
    assert portal.chats == []
    field.press("Enter")
    expect(chat.locator(".reply")).to_have_count(2)
    assert [sent["text"] for sent in portal.chats] == ["căn cước 020190001234 cần gì?"]


def test_other_words_with_personal_data_are_warned_of_anew(chat: Page, portal: Portal) -> None:
    field = chat.get_by_label("Câu hỏi của anh/chị")
    for text in ("số tôi 0912345678", "số tôi 0912345679"):
        field.fill(text)
        field.press("Enter")
        expect(chat.get_by_role("status").first).to_contain_text("số điện thoại")
    assert portal.chats == []
    field.fill("mục tiêu năm 2026?")
    field.press("Enter")
    expect(chat.locator(".reply")).to_have_count(2)
    assert [sent["text"] for sent in portal.chats] == ["mục tiêu năm 2026?"]
