"""Verdicts: "Có", "Không", "Đúng" where the provision's words alone allow it, by rules about words, not meaning.

A wrong yes is worse than none. A verdict is given only where the question's predicate stands in one sentence of the
provision word for word, everything else the question says stands there or above it, and the sentence makes no
exception and sets no condition that the question does not name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.question import QUESTION_WORDS, normalise
from knowledge.shapes.matching import weights
from knowledge.shapes.quantities import Quantity, find_days, find_quantities
from vietnamese.dates import find_years
from vietnamese.text import fold, syllables


class Verdict(StrEnum):
    """What is said before the evidence."""

    YES = "Có."
    NO = "Không."
    DONE = "Rồi."
    NOT_YET = "Chưa."
    RIGHT = "Đúng."
    WRONG = "Không đúng."


_NOT = r"(?:khong|ko|k|hong|hok|chua)"
_POLITE = r"(?:\s(?:a|ah|vay|nhi|the|ha|hay sao|chau|em|anh|chi|bot|ad|z|v|roi))*"
_CONFIRMING = re.compile(rf"\b(?:co phai|co dung|(?:dung|phai|that) {_NOT})\b")
_AUXILIARY = re.compile(r"\b(?:co|da)\b")
_ASKING = re.compile(
    r"(?P<auxiliary>co|da)(?: the)? (?P<modal>duoc phep|duoc|phai|bi|can|con|cho phep|cho)? ?(?P<predicate>\w.*?) "
    rf"(?P<end>{_NOT}){_POLITE}$"
)
_MENTIONING = re.compile(
    r"\bco (?:nhac|de cap|noi|dong cham|da dong)(?: (?:gi|den|toi|ve|viec|chuyen))* "
    rf"(?P<matter>\w.*?) {_NOT}{_POLITE}$"
)
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n")
_NEGATION = re.compile(r"\b(?:khong|chua|cam|tru|ngoai)\b")
_CONDITION = re.compile(r"\b(?:neu|khi|chi|truong hop|dieu kien|tru|ngoai|tuy)\b")
#: Words that say how something is asked, not what; beside QUESTION_WORDS.
_FRAME = frozenset(
    "phai dung duoc theo nam khong chua con cho phep that nhac cap noi neu quy dinh mat het".split()
)
#: Share of a question's other words that may be missing where its very figure stands in the text.
_SLACK = 0.15
#: Share of a matter's words that one sentence must have to speak of it.
_MOST = 2 / 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in the form in which it is matched: folded, abbreviations written out."""

    text: str
    terms: frozenset[str]


def asks_yes_or_no(text: str) -> bool:
    """Whether a question, as typed or restored, wants a yes or no."""
    folded = _plain(text)
    return bool(_CONFIRMING.search(folded) or _ASKING.search(folded))


def verdict_on(question: str, provision: str, above: str) -> Verdict | None:
    """The verdict that a provision's words allow, ``None`` where they are only evidence.

    Args:
        question: as typed or restored.
        provision: the words of one provision without children; of a table row its "head: cell" pairs.
        above: the headings over it and its document's name.
    """
    folded = _plain(question)
    asked = _Asked(folded, _content(folded))
    if not asked.terms:
        return None
    over = _content(_plain(above))
    figures = [*find_quantities(folded), *find_days(folded)]
    if _CONFIRMING.search(folded) and len(figures) == 1:
        return _on_figure(asked, figures[0], provision, over)
    sentences = [_plain(sentence) for sentence in _SENTENCE.split(provision)]
    if (mentioning := _MENTIONING.search(folded)) is not None:
        return _on_mention(mentioning["matter"], sentences)
    starts = [match.start() for match in _AUXILIARY.finditer(folded)]
    askings = [match for start in starts if (match := _ASKING.match(folded, start))]
    found = {_on_predicate(asked, asking, sentence, over) for asking in askings for sentence in sentences}
    return found.pop() if len(found := found - {None}) == 1 else None


