"""Letters on the command line: what citizens left for officers, and answering it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from foundation.clock import VIETNAM
from service.console import AsJson, console, opened, output, server_actor, settings_of

#: As many as are listed; more are for the console.
_MOST = 10_000


def answer(
    code: Annotated[str, typer.Argument(help="Mã mà người dân để lại, xem: hoidap reports.")],
    text: Annotated[str, typer.Argument(help="Câu trả lời của cán bộ.")],
) -> None:
    """Trả lời câu hỏi để lại: người dân xem bằng mã, và thấy ngay trong hội thoại nếu kênh còn cho gửi."""
    from console.actions import Action
    from conversations.letters import read_answer

    text = read_answer(text)  # before the letter is claimed, which it stays
    with opened(settings_of()) as parts:
        code = code.upper()
        actor = server_actor()
        letters, officer, witness = parts.desk.letters, actor.name[:40], parts.console.audit.witness
        letters.claim(code, officer, witness(actor, Action.LETTER_CLAIMED, code))
        answered = witness(actor, Action.LETTER_ANSWERED, code)
        pushed = letters.answer(code, officer, text, parts.desk.delivery, answered)
    sent = "Đã gửi vào hội thoại của người dân." if pushed else "Không gửi được vào hội thoại nữa."
    console.print(f"{sent} Người dân xem được bằng mã.")


def reports(as_json: AsJson = False) -> None:
    """Xem những gì người dân để lại cho cán bộ: câu hỏi, khó khăn, góp ý."""
    from conversations.letters import Wanted, kind_label

    with opened(settings_of()) as parts:
        left = sorted(parts.desk.letters.list(Wanted(), _MOST), key=lambda letter: letter.left_at)
    if as_json:
        shown = ("code", "kind", "text", "place", "left_at", "state", "answer")
        listed = [{name: getattr(letter, name) for name in shown} for letter in left]
        output.print_json(json.dumps(listed, default=str, ensure_ascii=False))
        return
    table = Table("Mã", "Lúc", "Loại", "Tình trạng", "Nơi", "Nội dung", show_lines=True)
    for letter in left:
        when = f"{letter.left_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        kind, state = kind_label(letter.kind), letter.state.label
        table.add_row(letter.code, when, kind, state, Text(letter.place), Text(letter.text))
    output.print(table)
