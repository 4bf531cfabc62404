"""Slips of the finger put right: "muc tieeu" is "muc tieu", "nghi quyte" is "nghi quyet", "khoa hocj" "khoa học".

Only what cannot be a word is touched: a syllable that the texts know stays, and so does one that is well formed, for
a word that the texts do not have ("mèo") is no slip, and that it is missing tells that they do not answer. A slip is
a Telex key that was not taken for a mark, one key swapped, dropped, doubled or missed, or marks with which no text has
the syllable ("sô"). It is put right only where the texts have the result beside one of its neighbours.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from vietnamese.text import find_addresses, fold, has_marks, nfc
from vietnamese.tones import place_tones

_WORD = re.compile(r"[^\W_]+")
#: A well-formed syllable without its marks. The u of "qu" and the i of "gi" are onset.
_WELL_FORMED = re.compile(
    r"(?:qu|gi|ngh?|[ckgt]h|ph|nh|tr|[bcdghklmnprstvx])?"
    r"(?:(?:a|e|i|o|u|y|oa|oe|oo|ie|uo|uy|uye|ye|ue|ua)(?:ch|nh|ng|[cmnpt])?"
    r"|a[iouy]|e[ou]|i[au]|ieu|o[ai]|oa[ioy]|oeo|u[aeiu]|ua[uy]|uo[iu]|uy[au]|yeu)"
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACE = {key: (row, column) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)}
#: What kinds of slips cost, as natural logarithms of how much rarer they are than a swap.
_SWAPPED, _DOUBLED, _DROPPED, _NEIGHBOUR = 0.0, 0.0, 1.0, 1.0
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONES = frozenset(_TELEX_TONES.values())
_TELEX_SHAPES = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VOWELS = "aeiouyw"
_MOST_ROUNDS = 16  #: more slips in a row than anybody types; each round puts at least one right
_SHORTEST = 3  #: of two letters anything is a slip of anything
_LONGEST = 8  #: no syllable has more than seven letters


class Corrector:
    """Knows the syllables of texts and which stand beside each other. Safe to share between threads."""

    def __init__(self, forms: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        """A corrector from what a :class:`vietnamese.restorer.Restorer` has read.

        Args:
            forms: how often each accented syllable was read.
            pairs: how often one was read after another; an empty one stands for the end of a clause.
        """
        self._forms = forms
        self._counts: dict[str, int] = {}
        self._by_plain: dict[str, list[str]] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        for form, count in forms.items():
            plain = fold(form)
            self._counts[plain] = self._counts.get(plain, 0) + count
            self._by_plain.setdefault(plain, []).append(form)
        for (before, after), count in pairs.items():
            if before and after:
                pair = fold(before), fold(after)
                self._pairs[pair] = self._pairs.get(pair, 0) + count
        self._shortened: dict[str, list[str]] = {}
        for syllable in self._counts:
            if 2 <= len(syllable) < _LONGEST and _WELL_FORMED.fullmatch(syllable):
                for shorter in (syllable, *_with_one_dropped(syllable)):
                    self._shortened.setdefault(shorter, []).append(syllable)

    def correct(self, text: str) -> str:
        """``text``, composed (NFC), with its slips put right, without marks unless they were typed.

        Known and well-formed syllables, numbers, codes, words in capitals and addresses stay.
        """
        text = nfc(text)
        for _ in range(_MOST_ROUNDS):  # a slip that was put right is a neighbour by which another one can be
            better = self._corrected_once(text)
            if better == text:
                break
            text = better
        return text

    def _corrected_once(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        plain = [fold(word[0]) for word in words]
        mostly_bare = 2 * sum(has_marks(word[0]) for word in words) < len(words)
        slips = [
            place for place, word in enumerate(words) if self._may_be_slip(word, plain[place], mostly_bare)
        ]
        addresses = find_addresses(text) if slips else []
        slips = [
            place
            for place in slips
            if not any(start <= words[place].start() < stop for start, stop in addresses)
        ]
        for place in slips:  # what Telex explains is known to its neighbours
            decoded = fold(telex(words[place][0].lower()))
            plain[place] = decoded if decoded in self._counts else plain[place]
        if 2 * sum(plain[place] not in self._counts for place in slips) > len(words):
            return text  # another language, or nothing to go by
        pieces: list[str] = []
        end = 0
        for place in slips:
            word = words[place]
            before = plain[place - 1] if place else ""
            after = plain[place + 1] if place + 1 < len(plain) else ""
            better = self._put_right(word[0].lower(), before, after)
            if better:
                plain[place] = fold(better)
                pieces += [text[end : word.start()], better]
                end = word.end()
        return "".join(pieces) + text[end:]

    def _may_be_slip(self, word: re.Match[str], plain: str, mostly_bare: bool) -> bool:
        text = word.string
        beside = text[: word.start()][-1:] + text[word.end() : word.end() + 1]
        mismarked = mostly_bare and self._is_mismarked(word[0])
        return (
            (len(plain) >= _SHORTEST or mismarked)
            and len(plain) <= _LONGEST
            and plain.isascii()
            and plain.isalpha()
            and not word[0].isupper()
            and not any(sign in "-/@_&" for sign in beside)
            and (mismarked if plain in self._counts else not _WELL_FORMED.fullmatch(plain))
        )

    def _is_mismarked(self, word: str) -> bool:
        """Whether a known syllable has marks with which no text has it: "sô"."""
        return not word.isascii() and place_tones(word.lower()) not in self._forms

    def _put_right(self, typed: str, before: str, after: str) -> str:
        """The likeliest syllable for a slip between two words; empty where none is likely."""
        plain = fold(typed)
        if plain in self._counts:
            return plain if self._stand_together(before, plain, after) else ""
        candidates = {plain: (cost, plain) for plain, cost in self._one_key_away(plain)}
        decoded = telex(typed)
        if decoded != typed and fold(decoded) in self._counts:
            # Without a tone "ee" may as well be a key that was doubled: the restorer sees what fits.
            sure = decoded in self._forms and any(mark in _TONES for mark in _marks(decoded))
            candidates[fold(decoded)] = (_SWAPPED, decoded if sure else fold(decoded))
        best, best_score = "", -math.inf
        for plain, (cost, written) in candidates.items():
            beside = self._stand_together(before, plain, after)
            if beside:
                score = math.log1p(self._counts[plain]) + beside - cost
                if score > best_score:
                    best, best_score = written, score
        return self._with_marks_of(typed, best) if best and has_marks(typed) else best

    def _stand_together(self, before: str, plain: str, after: str) -> float:
        """How well a syllable stands between two; 0 where it was read beside neither."""
        pairs = (before, plain), (plain, after)
        return sum(math.log1p(self._pairs.get(pair, 0)) for pair in pairs)

    def _one_key_away(self, typed: str) -> Iterable[tuple[str, float]]:
        found = {
            syllable
            for shorter in (typed, *_with_one_dropped(typed))
            for syllable in self._shortened.get(shorter, ())
        }
        for syllable in found:
            cost = _cost(typed, syllable)
            if cost is not None:
                yield syllable, cost

    def _with_marks_of(self, typed: str, plain: str) -> str:
        """The form of a syllable with the marks that were typed, or the syllable without any."""
        if has_marks(plain):
            return plain
        forms = [form for form in self._by_plain.get(plain, ()) if _marks(form) == _marks(typed)]
        return max(forms, key=lambda form: self._forms[form], default=plain)


def is_well_formed(plain: str) -> bool:
    """Whether a folded word could be a Vietnamese syllable."""
    return _WELL_FORMED.fullmatch(plain) is not None


def telex(typed: str) -> str:
    """What Telex keys stand for, composed: "hocj" is "học", "tieeu" is "tiêu", "ddaay" is "đây".

    What is no well-formed syllable once the keys are taken for marks comes back as it is.
    """
    letters, tone = typed, ""
    for place in range(len(typed) - 1, 0, -1):
        if fold(typed[place]) in _VOWELS:
            break  # a tone is typed after the vowels: "taxi" has none
        if typed[place] in _TELEX_TONES and any(letter in _VOWELS for letter in fold(typed[:place])):
            letters, tone = typed[:place] + typed[place + 1 :], _TELEX_TONES[typed[place]]
            break
    for keys in (letters, typed):
        shaped = keys
        for typed_keys, letter in _TELEX_SHAPES:
            shaped = shaped.replace(typed_keys, letter, 1)
        if "w" in shaped:  # typed after the syllable: "moiw"
            place = max((shaped.rfind(vowel) for vowel in "aou"), default=-1)
            if 0 <= place < shaped.index("w"):
                horned = {"a": "ă", "o": "ơ", "u": "ư"}[shaped[place]]
                shaped = (
                    (shaped[:place] + horned + shaped[place + 1 :]).replace("w", "", 1).replace("uơ", "ươ", 1)
                )
        if shaped != typed and _WELL_FORMED.fullmatch(fold(shaped)):
            return _toned(shaped, tone) if keys is letters and tone else shaped
    return typed


def _toned(syllable: str, tone: str) -> str:
    """A syllable with a tone on its first vowel that can carry one; the usual place is found by the spelling."""
    vowels = [place for place, letter in enumerate(syllable) if fold(letter) in _VOWELS[:-1]]
    if syllable.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [place for place in vowels if has_marks(syllable[place])]
    place = marked[-1] if marked else vowels[-1] if vowels[-1] < len(syllable) - 1 else vowels[0]
    toned = unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])
    return place_tones(toned)


def _marks(text: str) -> list[str]:
    letters = unicodedata.normalize("NFD", text)
    return sorted({letter for letter in letters if unicodedata.combining(letter) or letter == "đ"})


def _with_one_dropped(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _cost(typed: str, meant: str) -> float | None:
    """What it costs to have typed one word for another; ``None`` where that is no slip of one key."""
    if len(typed) == len(meant):
        wrong = [place for place, (one, other) in enumerate(zip(typed, meant, strict=True)) if one != other]
        if len(wrong) == 1:
            return _NEIGHBOUR if _are_neighbours(typed[wrong[0]], meant[wrong[0]]) else None
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and typed[wrong[0]] == meant[wrong[1]]
            and typed[wrong[1]] == meant[wrong[0]]
        )
        return _SWAPPED if swapped else None
    if len(typed) == len(meant) + 1:
        doubled = (
            typed[:place] + typed[place + 1 :]
            for place in range(1, len(typed))
            if typed[place] == typed[place - 1]
        )
        return _DOUBLED if meant in doubled else None
    if len(meant) == len(typed) + 1:
        return _DROPPED if typed in _with_one_dropped(meant) else None
    return None


def _are_neighbours(one: str, other: str) -> bool:
    if one not in _PLACE or other not in _PLACE:
        return False
    (row, column), (other_row, other_column) = _PLACE[one], _PLACE[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
