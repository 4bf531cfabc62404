"""``hoidap data``: how long citizens' data is kept, and one conversation handed out or erased."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from foundation.errors import InputError
from service.console import AsJson, console, opened, output, server_actor, settings_of

if TYPE_CHECKING:
    from console.actions import Action
    from conversations.switches import Noted
    from service.parts import Parts

data = typer.Typer(help="Dữ liệu của người dân: thời hạn lưu, xoá, xuất.", no_args_is_help=True)

Named = Annotated[str, typer.Argument(help="Mã người dân đã nhận, hoặc mã hội thoại.")]


@data.command()
def periods(as_json: AsJson = False) -> None:
    """Xem giữ gì, bao lâu; đổi ở trang quản trị."""
    with opened(settings_of()) as parts:
        listed = parts.periods.all()
    if as_json:
        rows = [{**asdict(one), "words": one.words} for one in listed]
        output.print_json(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("Giữ gì", "Bao lâu", show_lines=True)
    for one in listed:
        table.add_row(Text(one.rule.title), one.words)
    output.print(table)


@data.command()
def purge(as_json: AsJson = False) -> None:
    """Xoá ngay mọi thứ quá thời hạn; dịch vụ đang chạy cũng tự làm việc này mỗi giờ."""
    from console.actions import Action
    from service.parts import forget_old

    with opened(settings_of()) as parts:
        forgotten = forget_old(parts)
        parts.console.audit.note(server_actor(), Action.DATA_PURGED)
        titles = {one.kept: one.rule.title for one in parts.periods.all()}
    if as_json:
        output.print_json(json.dumps({kept.value: count for kept, count in forgotten.items()}))
        return
    for kept, count in forgotten.items():
        if count:
            output.print(f"{count:>8}  {titles[kept]}", highlight=False, markup=False)
    console.print("Đã xoá những gì quá thời hạn." if any(forgotten.values()) else "Không có gì quá thời hạn.")


@data.command()
def export(
    named: Named,
    to: Annotated[Path | None, typer.Option("--to", help="Tệp để ghi; bỏ trống: in ra màn hình.")] = None,
) -> None:
    """Xuất mọi thứ đang giữ của một hội thoại ra JSON."""
    from console.actions import Action
    from foundation.files import keep

    with opened(settings_of()) as parts:
        told = parts.records.export(named, _noted(parts, Action.DATA_EXPORTED, named))
    content = json.dumps(told, ensure_ascii=False, indent=2)
    if to is None:
        typer.echo(content)
    else:
        keep(to, content.encode("utf-8", "replace"))
        console.print(f"Đã ghi {to}.", highlight=False)


@data.command()
def erase(
    named: Named,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
) -> None:
    """Xoá mọi thứ đang giữ của một hội thoại, cả ở bộ máy hội thoại; không lấy lại được."""
    from console.actions import Action

    with opened(settings_of()) as parts:
        record = parts.records.find(named)
        if not yes and not typer.confirm(
            f"Xoá hội thoại kênh {record.channel}, không lấy lại được?", err=True
        ):
            raise InputError("Chưa xoá gì.", hint="Chạy lại và trả lời y, hoặc thêm --yes.")
        parts.records.erase(named, _noted(parts, Action.DATA_ERASED, named))
    console.print("Đã xoá.")


def _noted(parts: Parts, action: Action, subject: str) -> Noted:
    return lambda session: parts.console.audit.add(session, server_actor(), action, subject[:64])
