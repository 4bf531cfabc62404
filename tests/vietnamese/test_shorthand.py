"""Shorthand of several meanings, decided by its neighbours."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.abbreviations import expand
from vietnamese.restorer import Restorer, background_sentences
from vietnamese.text import fold, nfc

TEXTS = (
    "Kế hoạch của Ủy ban nhân dân tỉnh Lạng Sơn: mục tiêu kinh tế năm 2026",
    "Nghiên cứu khoa học và phát triển công nghệ trong giai đoạn 2026-2030",
    "Thời gian thực hiện nhiệm vụ, thời gian báo cáo, thời gian nộp hồ sơ",
    "Hỗ trợ doanh nghiệp đổi mới sáng tạo, hỗ trợ người dân, hỗ trợ học sinh",
)
RESTORER = Restorer.learn(TEXTS, background_sentences())
PIECES = "kh gđ đc dc mt t.gian tgian nhữg fải trg iu h a b KH KT-XH 57-NQ/TW 145 . , ? / điểm tỉnh của ko blog taxi"
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES.split())).map(" ".join)
    | st.lists(st.sampled_from(PIECES.split())).map("".join)
)


def meant(typed: str) -> str:
    return RESTORER.write_out(expand(typed))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kh của tỉnh có gì kh", "kế hoạch của tỉnh có gì không"),
        ("nghiên cứu kh và công nghệ", "nghiên cứu khoa học và công nghệ"),
        ("có trong KH của tỉnh", "có trong kế hoạch của tỉnh"),
        ("trong gđ 2026-2030", "trong giai đoạn 2026-2030"),
        ("hộ gđ nghèo", "hộ gia đình nghèo"),
        ("có được hỗ trợ đc ko", "có được hỗ trợ được không"),
        ("cho xin đc của ủy ban", "cho xin địa chỉ của ủy ban"),
        ("hs lớp một", "học sinh lớp một"),
        ("nộp hs ở đâu", "nộp hồ sơ ở đâu"),
        ("mt kinh tế xã hội", "mục tiêu kinh tế xã hội"),
        ("bảo vệ mt", "bảo vệ môi trường"),
        ("nc khoa học", "nghiên cứu khoa học"),
        ("phát triển KT-XH", "phát triển kinh tế-xã hội"),
        ("e muốn hỏi mấy h làm việc", "em muốn hỏi mấy giờ làm việc"),
    ],
)
def test_the_neighbours_decide_what_shorthand_means(typed: str, written: str) -> None:
    assert meant(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kh cua tinh", "kế hoạch cua tinh"),
        ("nop hs o dau", "nop hồ sơ o dau"),
        ("bao ve mt", "bao ve môi trường"),
    ],
)
def test_neighbours_without_marks_decide_as_well_and_stay(typed: str, written: str) -> None:
    assert meant(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("fải làm", "phải làm"),
        ("nhữg việc", "những việc"),
        ("cái zì", "cái gì"),
        ("bao nhiu tiền", "bao nhiêu tiền"),
        ("tỉh Lạng Sơn", "tỉnh Lạng Sơn"),
        ("trg kế hoạch", "trong kế hoạch"),
        ("kòn ai nữa", "còn ai nữa"),
    ],
)
def test_letters_swapped_as_in_chat_are_put_back(typed: str, written: str) -> None:
    assert meant(typed) == written


@pytest.mark.parametrize("typed", ["tgian thực hiện", "t.gian thực hiện", "thgian thuc hien"])
def test_first_letters_before_a_syllable_are_the_word_that_texts_have(typed: str) -> None:
    assert meant(typed).startswith("thời gian th")


@pytest.mark.parametrize(
    "text",
    [
        "nuôi mèo cần gì",
        "đi taxi xem blog, gửi job, dùng wifi",
        "57-NQ/TW, 145/KH-UBND, NQ-CP",
        "điểm a khoản 2, nhóm b, A và B",
        "a) b) 5 h",
        "xem https://langson.gov.vn/kh/gđ rồi gửi mt@langson.gov.vn",
        "xong.Tôi hỏi",
        "CT/UBND",
        "",
        "???",
    ],
)
def test_words_labels_codes_and_addresses_stay(text: str) -> None:
    assert RESTORER.write_out(text) == text


def test_a_full_stop_without_a_space_still_ends_a_sentence() -> None:
    assert meant("làm thế nào cho đc.Cảm ơn") == "làm thế nào cho được.Cảm ơn"


def test_shorthand_written_out_does_not_make_the_rest_look_typed_with_marks() -> None:
    typed = "ns kt hs o dau"
    assert RESTORER.restore(meant(typed), typed).endswith("ở đâu")


def test_texts_decide_what_a_reader_of_nothing_cannot() -> None:
    assert Restorer.learn(["hộ khẩu thường trú"]).write_out("hk thường trú") == "hộ khẩu thường trú"
    assert Restorer.learn([]).write_out("fải") == "fải"


@given(TYPED)
def test_any_text_can_be_written_out_and_then_holds_still(text: str) -> None:
    once = RESTORER.write_out(text)
    assert once == nfc(once)
    assert (
        RESTORER.write_out(unicodedata.normalize("NFD", text)) == RESTORER.write_out(nfc(text))
        or "\u0338" in text
    )


@given(st.lists(st.sampled_from(sorted({word for text in TEXTS for word in text.split() if len(word) > 2}))))
def test_words_that_the_texts_have_are_never_touched(words: list[str]) -> None:
    text = " ".join(words)
    assert RESTORER.write_out(text) == text
    assert RESTORER.write_out(fold(text)) == fold(text)


def test_a_long_question_takes_a_millisecond_or_two() -> None:
    text = "mt kt của kh trg gđ này là gì, hs nộp bn ngày thì đc, tgian bc là khi nào " * 2
    begin = time.perf_counter()
    for _ in range(20):
        RESTORER.write_out(text)
    assert (time.perf_counter() - begin) / 20 < 0.05  # a busy machine takes longer
