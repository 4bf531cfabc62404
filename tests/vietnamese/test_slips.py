"""Slips of the finger."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vietnamese.restorer import Restorer, background_sentences
from vietnamese.slips import telex
from vietnamese.text import fold, nfc

TEXTS = [
    "Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
    "Kế hoạch của Ủy ban nhân dân tỉnh Lạng Sơn: mục tiêu năm 2026",
    "Trung tâm phục vụ hành chính công tiếp nhận hồ sơ trực tuyến qua hệ thống blockchain",
    "Thực hiện nghị quyết về chuyển đổi số",
]
RESTORER = Restorer.learn(TEXTS, background_sentences())
CORRECTOR = RESTORER.corrector
KNOWN = sorted({fold(word) for text in TEXTS for word in text.split() if word.isalpha()})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuyen doi sô", "chuyển đổi số"),
        ("muc tieeu nam 2026", "mục tiêu năm 2026"),
        ("nghi quyte 57", "nghị quyết 57"),
        ("khoa hocj cong nghe", "khoa học công nghệ"),
        ("ddoi moiws sang taoj", "đổi mới sáng tạo"),
        ("thuwcj hieenj nghij quyeets", "thực hiện nghị quyết"),
        ("hanh chinhs cong", "hành chính công"),
        ("chuyeen doi so", "chuyển đổi số"),
        ("kế hoacjh của tỉnh", "kế hoạch của tỉnh"),
        ("chuyển đổii số", "chuyển đổi số"),
    ],
)
def test_a_slip_is_put_right_before_diacritics_are_restored(typed: str, meant: str) -> None:
    assert RESTORER.restore(CORRECTOR.correct(typed)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "nuôi mèo cần gì",  # a word that the texts do not have
        "đi taxi về nhà",
        "hệ thống blockchain",
        "mua bitcoin ở đâu",
        "what is the plan",
        "xem https://dichvucong.gov.vn/chuyne rồi gửi ai@quyte.vn",
        "nghị quyết 57-NQ/TW, kế hoạch 145/KH-UBND",
        "năm 20266",
        "NQYT của tỉnh",  # capitals are a name
        "mục đổii",  # known beside nothing here
        "",
        "???",
    ],
)
def test_what_is_no_slip_stays(text: str) -> None:
    assert CORRECTOR.correct(text) == text


@given(st.text(max_size=80))
def test_any_text_can_be_corrected(text: str) -> None:
    corrected = CORRECTOR.correct(text)
    assert len(corrected) <= len(nfc(text)) + len(text.split()) + 1


@given(st.lists(st.sampled_from(KNOWN), max_size=12))
def test_known_syllables_are_never_touched(words: list[str]) -> None:
    text = " ".join(words)
    assert CORRECTOR.correct(text) == text


@given(st.lists(st.sampled_from([*KNOWN, "quyte", "tieeu", "hocj", "xyzzy"]), max_size=12))
@example(["quyte", "quyte", "chinh", "tieeu"])
def test_correcting_twice_is_correcting_once(words: list[str]) -> None:
    once = CORRECTOR.correct(" ".join(words))
    assert CORRECTOR.correct(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hocj", "học"),
        ("tieeu", "tiêu"),
        ("dduwowngf", "đường"),
        ("dduongwf", "đường"),
        ("nghij", "nghị"),
        ("hoas", "hóa"),
        ("quyf", "quỳ"),
        ("giof", "giò"),
        ("aans", "ấn"),
        ("sang", "sang"),
        ("taxi", "taxi"),
        ("s", "s"),
        ("", ""),
    ],
)
def test_telex_keys_are_the_marks_they_stand_for(typed: str, meant: str) -> None:
    assert telex(typed) == meant


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=10))
def test_telex_only_ever_folds_to_fewer_letters(typed: str) -> None:
    assert len(fold(telex(typed))) <= len(typed)


def test_a_long_question_takes_a_millisecond() -> None:
    text = "nghi quyte 57 ve chuyen doi sô va khoa hocj cong nghe " * 3
    begin = time.perf_counter()
    for _ in range(20):
        CORRECTOR.correct(text)
    assert (time.perf_counter() - begin) / 20 < 0.02  # a busy machine takes longer
