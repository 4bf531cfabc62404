"""Diacritics given back."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.restorer import Restorer, background_sentences
from vietnamese.text import fold, nfc, syllables

#: None of these is in the background.
HELD_OUT = (
    "Mục tiêu đến năm 2028 của tỉnh Lạng Sơn là gì?",
    "Tôi cần làm lại thẻ căn cước thì đến đâu?",
    "Ủy ban nhân dân phường Kỳ Lừa nằm ở đường nào?",
    "Nghị quyết này do cơ quan nào ban hành và có hiệu lực từ khi nào?",
    "Cho em hỏi hồ sơ đăng ký kết hôn gồm những giấy tờ gì ạ?",
    "Doanh nghiệp nhỏ muốn vay vốn đổi mới công nghệ thì liên hệ ai?",
    "Bà con thôn tôi chưa có mạng, bao giờ mới có sóng điện thoại?",
    "Các sở, ban, ngành phải báo cáo kết quả thực hiện trước ngày nào?",
    "Học sinh trung học cơ sở có được học kỹ năng số miễn phí không?",
    "Xin chào, cảm ơn bạn đã trả lời, tôi muốn gặp cán bộ trực.",
)
TYPED = st.text() | st.text(alphabet="aeioudhc nHOÀđ\u0300\u0323.57-")


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.learn(["Kế hoạch của tỉnh", "Mục tiêu năm 2026"], background_sentences())


def bare(text: str) -> str:
    """``text`` without marks, capitals kept."""
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in nfc(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muc tieu la gi", "mục tiêu là gì"),
        ("o dau", "ở đâu"),
        ("bao nhieu tien", "bao nhiêu tiền"),
        ("cho toi hoi", "cho tôi hỏi"),
        ("nam 2031", "năm 2031"),
        ("xin chao, cam on", "xin chào, cảm ơn"),
        ("Phuong Luong Van Tri", "Phường Lương Văn Tri"),
        ("UY BAN NHAN DAN", "ỦY BAN NHÂN DÂN"),
        ("xa Huu Lung", "xã Hữu Lũng"),
    ],
)
def test_everyday_questions_get_their_diacritics(restorer: Restorer, typed: str, meant: str) -> None:
    assert restorer.restore(typed) == meant


def test_nine_syllables_in_ten_of_unseen_questions_are_right(restorer: Restorer) -> None:
    meant = [syllable for question in HELD_OUT for syllable in syllables(question)]
    found = [syllable for question in HELD_OUT for syllable in syllables(restorer.restore(bare(question)))]
    right = sum(one == other for one, other in zip(meant, found, strict=True))
    assert right / len(meant) >= 0.9


def test_questions_typed_with_all_marks_stay(restorer: Restorer) -> None:
    assert [restorer.restore(question) for question in HELD_OUT] == list(HELD_OUT)


def test_typed_diacritics_stay_and_help_their_neighbours(restorer: Restorer) -> None:
    assert restorer.restore("bàn ghế") == "bàn ghế"
    assert restorer.restore("mục tieu la gì") == "mục tiêu là gì"


def test_a_bare_word_of_a_text_typed_with_marks_is_a_word() -> None:
    restorer = Restorer.learn(["bạn hỏi", "ban chỉ đạo", "bạn chỉ đạo", "bạn chỉ đạo"])
    assert restorer.restore("ban chi dao") == "bạn chỉ đạo"
    assert restorer.restore("ban chỉ đạo, ý kiến") == "ban chỉ đạo, ý kiến"


def test_unknown_words_signs_spaces_and_numbers_stay(restorer: Restorer) -> None:
    text = "blockchain  57-NQ/TW\t(xyzzy) a_b 5G!\n"
    assert restorer.restore(text) == text


def test_a_letter_that_is_a_label_stays() -> None:
    restorer = Restorer.learn(["điểm đ khoản 2", "ở điểm ạ"])
    assert restorer.restore("o diem d khoan 2, diem a") == "ở điểm d khoản 2, điểm a"


def test_an_own_text_counts_more_than_a_background_text() -> None:
    assert Restorer.learn(["ma tỉnh"], ["má tỉnh"]).restore("ma tinh") == "ma tỉnh"
    assert Restorer.learn(["má tỉnh"], ["ma tỉnh"]).restore("ma tinh") == "má tỉnh"


def test_a_mark_typed_apart_from_its_letter_is_a_typed_mark() -> None:
    restorer = Restorer.learn(["họa", "hoả"])
    assert restorer.restore(unicodedata.normalize("NFD", "hòa")) == "hòa"


def test_both_tone_placements_teach_one_word() -> None:
    assert Restorer.learn(["hoà bình", "hòa bình", "hỏa bình"]).restore("hoa binh") == "hòa bình"


def test_a_restorer_that_has_read_nothing_changes_nothing() -> None:
    assert Restorer.learn([]).restore("muc tieu") == "muc tieu"


@given(TYPED)
def test_restoring_changes_nothing_but_marks(restorer: Restorer, text: str) -> None:
    assert fold(restorer.restore(text)) == fold(text)


@given(TYPED)
def test_only_bare_syllables_change(restorer: Restorer, text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    restored = restorer.restore(text)
    assert len(restored) == len(composed)
    assert all(before == after or before.isascii() for before, after in zip(composed, restored, strict=True))
    assert [letter.isupper() for letter in composed] == [letter.isupper() for letter in restored]


@given(st.lists(st.text()), TYPED)
def test_whatever_was_read_the_folded_text_stays(read: list[str], text: str) -> None:
    assert fold(Restorer.learn(read, [text]).restore(text)) == fold(text)


@given(st.lists(st.text()), st.lists(st.text()))
def test_storage_as_json_loses_nothing(texts: list[str], background: list[str]) -> None:
    restorer = Restorer.learn(texts, background)
    assert Restorer.from_dict(json.loads(json.dumps(restorer.as_dict()))) == restorer


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"format": 0, "unigrams": {}, "bigrams": {}},
        {"format": 1, "unigrams": [], "bigrams": {}},
        {"format": 1, "unigrams": {"là": "x"}, "bigrams": {}},
        {"format": 1, "unigrams": {}, "bigrams": {"là": 1}},
    ],
)
def test_a_broken_store_is_refused_with_what_to_do(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="learn it again"):
        Restorer.from_dict(data)


def test_the_background_is_accented_vietnamese_without_repeats() -> None:
    sentences = background_sentences()
    assert len(sentences) > 300
    assert len(set(sentences)) == len(sentences)
    assert all(nfc(sentence) == sentence for sentence in sentences)
