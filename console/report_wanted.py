"""What a half-yearly report tells of and who sends it; due before 10 June and 10 December (Mục IV.4 of the plan)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

#: The day of June and December before which a report is due; its figures reach to the end of the month before.
_DUE = 10


@dataclass(frozen=True, slots=True)
class Period:
    """What a report tells of, ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """As reports call it: "6 tháng đầu năm 2026"; another stretch of days by its ends."""
        for name, half in (("đầu", _first_half(self.last.year)), ("cuối", _second_half(self.last.year))):
            if self == half:
                return f"6 tháng {name} năm {self.last.year}"
        return f"từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"

    @property
    def due(self) -> date:
        """The day before which the report is due."""
        after = self.last + timedelta(days=1)
        return after.replace(day=_DUE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports.

    Attributes:
        above: the agency above.
        agency: "Sở Khoa học và Công nghệ".
        code: in the paper's sign, "SKHCN".
        to: whom the report is sent to; empty for nobody in particular.
        office: of who signs, one line or two ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC").
        signer: name, may be empty.
    """

    above: str = "UBND tỉnh Lạng Sơn"
    agency: str = "Sở Khoa học và Công nghệ"
    code: str = "SKHCN"
    to: str = "Ủy ban nhân dân tỉnh Lạng Sơn"
    office: tuple[str, ...] = ("GIÁM ĐỐC",)
    signer: str = ""


def period_due(today: date) -> Period:
    """The period of the report that is due next."""
    for period in (_first_half(today.year), _second_half(today.year)):
        if today < period.due:
            return period
    return _first_half(today.year + 1)


def _first_half(year: int) -> Period:
    return Period(date(year - 1, 12, 1), date(year, 5, 31))


def _second_half(year: int) -> Period:
    return Period(date(year, 6, 1), date(year, 11, 30))
