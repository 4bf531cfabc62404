"""The README keeps up: every setting with its default, every command, endpoint and outcome."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import SecretStr
from typer.main import get_command

from foundation.settings import Settings, variable
from knowledge.outcome import Outcome
from service import cli
from service.project import ROOT
from tests.service.conftest import Service

README = (ROOT / "README.md").read_text("utf-8")


def shown(default: Any) -> str:
    """A default as the table shows it."""
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, bool):
        default = int(default)
    return f"`{default}`" if str(default) else "(trống)"


def table_of_settings() -> dict[str, tuple[str, str]]:
    """Default and description of each variable that has a row."""
    rows = re.findall(r"^\| `(HOIDAP_\w+)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    return {name: (default, description) for name, default, description in rows}


def test_the_table_of_settings_is_that_of_the_code() -> None:
    fields = Settings.model_fields.items()
    assert table_of_settings() == {
        variable(name): (shown(field.default), field.description) for name, field in fields
    }


def test_no_setting_is_told_of_that_there_is_not() -> None:
    named = set(re.findall(r"HOIDAP_[A-Z_]*[A-Z]", README))
    known = {variable(name) for name in Settings.model_fields}
    assert named <= known


def commands(group: Any, before: str = "hoidap") -> list[str]:
    """Every command as it is typed."""
    found = []
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        found += commands(command, typed) if hasattr(command, "commands") else [typed]
    return found


def test_every_command_is_told_of() -> None:
    all_commands = commands(get_command(cli.app))
    assert {"hoidap serve", "hoidap ask", "hoidap knowledge import"} <= set(all_commands)
    assert [command for command in all_commands if command not in README] == []


def test_no_command_is_told_of_that_there_is_not() -> None:
    known = commands(get_command(cli.app))
    for typed in re.findall(r"hoidap(?: [a-z]+(?:-[a-z]+)*)+", README):
        assert any(
            typed == one or typed.startswith(f"{one} ") or one.startswith(f"{typed} ") for one in known
        ), typed


def test_every_endpoint_is_told_of(service: Service) -> None:
    described = service.api.get("/api/v1/openapi.json").json()["paths"]
    missing = [
        f"{method.upper()} {path}"
        for path, methods in described.items()
        for method in methods
        if f"`{method.upper()} {path}`" not in README
    ]
    assert missing == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_told_of(outcome: Outcome) -> None:
    assert f"`{outcome.value}`" in README


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:|#)([^)#]+)", README))))
def test_every_file_that_is_linked_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_what_is_shown_of_the_page_is_there() -> None:
    pictures = re.findall(r'src="([^"]+)"', README)
    assert pictures
    assert all(Path(ROOT, picture).is_file() for picture in pictures)


def test_the_commands_help_in_vietnamese() -> None:
    group: Any = get_command(cli.app)
    assert isinstance(group, typer.core.TyperGroup)
    assert all(command.help for command in group.commands.values())
