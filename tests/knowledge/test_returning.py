"""Returning: going back to what was talked about before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.context import Context, Topic
from knowledge.returning import returned

ECONOMY = Topic("kinh tế số năm 2030 là bao nhiêu", "nghi-quyet-57-nq-tw", "-9.-2.-1.r3")
BOARD = Topic("Ban Chỉ đạo Trung ương do ai đứng đầu", "ban-chi-dao", "-1.-1")
CONTEXT = Context("nộp hồ sơ ở đâu", "thu-tuc", "-1.-2", earlier=(BOARD, ECONOMY))


def back(text: str, context: Context = CONTEXT) -> tuple[str, Context] | None:
    """The message gone back, all terms weighing the same and provisions saying nothing."""
    return returned(text, context, lambda _: "", lambda _: 1.0)


@pytest.mark.parametrize(
    ("typed", "rest", "topic"),
    [
        ("quay lại kinh tế số, thế 2045 thì sao", "kinh tế số, thế 2045 thì sao", ECONOMY),
        ("quay lai cai ban chi dao, hop ngay nao", "ban chi dao, hop ngay nao", BOARD),
        ("ban chỉ đạo lúc nãy họp ngày nào", "ban chỉ đạo họp ngày nào", BOARD),
        ("còn cái đầu tiên thì sao", "còn thì sao", ECONOMY),
    ],
)
def test_the_topic_that_the_message_names_comes_back(typed: str, rest: str, topic: Topic) -> None:
    found = back(typed)
    assert found is not None
    assert found[0] == rest
    assert (found[1].question, found[1].document, found[1].path) == (
        topic.question,
        topic.document,
        topic.path,
    )


def test_what_was_left_is_remembered_too() -> None:
    found = back("quay lại ban chỉ đạo")
    assert found is not None
    assert {one.path for one in found[1].topics} == {one.path for one in CONTEXT.topics}


def test_going_back_without_a_word_more_asks_the_question_again() -> None:
    found = back("quay lại", Context("ai ký", "van-ban", "-1.r1"))
    assert found is not None
    assert found[0] == "ai ký"


@pytest.mark.parametrize(
    "typed", ["hiện giờ lúc này thì sao", "ban này do ai lập", "ban nay do ai lap", "ai ký"]
)
def test_this_is_no_going_back(typed: str) -> None:
    assert back(typed) is None


def test_where_nothing_was_talked_about_there_is_nothing_to_go_back_to() -> None:
    assert back("quay lại câu trên", Context()) is None


@given(st.text(max_size=60))
def test_any_message_is_read(typed: str) -> None:
    found = back(typed)
    assert found is None or found[0]
