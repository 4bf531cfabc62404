"""Personal data taken out of texts that are stored or logged. `widget/personal.js` warns by the same patterns."""

from __future__ import annotations

import re

from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers

_LEFT = r"(?<!\d)(?<!\d[.,])"
_RIGHT = r"(?!\d|[.,]\d)"
#: Before these words a number is an amount, however long.
_NO_AMOUNT = r"(?!\s*(?:đ|₫|đồng|dong|vnd|vnđ|usd|tỷ|tỉ|ty|triệu|trieu|nghìn|nghin|%)(?!\w))"
_GAP = r"[ .()-]{0,2}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CARD = re.compile(
    rf"{_LEFT}(?:"
    # Four groups of four, but not four years.
    r"(?!(?:(?:19|20)\d\d[ -]?){4})\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?"
    rf"|\d{{13,19}}{_NO_AMOUNT}){_RIGHT}"
)
_PHONE = re.compile(
    rf"{_LEFT}(?:"
    rf"\(?\+\s?84(?:{_GAP}\d){{9,10}}"
    r"|84 ?[35789](?: ?\d){8}"
    r"|0\d{9,10}"
    # Grouped: mobile numbers have ten digits, lines of the land network ten or eleven.
    rf"|\(?0{_GAP}(?:[3-9](?:{_GAP}\d){{8}}|[12](?:{_GAP}\d){{8,9}})"
    rf"){_RIGHT}{_NO_AMOUNT}"
)
_IDENTITY = re.compile(
    # Twelve digits (căn cước) or nine (chứng minh nhân dân); grouped only with a leading zero.
    rf"{_LEFT}(?:\d{{12}}|\d{{9}}|0\d{{5}} \d{{6}}|0\d\d([ .-])\d{{3}}\1\d{{3}}(?:\1\d{{3}})?)"
    rf"{_RIGHT}{_NO_AMOUNT}"
)


def mask(text: str) -> str:
    """``text`` with e-mail addresses, phone, identity and card numbers replaced by a word in brackets.

    Document numbers, years, dates, amounts and short public lines (113, 1900 1234) stay.
    """
    masked = _EMAIL.sub("[thư điện tử]", text)
    masked = _without(_CARD, "[số thẻ]", masked)
    masked = _without(_PHONE, "[số điện thoại]", masked)
    return _without(_IDENTITY, "[số giấy tờ]", masked)


def _without(pattern: re.Pattern[str], word: str, text: str) -> str:
    if not pattern.search(text):
        return text
    kept = [(day.start, day.end) for day in find_dates(text)]
    kept += [(number.start, number.end) for number in find_document_numbers(text)]

    def replacement(match: re.Match[str]) -> str:
        official = any(start < match.end() and match.start() < end for start, end in kept)
        return match[0] if official else word

    return pattern.sub(replacement, text)
