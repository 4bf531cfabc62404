"""A small golden set over the two papers of tests/knowledge/samples.py, and something that answers as told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evaluation.asking import Cited, Dialogue, Run, Said
from evaluation.variants import Variant
from knowledge.outcome import Outcome
from tests.knowledge.samples import NOW

_MARKET = {
    "question": "Chợ đêm mở cửa mấy giờ?",
    "gold": [{"document": "cho-dem", "quote": "Chợ đêm mở cửa từ 18 giờ"}],
    "facts": ["18 giờ"],
}
_TREES = {
    "question": "Năm 2026 trồng bao nhiêu cây hoa đào?",
    "gold": [{"document": "cay-xanh", "quote": "1.200 cây hoa đào"}],
    "facts": ["1.200 cây"],
}
_NOT_SAID = {"question": "Còn năm 2035?", "kind": "unanswerable", "gold": [], "facts": []}
SPLITS: dict[str, list[dict[str, Any]]] = {
    "test": [
        {"id": "t1", **_MARKET, "shape": "when", "register": "plain"},
        {"id": "t2", **_TREES, "shape": "how_much", "register": "formal"},
        {"id": "t3", "kind": "out_of_scope", "question": "Đội nào vô địch?", "gold": [], "facts": []},
        {"id": "t4", "kind": "unanswerable", "question": "Chợ đêm năm 2035?", "gold": [], "facts": []},
    ],
    "conversations-test": [
        {
            "id": "c1",
            "turns": [
                _MARKET,
                {"question": "Còn năm 2035?", "kind": "unanswerable", "gold": [], "facts": []},
            ],
        },
        {"id": "c2", "turns": [_MARKET, _TREES]},
    ],
}
MARKET = Said(
    Outcome.ANSWERED,
    "Chợ đêm mở cửa từ 18 giờ đến 23 giờ.",
    (Cited("/van-ban/cho-dem#-1.-1", "12/QĐ-UBND", "Điều 2"),),
)
REFUSED = Said(Outcome.NOT_FOUND, "Các văn bản không nêu.", ())


def a_run(*splits: str, variants: tuple[Variant, ...] = (Variant.ACCENTED,), asked: str = "core") -> Run:
    """A run over splits of the small set."""
    return Run(NOW, asked, "r-0001", splits or ("test",), variants)


@dataclass
class Told:
    """Answers as ``answer`` says; remembers what each conversation was told."""

    answer: Callable[[str], Said] = lambda text: MARKET if "Chợ" in text else REFUSED
    conversations: list[list[str]] = field(default_factory=list)

    def open(self) -> Dialogue:
        """A conversation."""
        self.conversations.append([])
        return _Told(self.answer, self.conversations[-1])


@dataclass
class _Told:
    answer: Callable[[str], Said]
    heard: list[str]

    def say(self, text: str) -> Said:
        self.heard.append(text)
        return self.answer(text)