def _on_figure(asked: _Asked, figure: Quantity, provision: str, over: frozenset[str]) -> Verdict | None:
    """Whether the one figure of its kind in the sentence that matches, or in the year's cell, is the asked one."""
    find = find_days if figure.unit == "date" else find_quantities
    parts = [_plain(part) for part in _SENTENCE.split(provision)]
    heads = [part.partition(":")[0] for part in parts if ":" in part]
    scope = _content(" ".join(parts)) if len(heads) == len(parts) else None
    if len({year for head in heads for year in _years(head)}) > 1:  # a row with a column a year
        years = _years(asked.text)
        parts = [part for part in parts if years and years <= _years(part.partition(":")[0])]
    else:
        stated = [part for part in parts if any(_alike(one, figure) for one in find(part))]
        scores = weights(stated, asked.terms)
        parts = [part for part, score in zip(stated, scores, strict=True) if score == max(scores)]
    same = [one for part in parts for one in find(part) if _alike(one, figure)]
    wanted = asked.terms - _content(asked.text[figure.start : figure.end])
    missing = len(wanted - (scope or _content(" ".join(parts))) - over)
    stated_so = [one for one in same if one.number == figure.number and one.bound == figure.bound]
    if len(parts) != 1 or (len(same) != 1 and figure.unit != "date"):
        return None
    if stated_so:
        return Verdict.RIGHT if missing <= _SLACK * len(wanted) else None
    return Verdict.WRONG if len(same) == 1 and same[0].number != figure.number and not missing else None


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.unit.startswith(other.unit) or other.unit.startswith(one.unit)


def _years(text: str) -> frozenset[int]:
    return frozenset(mention.first for mention in find_years(text))


def _on_mention(matter: str, sentences: list[str]) -> Verdict | None:
    """Whether the provision has all words of a matter, most of them in one sentence that denies nothing."""
    terms = _content(matter)
    if not terms or not terms <= _content(" ".join(sentences)):
        return None
    said = [sentence for sentence in sentences if len(terms & _content(sentence)) >= _MOST * len(terms)]
    return Verdict.YES if said and not any(_NEGATION.search(sentence) for sentence in said) else None


def _on_predicate(
    asked: _Asked, asking: re.Match[str], sentence: str, over: frozenset[str]
) -> Verdict | None:
    """Whether a sentence says, or denies, what is asked, of what it is asked of."""
    words = asking["predicate"].split()
    done = asking["end"] == "chua"
    modal = asking["modal"] or ("da" if done else "")
    heads = list(re.finditer(rf"\b{re.escape(' '.join(words[:2]))}\b", sentence))
    if len(heads) != 1 or len(words) < 2 or asked.terms - _content(sentence) - over:
        return None
    before = sentence[: heads[0].start()]
    denial = re.search(r"\b(?:khong|chua|cam)(?: (?:phai|bi|duoc|phep|con|thuoc|can|he))* ?$", before)
    claim = re.search(rf"\b{modal}\b", before) if modal else re.search("$", before)
    turn = denial or claim
    if turn is None or not _same_case(asked, before[: turn.start()], over):
        return None
    denied = _negations(before[: turn.start()]) | _negations(sentence[heads[0].end() :])
    if denied != _negations(asked.text[: asking.start("end")]):
        return None
    if _CONDITION.search(sentence) and not _content(sentence) <= asked.terms | over:
        return None
    if denial:
        return Verdict.NOT_YET if done else Verdict.NO
    return Verdict.DONE if done else Verdict.YES


def _same_case(asked: _Asked, subject: str, over: frozenset[str]) -> bool:
    """Whether the question names what the sentence speaks of: the longest of the phrases before its predicate."""
    phrases = [_content(phrase) - over for phrase in subject.split(",")]
    longest = max(phrases, key=len)
    return longest <= asked.terms


def _negations(text: str) -> frozenset[str]:
    """Each negation with the word after it."""
    return frozenset(re.findall(rf"{_NEGATION.pattern} \w+", text))


def _plain(text: str) -> str:
    return " ".join(fold(normalise(text)).strip(" ?.!").split())


def _content(folded: str) -> frozenset[str]:
    return frozenset(syllables(folded)) - QUESTION_WORDS - _FRAME
