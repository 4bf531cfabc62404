"""Personal data out of texts that are stored or logged."""

from __future__ import annotations

import re

from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers

_ALONE = r"(?<![\d])(?<!\d[.,])"
_END = r"(?!\d|[.,]\d)"
#: A number before these is an amount, whatever its length.
_NOT_AMOUNT = r"(?!\s*(?:đ|₫|đồng|dong|vnd|vnđ|usd|tỷ|ty|triệu|trieu|nghìn|nghin|%)(?!\w))"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = (
    # Four groups of four that are not four years, or 13-19 digits in one.
    (
        re.compile(rf"{_ALONE}(?!(?:(?:19|20)\d\d[ -]?){{4}})(?:\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?)"
                   rf"{_END}|{_ALONE}\d{{13,19}}{_END}{_NOT_AMOUNT}"),
        "[số thẻ]",
    ),
    # Trunk or country code, then nine or ten digits; between digits at most one separator.
    (
        re.compile(rf"{_ALONE}(?:\(?\+\s?84\)?|84(?=[ .-]?[235789])|\(?0(?=[1-9]))(?:[ .\-()]{{0,2}}\d){{9,10}}{_END}"),
        "[số điện thoại]",
    ),
    # Twelve digits (căn cước) or nine (chứng minh nhân dân), in one or in groups.
    (
        re.compile(rf"{_ALONE}(?:\d{{12}}|\d{{9}}|\d{{6}} \d{{6}}|(?:\d{{3}} ){{2,3}}\d{{3}}|0\d\d(?:[.-]\d{{3}}){{3}})"
                   rf"{_END}{_NOT_AMOUNT}", re.IGNORECASE),
        "[số giấy tờ]",
    ),
)


def mask(text: str) -> str:
    """``text`` with e-mail addresses, phone, identity and card numbers replaced by a word in brackets.

    Document numbers, years, dates, amounts and the short public lines (113, 1900 1234) stay.
    """
    masked = _EMAIL.sub("[thư điện tử]", text)
    for pattern, word in _NUMBERS:
        kept = [*find_dates(masked), *find_document_numbers(masked)]
        spans = [(mention.start, mention.end) for mention in kept]
        masked = pattern.sub(
            lambda match, spans=spans, word=word: (
                match[0] if any(start < match.end() and match.start() < end for start, end in spans) else word
            ),
            masked,
        )
    return masked
