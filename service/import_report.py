"""What editors are told about an import: the provisions that changed, and the places to look at."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from knowledge.changes import Change, ChangeKind
from knowledge.model import Doubt

_WORDS = {
    ChangeKind.ADDED: "[green]thêm[/]",
    ChangeKind.REMOVED: "[red]bỏ[/]",
    ChangeKind.CHANGED: "[yellow]sửa[/]",
    ChangeKind.MOVED: "chuyển",
}


def tell_changes(console: Console, changes: Sequence[Change], most: int | None = None) -> None:
    """Print the changes with both wordings, at most ``most`` of them."""
    for change in changes[:most]:
        where = f"{change.path} ({change.place})" if change.place else change.path
        if change.kind is ChangeKind.MOVED:
            where = f"{change.moved_from} → {where}"
        _print(console, f"    {_WORDS[change.kind]} {escape(where)}")
        if change.kind is not ChangeKind.MOVED:
            for sign, wording in (("-", change.before), ("+", change.after)):
                for line in wording.splitlines():
                    _print(console, f"      {sign} {escape(line)}")
    if most is not None and len(changes) > most:
        _print(console, f"    … và {len(changes) - most} thay đổi nữa: hoidap knowledge accept <tên> --show")


def tell_doubts(console: Console, doubts: Sequence[Doubt]) -> None:
    """Print what an editor should look at, each with its place."""
    for doubt in doubts:
        place = f"{escape(doubt.place)}: " if doubt.place else ""
        _print(console, f"    [yellow]cần xem lại[/] {place}{escape(doubt.message)}")


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)
