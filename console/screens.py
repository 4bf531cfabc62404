"""Screens: every address of the console declares here what it is for and which roles may use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from starlette.responses import Response

from console.roles import EVERYBODY, Role
from console.visit import Visit

Handler = Callable[[Visit], Response]


class Stage(IntEnum):
    """How far somebody must have come to use a screen; who has come further may not be sent back by it."""

    NOBODY = 0  # open to all, to sign in
    HALF = 1  # the password was right, the second factor is still asked for
    SIGNED_IN = 2  # also while a password has to be changed or a second factor enrolled
    READY = 3  # nothing is left to be set up


@dataclass(frozen=True, slots=True)
class Screen:
    """One method of one address.

    Attributes:
        does: what it is for, in Vietnamese, for the table in ``docs/``.
        stage: how far one must have come.
        roles: who may use it then.
        guessed: takes a password or a code, so that attempts are limited.
        typing: is asked again and again while somebody types, so that there is a limit of its own.
        long: its form takes long texts.
        files: its form takes files.
        slow: it opens large files or takes long: done by few threads of its own, so that citizens' turns keep theirs.
    """

    method: str
    path: str
    does: str
    handle: Handler
    stage: Stage = Stage.READY
    roles: frozenset[Role] = EVERYBODY
    guessed: bool = False
    typing: bool = False
    long: bool = False
    files: bool = False
    slow: bool = False


def matrix(screens: Iterable[Screen]) -> str:
    """The authorisation matrix as a Markdown table."""
    heads = ["địa chỉ", "việc", "chưa đăng nhập", *(role.label for role in Role)]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for screen in screens:
        nobody = {Stage.NOBODY: "✓", Stage.HALF: "sau mật khẩu"}.get(screen.stage, "–")
        marks = ["✓" if role in screen.roles else "–" for role in Role]
        cells = [f"`{screen.method} {screen.path}`", screen.does, nobody, *marks]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
