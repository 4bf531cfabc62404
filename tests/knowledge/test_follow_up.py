"""Follow-ups: what a question takes from the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.context import Context
from knowledge.follow_up import complete
from knowledge.importer.record import RECORD_PATH
from knowledge.lingering import context_bonus
from knowledge.model import Document
from knowledge.passages import passages_of
from knowledge.question import analyse
from tests.knowledge.samples import PLAN, source_document
from vietnamese.restorer import Restorer

GOALS = Context(question="muc tieu nam 2026 cua tinh la gi", document=PLAN, path="I.1.2.b", year=2026)
SIGNED = Context(
    question="Nghị quyết 57-NQ/TW ban hành khi nào?", document="nghi-quyet-57-nq-tw", path="thong-tin"
)
LAW = source_document("luat-93-2025-qh15")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("còn năm 2027 thì sao?", "muc tieu năm 2027 cua tinh la gi"),
        ("con nam 2027 thi sao", "muc tieu nam 2027 cua tinh la gi"),
        ("Thế còn 2028-2030?", "muc tieu 2028-2030 cua tinh la gi"),
        ("Dạ còn năm 2030 thì sao ạ", "muc tieu năm 2030 cua tinh la gi"),
    ],
)
def test_a_new_year_takes_the_place_of_the_old_one(typed: str, whole: str) -> None:
    completed = complete(typed, GOALS)
    assert completed.text == whole
    assert completed.leans


def test_a_new_number_takes_the_place_of_the_old_one() -> None:
    assert complete("thế còn quyết định 1169?", SIGNED).text == "quyết định 1169 ban hành khi nào?"


def test_a_new_agency_takes_the_place_of_the_old_one() -> None:
    context = Context(question="Sở KHCN làm gì theo kế hoạch của tỉnh?", document=PLAN, agency="Sở KHCN")
    completed = complete("thế sở tài chính thì sao", context, agency="sở tài chính")
    assert completed.text == "sở tài chính"
    assert completed.topic == "sở tài chính làm gì theo kế hoạch của tỉnh?"
    assert completed.leans
    other = complete("sở tài chính báo cáo gì hằng năm vậy", context, agency="sở tài chính", hinted=True)
    assert other.topic == "làm gì theo kế hoạch của tỉnh?"


def test_an_agency_is_known_without_the_engine_too() -> None:
    context = Context(question="Kế hoạch giao Sở Tài chính việc gì?", document=PLAN)
    assert complete("Sở Văn hóa nữa", context).topic == "Kế hoạch giao Sở Văn hóa việc gì?"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("năm sau thì sao?", "muc tieu năm 2027 cua tinh la gi"),
        ("thế còn năm trước", "muc tieu năm 2025 cua tinh la gi"),
        ("ý tôi là năm 2030", "muc tieu năm 2030 cua tinh la gi"),
        ("giai đoạn sau đó nữa, 2028-2030", "muc tieu 2028-2030 cua tinh la gi"),
    ],
)
def test_a_year_may_be_told_by_the_one_before_or_as_a_correction(typed: str, whole: str) -> None:
    assert complete(typed, GOALS).text == whole


def test_another_level_of_government_may_answer_from_another_paper() -> None:
    context = Context(question="Trưởng Ban Chỉ đạo của Chính phủ là ai?", document="ban-chi-dao", path="-2")
    completed = complete("còn ở tỉnh mình?", context)
    assert completed.text == "Trưởng Ban Chỉ đạo của tỉnh mình là ai?"
    assert not completed.leans


def test_what_the_earlier_paper_was_about_does_not_hold_for_another_one() -> None:
    context = Context(question="Kế hoạch 333/KH-UBND về chuyển đổi số năm 2026 do ai ký?", document=PLAN)
    assert complete("còn kế hoạch 145?", context).text == "kế hoạch 145 do ai ký?"


def test_a_whole_question_about_another_paper_takes_nothing() -> None:
    completed = complete("Thế quyết định 2487 ai ký?", SIGNED)
    assert (completed.text, completed.topic, completed.leans) == ("quyết định 2487 ai ký", "", False)


def test_a_matter_is_carried_to_the_paper_that_is_named() -> None:
    context = Context(question="NQ57 đặt kinh tế số bao nhiêu GDP?", document="nghi-quyet-57-nq-tw")
    completed = complete("trong Nghị quyết 71 ai theo dõi chỉ tiêu đó?", context)
    assert not completed.leans
    assert "kinh tế số" in completed.topic
    assert "57" not in completed.topic


def test_this_paper_is_the_one_that_the_last_answer_speaks_for() -> None:
    context = Context(question="Ai ký kế hoạch 334?", document="van-ban", path="-1.r10", paper="334/KH-UBND")
    completed = complete("kế hoạch đó đặt mục tiêu gì?", context)
    assert (completed.leans, completed.paper) == (True, True)


def test_a_debt_is_no_it() -> None:
    typed = "ai giải quyết vụ nợ của tôi cho các hộ nghèo ở vùng biên"
    assert not complete(typed, GOALS).paper
    assert complete("nó nhằm mục đích gì", GOALS).paper
    assert complete("no nham muc dich gi", GOALS).paper


def test_a_name_takes_the_place_of_another_also_beside_other_words() -> None:
    context = Context(question="Trưởng Ban Chỉ đạo Trung ương là ai?", document="ban-chi-dao", path="-1")
    completed = complete("rồi ở tỉnh mình thì ai đứng đầu", context)
    assert completed.elsewhere
    assert completed.topic == "Trưởng Ban Chỉ đạo là ai?"


def test_the_same_paper_or_level_in_other_words_takes_no_place() -> None:
    context = Context(question="Nghị quyết 57-NQ/TW giao tỉnh Lạng Sơn việc gì?", document=PLAN, path="IV")
    completed = complete("nq57 của tỉnh mình còn giao gì cho doanh nghiệp nữa", context)
    assert not completed.elsewhere


def test_a_paper_beside_it_takes_nobodys_place() -> None:
    context = Context(question="Nghị quyết 71 do ai ký?", document="nghi-quyet-71-nq-cp", path="thong-tin")
    completed = complete("nó khác nghị quyết 03 chỗ nào?", context)
    assert not completed.elsewhere
    assert completed.topic == context.question


def test_the_year_after_is_counted_from_the_last_answer_where_no_question_named_one() -> None:
    context = Context(question="mạng lưới gồm những ai", document=PLAN, path="I.1.2.b.-4", year=2026)
    assert complete("năm sau nữa", context).text == "năm 2027"


def test_thanks_before_a_question_are_left_out() -> None:
    assert complete("ok cảm ơn. luật ấy do ai thông qua", GOALS).text == "luật ấy do ai thông qua"


@pytest.mark.parametrize(
    "typed", ["còn kinh phí thì sao?", "thế ai chịu trách nhiệm", "nó có hiệu lực khi nào"]
)
def test_anything_else_is_asked_about_the_same_topic(typed: str) -> None:
    completed = complete(typed, GOALS)
    assert completed.leans
    assert completed.topic == GOALS.question


def test_the_words_that_only_lean_are_left_out() -> None:
    assert complete("còn kinh phí thì sao?", GOALS).text == "kinh phí"


@pytest.mark.parametrize("typed", ["còn năm 2027 thì sao?", "thế nào", "nó là gì"])
def test_without_an_earlier_question_there_is_nothing_to_lean_on(typed: str) -> None:
    completed = complete(typed, Context(), hinted=True)
    assert (completed.text, completed.leans, completed.topic) == (typed, False, "")


@pytest.mark.parametrize(
    "typed",
    [
        "Nghị quyết 193/2025/QH15 quy định gì về thuế thu nhập doanh nghiệp?",
        "Địa chỉ trụ sở Sở Khoa học và Công nghệ Lạng Sơn ở đường nào, phường nào?",
    ],
)
def test_a_question_that_stands_alone_comes_back_as_it_is(typed: str) -> None:
    completed = complete(f"  {typed} ", GOALS)
    assert (completed.text, completed.leans) == (typed, False)


def test_the_engines_hint_makes_a_whole_question_lean() -> None:
    typed = "Sở Khoa học và Công nghệ tỉnh Lạng Sơn phải báo cáo kết quả thực hiện vào lúc nào"
    assert not complete(typed, GOALS).leans
    assert complete(typed, GOALS, hinted=True).leans


@given(typed=st.text(max_size=80), question=st.text(max_size=80), hinted=st.booleans())
def test_any_text_can_follow_any_question(typed: str, question: str, hinted: bool) -> None:
    completed = complete(typed, Context(question=question), hinted=hinted)
    assert completed.leans or not completed.topic


@given(typed=st.text("conăm 2027thìsao? ế,", max_size=30))
def test_a_leaning_question_never_ends_empty(typed: str) -> None:
    if typed.strip():
        assert complete(typed, GOALS).text


def bonuses(
    documents: list[Document], context: Context, typed: str, *, leaning: bool
) -> dict[tuple[str, str], float]:
    """What the context adds to every passage of the documents, by slug and path."""
    passages = [passage for document in documents for passage in passages_of(document)]
    bonus = context_bonus(passages, context, analyse(typed, Restorer.learn(())), leaning=leaning).bonus
    return {(one.document, one.path): float(value) for one, value in zip(passages, bonus, strict=True)}


def test_what_the_last_answer_says_itself_is_not_looked_for_elsewhere(plan: Document) -> None:
    context = Context(question="kinh phí lấy từ đâu", document=PLAN, path="IV.3")
    there = bonuses([plan], context, "ai tham mưu bố trí?", leaning=True)
    assert max(there, key=lambda address: there[address]) == (PLAN, "IV.3")
    again = bonuses([plan], context, "kinh phí ở đâu", leaning=True)
    assert again[PLAN, "IV.3"] < again[PLAN, "IV.2"]


def test_the_bonus_stays_with_the_document_and_moves_to_a_neighbour(plan: Document) -> None:
    bonus = bonuses([plan, LAW], GOALS, "còn năm 2027 thì sao?", leaning=True)
    neighbour, same, elsewhere = bonus[PLAN, "I.1.2.c"], bonus[PLAN, "I.1.2.b"], bonus[PLAN, "III.1"]
    assert neighbour > elsewhere > same
    assert elsewhere > bonus[LAW.slug, "-1"] == 0.0


@pytest.mark.parametrize("typed", ["ai ký văn bản này", "ai ky van ban nay", "văn bản này ban hành khi nào"])
def test_particulars_of_this_paper_are_looked_for_in_its_own_record_first(plan: Document, typed: str) -> None:
    bonus = bonuses([plan, LAW], GOALS, typed, leaning=True)
    assert max(bonus, key=lambda address: bonus[address]) == (PLAN, RECORD_PATH)
    assert bonus[LAW.slug, RECORD_PATH] == 0.0


def test_a_leaning_question_about_the_matter_leaves_the_record_alone(plan: Document) -> None:
    bonus = bonuses([plan], GOALS, "còn kinh phí thì sao?", leaning=True)
    assert bonus[PLAN, RECORD_PATH] < bonus[PLAN, "I.1.2.c"]


def test_a_question_that_could_stand_alone_lingers_a_little_at_the_document(plan: Document) -> None:
    alone = bonuses([plan, LAW], GOALS, "kinh phí lấy từ nguồn nào", leaning=False)
    leaning = bonuses([plan, LAW], GOALS, "kinh phí lấy từ nguồn nào", leaning=True)
    assert 0 < alone[PLAN, "III.1"] < leaning[PLAN, "III.1"]
    assert alone[LAW.slug, "-1"] == 0.0


def test_a_question_that_names_a_paper_does_not_linger_at_another(plan: Document) -> None:
    bonus = bonuses([plan, LAW], GOALS, "Nghị quyết 57-NQ/TW đặt mục tiêu gì", leaning=False)
    assert not any(bonus.values())


@pytest.mark.parametrize("leaning", [True, False])
def test_the_bonus_of_an_unknown_document_is_none(plan: Document, leaning: bool) -> None:
    gone = Context(question="x", document="gone", path="I")
    assert not any(bonuses([plan], gone, "ai ký văn bản này", leaning=leaning).values())
