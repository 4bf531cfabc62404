"""A sentence with what is planted in it, and whether masking took out exactly that."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_SLOT = re.compile(r"\{(\w)\}")
_WORD = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and what of it is personal data, in order."""

    text: str
    data: tuple[str, ...]

    @property
    def rest(self) -> str:
        """The letters and digits beside the personal data."""
        rest, at = "", 0
        for datum in self.data:
            found = self.text.index(datum, at)
            rest += self.text[at:found]
            at = found + len(datum)
        return _signs(rest + self.text[at:])

    def left_by(self, masked: str) -> bool:
        """Whether ``masked`` holds all of the sentence but the personal data, and none of that."""
        return _signs(_WORD.sub("", masked)) == self.rest


def planted(
    frame: str, makers: Mapping[str, Callable[[random.Random], str]], dice: random.Random
) -> Sentence:
    """``frame`` with something made up in each of its slots."""
    text, data, at = "", [], 0
    for slot in _SLOT.finditer(frame):
        datum = makers[slot[1]](dice)
        text += frame[at : slot.start()] + datum
        data.append(datum)
        at = slot.end()
    return Sentence(text + frame[at:], tuple(data))


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
