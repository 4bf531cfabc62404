from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normaliser import VietnameseNormaliser
from bot.tokenizer import VietnameseTokenizer, words
from tests.bot.parts import examples, made, processed, trained
from vietnamese.text import nfc


def test_the_syllables_of_a_word_stay_together() -> None:
    assert [token.text for token in words("mục tiêu của tỉnh Lạng Sơn")] == [
        "mục tiêu",
        "của",
        "tỉnh",
        "Lạng Sơn",
    ]


def test_tokens_are_cut_from_the_normalised_text(tmp_path: Path) -> None:
    normaliser = trained(VietnameseNormaliser, tmp_path, TrainingData(examples("chuyển đổi số là gì")))
    message = processed(normaliser, "chuyen doi so la gi")
    tokens = made(VietnameseTokenizer, tmp_path).process([message])[0].get("text_tokens")
    assert "".join(token.text for token in tokens).replace(" ", "") == "chuyểnđổisốlàgì"


def test_spans_of_the_normalised_text_are_kept_out_of_the_answer(tmp_path: Path) -> None:
    message = processed(made(VietnameseTokenizer, tmp_path), "ubnd")
    assert "text_tokens" not in message.as_dict(only_output_properties=True)


@given(st.text(max_size=80) | st.text("aạbđ .,-/\n\t\u200b👍", max_size=40))
def test_every_token_lies_where_it_says_and_in_order(typed: str) -> None:
    text = nfc(typed)
    tokens = words(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(first.end <= second.start for first, second in itertools.pairwise(tokens))
