"""Broken numbering: labels that are missing, repeated or out of order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.importer.labels import Label, Level, order_of
from knowledge.importer.tree import Draft, where
from knowledge.model import Doubt

#: Beyond this an editor looks at the file, not at the list.
MOST = 30


def numbering_doubts(top: Sequence[Draft]) -> tuple[Doubt, ...]:
    """Where numbering does not count up from one, or from where the list before it ended."""
    found = list(_under(top, {}))
    if len(found) > MOST:
        more = f"còn {len(found) - MOST} chỗ đánh số không liền mạch nữa"
        return (*found[:MOST], Doubt("", more))
    return tuple(found)


def _under(drafts: Sequence[Draft], running: dict[Level, Label]) -> Iterator[Doubt]:
    last: dict[Level, Label] = {}
    for draft in drafts:
        label = draft.label
        if label is not None and (order := order_of(label)) is not None:
            before = last.get(label.level)
            # Articles are counted through all chapters, and some papers count clauses so.
            through = running.get(label.level)
            if message := _wrong(label, order, before, through):
                yield Doubt(where(draft.line, draft.page), message)
            last[label.level] = running[label.level] = label
        annex = label is not None and label.level is Level.APPENDIX
        yield from _under(draft.children, {} if annex else running)


def _wrong(label: Label, order: int, before: Label | None, through: Label | None) -> str:
    """What is wrong with a label after ``before``, its sibling, and ``through``, the last one anywhere; or nothing."""
    if through is not None and order == (order_of(through) or 0) + 1:
        return ""
    if before is None:
        return (
            "" if order == 1 else f"đánh số bắt đầu từ “{label.printed}”, kiểm tra phía trước có thiếu không"
        )
    missing = order - (order_of(before) or 0) - 1
    if missing > 0:
        return f"giữa “{before.printed}” và “{label.printed}” thiếu {missing} số, kiểm tra có sót dòng không"
    if label.value == before.value:
        return f"“{label.printed}” lặp lại, kiểm tra số thứ tự"
    in_order = missing == 0 or (missing == -1 and label.value > before.value)  # 5a stands after 5
    return "" if in_order else f"“{label.printed}” đứng sau “{before.printed}”, kiểm tra số thứ tự"
