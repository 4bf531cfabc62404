"""Golden scores: what was measured of a release. They stand in its manifest and do not count for its identity."""

from __future__ import annotations

from datetime import datetime

from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """One share that was measured.

    Attributes:
        measure: what was counted, such as ``right`` (evaluation.judging.MEASURES).
        split: the golden questions it was counted over.
        variant: how they were typed (evaluation.variants.Variant).
        value: the share, 0 to 1.
        low: lower end of its 95 % interval.
        high: upper end.
        n: number of questions.
        at: when, in UTC.
        method: how, in the words that the page shows.
    """

    measure: str
    split: str
    variant: str
    value: float
    low: float
    high: float
    n: int
    at: datetime
    method: str

    @property
    def key(self) -> str:
        """Its name in the manifest; a later measurement of the same takes its place."""
        return f"{self.split}/{self.variant}/{self.measure}"
