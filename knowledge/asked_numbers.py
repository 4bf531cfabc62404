"""Numbers asked for: what a question asks "bao nhiêu" of, and whether a statement counts or measures that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.statements import Statement
from vietnamese.dates import find_dates, find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

_SCALE = r"(?:tram|chuc|nghin|ngan|van|trieu|ty|ti)"
_ASKED = re.compile(
    rf"\b(?<!ngay )(?<!so )(?<!thang )(?<!nam )(?:bao nhieu|bn)(?: {_SCALE})*"
    # "bao nhiêu bộ hồ sơ" counts files, not sets.
    r"(?: (?:bo (?=ho so|thu tuc|tai lieu|giay)|(?:cai|chiec|cuon) )?(?P<thing>[a-z]+))?\b"
)
#: What follows "bao nhiêu" without being what is counted; sums, shares and spans of time have demands of their own.
_NO_THINGS = frozenset(
    "a ai ba bac cho chau co cua cung da dang de den do dong doi duoc em gi gio ha hay hien hom i khi la lan lau lam "
    "luc moi nam nao nay ngay nhi nhu o phan phut qua roi sau so tai theo thang the thi tien tinh toi trong tren tu "
    "tuan va vao vay ve voi vo".split()
)
_NUMERAL = "mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|chuc|tram|nghin|trieu|ty|vai|nua"
_FIGURE = rf"(?<![\w./-])(?:\d[\d.,]*\+?|{_NUMERAL})(?![\w/-])"
_ANY_FIGURE = re.compile(_FIGURE)
_SHARE = re.compile(r"\d ?%|\bphan tram\b")


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number that is asked for.

    Attributes:
        thing: what is counted or measured, its first syllable folded; empty where the question does not say it.
    """

    thing: str

    def stated_in(self, statement: Statement, known: frozenset[str]) -> bool:
        """Whether a statement gives the number.

        Args:
            statement: a statement of the provision.
            known: figures that the question itself gives, which answer nothing.
        """
        own = figures_of(statement.own)
        if not any(found.group().rstrip(".,+") not in known for found in _ANY_FIGURE.finditer(own)):
            return False
        if not self.thing:
            return True
        before = rf"{_FIGURE}(?: [\w%-]+){{0,3}}? {self.thing}\b"
        after = rf"\b{self.thing}\b[^.;]{{0,40}}?(?:: ?|\bla |\bgom |\bco ){_FIGURE}"
        if re.search(before, own) or re.search(after, own):
            return True
        # "đạt 80%": what a share is of, and what a row's number counts, may stand in the heading or another cell.
        named = re.search(rf"\b{self.thing}\b", fold(nfc(statement.text)))
        return named is not None and bool(statement.row or _SHARE.search(own))


def asked_numbers_in(folded: str) -> tuple[AskedNumber, ...]:
    """The numbers that a folded question asks for."""
    found = []
    for match in _ASKED.finditer(folded):
        thing = match["thing"] or ""
        found.append(AskedNumber("" if thing in _NO_THINGS else thing))
    return tuple(dict.fromkeys(found))


def figures_of(text: str) -> str:
    """A text, folded, without the figures that count nothing: numbers of papers, dates and years."""
    spans = [
        (mention.start, mention.end)
        for mentions in (find_document_numbers(text), find_dates(text), find_years(text))
        for mention in mentions
    ]
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return " ".join(fold(nfc("".join(kept))).split())
