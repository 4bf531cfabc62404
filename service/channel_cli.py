"""``hoidap channel``: what an operator does with a messenger."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import httpx
import typer
from rich.table import Table
from rich.text import Text

from connectors.connector import Check, Connector
from conversations.web_feed import CHANNEL
from foundation.clock import VIETNAM
from foundation.errors import ChannelError, SettingsError
from service.console import AsJson, console, opened, output, settings_of

if TYPE_CHECKING:
    from service.parts import Parts

channel = typer.Typer(help="Kênh nhắn tin: kết nối, kiểm tra, tin lỗi, bật tắt.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="zalo_oa, zalo_bot, messenger, telegram; bật tắt được cả web.")]
#: Seconds that our own public address has to answer.
_TIMEOUT = 10.0

_COUNTS = {
    "in:pending": "tin đến đang chờ",
    "in:done": "tin đến đã trả lời",
    "in:refused": "tin đến không trả lời (quá nhanh, quá cũ, kênh tắt)",
    "in:failed": "tin đến không trả lời được",
    "out:pending": "tin đi đang chờ",
    "out:sending": "tin đi đang gửi",
    "out:sent": "tin đi đã gửi",
    "out:failed": "tin đi lỗi",
    "out:uncertain": "tin đi không rõ đã tới chưa",
}
_STATES = {"failed": "lỗi", "uncertain": "không rõ"}


@channel.command()
def connect(name: Name) -> None:
    """Đăng ký webhook với nền tảng và cho biết việc còn phải làm bằng tay."""
    with _connector(name) as (parts, connector):
        if not parts.settings.public_url:
            raise SettingsError(
                "Chưa đặt HOIDAP_PUBLIC_URL.",
                hint="Đặt địa chỉ công khai, ví dụ https://hoidap.langson.gov.vn.",
            )
        webhook = f"{parts.settings.public_url}/webhooks/{name}"
        _finish(_run(connector, lambda: connector.connect(webhook)))


@channel.command()
def status(name: Name, as_json: AsJson = False) -> None:
    """Hỏi nền tảng xem kênh có dùng được không; đếm tin đến, tin đi."""
    with _connector(name) as (parts, connector):
        counts = parts.messengers.dead_letters.counts(name)
        switch = parts.messengers.switches.state(name)
        checks = [
            Check("Công tắc", switch.on, "Bật." if switch.on else f"Tắt. Bật lại: hoidap channel on {name}."),
            Check(
                "Gửi tin",
                not switch.trouble,
                f"Đang dừng vì {switch.trouble}." if switch.trouble else "Được.",
            ),
            *_run(connector, connector.status),
        ]
    if as_json:
        shown = {"checks": [asdict(check) for check in checks], "counts": counts}
        output.print_json(json.dumps(shown, ensure_ascii=False))
        return
    for state, words in _COUNTS.items():
        if counts[state]:
            output.print(f"{counts[state]:>8}  {words}", highlight=False)
    _finish(checks)


@channel.command()
def test(name: Name) -> None:
    """Thử đường đi của tin: địa chỉ công khai tới được, tin giả bị từ chối, nền tảng nhận ra ta."""
    with _connector(name) as (parts, connector):
        checks = [_reachable(parts.settings.public_url, name), *_run(connector, connector.status)]
    _finish(checks)


@channel.command()
def menu(name: Name) -> None:
    """Đặt lời chào, menu và câu hỏi mẫu trên nền tảng."""
    with _connector(name) as (parts, connector):
        words = parts.wordings.words()
        _finish(_run(connector, lambda: connector.publish_menu(words)))


@channel.command()
def on(name: Name) -> None:
    """Bật kênh: nhận và trả lời tin."""
    _switch(name, on=True)


@channel.command()
def off(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="Lý do, hiện cho người dân trên trang web.")] = "",
) -> None:
    """Tắt kênh ngay: tin đến bị bỏ qua, tin đi chờ đến khi bật lại; trên trang web thì báo lý do."""
    _switch(name, on=False, reason=reason)


@channel.command()
def notice(
    name: Name, text: Annotated[str, typer.Argument(help="Thông báo; trống để gỡ xuống.")] = ""
) -> None:
    """Đặt thông báo: trên khung hỏi đáp của trang web, hoặc mỗi người trên kênh nhắn tin đọc một lần."""
    with opened(settings_of()) as parts:
        if name != CHANNEL:
            parts.messengers.webhooks.connector(name)  # known and switched on by the settings
        parts.messengers.switches.announce(name, text)
    console.print("Đã đặt thông báo." if text else "Đã gỡ thông báo.")


@channel.command("dead-letters")
def dead_letters(name: Name, as_json: AsJson = False) -> None:
    """Liệt kê tin không gửi được, hoặc không rõ đã tới người dân chưa."""
    with opened(settings_of()) as parts:
        letters = parts.messengers.dead_letters.all(name)
    if as_json:
        output.print_json(json.dumps([asdict(letter) for letter in letters], default=str))
        return
    table = Table("Số", "Tình trạng", "Mã lỗi", "Đã thử", "Lúc")
    for letter in letters:
        moment = letter.settled_at.astimezone(VIETNAM)
        table.add_row(
            str(letter.id),
            _STATES[letter.state],
            Text(letter.code),
            str(letter.attempts),
            f"{moment:%d/%m/%Y %H:%M}",
        )
    output.print(table)
    if letters:
        console.print(
            f"Gửi lại: hoidap channel resend {name} SỐ… (tin không rõ có thể đã tới, gửi lại là tới hai lần), "
            f"hoặc --failed để gửi lại mọi tin lỗi."
        )


@channel.command()
def resend(
    name: Name,
    ids: Annotated[list[int] | None, typer.Argument(help="Số của tin, xem dead-letters.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Gửi lại mọi tin lỗi, trừ tin không rõ.")] = False,
) -> None:
    """Gửi lại tin lỗi; tin không rõ chỉ gửi lại khi ghi rõ số của nó."""
    if failed == bool(ids):
        raise SettingsError(
            "Cần số của tin, hoặc --failed.", hint=f"Xem: hoidap channel dead-letters {name}."
        )
    with opened(settings_of()) as parts:
        count = parts.messengers.dead_letters.resend(name, None if failed else tuple(ids or ()))
    console.print(f"{count} tin sẽ được gửi lại ngay khi dịch vụ chạy.")


def _switch(name: str, *, on: bool, reason: str = "") -> None:
    with opened(settings_of()) as parts:
        if name != CHANNEL:
            parts.messengers.webhooks.connector(name)  # known and switched on by the settings
        parts.messengers.switches.turn(name, on=on, reason=reason)
    console.print(f"Đã {'bật' if on else 'tắt'} kênh {name}.")


@contextmanager
def _connector(name: str) -> Iterator[tuple[Parts, Connector]]:
    with opened(settings_of()) as parts:
        yield parts, parts.messengers.webhooks.connector(name)


def _run(connector: Connector, call: Callable[[], Awaitable[Sequence[Check]]]) -> Sequence[Check]:
    async def run() -> Sequence[Check]:
        try:
            return await call()
        finally:
            await connector.close()

    return asyncio.run(run())


def _reachable(public_url: str, name: str) -> Check:
    """Whether an unsigned body, sent to our public address, is refused by this very service."""
    if not public_url:
        return Check("Địa chỉ công khai", False, "Chưa đặt HOIDAP_PUBLIC_URL.")
    webhook = f"{public_url}/webhooks/{name}"
    try:
        response = httpx.post(webhook, json={"test": True}, timeout=_TIMEOUT)
    except httpx.HTTPError as error:
        return Check("Địa chỉ công khai", False, f"{webhook} không tới được: {type(error).__name__}.")
    if response.status_code == 403:
        return Check("Địa chỉ công khai", True, f"{webhook} tới được, tin giả bị từ chối.")
    said = (
        f"{webhook} trả lời {response.status_code}, lẽ ra 403: xem máy chủ trung gian, và kênh đã bật chưa."
    )
    return Check("Địa chỉ công khai", False, said)


def _finish(checks: Sequence[Check]) -> None:
    """Print the checks; the command fails where one of them does."""
    for check in checks:
        mark = Text("✓ ", "green") if check.ok else Text("✗ ", "bold red")
        output.print(Text.assemble(mark, (f"{check.name}: ", "bold"), check.detail), soft_wrap=True)
    if not all(check.ok for check in checks):
        raise ChannelError("Kênh chưa dùng được.", hint="Xem các dòng có dấu ✗ ở trên.")
