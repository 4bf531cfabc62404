"""The list of documents: which there are, how they stand to what citizens see, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.summaries import Summary
from vietnamese.text import fold


class Status(StrEnum):
    """How a document stands; it may stand in several ways at once."""

    CHANGED = "thay-doi"
    DOUBTFUL = "nghi-van"
    PROPOSED = "de-xuat"
    EDITED = "da-sua"
    RETIRED = "ngung-dung"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _LABELS[self]


_LABELS = {
    Status.CHANGED: "khác bản đang phục vụ",
    Status.DOUBTFUL: "còn chỗ đáng ngờ",
    Status.PROPOSED: "có tệp thay đổi chờ duyệt",
    Status.EDITED: "đã sửa so với tệp",
    Status.RETIRED: "đã ngừng dùng",
}
SORTS = {"moi": "thay đổi gần nhất", "ten": "tên", "ngay": "ngày ban hành", "nghi-van": "số chỗ đáng ngờ"}


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document on the shelf."""

    summary: Summary
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty fields want all."""

    status: str = ""
    kind: str = ""
    issuer: str = ""
    words: str = ""
    sort: str = "moi"


def read_filter(query: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; what it does not know is left out."""
    status, sort = query.get("trang-thai", ""), query.get("xep", "")
    return Filter(
        status=status if status in set(Status) else "",
        kind=query.get("loai", ""),
        issuer=query.get("co-quan", ""),
        words=query.get("tim", "").strip()[:200],
        sort=sort if sort in SORTS else "moi",
    )


def shelved(
    summaries: Sequence[Summary], live: Mapping[str, str], proposed: Collection[str]
) -> list[Shelved]:
    """The documents with how they stand.

    Args:
        summaries: of all documents.
        live: slug and digest of those in the live release.
        proposed: slugs for which a changed file waits.
    """
    return [
        Shelved(one, tuple(_statuses(one, live.get(one.slug), one.slug in proposed))) for one in summaries
    ]


def chosen(shelf: Sequence[Shelved], wanted: Filter) -> list[Shelved]:
    """Those that a filter wants, sorted."""
    words = fold(wanted.words).split()
    found = [
        one
        for one in shelf
        if (not wanted.status or wanted.status in one.statuses)
        and (not wanted.kind or one.summary.kind == wanted.kind)
        and (not wanted.issuer or one.summary.issuer == wanted.issuer)
        and all(word in one.summary.words for word in words)
    ]
    key, falling = _KEYS[wanted.sort]
    return sorted(sorted(found, key=_by_name), key=key, reverse=falling)


def _statuses(one: Summary, live: str | None, proposed: bool) -> list[Status]:
    retired = one.retired_at is not None
    stands = {
        Status.CHANGED: (live is not None) if retired else live != one.digest,
        Status.DOUBTFUL: one.doubts > 0 and not retired,
        Status.PROPOSED: proposed,
        Status.EDITED: one.edited,
        Status.RETIRED: retired,
    }
    return [status for status, so in stands.items() if so]


def _by_name(one: Shelved) -> str:
    return fold(one.summary.name)


def _by_moment(one: Shelved) -> datetime:
    return one.summary.touched_at


def _by_issue(one: Shelved) -> date:
    return one.summary.issued or date.min


def _by_doubts(one: Shelved) -> int:
    return one.summary.doubts


_KEYS: dict[str, tuple[Callable[[Shelved], str | datetime | date | int], bool]] = {
    "moi": (_by_moment, True),
    "ten": (_by_name, False),
    "ngay": (_by_issue, True),
    "nghi-van": (_by_doubts, True),
}
