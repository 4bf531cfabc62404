"""Cries for help while the engine is down: the number where danger and urgency are both said, else nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.emergency import emergency_reply


@pytest.mark.parametrize(
    ("cry", "number"),
    [
        ("Cháy nhà rồi, cứu với!", "114"),
        ("chay nha roi cuu voi", "114"),
        ("Có người đuối nước, cứu người!", "114"),
        ("CỨU TÔI VỚI, CÓ TRỘM", "113"),
        ("có cướp, giúp với", "113"),
        ("bố tôi ngất rồi, gọi cấp cứu giúp", "115"),
        ("tai nạn, đang chảy máu nhiều", "115"),
    ],
)
def test_a_cry_gets_its_number_first(cry: str, number: str) -> None:
    reply = emergency_reply(cry)
    assert reply is not None
    assert reply.startswith(number)


@pytest.mark.parametrize(
    "question",
    [
        "Mức hỗ trợ người bị tai nạn lao động là bao nhiêu?",
        "Quy định về phòng cháy, chữa cháy ở chợ",
        "Ai chịu trách nhiệm về cấp cứu ở tuyến xã?",
        "Lạng Sơn đang chạy đua chuyển đổi số thế nào?",
        "Mục tiêu năm 2026 của tỉnh là gì?",
        "ứng cứu sự cố an toàn thông tin mạng khẩn cấp",
        "cứu trợ xã hội cho người nghèo",
    ],
)
def test_a_question_about_dangers_is_no_cry(question: str) -> None:
    assert emergency_reply(question) is None


@given(st.text(max_size=200))
def test_whatever_is_written_it_is_a_number_first_or_nothing(text: str) -> None:
    reply = emergency_reply(text)
    assert reply is None or reply[:3] in {"113", "114", "115"}
