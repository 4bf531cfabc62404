"""The front matter of an editor's file: ``key: value`` lines between two ``---``, values as they are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from foundation.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Field:
    """A value as it is written ("01" stays "01", an empty one is empty) and the line of its key."""

    value: str
    line: int


def front_matter(path: Path, text: str, known: Collection[str]) -> tuple[dict[str, Field], list[str], int]:
    """The fields of a file, the lines that follow, and the number of the first of them.

    Raises:
        DocumentError: there is no front matter, or a line of it is not of the agreed form; names the line.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise DocumentError(path, 1, "thiếu phần thông tin đầu tệp giữa hai dòng '---'")
    end = next((index for index, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        raise DocumentError(path, 1, "phần thông tin đầu tệp không có dòng '---' đóng")
    malformed = "phần thông tin đầu tệp không đúng dạng 'khoá: giá trị'"
    return fields(path, "\n".join(lines[1:end]), 2, known, malformed), lines[end + 1 :], end + 2


def fields(
    path: Path, text: str, first_line: int, known: Collection[str], malformed: str
) -> dict[str, Field]:
    """The YAML mapping of strings in ``text``, which begins on line ``first_line`` of the file.

    Args:
        path: the file, for errors.
        text: the mapping.
        first_line: where it begins.
        known: the keys there may be.
        malformed: what is said of a text that is no such mapping.

    Raises:
        DocumentError: it is malformed, or has an unknown key or one twice; names the line.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(path, first_line + (mark.line if mark else 0), malformed) from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise DocumentError(path, first_line, malformed)
    found: dict[str, Field] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise DocumentError(path, line, malformed)
        if key.value not in known:
            raise DocumentError(
                path,
                line,
                f"khoá không có trong quy ước: {key.value}",
                hint=f"Các khoá dùng được: {', '.join(sorted(known))}.",
            )
        if key.value in found:
            raise DocumentError(path, line, f"khoá ghi hai lần: {key.value}")
        found[key.value] = Field(value.value.strip(), line)
    return found


def value_of(given: Mapping[str, Field], key: str) -> str:
    """The value of a key; empty where it is not given."""
    return given[key].value if key in given else ""


def date_of(path: Path, given: Mapping[str, Field], key: str) -> date | None:
    """The date of a key; ``None`` where it is not given.

    Raises:
        DocumentError: it is no date; names the line.
    """
    value = value_of(given, key)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise DocumentError(path, given[key].line, f"{key} không phải ngày dạng 2025-06-16") from error
