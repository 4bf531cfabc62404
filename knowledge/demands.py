"""What kind of thing a question demands, and whether a provision states such a thing.

A passage on the right matter that states no telephone number does not answer "what is the telephone number",
however near its words are. The kinds, with the words that ask for them and the forms that offer them, stand in
``demands.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.importer.labels import CAPITALS
from vietnamese.text import nfc

_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lương Trịnh Mai Tô Hà Tạ Đào "
    "Nông Lâm Vi Hứa Cao Chu Tăng Trương Quách Lưu Triệu Từ Thái La Kim Phùng Châu Mạc Lục Bế Ma Lò Lã Đàm Nghiêm Thân "
    "Vương Tống"
).replace(" ", "|")
_FIGURES = re.compile(r"\d+")
_NAME = rf"(?:{_SURNAMES})(?: [{CAPITALS}]\w+){{1,3}}"


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of thing.

    Attributes:
        kind: its name in ``demands.yml``.
        thing: what a refusal calls it, in Vietnamese.
        asks: finds the words that ask for it in a folded question.
        spells: finds those that ask for it only as they are spelt, in small letters; ``None`` where there are none.
        offers: finds the form that states it in a provision as written.
    """

    kind: str
    thing: str
    asks: re.Pattern[str]
    spells: re.Pattern[str] | None
    offers: re.Pattern[str]

    def stated_in(self, text: str, known: frozenset[str] = frozenset()) -> bool:
        """Whether a text, as written, states such a thing.

        Args:
            text: of a provision.
            known: figures that the question itself gives; repeating them answers nothing.
        """
        return any(
            not (figures := _FIGURES.findall(found.group())) or not known.issuperset(figures)
            for found in self.offers.finditer(text)
        )


def _load(file: Path) -> tuple[Demand, ...]:
    kinds = yaml.safe_load(file.read_text("utf-8"))
    return tuple(
        Demand(
            kind,
            entry["thing"],
            _any_of(entry["asks"]),
            _any_of(entry["spells"]) if "spells" in entry else None,
            _any_of(entry["offers"], 0 if entry.get("capitals") else re.IGNORECASE),
        )
        for kind, entry in kinds.items()
    )


def _any_of(patterns: list[str], flags: int = 0) -> re.Pattern[str]:
    joined = "|".join(patterns).replace("{name}", _NAME)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", flags)


DEMANDS = _load(Path(__file__).with_name("demands.yml"))
_BY_KIND = {demand.kind: demand for demand in DEMANDS}


def demands_in(folded: str, spelt: str = "") -> tuple[Demand, ...]:
    """The kinds of things that a question demands, given folded and as it is spelt."""
    small = nfc(spelt).lower()
    return tuple(
        demand
        for demand in DEMANDS
        if demand.asks.search(folded) or (demand.spells is not None and demand.spells.search(small))
    )


def thing_of(kind: str) -> str:
    """What a refusal calls this kind of thing; empty where ``kind`` is none."""
    demand = _BY_KIND.get(kind)
    return demand.thing if demand else ""
