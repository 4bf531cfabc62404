"""``hoidap user``: the accounts of the console, for those who have a shell on the server."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from console.roles import Role
from foundation.clock import VIETNAM
from foundation.errors import InputError
from service.console import AsJson, console, opened, output, settings_of

if TYPE_CHECKING:
    from console.audit import Actor

user = typer.Typer(help="Tài khoản của trang quản trị, nhật ký thao tác.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Tên đăng nhập.")]
Made = Annotated[
    bool, typer.Option("--make-password", help="Tạo mật khẩu và in ra một lần, thay vì hỏi trên màn hình.")
]


class Form(StrEnum):
    """How the audit log is printed."""

    CSV = "csv"
    LINES = "jsonl"


@user.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="Vai trò.")],
    full_name: Annotated[str, typer.Option("--full-name", help="Họ tên.")],
    make: Made = False,
) -> None:
    """Thêm tài khoản; mật khẩu được hỏi trên màn hình, hoặc được tạo và in ra một lần."""
    with opened(settings_of()) as parts:
        password = _password(make)
        account = parts.console.accounts.add(server_actor(), name, full_name, role, password, temporary=make)
    console.print(f"Đã thêm {account.name}, vai trò {role.label}.", highlight=False)
    _tell(password, make)


@user.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê các tài khoản."""
    with opened(settings_of()) as parts:
        accounts = parts.console.accounts.all()
    if as_json:
        output.print_json(json.dumps([asdict(one) for one in accounts], default=str, ensure_ascii=False))
        return
    table = Table("Tên", "Họ tên", "Vai trò", "Hai lớp", "Tình trạng", "Đăng nhập gần nhất")
    for one in accounts:
        seen = f"{one.signed_in_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if one.signed_in_at else "–"
        factor = ("có" if one.second_factor else "chưa") + (
            ", bắt buộc" if one.second_factor_required else ""
        )
        state = "đã ngừng" if one.disabled else "đang dùng"
        table.add_row(one.name, Text(one.full_name), one.role.label, factor, state, seen)
    output.print(table)


@user.command()
def disable(name: Name) -> None:
    """Ngừng một tài khoản; mọi phiên của người ấy kết thúc ngay."""
    with opened(settings_of()) as parts:
        accounts = parts.console.accounts
        accounts.disable(server_actor(), accounts.named(name).id)
    console.print("Đã ngừng, mọi phiên đã kết thúc. Mở lại: hoidap user enable.", highlight=False)


@user.command()
def enable(name: Name) -> None:
    """Mở lại một tài khoản đã ngừng hoặc đang tạm khoá vì nhập sai."""
    with opened(settings_of()) as parts:
        accounts = parts.console.accounts
        accounts.enable(server_actor(), accounts.named(name).id)
    console.print("Đã mở lại.", highlight=False)


@user.command()
def password(name: Name, make: Made = False) -> None:
    """Đặt lại mật khẩu; mọi phiên của người ấy kết thúc ngay."""
    with opened(settings_of()) as parts:
        accounts = parts.console.accounts
        account = accounts.named(name)
        given = _password(make)
        accounts.reset_password(server_actor(), account.id, given, temporary=make)
    console.print("Đã đặt lại mật khẩu, mọi phiên đã kết thúc.", highlight=False)
    _tell(given, make)


@user.command("reset-second-factor")
def reset_second_factor(name: Name) -> None:
    """Gỡ xác thực hai lớp của người mất điện thoại và mã dự phòng; mọi phiên của người ấy kết thúc."""
    with opened(settings_of()) as parts:
        accounts = parts.console.accounts
        accounts.reset_second_factor(server_actor(), accounts.named(name).id)
    console.print("Đã gỡ. Người ấy đăng nhập bằng mật khẩu rồi đăng ký lại thiết bị.", highlight=False)


@user.command()
def audit(
    form: Annotated[Form, typer.Option("--format", help="Dạng: csv hoặc jsonl.")] = Form.LINES,
    check: Annotated[
        bool, typer.Option("--check", help="Chỉ kiểm tra các dòng có nối nhau đúng không.")
    ] = False,
    anchor: Annotated[
        str, typer.Option("--anchor", help="Mã băm đã ghi lại lần trước, phải còn trong nhật ký.")
    ] = "",
) -> None:
    """Xuất nhật ký thao tác, hoặc kiểm tra nhật ký có bị sửa, bị cắt không."""
    from console.actions import Action
    from console.audit_export import csv_of, json_lines_of

    with opened(settings_of()) as parts:
        log = parts.console.audit
        if check or anchor:
            verdict = log.check(anchor.strip().lower())
            if verdict.broken:
                console.print(f"Dòng số {verdict.broken} không khớp với dòng trước nó.", highlight=False)
            if not verdict.anchored:
                console.print("Mã băm đã ghi lại không còn trong nhật ký.", highlight=False)
            if not verdict.intact:
                raise typer.Exit(1)
            console.print(f"Nguyên vẹn, {verdict.entries} dòng. Mã băm cuối:", highlight=False)
            typer.echo(verdict.last)
            return
        log.note(server_actor(), Action.AUDIT_EXPORTED)
        if form is Form.CSV:
            typer.echo(csv_of(log.all()), nl=False)
        else:
            for line in json_lines_of(log.all()):
                typer.echo(line)


def server_actor() -> Actor:
    """Who types: the account of the operating system, with no network address."""
    from console.audit import Actor

    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        who = "?"
    return Actor(f"máy chủ: {who}"[:80], "")


def _password(make: bool) -> str:
    """A password, made or typed twice.

    Raises:
        InputError: the two differ, or nobody is there to type.
    """
    from console.passwords import new_password

    if make:
        return new_password()
    try:
        given = typer.prompt("Mật khẩu", hide_input=True, err=True)
        again = typer.prompt("Nhập lại", hide_input=True, err=True)
    except typer.Abort as error:
        raise InputError(
            "Chưa nhập mật khẩu.", hint="Chạy lại, hoặc thêm --make-password để tạo mật khẩu."
        ) from error
    if given != again:
        raise InputError("Hai lần nhập không giống nhau.", hint="Chạy lại lệnh và nhập giống nhau.")
    return str(given)


def _tell(password: str, made: bool) -> None:
    if made:
        console.print("Mật khẩu, chỉ in một lần; phải đổi ở lần đăng nhập đầu:", highlight=False)
        typer.echo(password)
