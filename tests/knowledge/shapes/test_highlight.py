"""The very thing asked for is named where only one stretch can be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.question import Question, analyse
from knowledge.shapes.highlight import highlight_in
from vietnamese.restorer import Restorer


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.learn(["Mức hỗ trợ mỗi hộ là bao nhiêu tiền, nộp trước ngày nào"])


@pytest.mark.parametrize(
    ("text", "lines", "highlight"),
    [
        ("Hỗ trợ mỗi hộ bao nhiêu tiền?", ["- Mỗi hộ được hỗ trợ 5 triệu đồng."], "5 triệu đồng"),
        ("Bao nhiêu phần trăm hộ được hỗ trợ?", ["- Ít nhất 80% hộ được hỗ trợ."], "Ít nhất 80%"),
        ("Nộp trước ngày nào?", ["- Nộp trước ngày 10/6/2026."], "ngày 10/6/2026"),
        ("Nộp trước ngày nào?", ["- Nộp trước ngày 10/6/2026 và 10/12/2026."], ""),
        ("Mất bao nhiêu ngày?", ["- Trả kết quả trong 15 ngày."], "15 ngày"),
        ("Có bao nhiêu thủ tục?", ["- Gồm 14 thủ tục của 3 sở."], "14 thủ tục"),
        ("Bao nhiêu lượt, bao nhiêu ngày?", ["- Cử 30 lượt trong 5 ngày."], ""),
        ("Ai được hỗ trợ?", ["- Ít nhất 80% hộ được hỗ trợ."], ""),
        ("Hỗ trợ bao nhiêu phần trăm?", ["- Làng nghề: 30%", "- Hợp tác xã: 40%"], ""),
        ("Hợp tác xã bao nhiêu phần trăm?", ["- Làng nghề: 30%", "- Hợp tác xã: 40%"], "40%"),
        ("Xem ở trang web nào?", ["- Xem tại https://vd.gov.vn."], "https://vd.gov.vn"),
    ],
)
def test_what_the_question_demands_is_found_where_it_alone_can_be_meant(
    restorer: Restorer, text: str, lines: list[str], highlight: str
) -> None:
    assert highlight_in(analyse(text, restorer), lines) == highlight


ASKED = [
    "bao nhiêu tiền",
    "ngày nào",
    "bao nhiêu phần trăm",
    "mấy ngày",
    "bao nhiêu xã",
    "ai ký",
    "web nào",
    "",
]
WORDS = (
    "ngày 10/6 tháng 6 năm 2026 40% từ 5 triệu đồng xã 61 15 https://a.vn . ; , Người ký: Trần Văn An".split(
        " "
    )
)


@given(
    st.sampled_from(ASKED), st.lists(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(), max_size=4)
)
def test_a_highlight_is_a_stretch_of_one_line(restorer: Restorer, text: str, lines: list[str]) -> None:
    question: Question = analyse(text, restorer)
    highlight = highlight_in(question, lines)
    assert not highlight or any(highlight in line for line in lines)
