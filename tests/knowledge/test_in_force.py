"""Answers and the term of what they quote: as of another day, after a repeal, after an amendment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.answer import Answer, Answerer
from knowledge.composition import MAX_CHARACTERS
from knowledge.context import Context, dump_context, load_context
from knowledge.outcome import Outcome
from knowledge.release import Release, build_release
from tests.knowledge.samples import GARDENS, NOW, HashEncoder, a_source

OLD = """\
---
so_hieu: 12/2024/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2024-01-05
hieu_luc_tu: 2024-01-15
---

# Quyết định 12/2024/QĐ-UBND về quản lý chợ đêm

## Phí gian hàng chợ đêm {vi_tri: "Điều 3"}

- Mỗi gian hàng chợ đêm nộp 50.000 đồng một tối.

## Giờ mở cửa chợ đêm {vi_tri: "Điều 4"}

- Chợ đêm mở cửa từ 18 giờ đến 23 giờ.

## Vệ sinh chợ đêm {vi_tri: "Điều 5"}

- Người bán hàng quét dọn chỗ bán sau mỗi tối.
"""

REPLACING = """\
---
so_hieu: 88/2025/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2025-06-20
hieu_luc_tu: 2025-07-01
thay_the: "Điều 3, Điều 4 của 12/2024/QĐ-UBND"
---

# Quyết định 88/2025/QĐ-UBND về quản lý chợ đêm

## Phí gian hàng chợ đêm {vi_tri: "Điều 2"}

- Mỗi gian hàng chợ đêm nộp 80.000 đồng một tối.
"""

AMENDING = """\
---
so_hieu: 99/2026/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2026-02-20
hieu_luc_tu: 2026-03-01
sua_doi: "Điều 5 của 12/2024/QĐ-UBND"
---

# Quyết định 99/2026/QĐ-UBND sửa đổi quy định về quản lý chợ đêm

## Vệ sinh chợ đêm {vi_tri: "Điều 1"}

- Người bán hàng quét dọn chỗ bán trước và sau mỗi tối.
"""

FEE = "Mỗi gian hàng chợ đêm nộp bao nhiêu một tối?"
HOURS = "Chợ đêm mở cửa từ mấy giờ đến mấy giờ?"
CLEANING = "Người bán hàng chợ đêm quét dọn chỗ bán thế nào?"


def built(folder: Path, *texts: str) -> Release:
    sources = [a_source(text, f"van-ban-{place}.md") for place, text in enumerate(texts)]
    release = build_release(folder, sources, HashEncoder(), NOW)
    calibration = replace(release.manifest.calibration, threshold=0.0)
    return replace(release, manifest=replace(release.manifest, calibration=calibration))


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A decision of 2024, one that replaces two of its articles from July 2025, one that amends the third in 2026."""
    return built(tmp_path_factory.mktemp("releases"), OLD, REPLACING, AMENDING, GARDENS)


def ask(release: Release, text: str, context: Context | None = None, *, now: datetime = NOW) -> Answer:
    return Answerer(HashEncoder(), lambda: now).answer(release, text, context or Context())


def cited(answer: Answer) -> list[tuple[str, str]]:
    return [(one.document, one.place) for one in answer.citations]


# --- as of --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"Tại thời điểm tháng 3/2025, {FEE}",
        f"Theo quy định hồi tháng 3 năm ngoái, {FEE}",
        f"Trước ngày 1/7/2025 thì quy định {FEE}",
        f"tai thoi diem t3/2025 {FEE}",
    ],
)
def test_what_was_in_force_then_answers_and_what_became_of_it_is_told(market: Release, text: str) -> None:
    answer = ask(market, text)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith("Tại thời điểm ")
    assert "50.000 đồng" in answer.text
    assert "80.000" not in answer.text
    assert "Từ ngày 01/07/2025, quy định này được thay thế bởi Quyết định 88/2025/QĐ-UBND." in answer.text
    assert cited(answer)[0] == ("12/2024/QĐ-UBND", "Điều 3")
    assert answer.citations[0].in_force is False
    assert cited(answer)[1][0] == "88/2025/QĐ-UBND"


def test_the_last_day_of_the_old_and_the_first_of_the_new_rule(market: Release) -> None:
    assert "50.000" in ask(market, f"Tại thời điểm ngày 30/6/2025, {FEE}").text
    assert "80.000" in ask(market, f"Tại thời điểm ngày 01/7/2025, {FEE}").text


def test_what_has_not_changed_since_is_said_to_hold(market: Release) -> None:
    answer = ask(market, "Tại thời điểm tháng 8/2025, mỗi gian hàng chợ đêm nộp bao nhiêu một tối?")
    assert "80.000 đồng" in answer.text
    assert "đến nay quy định này chưa bị sửa đổi, thay thế" in answer.text


