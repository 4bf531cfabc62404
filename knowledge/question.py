"""A question as search needs it: normalised, restored, with what it pins down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.asked import Asked, asked_in
from knowledge.demands import Demand, demands_in
from vietnamese.abbreviations import expand
from vietnamese.dates import YearMention, find_years
from vietnamese.document_numbers import DocumentNumber, find_document_numbers
from vietnamese.everyday import in_official_words
from vietnamese.language import FUNCTION_WORDS, is_foreign
from vietnamese.restorer import Restorer
from vietnamese.text import fold, nfc, syllables
from vietnamese.tones import place_tones

#: Longest question that is searched; a longer one is cut for search, not refused.
MAX_SYLLABLES = 120
#: The same in characters: a text without spaces is one syllable, and encoding 2,000 odd signs takes seconds.
MAX_CHARACTERS = 600

#: Words that ask or are polite and say nothing of the matter; folded. They neither support nor refute an answer.
QUESTION_WORDS = frozenset(
    "a ad ah ai anh ay ba bac bai ban bang bao bi biet bot cac cach cai can cau chac chao chau chi chiu "
    "cho chu chua chut co con cua cung da dang dau day de den di do duoc em gi gium giup gui ha hay hiem "
    "hoi hon i ke khi khong la lai lam lan len luc luon may minh mot muon nao nay ne neu nghe nhe nhi "
    "nhieu nho nhu nhung noi ro roi sao sap se tai tat ten the theo thi thoi tin toi trong tu u va vay ve "
    "vi viec voi xem xin xong y".split()
)


#: Cues, on folded text: a whole list is wanted; the paper's own particulars are wanted.
_LIST_CUE = re.compile(
    r"\b(?:(?:nhung|cac)(?: \w+){1,3} (?:gi|nao)|nhung gi|nhung nao|bao gom|gom|liet ke|ke ten|ke het|ke ra|tat ca|"
    r"day du|toan bo|(?:nhung|cac) (?:muc tieu|chi tieu|nhiem vu|yeu cau|noi dung|viec|giai phap)|"
    r"(?:muc tieu|chi tieu|nhiem vu|yeu cau|noi dung|viec|giai phap)(?: \w+){0,2} (?:gi|la gi))\b"
)
_RECORD_CUE = re.compile(
    r"\b(?:ai (?:la nguoi )?(?:dung ten )?ky|do (?:vi|ong|ba|dong chi) nao ky|"
    r"(?:nguoi|lanh dao|ai) (?:da )?ky|ky ban hanh|"
    r"chu ky|ky (?:vao )?(?:ngay|khi)|ky (?:ten )?(?:la )?ai|"
    r"ai ban hanh|(?:co quan|noi|don vi) nao (?:da )?ban hanh|do ai (?:ky|ban hanh)|"
    r"(?:duoc )?ban hanh (?:vao )?(?:ngay|hom|khi|nam|bao|luc|tu)|"
    r"(?:khi|bao|ngay|luc) (?:nao|gio|may) (?:thi )?(?:duoc )?ban hanh|ngay ban hanh|"
    r"ra doi (?:ngay|khi|nam|luc|bao)|(?:co )?hieu luc|so hieu|so may|trich yeu|"
    r"(?:bat dau )?ap dung (?:tu )?(?:khi|bao|ngay|luc)|duoc sua doi|bi sua doi|bi thay the)\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed.

    Attributes:
        typed: NFC, tones placed, abbreviations written out, slips of the finger put right; diacritics as typed.
        restored: the same with diacritics restored.
        numbers: document numbers it names.
        years: years and periods it names.
        terms: its folded syllables that say something of the matter, each once, in order.
        pairs: neighbouring terms as folded bigrams, each once; they tell "mục đích" from "mục" and "đích" apart.
        wants_list: whether it asks for all of something ("gồm những gì", "liệt kê").
        wants_record: whether it asks for a paper's own particulars: signer, date, issuer, validity.
        asked: the kinds of things it asks for.
        demands: the kinds of things that a provision must state to answer it.
        foreign: whether it is English or Chinese; its words are then left alone.
    """

    typed: str
    restored: str
    numbers: tuple[DocumentNumber, ...]
    years: tuple[YearMention, ...]
    terms: tuple[str, ...]
    pairs: tuple[str, ...]
    wants_list: bool
    wants_record: bool
    asked: frozenset[Asked]
    demands: tuple[Demand, ...] = ()
    foreign: bool = False


def terms_in(text: str) -> tuple[str, ...]:
    """The folded syllables of a text that say something of the matter, each once, in order."""
    folded = (fold(syllable) for syllable in syllables(normalise(text)))
    return _each_once(term for term in folded if term not in QUESTION_WORDS)


# Asked for nine times about a question, in three wordings: the last few texts are remembered.
@lru_cache(maxsize=16)
def normalise(text: str) -> str:
    """The form in which texts are indexed and questions matched: NFC, one tone placement, no abbreviations."""
    return expand(place_tones(nfc(text)))


def fold_spaced(text: str) -> str:
    """A text in its normal form, folded, with single spaces and no commas: what cues are looked for in."""
    return " ".join(fold(normalise(text)).replace("&", " ").replace(",", " ").split())


@lru_cache(maxsize=2048)
def fold_known(text: str) -> str:
    """:func:`fold_spaced` of a text of the documents; remembered, as they come up again. Never a question."""
    return fold_spaced(text)


def analyse(text: str, restorer: Restorer) -> Question:
    """Analyse a question as typed."""
    clean = nfc(text)
    words = clean.split()
    if len(words) > MAX_SYLLABLES or len(clean) > MAX_CHARACTERS:
        clean = " ".join(words[:MAX_SYLLABLES])[:MAX_CHARACTERS]
    foreign = is_foreign(clean)
    said = clean if foreign else restorer.corrector.correct(restorer.write_out(normalise(clean)))
    typed = said if foreign else in_official_words(said)
    plain = fold(typed)
    folded = [fold(syllable) for syllable in syllables(typed)]
    restored = typed if foreign else restorer.restore(typed, clean)
    saying_nothing = FUNCTION_WORDS if foreign else QUESTION_WORDS
    return Question(
        typed=typed,
        restored=restored,
        numbers=tuple(mention.number for mention in find_document_numbers(clean)),
        years=tuple(find_years(clean)),
        terms=_each_once(term for term in folded if term not in saying_nothing),
        pairs=_each_once(
            f"{first} {second}"
            for first, second in pairwise(folded)
            if first not in saying_nothing and second not in saying_nothing
        ),
        wants_list=bool(_LIST_CUE.search(plain)),
        wants_record=bool(_RECORD_CUE.search(plain)),
        asked=asked_in(plain),
        demands=() if foreign else demands_in(fold_spaced(said), restored),
        foreign=foreign,
    )


def _each_once(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
