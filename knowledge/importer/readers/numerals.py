"""Numbers as lists print them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """4 as "iv"; numbers that have no Roman numeral of a sane length as digits."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def letter(number: int) -> str:
    """1 as "a", 26 as "z", 27 as "aa", 28 as "bb", as Word counts."""
    if not 0 < number <= 780:
        return str(number)
    again, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (again + 1)
