"""The graph component that cuts the normalised text into Vietnamese words with underthesea."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from underthesea import word_tokenize

from bot.normaliser import normalised


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Words such as "chuyển đổi" and "số"; the syllables of a word are kept together."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        return words(normalised(message) if attribute == TEXT else message.get(attribute))

    def process(self, messages: list[Message]) -> list[Message]:
        super().process(messages)
        for message in messages:
            # Spans of the normalised text in the answer would be taken for spans of the text as typed.
            message.output_properties.discard(TEXT_TOKENS)
        return messages


def words(text: str) -> list[Token]:
    """The words of ``text``, which ``nfc`` has cleaned, in order, each with its span in ``text``."""
    tokens: list[Token] = []
    end = 0
    for word in word_tokenize(text, use_token_normalize=False):
        pieces = word.split()
        start = text.index(pieces[0], end)
        for piece in pieces:
            end = text.index(piece, end) + len(piece)
        tokens.append(Token(text[start:end], start, end))
    return tokens
