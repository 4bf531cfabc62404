"""Diacritics given back to text typed without them.

A syllable-bigram model: among the accented forms seen for each folded syllable, the most probable sequence is
found by Viterbi, with P(b|a) = 0.9 * count(a b) / count(a) + 0.1 * count(b) / N.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vietnamese.text import fold, has_marks, nfc
from vietnamese.tones import place_tones

_LAMBDA = 0.9
_OWN_WEIGHT = 4  #: how many times a text of the corpus counts against one of the background
_TOKEN = re.compile(r"[^\W_]+|[.!?;:]")
_EDGE = ""  #: stands for the start and end of a text and for the signs that end a clause
_NUMBER = "0"  #: stands for every number: "năm 2026" teaches "năm 2027"
_FORMAT = 1


@cache
def background_sentences() -> tuple[str, ...]:
    """Everyday and administrative Vietnamese, one sentence each, for words that the corpus does not have."""
    lines = (Path(__file__).parent / "background.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class Restorer:
    """What is known of accented syllables: how often each stands, and stands after another."""

    unigrams: Mapping[str, int]
    bigrams: Mapping[tuple[str, str], int]

    def __post_init__(self) -> None:
        forms: dict[str, list[str]] = {}
        for form in self.unigrams:
            forms.setdefault(fold(form), []).append(form)
        object.__setattr__(self, "_forms", forms)
        object.__setattr__(self, "_total", max(1, sum(self.unigrams.values())))

    @classmethod
    def learn(cls, texts: Iterable[str], background: Iterable[str] = ()) -> Restorer:
        """A restorer that has read ``texts`` (the corpus) and, at a lower weight, ``background``."""
        unigrams: Counter[str] = Counter()
        bigrams: Counter[tuple[str, str]] = Counter()
        for weight, source in ((_OWN_WEIGHT, texts), (1, background)):
            for text in source:
                before = _EDGE
                unigrams[_EDGE] += weight
                for form in _forms_in(text):
                    unigrams[form] += weight
                    bigrams[before, form] += weight
                    before = form
        return cls(dict(unigrams), dict(bigrams))

    def restore(self, text: str) -> str:
        """``text`` with diacritics on the syllables typed without any.

        Typed diacritics, unknown words, case and everything between syllables stay as they are.
        """
        tokens = list(_TOKEN.finditer(text))
        chosen = self._best([self._candidates(text, token) for token in tokens])
        pieces: list[str] = []
        end = 0
        for token, form in zip(tokens, chosen):  # noqa: B905
            pieces += [text[end : token.start()], _in_case_of(token[0], form)]
            end = token.end()
        return "".join(pieces) + text[end:]

    def as_dict(self) -> dict[str, Any]:
        """The model for storage as JSON."""
        return {
            "format": _FORMAT,
            "unigrams": dict(self.unigrams),
            "bigrams": {f"{a} {b}": count for (a, b), count in self.bigrams.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Restorer:
        """The restorer that :meth:`as_dict` stored. Raises ValueError for anything else."""
        if data.get("format") != _FORMAT:
            raise ValueError("not a stored restorer of this version; learn it again from the documents")
        pairs = {tuple(pair.split(" ")): count for pair, count in data["bigrams"].items()}
        return cls(dict(data["unigrams"]), pairs)  # type: ignore

    def _candidates(self, text: str, token: re.Match[str]) -> list[str]:
        typed = _form(token[0])
        if not token[0].isalpha() or not token[0].isascii():
            return [typed]
        return self._forms.get(typed, [typed])  # type: ignore

    def _best(self, candidates: list[list[str]]) -> list[str]:
        paths: dict[str, tuple[float, tuple[Any, ...]]] = {_EDGE: (0.0, ())}
        for forms in candidates:
            paths = {form: self._step(paths, form) for form in forms}
        path = max(paths.values(), key=lambda scored: scored[0])[1]
        chosen: list[str] = []
        while path:
            path, form = path
            chosen.append(form)
        return chosen[::-1]

    def _step(self, paths: Any, form: str) -> Any:
        alone = (1 - _LAMBDA) * self.unigrams.get(form, 1) / self._total  # type: ignore
        best = None
        for before, (score, path) in paths.items():
            pair = self.bigrams.get((before, form), 0)
            value = score + math.log(_LAMBDA * pair / self.unigrams[before] + alone if pair else alone)
            if best is None or value > best[0]:
                best = (value, (path, form))
        return best


def _forms_in(text: str) -> Iterator[str]:
    return (_form(token) for token in _TOKEN.findall(nfc(text)))


def _form(token: str) -> str:
    if token in ".!?;:":
        return _EDGE
    if token.isdigit():
        return _NUMBER
    return place_tones(token.lower())


def _in_case_of(typed: str, form: str) -> str:
    if len(form) != len(typed) or form == _NUMBER or fold(form) != fold(typed):
        return typed
    if has_marks(typed):
        return typed
    return "".join(b.upper() if a.isupper() else b for a, b in zip(typed, form))  # noqa: B905
