"""Fields of forms: as they are filled in at first, as somebody typed them, and what somebody else has put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from console.days import read_day
from knowledge.difference import Part, difference

EMPTY: Mapping[str, str] = {}
"""A form that nobody has filled in."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        kind: ``text``, ``date``, ``long``, ``check`` or ``choice``.
        choices: value and label of each choice.
        theirs: what somebody else has put there meanwhile; ``None`` where nobody has.
    """

    name: str
    label: str
    value: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    theirs: str | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The difference from theirs to what was typed."""
        return () if self.theirs is None else difference(self.theirs, self.value)


def typed(fields: Sequence[Field], form: Mapping[str, str], *, beside: bool) -> tuple[Field, ...]:
    """The fields with what was typed; ``beside`` keeps what was there where it differs."""
    return tuple(
        replace(
            field,
            value=(now := form.get(field.name, "")),
            theirs=field.value if beside and field.value != now else None,
        )
        for field in fields
    )


def text_of(form: Mapping[str, str], name: str) -> str:
    """What was typed, white space as a paragraph has it."""
    return " ".join(form.get(name, "").split())


def day_of(form: Mapping[str, str], name: str) -> date | None:
    """The day that was chosen; ``None`` where none was.

    Raises:
        InputError: it is none.
    """
    return read_day(form.get(name, "").strip())


def iso(day: date | None) -> str:
    """A day as a field for days has it."""
    return day.isoformat() if day else ""