def test_before_there_was_any_rule_the_refusal_says_from_when_there_is_one(market: Release) -> None:
    answer = ask(market, f"Tại thời điểm năm 2020, {FEE}")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert "tại thời điểm năm 2020" in answer.text
    assert "có hiệu lực từ ngày 01/07/2025" in answer.text or "có hiệu lực từ ngày 15/01/2024" in answer.text


def test_an_amendment_that_came_later_does_not_lead_then(market: Release) -> None:
    answer = ask(market, f"Tại thời điểm tháng 8/2025, {CLEANING}")
    assert cited(answer)[0] == ("12/2024/QĐ-UBND", "Điều 5")
    assert "trước và sau" not in answer.citations[0].quote
    assert "Từ ngày 01/03/2026, quy định này được sửa đổi, bổ sung bởi" in answer.text


@pytest.mark.parametrize("text", [f"Trước đây quy định {FEE}", f"Theo quy định cũ thì {FEE}"])
def test_what_was_before_is_told_with_its_last_day(market: Release, text: str) -> None:
    answer = ask(market, text)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith("Quy định trước đây, áp dụng đến hết ngày 30/06/2025:")
    assert "50.000 đồng" in answer.text


def test_where_nothing_was_before_that_is_said_and_what_is_answers(market: Release) -> None:
    answer = ask(market, "Trước đây quy định trồng bao nhiêu cây hoa đào dọc sông Kỳ Cùng?")
    assert "không nêu quy định cũ hơn" in answer.text
    assert "1.200 cây" in answer.text


