"""Substitution: a follow-up that names nothing but another year, paper, agency or level of government.

"Còn năm 2027?", "thế quyết định 1169?", "Sở Tài chính nữa" ask the earlier question about something else; the new name
takes the place of the old one in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.question import QUESTION_WORDS
from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, fold_aligned, syllables

Span = tuple[int, int]

#: What may stand beside the new name and says nothing more; folded.
_FILLERS = QUESTION_WORDS | frozenset(
    "con nua roi sang nam giai doan moc thoi diem nhu sau truoc tiep do ay nay y minh nhe cam on "
    "o tai trong doi voi rieng lai hoi van ban quy sao va them chuyen "
    "nghi quyet dinh ke hoach luat thong bao cong chuong trinh".split()
)
_NEXT_YEAR = re.compile(r"\bnam (?:sau|toi|ke tiep|tiep theo)\b")
_YEAR_BEFORE = re.compile(r"\bnam (?:truoc|lien truoc)\b")
_LEVEL = re.compile(r"\b(?:trung uong|chinh phu|quoc hoi|(?:cap )?tinh(?: lang son| minh| ta| nha)?)\b")
_BODY = re.compile(
    r"\b(?P<head>so|bo|nganh|mat tran|dang doan|ban can su|ban tuyen giao|ban kinh te|van phong|hoi|doan)"
    r"(?: (?!(?:phai|co|lam|duoc|giao|bao|trong|o|thi|chiu|nhu|can|se|gi|nao|la|nua|theo|ky|cua|viec|nhung|cac)\b)"
    r"[a-z&]+,?){1,7}"
)
#: Heads that are other words without their marks.
_MARKED = {"so": "sở", "bo": "bộ", "hoi": "hội", "doan": "đoàn"}


@dataclass(frozen=True, slots=True)
class Substituted:
    """The earlier question about something else.

    Attributes:
        text: the question.
        elsewhere: whether another paper may answer it.
        agency: whether an agency took the place of another one.
    """

    text: str
    elsewhere: bool
    agency: bool = False


def substituted(text: str, earlier: str) -> Substituted | None:
    """The earlier question with the year, paper, level or agency that ``text`` names, where it names nothing else.

    Args:
        text: the follow-up, NFC.
        earlier: the question before, complete.
    """
    text = _with_year(text, earlier)
    for spans_of, elsewhere in ((_years, False), (_papers, True), (_bodies, False), (_levels, True)):
        new, old = spans_of(text), spans_of(earlier)
        if len(new) == 1 and old and _only(text, new[0]):
            start, end = _described(earlier, old[0]) if elsewhere else old[0]
            named = text[slice(*new[0])].strip(" ,")
            return Substituted(earlier[:start] + named + earlier[end:], elsewhere, spans_of is _bodies)
    return None


def _with_year(text: str, earlier: str) -> str:
    """The text with "năm sau" as the year after the earlier question's."""
    years = find_years(earlier)
    folded, offsets = fold_aligned(text)
    for pattern, year in ((_NEXT_YEAR, "last"), (_YEAR_BEFORE, "first")):
        match = pattern.search(folded)
        if match and years:
            number = getattr(years[-1], year) + (1 if year == "last" else -1)
            return f"{text[: offsets[match.start()]]}năm {number}{text[offsets[match.end()] :]}"
    return text


def _only(text: str, span: Span) -> bool:
    """Whether nothing of the matter stands beside a span."""
    beside = f"{text[: span[0]]} {text[span[1] :]}"
    return all(fold(syllable) in _FILLERS for syllable in syllables(beside))


def _described(earlier: str, span: Span) -> Span:
    """A paper's number with the words that say what it is about: they do not hold for another one."""
    folded, offsets = fold_aligned(earlier)
    start = next(place for place, offset in enumerate(offsets) if offset >= span[1])
    about = re.match(
        r"\s+ve (?:(?!\b(?:do|ai|la|co|ban hanh|dat|duoc|quy dinh|giao|khi|ngay|noi|nhu)\b)[^?.,;]){3,}",
        folded[start:],
    )
    return (span[0], offsets[start + len(about[0].rstrip())]) if about else span


def _years(text: str) -> Sequence[Span]:
    return [(mention.start, mention.end) for mention in find_years(text)]


def _papers(text: str) -> Sequence[Span]:
    return [(mention.start, mention.end) for mention in find_document_numbers(text)]


def _levels(text: str) -> Sequence[Span]:
    return _matches(text, _LEVEL, lambda _match, _typed: True)


def _bodies(text: str) -> Sequence[Span]:
    return _matches(text, _BODY, _is_body)


def _is_body(match: re.Match[str], typed: str) -> bool:
    head = match["head"]
    return head not in _MARKED or typed.isascii() or typed.lower().startswith(_MARKED[head])


def _matches(
    text: str, pattern: re.Pattern[str], fits: Callable[[re.Match[str], str], bool]
) -> Sequence[Span]:
    folded, offsets = fold_aligned(text)
    spans = ((match, (offsets[match.start()], offsets[match.end()])) for match in pattern.finditer(folded))
    return [span for match, span in spans if fits(match, text[slice(*span)])]
