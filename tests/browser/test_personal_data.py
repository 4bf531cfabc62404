"""The warning before something like an identity or card number is sent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal
from tests.masking import development, judged
from tests.personal_data import LOOK_ALIKES, PERSONAL, within_a_sentence
from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers
from vietnamese.personal_data import Kind, mask

pytestmark = pytest.mark.browser

SEEN_AS = "async (texts) => texts.map((await import('/static/widget/personal.js')).personalData)"


def seen(kind: Kind) -> str:
    return kind.name.lower()


@pytest.mark.parametrize(("number", "kind"), PERSONAL)
def test_what_the_server_masks_is_noticed_before_it_is_sent(chat: Page, number: str, kind: Kind) -> None:
    assert chat.evaluate(SEEN_AS, [number, within_a_sentence(number)]) == [seen(kind), seen(kind)]


def test_what_the_server_leaves_is_not_warned_of(chat: Page) -> None:
    assert dict(zip(LOOK_ALIKES, chat.evaluate(SEEN_AS, LOOK_ALIKES), strict=True)) == dict.fromkeys(
        LOOK_ALIKES
    )


def test_server_and_chat_see_the_same_of_whole_sentences(chat: Page) -> None:
    texts = [one.text for one in (*judged.personal(), *development.personal())]
    texts += [*judged.look_alikes(), *development.look_alikes()]
    masked = [mask(text) != text for text in texts]
    assert [kind is not None for kind in chat.evaluate(SEEN_AS, texts)] == masked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "0",
                    "09",
                    "84",
                    "+84",
                    "12",
                    "2026",
                    "345",
                    "6789",
                    " ",
                    ".",
                    "-",
                    "(",
                    ")",
                    ",",
                    "a",
                    "đồng",
                    "12A",
                    "cccd ",
                    "mst ",
                    "xe ",
                    "@",
                ]
            ),
            max_size=12,
        ).map("".join),
        min_size=20,
        max_size=20,
    )
)
def test_server_and_chat_see_the_same_numbers(chat: Page, texts: list[str]) -> None:
    plain = [text for text in texts if not find_dates(text) and not find_document_numbers(text)]
    masked = [mask(text) != text for text in plain]
    assert dict(zip(plain, masked, strict=True)) == {
        text: kind is not None for text, kind in zip(plain, chat.evaluate(SEEN_AS, plain), strict=True)
    }


def test_a_date_before_a_phone_number_does_not_hide_it(chat: Page) -> None:
    assert chat.evaluate(SEEN_AS, ["ngày 02.12.2024 0912345678"]) == ["phone"]


def test_a_long_pasted_text_is_looked_through_at_once(chat: Page) -> None:
    pasted = ["a" * 200_000, "0" * 200_000, "0 " * 100_000, "a.b" * 70_000]
    took = "async (texts) => { const start = performance.now(); await (%s)(texts); return performance.now() - start; }"
    assert chat.evaluate(took % SEEN_AS, pasted) < 1000


def test_the_citizen_is_warned_once_and_then_decides(chat: Page, portal: Portal) -> None:
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("căn cước 020190001234 cần gì?")
    field.press("Enter")
    warning = chat.locator(".status")
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
        expect(chat.locator(".status")).to_contain_text("số điện thoại")
    assert portal.chats == []
    field.fill("mục tiêu năm 2026?")
    field.press("Enter")
    expect(chat.locator(".reply")).to_have_count(2)
    assert [sent["text"] for sent in portal.chats] == ["mục tiêu năm 2026?"]


def test_neither_a_held_key_nor_a_double_click_passes_over_the_warning(chat: Page, portal: Portal) -> None:
    field = chat.get_by_label("Câu hỏi của anh/chị")
    field.fill("số tôi 0912345678")
    field.focus()
    for _ in range(3):  # a key that is held down repeats
        chat.keyboard.down("Enter")
    chat.keyboard.up("Enter")
    expect(chat.locator(".status")).to_contain_text("số điện thoại")
    field.fill("số tôi 0912345679")
    chat.get_by_role("button", name="Gửi", exact=True).dblclick()
    expect(chat.locator(".status")).to_contain_text("số điện thoại")
    expect(field).to_have_value("số tôi 0912345679")
    assert portal.chats == []