def test_a_day_alone_asks_back_for_the_matter(market: Release) -> None:
    answer = ask(market, "Vào tháng 3/2025 thì quy định thế nào?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert "quy định về nội dung gì" in answer.text


# --- follow-ups ---------------------------------------------------------------------------------------------


def test_a_day_alone_asks_the_same_again_as_of_then_and_now_again(market: Release) -> None:
    today = ask(market, FEE)
    assert "80.000" in today.text
    then = ask(market, "Vào tháng 3/2025 thì quy định thế nào?", today.context)
    assert "50.000" in then.text
    assert "80.000" in ask(market, "Còn hiện nay thì sao?", then.context).text


def test_the_day_is_kept_by_a_leaning_follow_up_and_dropped_with_the_topic(market: Release) -> None:
    then = ask(market, f"Tại thời điểm tháng 3/2025, {FEE}")
    stored = load_context(dump_context(then.context))
    hours = ask(market, "còn giờ mở cửa thì sao?", stored)
    assert hours.text.startswith("Tại thời điểm tháng 3/2025:")
    assert "18 giờ" in hours.text
    other = ask(market, "Năm 2027 trồng bao nhiêu cây sấu ở phường Đông Kinh?", hours.context)
    assert "900 cây sấu" in other.text
    assert other.context.as_of is None


# --- repealed -----------------------------------------------------------------------------------------------


def test_the_replacing_paper_leads_and_the_replaced_one_is_mentioned(market: Release) -> None:
    answer = ask(market, FEE)
    assert answer.outcome is Outcome.ANSWERED
    assert cited(answer)[0] == ("88/2025/QĐ-UBND", "Điều 2")
    assert answer.citations[0].in_force is True


def test_where_the_replacing_paper_does_not_answer_the_old_rule_names_it_and_cites_it(
    market: Release,
) -> None:
    answer = ask(market, HOURS)
    assert answer.outcome is Outcome.EXPIRED_SOURCE
    assert answer.text.startswith("Lưu ý: quy định dưới đây đã hết hiệu lực từ ngày 01/07/2025")
    assert "Văn bản thay thế: Quyết định 88/2025/QĐ-UBND." in answer.text
    assert [document for document, _ in cited(answer)] == ["12/2024/QĐ-UBND", "88/2025/QĐ-UBND"]
    assert [one.in_force for one in answer.citations] == [False, True]


def test_who_names_the_old_paper_gets_it_with_the_notice(market: Release) -> None:
    answer = ask(market, f"Theo Quyết định 12/2024/QĐ-UBND, {FEE}")
    assert answer.outcome is Outcome.EXPIRED_SOURCE
    assert cited(answer)[0] == ("12/2024/QĐ-UBND", "Điều 3")


def test_a_repeal_still_to_come_is_announced(market: Release) -> None:
    answer = ask(market, HOURS, now=datetime(2025, 5, 1, tzinfo=UTC))
    assert answer.outcome is Outcome.ANSWERED
    assert "Từ ngày 01/07/2025, quy định này sẽ được thay thế bởi Quyết định 88/2025/QĐ-UBND." in answer.text
    assert answer.citations[0].in_force is True


def test_a_list_says_which_of_its_items_are_out_of_force(releases: Path) -> None:
    text = OLD.replace(
        "- Mỗi gian hàng chợ đêm nộp 50.000 đồng một tối.",
        "- Gian hàng lớn nộp 50.000 đồng.\n\n### Gian hàng nhỏ {het_hieu_luc: 2025-01-01}\n\n- Nộp 20.000 đồng.",
    )
    answer = ask(built(releases, text), "Phí gian hàng chợ đêm gồm những khoản nào?")
    assert "(hết hiệu lực từ ngày 01/01/2025) Gian hàng nhỏ" in answer.text


# --- amended ------------------------------------------------------------------------------------------------


def test_of_an_amended_and_an_amending_provision_the_later_one_leads(market: Release) -> None:
    answer = ask(market, CLEANING)
    assert answer.outcome is Outcome.ANSWERED
    assert cited(answer)[0] == ("99/2026/QĐ-UBND", "Điều 1")


def test_the_amended_provision_stands_beside_the_amending_one_where_it_was_found_first(
    market: Release,
) -> None:
    answer = ask(market, "Người bán hàng quét dọn chỗ bán sau mỗi tối chợ đêm")
    assert cited(answer)[0] == ("99/2026/QĐ-UBND", "Điều 1")
    assert ("12/2024/QĐ-UBND", "Điều 5") in cited(answer)
    assert "được sửa đổi, bổ sung bởi Quyết định 99/2026/QĐ-UBND từ ngày 01/03/2026" in answer.text
    assert len(answer.text) <= MAX_CHARACTERS


def test_an_amended_provision_that_alone_answers_names_and_cites_what_amended_it(market: Release) -> None:
    answer = ask(market, f"Theo Quyết định 12/2024/QĐ-UBND, {CLEANING}")
    assert cited(answer)[0] == ("12/2024/QĐ-UBND", "Điều 5")
    assert answer.text.startswith(
        "Lưu ý: quy định dưới đây đã được sửa đổi, bổ sung bởi Quyết định 99/2026/QĐ-UBND từ ngày 01/03/2026."
    )
    assert cited(answer)[1][0] == "99/2026/QĐ-UBND"


# --- questions about validity itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quyết định 12/2024/QĐ-UBND còn hiệu lực không?", "còn hiệu lực, từ ngày 15/01/2024"),
        (
            "quyet dinh 12/2024/QD-UBND het hieu luc chua",
            "Riêng Điều 3, Điều 4 được thay thế bởi Quyết định 88/2025",
        ),
        ("Điều 3 Quyết định 12/2024/QĐ-UBND còn áp dụng không?", "đã hết hiệu lực từ ngày 01/07/2025"),
        ("Văn bản nào thay thế Quyết định 88/2025/QĐ-UBND?", "không có văn bản nào thay thế"),
        ("Tại thời điểm tháng 3/2025, Điều 3 Quyết định 12/2024/QĐ-UBND còn hiệu lực không?", "có hiệu lực"),
        ("Quyết định 88/2025/QĐ-UBND có còn hiệu lực vào tháng 3/2025 không?", "chưa có hiệu lực"),
        (
            "Điều 5 Quyết định 12/2024/QĐ-UBND bị sửa đổi bởi văn bản nào?",
            "sửa đổi, bổ sung bởi Quyết định 99/2026",
        ),
    ],
)
def test_a_question_about_validity_is_answered_from_the_term(market: Release, text: str, said: str) -> None:
    answer = ask(market, text)
    assert answer.outcome is Outcome.ANSWERED
    assert said in answer.text
    assert answer.citations


def test_a_question_about_the_validity_of_this_paper_means_the_conversations(market: Release) -> None:
    first = ask(market, "Ai ban hành Quyết định 12/2024/QĐ-UBND?")
    answer = ask(market, "Văn bản này còn hiệu lực không?", first.context)
    assert answer.text.startswith("Quyết định 12/2024/QĐ-UBND còn hiệu lực")


def test_a_place_that_only_another_paper_names_is_told_from_what_that_says(releases: Path) -> None:
    gone = OLD.replace("Điều 4", "Điều 6")
    answer = ask(built(releases, gone, REPLACING), "Điều 4 Quyết định 12/2024/QĐ-UBND còn hiệu lực không?")
    assert "đã được thay thế bởi Quyết định 88/2025/QĐ-UBND từ ngày 01/07/2025" in answer.text
