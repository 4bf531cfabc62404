"""What citizens are told about whether something is in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.model import Validity

_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Badge:
    """A remark beside a document or provision; ``tone``: ``valid``, ``ended``, ``coming``, ``amended``, ``digest``."""

    text: str
    tone: str


DIGEST = Badge("Bản tóm lược", "digest")
VALID = Badge("Còn hiệu lực", "valid")


def written_date(day: date) -> str:
    """``day`` as Vietnamese papers write it: 01/10/2025."""
    return f"{day:%d/%m/%Y}"


def with_written_dates(text: str) -> str:
    """``text`` with its ISO dates written the Vietnamese way."""
    return _ISO_DATE.sub(r"\3/\2/\1", text)


def within(own: Validity, outer: Validity) -> Validity:
    """The term of something whose ``own`` leaves to ``outer`` what it does not state."""
    return own.within(outer)


def in_force(validity: Validity, today: date) -> bool:
    """Whether ``validity`` says so itself: a beginning that is known and past, and no end that is."""
    begun = validity.start is not None and validity.start <= today
    return begun and (validity.end is None or validity.end > today)


def validity_badge(validity: Validity, today: date) -> Badge | None:
    """The remark that ``validity`` needs on ``today``; none for what is in force, unchanged and without a known end."""
    if validity.end is not None:
        ended = validity.end <= today
        words = "Hết hiệu lực từ" if ended else "Sẽ hết hiệu lực từ"
        cause = f", theo {validity.ended_by}" if validity.ended_by else ""
        return Badge(f"{words} {written_date(validity.end)}{cause}", "ended" if ended else "coming")
    if validity.start is not None and today < validity.start:
        return Badge(f"Có hiệu lực từ {written_date(validity.start)}", "coming")
    if validity.amended_by:
        return Badge(f"Được sửa đổi, bổ sung bởi {validity.amended_by}", "amended")
    return None
