"""Diacritics given back to text typed without them.

A syllable-bigram model: of the accented forms seen for each folded syllable, Viterbi finds the most probable
sequence, with P(b | a) = 0.9 * count(a b) / count(a) + 0.1 * count(b) / N.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from vietnamese.shorthand import Reading, Shorthand
from vietnamese.slips import Corrector
from vietnamese.text import fold, has_marks, nfc
from vietnamese.tones import place_tones

_LAMBDA = 0.9
_OWN_WEIGHT = 2  #: how often a text of the corpus counts against once for one of the background
#: From this share of syllables with marks on, the writer types marks, and "ban" is "ban", not "bạn". Fully
#: marked Vietnamese has marks on 65-95 % of its syllables; with every second word bare, on 25-45 %. On 1,181
#: questions it left 99.2 % of the syllables typed with all marks alone (98.2 % without this rule), at no cost
#: to those typed with half of them (90.0 % right).
_TYPED_WITH_MARKS = 0.7
_TOKEN = re.compile(r"[^\W_]+|[.!?;:]")
_EDGE = ""  #: stands for the ends of a text and for the signs between its clauses
_NUMBER = "0"  #: stands for every number: having read "năm 2026", one knows "năm 2027"
_LETTERS_THAT_ARE_WORDS = "oy"  #: "ở", "ý"; any other letter alone is a label: "điểm d" is not "điểm đ"
_FORMAT = 1
_NOT_STORED = f"not a stored restorer of format {_FORMAT}: learn it again from the documents"


@cache
def background_sentences() -> tuple[str, ...]:
    """Everyday and administrative Vietnamese, one line each, for words that official papers do not have."""
    lines = (Path(__file__).parent / "background.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class Restorer:
    """How often accented syllables were read, alone and one after another. Safe to share between threads."""

    unigrams: Mapping[str, int]
    bigrams: Mapping[tuple[str, str], int]
    corrector: Corrector = field(init=False, repr=False, compare=False)  #: of slips, from the same counts
    shorthand: Shorthand = field(init=False, repr=False, compare=False)  #: likewise
    _forms: Mapping[str, Sequence[str]] = field(init=False, repr=False, compare=False)
    _total: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        forms: dict[str, list[str]] = {}
        for form in self.unigrams:
            folded = fold(form)
            label = len(folded) == 1 and folded not in _LETTERS_THAT_ARE_WORDS
            if folded.isascii() and len(folded) == len(form) and not label:
                forms.setdefault(folded, []).append(form)
        object.__setattr__(self, "corrector", Corrector(self.unigrams, self.bigrams))
        object.__setattr__(self, "shorthand", Shorthand(self.unigrams, self.bigrams))
        object.__setattr__(self, "_forms", forms)
        object.__setattr__(self, "_total", max(1, sum(self.unigrams.values())))

    @classmethod
    def learn(cls, texts: Iterable[str], background: Iterable[str] = ()) -> Restorer:
        """A restorer that has read ``texts``, its own corpus, and ``background``, which counts less."""
        unigrams: Counter[str] = Counter()
        bigrams: Counter[tuple[str, str]] = Counter()
        for weight, source in ((_OWN_WEIGHT, texts), (1, background)):
            forms: Counter[str] = Counter()
            pairs: Counter[tuple[str, str]] = Counter()
            for text in source:
                read = [_EDGE, *_read(text)]
                forms.update(read)
                pairs.update(pairwise([*read, _EDGE]))
            for form, count in forms.items():
                unigrams[form] += weight * count
            for pair, count in pairs.items():
                bigrams[pair] += weight * count
        return cls(dict(unigrams), dict(bigrams))

    def write_out(self, text: str) -> str:
        """``text``, composed (NFC), with shorthand of several meanings written out as its neighbours say.

        All else stays as it is. What has one meaning is written out first (:func:`vietnamese.abbreviations.expand`).
        """
        text = nfc(text)
        shorthand = self.shorthand.readings(text)
        if not shorthand:
            return text
        pieces: list[str | Sequence[Reading]] = []
        end = 0
        for (start, stop), readings in sorted(shorthand.items()):
            pieces += [text[end:start], readings]
            end = stop
        pieces.append(text[end:])
        between = [list(_TOKEN.finditer(piece)) for piece in pieces if isinstance(piece, str)]
        with_marks = _share_with_marks([token for tokens in between for token in tokens]) >= _TYPED_WITH_MARKS
        lattice: list[Sequence[Reading]] = []
        places: dict[int, int] = {}
        for place, piece in enumerate(pieces):
            if isinstance(piece, str):
                lattice += (
                    [Reading((form,)) for form in self._candidates(token, with_marks)]
                    for token in _TOKEN.finditer(piece)
                )
            else:
                places[place] = len(lattice)
                lattice.append(piece)
        chosen = self._most_probable(lattice)
        return "".join(
            piece if isinstance(piece, str) else " ".join(chosen[places[place]].syllables)
            for place, piece in enumerate(pieces)
        )

    def restore(self, text: str, typed: str | None = None) -> str:
        """``text``, composed (NFC), with diacritics on syllables typed without any.

        Syllables typed with a diacritic, unknown words, the case of letters and all that stands between
        syllables stay. In a text typed with marks, a bare syllable that is a word stays as well; ``typed``
        tells that where abbreviations of the text were written out since.
        """
        text = unicodedata.normalize("NFC", text)
        tokens = list(_TOKEN.finditer(text))
        as_typed = tokens if typed is None else list(_TOKEN.finditer(unicodedata.normalize("NFC", typed)))
        with_marks = _share_with_marks(as_typed) >= _TYPED_WITH_MARKS
        lattice = [[Reading((form,)) for form in self._candidates(token, with_marks)] for token in tokens]
        pieces: list[str] = []
        end = 0
        for token, ((form,), _) in zip(tokens, self._most_probable(lattice), strict=True):
            pieces += [text[end : token.start()], _in_case_of(token[0], form)]
            end = token.end()
        return "".join(pieces) + text[end:]

    def as_dict(self) -> dict[str, Any]:
        """The model for storage as JSON."""
        following: dict[str, dict[str, int]] = {}
        for (before, form), count in self.bigrams.items():
            following.setdefault(before, {})[form] = count
        return {"format": _FORMAT, "unigrams": dict(self.unigrams), "bigrams": following}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Restorer:
        """The restorer stored by :meth:`as_dict`. Raises ValueError for anything else."""
        try:
            known = data["format"] == _FORMAT
            unigrams = {str(form): int(count) for form, count in data["unigrams"].items()}
            bigrams = {
                (str(before), str(form)): int(count)
                for before, following in data["bigrams"].items()
                for form, count in following.items()
            }
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(_NOT_STORED) from error
        if not known:
            raise ValueError(_NOT_STORED)
        return cls(unigrams, bigrams)

    def _candidates(self, token: re.Match[str], typed_with_marks: bool) -> Sequence[str]:
        typed = _form(token[0])
        following = token.string[token.end() :][:1]
        marked = not token[0].isascii() or (following and unicodedata.combining(following))
        if marked or not token[0].isalpha():
            return [typed]
        forms = self._forms.get(typed, [typed])
        return [typed] if typed_with_marks and typed in forms else forms

    def _most_probable(self, lattice: Sequence[Sequence[Reading]]) -> list[Reading]:
        """One reading of each place, so that the whole is the most probable."""
        scores = {_EDGE: 0.0}
        steps: list[dict[str, tuple[str, Reading]]] = []
        for readings in lattice:
            reached: dict[str, float] = {}
            step: dict[str, tuple[str, Reading]] = {}
            for reading in readings:
                last = reading.syllables[-1].lower()
                score, before = max(
                    (score + self._log_probability(before, reading), before)
                    for before, score in scores.items()
                )
                if score > reached.get(last, -math.inf):
                    reached[last], step[last] = score, (before, reading)
            scores = reached
            steps.append(step)
        form = max(scores, key=lambda last: scores[last] + self._log_probability(last, Reading((_EDGE,))))
        chosen: list[Reading] = []
        for step in reversed(steps):
            form, reading = step[form]
            chosen.append(reading)
        return chosen[::-1]

    def _log_probability(self, before: str, reading: Reading) -> float:
        """Of a reading after a syllable; one of several syllables is a word, read as a whole or not at all."""
        form = reading.syllables[0].lower()
        often, within = self.unigrams.get(form, 1), 1.0
        if len(reading.syllables) > 1:
            pairs = list(pairwise(syllable.lower() for syllable in reading.syllables))
            counts = [self.bigrams.get(pair, 1) for pair in pairs]
            often = min(counts)
            within = math.prod(
                count / self.unigrams.get(first, 1) for count, (first, _) in zip(counts, pairs, strict=True)
            )
        probability = (1 - _LAMBDA) * often / self._total
        pair = self.bigrams.get((before, form))
        if pair:
            probability += _LAMBDA * pair / self.unigrams[before] * within
        return math.log(probability * reading.weight)


def _read(text: str) -> Iterator[str]:
    return map(_form, _TOKEN.findall(nfc(text)))


@lru_cache(maxsize=16384)
def _form(piece: str) -> str:
    """What the model calls a piece of text: one form for all spellings, all numbers, all signs."""
    if piece in ".!?;:":
        return _EDGE
    return _NUMBER if piece.isdigit() else place_tones(piece.lower())


def _share_with_marks(tokens: Sequence[re.Match[str]]) -> float:
    words = [token[0] for token in tokens if token[0].isalpha()]
    return sum(map(has_marks, words)) / len(words) if words else 0.0


def _in_case_of(typed: str, form: str) -> str:
    """``form`` with the capitals of ``typed``; ``typed`` itself where ``form`` does not restore it."""
    if not typed.isascii() or fold(form) != typed.lower():
        return typed
    return "".join(
        letter.upper() if key.isupper() else letter for key, letter in zip(typed, form, strict=True)
    )
