"""Personal data taken out of texts that are stored or logged. `widget/personal.js` warns by the same patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from vietnamese import personal_patterns as patterns
from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold


class Kind(Enum):
    """What a text gives away; the value is the word that takes its place."""

    MAIL = "[thư điện tử]"
    CARD = "[số thẻ]"
    PHONE = "[số điện thoại]"
    IDENTITY = "[số giấy tờ]"
    TAX = "[mã số thuế]"
    PLATE = "[biển số xe]"
    ACCOUNT = "[số tài khoản]"


@dataclass(frozen=True)
class Found:
    """Personal data at ``start:end`` of a text."""

    start: int
    end: int
    kind: Kind


def mask(text: str) -> str:
    """``text`` with every datum of :func:`find_personal_data` replaced by a word in brackets.

    Document numbers, codes of procedures, years, dates, amounts and hotlines (113, 1900 1234) stay. Masking what was
    masked changes nothing.
    """
    while found := find_personal_data(text):
        for datum in reversed(found):
            text = f"{text[: datum.start]}{datum.kind.value}{text[datum.end :]}"
    return text


def find_personal_data(text: str) -> list[Found]:
    """E-mail addresses, numbers of telephones, papers, cards, taxpayers, vehicles and, named so, accounts, in order."""
    plain = _plain(text)
    if not _WORTH_A_LOOK.search(plain):
        return []
    found: list[Found] = []
    official: list[tuple[int, int]] | None = None
    for kind, pattern, accepts in _SHAPES:
        for match in pattern.finditer(plain):
            start, end = match.span(1)
            if not accepts(text, plain, start, end) or _meets(
                start, end, [(one.start, one.end) for one in found]
            ):
                continue
            if kind is not Kind.MAIL:
                if official is None:
                    official = [(day.start, day.end) for day in find_dates(text)]
                    official += [(number.start, number.end) for number in find_document_numbers(text)]
                if _meets(start, end, official):
                    continue
            found.append(Found(start, end, kind))
    return sorted(found, key=lambda datum: datum.start)


def _plain(text: str) -> str:
    """Lower case without diacritics, character by character, so that places stay the same."""
    return text.lower() if text.isascii() else "".join(map(_plain_character, text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character.isspace() and character not in "\n\r":
        return " "
    folded = fold(character)
    return folded if len(folded) == 1 else character


def _meets(start: int, end: int, others: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in others)


def _anything(_text: str, _plain: str, _start: int, _end: int) -> bool:
    return True


def _nobody_elses(_text: str, plain: str, start: int, end: int) -> bool:
    """It is no amount, no mark of a thing, and no part of a page's address."""
    if _OTHERS_NUMBER.search(plain[max(0, start - 40) : start]):
        return False
    return not _meets(start, end, [match.span() for match in _ADDRESS.finditer(plain)])


def _taxpayers(text: str, plain: str, start: int, end: int) -> bool:
    """Its check digit is right, or a branch stands behind it.

    Source of the weights: the tax office's structure of the mã số thuế.
    """
    ten = plain[start : start + 10]
    total = sum(
        int(sign) * weight for sign, weight in zip(ten, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False)
    )
    return (end - start > 10 or int(ten[9]) == 10 - total % 11) and _nobody_elses(text, plain, start, end)


def _in_capitals(text: str, plain: str, start: int, end: int) -> bool:
    return text[start].isupper() and _nobody_elses(text, plain, start, end)


def _plates(text: str, plain: str, start: int, end: int) -> bool:
    """It is a plate rather than a year of a class, a room, or a measure with a count behind it."""
    parts = _PLATE_PARTS.match(plain[start:end])
    if parts is None:  # a diplomat's
        return True
    gap, letters, digit, between, tail = parts.groups()
    written = text[start + 2 + len(gap) :][: len(letters)]
    loose = gap == " " or " " in between or " " in tail
    dotted = "." in tail
    if dotted and not loose:
        return True
    short, small = len(tail) == 4, written.islower()
    doubtful = (
        any(not sign.isascii() and sign not in "Đđ" for sign in written)
        or (short and (tail.startswith(("19", "20")) or _ROOM.search(plain[max(0, start - 20) : start])))
        or (small and not digit and not dotted and (loose or short) and _UNIT_LETTERS.match(letters))
        or (loose and small and not dotted and (short or not digit))
        or _AMOUNT.match(plain[end:])
    )
    return not doubtful and _nobody_elses(text, plain, start, end)


_WORTH_A_LOOK = re.compile(r"@|[\[(]at[\])]| a ?cong |[0-9][^0-9]{0,3}[0-9]|" + patterns.PHONE_SPELLED)
_OTHERS_NUMBER = re.compile(patterns.OTHERS_NUMBER)
_ROOM = re.compile(patterns.ROOM)
_UNIT_LETTERS = re.compile(patterns.UNIT_LETTERS)
_ADDRESS = re.compile(patterns.ADDRESS)
_AMOUNT = re.compile(rf" {{0,3}}{patterns.UNITS}")
_PLATE_PARTS = re.compile(
    r"[0-9]{2}([ .-]?)([a-z]{1,2})([0-9]??)([ ._-]{0,3})([0-9]{3}[ .-]?[0-9]{2}|[0-9]{4})$"
)

Accepts = Callable[[str, str, int, int], bool]
#: What is named comes before what is only shaped alike.
_SHAPES: tuple[tuple[Kind, re.Pattern[str], Accepts], ...] = tuple(
    (kind, re.compile(pattern), accepts)
    for kind, pattern, accepts in (
        (Kind.MAIL, patterns.MAIL, _anything),
        (Kind.MAIL, patterns.MAIL_SPELLED, _anything),
        (Kind.PLATE, patterns.PLATE_NAMED, _anything),
        (Kind.TAX, patterns.TAX_NAMED, _anything),
        (Kind.IDENTITY, patterns.IDENTITY_NAMED, _anything),
        (Kind.IDENTITY, patterns.INSURANCE_NAMED, _anything),
        (Kind.IDENTITY, patterns.PASSPORT_NAMED, _anything),
        (Kind.IDENTITY, patterns.INSURANCE, _nobody_elses),
        (Kind.CARD, patterns.CARD, _nobody_elses),
        (Kind.IDENTITY, patterns.CITIZEN, _nobody_elses),
        (Kind.PHONE, patterns.PHONE, _anything),
        (Kind.PHONE, patterns.PHONE_O, _anything),
        (Kind.ACCOUNT, patterns.ACCOUNT, _anything),
        (Kind.ACCOUNT, patterns.ACCOUNT_AT, _anything),
        (Kind.ACCOUNT, patterns.AT_ACCOUNT, _anything),
        (Kind.IDENTITY, patterns.IDENTITY, _nobody_elses),
        (Kind.IDENTITY, patterns.PASSPORT, _in_capitals),
        (Kind.TAX, patterns.TAX, _taxpayers),
        (Kind.PLATE, patterns.PLATE, _plates),
        (Kind.PHONE, patterns.PHONE_NAMED, _anything),
        (Kind.PHONE, patterns.PHONE_SPELLED, _anything),
    )
)
