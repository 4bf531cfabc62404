"""Answers from the real documents, found with the real encoder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.answer import Answer, Answerer
from knowledge.composition import MAX_CHARACTERS
from knowledge.context import Context
from knowledge.encoder import Encoder
from knowledge.outcome import Outcome
from knowledge.release import Release
from tests.knowledge.real_release import BUILD_SECONDS
from tests.knowledge.samples import NOW, PLAN, source_documents
from vietnamese.text import fold

pytestmark = [pytest.mark.slow, pytest.mark.timeout(BUILD_SECONDS)]

Real = tuple[Release, Encoder]
GOALS = "muc tieu nam 2026 cua tinh la gi"


def ask(real: Real, text: str, context: Context | None = None) -> Answer:
    release, encoder = real
    return Answerer(encoder, lambda: NOW).answer(release, text, context or Context())


def assert_goals_of_2026(answer: Answer) -> None:
    assert answer.outcome is Outcome.ANSWERED
    (citation,) = answer.citations
    assert citation.url == f"/van-ban/{PLAN}#I.1.2.b"
    assert citation.place == "Mục I.1.2 điểm b"
    assert citation.document == "Kế hoạch của UBND tỉnh Lạng Sơn (không số)"
    assert citation.digest is False
    assert citation.in_force is True
    for goal in (
        "Vận hành Cổng/Trang thông tin",
        "100% các văn bản",
        "Hoàn thành kết nối",
        "Hình thành mạng lưới",
    ):
        assert goal in answer.text


@pytest.mark.parametrize(
    "text",
    [
        GOALS,
        "Mục tiêu năm 2026 của tỉnh là gì?",
        "MỤC TIÊU NĂM 2026 CỦA TỈNH LÀ GÌ",
        "mục tiêu nam 2026 của tinh",
    ],
)
def test_the_goals_of_2026_are_cited_to_their_clause(real: Real, text: str) -> None:
    assert_goals_of_2026(ask(real, text))


@pytest.mark.parametrize("text", ["còn năm 2027 thì sao?", "con nam 2027 thi sao", "thế còn 2027"])
def test_the_next_year_lands_on_the_next_clause(real: Real, text: str) -> None:
    first = ask(real, GOALS)
    second = ask(real, text, first.context)
    assert second.outcome is Outcome.ANSWERED
    assert second.citations[0].url == f"/van-ban/{PLAN}#I.1.2.c"
    assert "30 lượt" in second.text
    assert second.context.year == 2027


def test_and_back_again(real: Real) -> None:
    second = ask(real, "còn năm 2027 thì sao?", ask(real, GOALS).context)
    assert_goals_of_2026(ask(real, "còn năm 2026 thì sao?", second.context))


@pytest.mark.parametrize(
    "text", ["Quyết định 4321/QĐ-TTg quy định gì?", "nghị định 999/2031/NĐ-CP nói gì", "NQ 999"]
)
def test_an_unknown_number_is_not_found(real: Real, text: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()


@pytest.mark.parametrize(
    "text",
    [
        "Giá vàng hôm nay bao nhiêu một chỉ?",
        "Thời tiết Hà Nội ngày mai thế nào?",
        "cach nau pho bo ngon",
        "Ai vô địch World Cup 2022?",
    ],
)
def test_other_matters_are_out_of_scope(real: Real, text: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert answer.citations == ()
    assert "57-NQ/TW" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết 193/2025/QH15 quy định thế nào về thuế?",
        "Theo Nghị quyết 193, tổ chức khoa học công lập có được lập doanh nghiệp từ kết quả nghiên cứu không?",
    ],
)
@pytest.mark.parametrize("typed", [str, fold], ids=["accented", "folded"])
def test_a_repealed_provision_names_the_law_that_ended_it(real: Real, text: str, typed: type[str]) -> None:
    answer = ask(real, typed(text))
    assert answer.outcome is Outcome.EXPIRED_SOURCE
    assert "đã hết hiệu lực từ ngày 01/10/2025, theo 93/2025/QH15" in answer.text
    assert answer.citations[0].in_force is False


def test_who_signed_the_plan(real: Real) -> None:
    answer = ask(real, "Ai ký kế hoạch của UBND tỉnh thực hiện Quyết định 1169?")
    assert "Dương Xuân Huyên" in answer.text
    assert answer.citations[0].url == f"/van-ban/{PLAN}#thong-tin"


def test_no_answer_shows_an_editors_note(real: Real) -> None:
    notes = [note for document in source_documents() for _, note in document.notes]
    for note in notes:
        answer = ask(real, note)
        assert note not in answer.text
        assert "Ghi chú biên tập" not in answer.text


@pytest.mark.parametrize("text", ["", "?", "à", "gì vậy ạ", "👍"])
def test_a_question_about_nothing_is_asked_back(real: Real, text: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert "Anh/chị" in answer.text


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Kế hoạch của tỉnh đặt mục tiêu gì cho năm 2026?", f"/van-ban/{PLAN}#I.1.2.b"),
        (
            "Ngày Khoa học, Công nghệ và đổi mới sáng tạo Việt Nam là ngày nào?",
            "/van-ban/luat-93-2025-qh15#-3",
        ),
        ("bon phuong cua lang son la nhung phuong nao", "/van-ban/don-vi-hanh-chinh-lang-son#-2"),
    ],
)
def test_without_the_encoder_the_words_alone_still_answer(real: Real, text: str, url: str) -> None:
    release, _ = real
    answer = Answerer(None, lambda: NOW).answer(release, text, Context())
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].url == url


def test_without_the_encoder_other_matters_are_still_refused(real: Real) -> None:
    release, _ = real
    answer = Answerer(None, lambda: NOW).answer(release, "Giá vàng hôm nay bao nhiêu một chỉ?", Context())
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)


def test_the_same_question_gives_the_same_answer(real: Real) -> None:
    assert ask(real, GOALS) == ask(real, GOALS)


# --- comparisons --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Mục tiêu năm 2026 khác gì năm 2027?", "muc tieu nam 2026 khac gi nam 2027"]
)
def test_two_years_are_answered_side_by_side_each_with_its_citation(real: Real, text: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.ANSWERED
    assert [citation.url for citation in answer.citations] == [
        f"/van-ban/{PLAN}#I.1.2.b",
        f"/van-ban/{PLAN}#I.1.2.c",
    ]
    assert answer.text.index("Năm 2026") < answer.text.index("Năm 2027")
    assert len(answer.text) <= MAX_CHARACTERS


def test_two_papers_are_answered_side_by_side_each_with_its_citation(real: Real) -> None:
    answer = ask(real, "Ngày ban hành của Nghị quyết 57-NQ/TW khác gì Quyết định 1169/QĐ-TTg?")
    assert [citation.url for citation in answer.citations] == [
        "/van-ban/nghi-quyet-57-nq-tw#thong-tin",
        "/van-ban/quyet-dinh-1169-qd-ttg#thong-tin",
    ]
    assert "22/12/2024" in answer.text
    assert "16/06/2025" in answer.text
    assert len(answer.text) <= MAX_CHARACTERS


# --- another language ---------------------------------------------------------------------------------------


def test_an_english_question_is_answered_by_what_it_means(real: Real) -> None:
    answer = ask(real, "What are the goals of Resolution 57-NQ/TW to 2030?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].url.startswith("/van-ban/nghi-quyet-57-nq-tw#")
    assert "2030" in answer.text or "5G" in answer.text


def test_an_english_question_on_another_matter_is_refused(real: Real) -> None:
    answer = ask(real, "What is the price of gold today and where should I buy it?")
    assert answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.NOT_FOUND)
    assert answer.citations == ()


def test_without_the_encoder_nobody_knows_what_english_means(real: Real) -> None:
    release, _ = real
    text = "What are the goals of Resolution 57-NQ/TW to 2030?"
    answer = Answerer(None, lambda: NOW).answer(release, text, Context())
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()


# --- what the documents do not state ------------------------------------------------------------------------


def test_a_year_the_paper_does_not_have_is_refused_naming_the_years_it_has(real: Real) -> None:
    answer = ask(real, "Mục tiêu của Nghị quyết 57 đến năm 2040 là gì?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert "không có năm 2040" in answer.text
    assert "Nghị quyết 57-NQ/TW nêu nội dung cho năm 2030, 2045" in answer.text


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("so dien thoai cua ban chi dao", "số điện thoại"),
        ("Địa chỉ email của Sở Khoa học và Công nghệ", "địa chỉ thư điện tử"),
    ],
)
def test_a_thing_that_is_not_stated_is_refused_by_its_name(real: Real, text: str, thing: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert f"không nêu {thing}" in answer.text


def test_another_provinces_goals_are_not_answered_with_ours(real: Real) -> None:
    answer = ask(real, "Mục tiêu của tỉnh Đà Nẵng năm 2026 là gì?")
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)
    assert answer.citations == ()


# --- the paper that has just been quoted --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ai ký văn bản này", "ai ky van ban nay", "Ai ký văn bản này?"])
@pytest.mark.parametrize(
    ("first", "slug", "signer"),
    [
        (GOALS, PLAN, "Dương Xuân Huyên"),
        ("Nghị quyết 57 đặt mục tiêu gì đến năm 2030?", "nghi-quyet-57-nq-tw", "Tô Lâm"),
    ],
)
def test_who_signed_this_paper_is_told_from_the_record_of_the_one_just_quoted(
    real: Real, first: str, slug: str, signer: str, text: str
) -> None:
    answer = ask(real, text, ask(real, first).context)
    assert answer.outcome is Outcome.ANSWERED
    assert [citation.url for citation in answer.citations] == [f"/van-ban/{slug}#thong-tin"]
    assert signer in answer.text


def test_where_the_record_names_no_signer_none_is_borrowed_from_another_paper(real: Real) -> None:
    first = ask(real, "Ngày Khoa học, Công nghệ và đổi mới sáng tạo Việt Nam là ngày nào?")
    answer = ask(real, "ai ký văn bản này", first.context)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.citations == ()
    assert "không nêu người ký" in answer.text


@pytest.mark.parametrize(
    ("text", "url", "fact"),
    [
        ("Tiền ở đâu ra để tỉnh làm truyền thông mấy vụ này?", f"{PLAN}#III", "ngân sách nhà nước"),
        (
            "Ông nào hạ bút ký cái kế hoạch truyền thông của tỉnh mình?",
            f"{PLAN}#thong-tin",
            "Dương Xuân Huyên",
        ),
        (
            "Ngồi nhà mà gửi giấy tờ cho Sở Khoa học Lạng Sơn thì gửi lối nào?",
            "thu-tuc-so-khoa-hoc-va-cong-nghe#-1",
            "dichvucong.gov.vn",
        ),
    ],
)
@pytest.mark.parametrize("typed", [str, fold])
def test_everyday_words_find_the_provision_by_its_sample_questions(
    real: Real, text: str, url: str, fact: str, typed: Callable[[str], str]
) -> None:
    answer = ask(real, typed(text))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].url.startswith(f"/van-ban/{url}")
    assert fact in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh thuê công ty nào chạy quảng cáo cho kế hoạch truyền thông Nghị quyết 57?",
        "Xã nào chậm nộp báo cáo kế hoạch truyền thông thì bị trừ bao nhiêu điểm thi đua?",
        "Tỉnh móc hầu bao bao nhiêu mua trà đá cho vụ Nghị quyết 57?",
    ],
)
def test_what_is_like_questions_without_an_answer_is_refused(real: Real, text: str) -> None:
    answer = ask(real, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert not answer.citations
