"""The codes of letters: ten signs that are easily read, said and typed, with 45 random bits and a check sign.

Crockford's base 32 (no I, L, O, U) in two groups of five: ``K7M29-QXD4T``. The check sign shows every single mistaken
sign and nearly every swap of two neighbours, so that a slip of the finger is not looked up.
"""

from __future__ import annotations

import re
import secrets

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_GROUP = 5
_RANDOM = 2 * _GROUP - 1
#: One of these is in every code, so that no word of ten letters is taken for one; none is mistaken for a letter.
_DIGITS = frozenset("23456789")

_CODE = re.compile(
    r"\s*(?P<named>m[aã](?:\s+s[oố])?\s*:?\s*)?(?P<first>[0-9a-z]{5})(?P<dash>\s*[-–—]\s*|\s?)(?P<last>[0-9a-z]{5})\s*\.?\s*",
    re.IGNORECASE,
)


def new_letter_code() -> str:
    """A new code, with at least one digit and one letter."""
    while True:
        plain = "".join(secrets.choice(_SIGNS) for _ in range(_RANDOM))
        code = plain + _check_sign(plain)
        if _looks_like_one(code):
            return f"{code[:_GROUP]}-{code[_GROUP:]}"


def read_letter_code(text: str) -> str | None:
    """The code that a whole message is, alone or after "mã", as it is kept; ``None`` where it is no code.

    With its dash, or named a code and written in one, it counts as one even when the check sign is wrong: whoever
    mistypes a code wants to know that. Otherwise the check sign decides, since a question may be ten letters long.
    """
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    code = (found["first"] + found["last"]).upper().translate(_MISREAD)
    if not set(code) <= set(_SIGNS) or not _looks_like_one(code):
        return None
    meant = "".join(found["dash"].split()) or (found["named"] and not found["dash"])
    if not meant and code[-1] != _check_sign(code[:-1]):
        return None
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def _looks_like_one(code: str) -> bool:
    return not _DIGITS.isdisjoint(code) and any(sign.isalpha() for sign in code)


def _check_sign(plain: str) -> str:
    """Odd weights: a sign taken for another always changes the sum."""
    return _SIGNS[sum((2 * place + 1) * _SIGNS.index(sign) for place, sign in enumerate(plain)) % len(_SIGNS)]
