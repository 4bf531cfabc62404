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
    "nghi quyet dinh ke hoach luat thong bao cong chuong trinh ben phia".split()
)
_LONGEST_NAMING = 300
_NEXT_YEAR = re.compile(r"\bnam (?:sau|toi|ke tiep|tiep theo)\b")
_YEAR_BEFORE = re.compile(r"\bnam (?:truoc|lien truoc)(?: do)?\b")
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
    for spans_of, elsewhere in _KINDS:
        new, old = spans_of(text), spans_of(earlier)
        if len(new) == 1 and old and _only(text, new[0]):
            start, end = _described(earlier, old[0]) if elsewhere else old[0]
            named = text[slice(*new[0])].strip(" ,")
            return Substituted(earlier[:start] + named + earlier[end:], elsewhere, spans_of is _bodies)
    return None


def with_year(text: str, earlier: str, year: int | None) -> str:
    """The text with "năm sau" as the year after the one talked about.

    Args:
        text: the follow-up, NFC.
        earlier: the question before, complete; its last year counts.
        year: of the last answer, where the question named none.
    """
    years = find_years(earlier)
    first, last = (years[-1].first, years[-1].last) if years else (year, year)
    if first is None or last is None:
        return text
    folded, offsets = fold_aligned(text)
    for pattern, number in ((_NEXT_YEAR, last + 1), (_YEAR_BEFORE, first - 1)):
        if match := pattern.search(folded):
            return f"{text[: offsets[match.start()]]}năm {number}{text[offsets[match.end()] :]}"
    return text


def names_in(text: str) -> str:
    """The years, papers, agencies and levels that a question names, and nothing else of it."""
    spans = sorted({span for spans_of, _ in _KINDS for span in spans_of(text)})
    return ", ".join(text[slice(*span)].strip(" ,") for span in spans)


def only_names(text: str) -> bool:
    """Whether a follow-up says nothing of a matter, only names, or nothing at all; a long one always says something."""
    if len(text) > _LONGEST_NAMING:
        return False
    spans = [span for spans_of, _ in _KINDS for span in spans_of(text)]
    return _only(text, (0, 0)) or any(_only(text, span) for span in spans)


def without_rivals(earlier: str, text: str) -> tuple[str, bool]:
    """The earlier question without the years, papers, agencies and levels in whose place ``text`` names others.

    Also whether another paper may answer ``text`` therefore.
    """
    elsewhere = False
    for spans_of, other_paper in _KINDS:
        new = [text[slice(*span)] for span in spans_of(text)]
        rivals = [
            span
            for span in spans_of(earlier)
            if new and not any(_same(one, earlier[slice(*span)]) for one in new)
        ]
        elsewhere |= other_paper and bool(rivals)
        for start, end in reversed(rivals):
            earlier = f"{earlier[:start].rstrip()} {earlier[end:].lstrip()}".strip()
    return earlier, elsewhere


def _same(one: str, other: str) -> bool:
    """Whether two names of a kind mean the same: "tỉnh" and "tỉnh Lạng Sơn", "NQ57" and "Nghị quyết 57-NQ/TW"."""
    numbers = [[mention.number for mention in find_document_numbers(name)] for name in (one, other)]
    if all(numbers):
        return any(first.matches(second) for first in numbers[0] for second in numbers[1])
    words = [fold(name).split() for name in (one, other)]
    return words[0] == words[1] or all("tinh" in name for name in words)


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


#: The kinds of names that a follow-up may put in the place of others, and whether another paper may answer then.
_KINDS: tuple[tuple[Callable[[str], Sequence[Span]], bool], ...] = (
    (_years, False),
    (_papers, True),
    (_bodies, False),
    (_levels, True),
)
