"""What the engine understood: accuracy for each file, figures for each intent, who was taken for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from evaluation.charts import confusion_chart
from evaluation.metrics import wilson
from evaluation.nlu import Understood, accuracy, by_intent, confusion
from evaluation.report import Cell, Report, Section, decimal


def splits_of(understood: Sequence[Understood]) -> list[tuple[str, list[Understood]]]:
    """The messages of each file."""
    return [(split, list(group)) for split, group in groupby(understood, lambda one: one.split)]


def summary_of(model: str, understood: Sequence[Understood]) -> dict[str, Any]:
    """The run in numbers, for programs."""
    files = {}
    for split, those in splits_of(understood):
        hits, total = accuracy(those)
        low, high = wilson(hits, total)
        files[split] = {
            "accuracy": round(hits / total, 4),
            "low": round(low, 4),
            "high": round(high, 4),
            "n": total,
            "intents": {
                one.intent: {
                    "precision": round(one.precision, 4),
                    "recall": round(one.recall, 4),
                    "f1": round(one.f1, 4),
                    "n": one.n,
                }
                for one in by_intent(those)
            },
            "confused": [
                {"intent": wanted, "predicted": predicted, "n": count}
                for (wanted, predicted), count in confusion(those).most_common()
                if wanted != predicted
            ],
        }
    return {"model": model, "files": files}


def lines_of(understood: Sequence[Understood]) -> Iterator[dict[str, Cell]]:
    """Every message with what it was taken for."""
    for one in understood:
        yield {
            "file": one.split,
            "text": one.text,
            "intent": one.intent,
            "predicted": one.predicted,
            "right": int(one.intent == one.predicted),
        }


def report_of(model: str, understood: Sequence[Understood]) -> Report:
    """The page."""
    sections = []
    for split, those in splits_of(understood):
        hits, total = accuracy(those)
        low, high = wilson(hits, total)
        counts = confusion(those)
        labels = sorted({label for pair in counts for label in pair})
        chart = confusion_chart(
            f"Ma trận nhầm lẫn của {split}; các cặp nhầm ở bảng kế tiếp",
            [label or "(không rõ)" for label in labels],
            [[counts[wanted, predicted] for predicted in labels] for wanted in labels],
        )
        sections += [
            Section(
                title=f"{split}: đúng {hits} trên {total}, {decimal(hits / total)}",
                caption=f"Từng ý định trong {split}",
                heads=("Ý định", "Độ chính xác", "Độ phủ", "F1", "Số câu"),
                rows=[(one.intent, one.precision, one.recall, one.f1, one.n) for one in by_intent(those)],
                text=f"Khoảng tin cậy 95 %: {decimal(low)}–{decimal(high)}.",
                chart=chart,
            ),
            Section(
                title=f"{split}: những ý định bị hiểu nhầm",
                caption=f"Các cặp nhầm trong {split}, nhiều nhất trước",
                heads=("Ý định thật", "Hiểu thành", "Số câu"),
                rows=[
                    (wanted, predicted or "(không rõ)", count)
                    for (wanted, predicted), count in counts.most_common()
                    if wanted != predicted
                ],
                text="" if hits < total else "Không có câu nào bị hiểu nhầm.",
            ),
        ]
    return Report("Đánh giá nhận biết ý định", (("Mô hình", model),), sections)
