"""The answer is the provision itself, quoted, and cut where it is too long for a phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.composition import MAX_CHARACTERS, Quotation, quote
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.selection import trail
from tests.knowledge.samples import source_document, source_documents

PAPER = Document(slug="a", title="Kế hoạch", name="1/KH-UBND", number="1/KH-UBND", kind="Kế hoạch")
CLIPPED = " …"


def quoted(document: Document, path: str) -> Quotation:
    *headings, provision = trail(document, path)
    return quote(document, provision, tuple(headings))


def section(*items: Provision, text: str = "Nhiệm vụ") -> Provision:
    return Provision("I", ProvisionKind.SECTION, text, "I.", "Mục I", children=items)


def item(number: int, text: str, *children: Provision) -> Provision:
    return Provision(f"I.{number}", ProvisionKind.ITEM, text, f"{number}.", "Mục I", children=children)


def test_a_list_is_quoted_whole_under_its_own_heading(plan: Document) -> None:
    quotation = quoted(plan, "I.1.2.b")
    assert quotation.lead == "Theo Kế hoạch của UBND tỉnh Lạng Sơn (không số), Mục I.1.2 điểm b:"
    assert quotation.lines[0] == "b) Năm 2026"
    assert [line.split()[1] for line in quotation.lines[1:]] == ["Vận", "100%", "Hoàn", "Hình"]
    assert quotation.omitted == 0
    assert quotation.quote == "\n".join(quotation.lines)
    assert quotation.text == f"{quotation.lead}\n{quotation.quote}"


def test_an_item_stands_under_the_nearest_heading(plan: Document) -> None:
    assert [line[:10] for line in quoted(plan, "I.1.2.b.-4").lines] == ["b) Năm 202", "- Hình thà"]


def test_a_digest_is_called_one() -> None:
    law = source_document("luat-93-2025-qh15")
    assert quoted(law, "-3").lead == "Theo Luật 93/2025/QH15, Điều 7 (bản tóm lược):"
    assert quoted(law, "-1").lead == "Theo Luật 93/2025/QH15 (bản tóm lược):"


def test_in_a_compilation_the_paper_named_there_leads() -> None:
    compilation = source_document("van-ban-tinh-lang-son")
    assert quoted(compilation, "-1.r6").lead == "Theo 145/KH-UBND (bản tóm lược):"
    assert quoted(compilation, "-1.r6").lines[-1].startswith("- Văn bản: Kế hoạch 145/KH-UBND")


def test_a_record_is_one_particular_a_line() -> None:
    lines = quoted(source_document("nghi-quyet-57-nq-tw"), "thong-tin").lines
    assert "Số hiệu: 57-NQ/TW" in lines
    assert any(line.startswith("Người ký: ") for line in lines)


def test_items_below_items_are_indented() -> None:
    inner = Provision("I.1.-1", ProvisionKind.BULLET, "chi tiết", "-")
    quotation = quote(PAPER, section(item(1, "Một", inner), item(2, "Hai")), ())
    assert quotation.lines == ("I. Nhiệm vụ", "1. Một", "  - chi tiết", "2. Hai")


def test_a_long_list_shows_the_beginning_of_every_item_cut_between_words() -> None:
    words = "đào tạo bồi dưỡng kỹ năng số cho cán bộ công chức " * 12
    quotation = quote(PAPER, section(*(item(number, f"{words}{number}") for number in range(1, 6))), ())
    assert quotation.omitted == 0
    assert len(quotation.quote) <= MAX_CHARACTERS + 40
    for number, line in enumerate(quotation.lines[1:], start=1):
        assert line.startswith(f"{number}. đào tạo")
        assert line.endswith(CLIPPED)
        assert f"{number}. {words}".startswith(f"{line.removesuffix(CLIPPED)} ")


def test_with_less_room_less_is_shown_of_every_item() -> None:
    provision = section(*(item(number, "nội dung " * 30) for number in range(1, 4)))
    whole, half = (quote(PAPER, provision, (), room=room) for room in (MAX_CHARACTERS, MAX_CHARACTERS // 2))
    assert len(half.text) <= MAX_CHARACTERS // 2 < len(whole.text) <= MAX_CHARACTERS
    assert len(half.lines) == len(whole.lines) == 4


def test_the_item_that_has_what_was_asked_is_kept_whole_beside_clipped_ones() -> None:
    filler = "đào tạo bồi dưỡng kỹ năng số cho cán bộ công chức " * 6
    asked = filler + "và hỗ trợ nông dân bán hàng"
    provision = section(item(1, filler), item(2, asked), item(3, filler), item(4, filler))
    quotation = quote(PAPER, provision, (), frozenset({"nong", "dan"}))
    assert f"2. {asked}" in quotation.lines
    assert all(quotation.lines[place].endswith(CLIPPED) for place in (1, 3, 4))
    assert f"2. {asked}" not in quote(PAPER, provision, ()).lines


def test_short_items_are_left_whole_beside_long_ones() -> None:
    long = "nội dung " * 300
    quotation = quote(PAPER, section(item(1, "Ngắn gọn."), item(2, long)), ())
    assert quotation.lines[1] == "1. Ngắn gọn."
    assert quotation.lines[2].endswith(CLIPPED)


def test_more_items_than_there_is_room_for_are_counted() -> None:
    quotation = quote(PAPER, section(*(item(number, "nội dung " * 20) for number in range(1, 41))), ())
    shown = len(quotation.lines) - 1
    assert 0 < shown < 40
    assert quotation.omitted == 40 - shown
    assert f"{quotation.omitted} mục nữa" in quotation.text.splitlines()[-1]
    assert "mục nữa" not in quotation.quote


def test_items_below_items_that_had_to_go_are_counted_too() -> None:
    children = [Provision(f"I.1.-{n}", ProvisionKind.BULLET, "nội dung " * 20, "-") for n in range(15)]
    quotation = quote(PAPER, section(item(1, "Một", *children), item(2, "Hai")), ())
    assert quotation.lines == ("I. Nhiệm vụ", "1. Một", "2. Hai")
    assert quotation.omitted == 15


def test_the_plans_second_part_tells_how_much_more_there_is(plan: Document) -> None:
    quotation = quoted(plan, "II")
    part = plan.find("II")
    assert part is not None
    assert len(quotation.lines) == 4
    assert quotation.omitted == sum(1 for _ in part.walk()) - 4


def test_one_long_word_is_cut_at_the_limit() -> None:
    quotation = quote(PAPER, section(item(1, "x" * 2000), item(2, "Hai")), ())
    assert len(quotation.quote) <= MAX_CHARACTERS + 40


@given(
    texts=st.lists(
        st.text(alphabet="ab ,.đ", min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=60
    ),
    heading=st.text(alphabet="ab ", max_size=900),
)
def test_no_list_grows_beyond_a_screen_and_no_item_is_reworded(texts: list[str], heading: str) -> None:
    items = [item(number, text) for number, text in enumerate(texts, start=1)]
    quotation = quote(PAPER, section(*items, text=heading), ())
    own, shown = quotation.lines[0], quotation.lines[1:]
    assert own == f"I. {heading}"
    assert len(shown) + quotation.omitted == len(items)
    assert sum(map(len, shown)) <= max(MAX_CHARACTERS - len(own), 60) + len(CLIPPED) * len(shown)
    for line, provision in zip(shown, items, strict=False):
        whole = f"{provision.label} {provision.text}"
        assert line == whole or (line.endswith(CLIPPED) and whole.startswith(line.removesuffix(CLIPPED)))


@pytest.mark.parametrize("document", source_documents(), ids=lambda document: document.slug)
def test_every_provision_of_the_real_documents_can_be_quoted(document: Document) -> None:
    for provision in document.walk():
        quotation = quoted(document, provision.path)
        assert quotation.quote.strip()
        assert ("(bản tóm lược):" in quotation.lead) is document.digest
        whole = replace(provision, children=())
        assert len(quotation.text) <= len(whole.text) + 2 * MAX_CHARACTERS
