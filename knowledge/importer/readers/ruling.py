"""Tables found by their rules: where horizontal and upright lines cross, there are cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.importer.readers.page import Grid, Piece

_NEAR = 3.0  # points: rules closer than this are one, and ends this far apart meet
_MIN_LENGTH = 8.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: ``at`` is its height on the page (or its distance from the left, if upright)."""

    upright: bool
    at: float
    start: float
    end: float


def find_grids(rules: Sequence[Rule], letters: Sequence[Piece]) -> tuple[list[Grid], list[Piece]]:
    """The tables on a page, and the print outside of them.

    Args:
        rules: of the page, in any order; edges of thin boxes count twice and are merged.
        letters: single letters or short pieces, in reading order.
    """
    grids: list[Grid] = []
    rest = list(letters)
    for flat, upright in _connected(_merged(rules)):
        xs = [rule.at for rule in upright]
        ys = [rule.at for rule in flat]
        if len(xs) < 3 or len(ys) < 2 or len(xs) > 65 or len(ys) > 2000:
            continue
        inside = [piece for piece in rest if _within(piece, xs, ys)]
        taken = set(map(id, inside))
        rest = [piece for piece in rest if id(piece) not in taken]
        rows = _rows(flat, upright, inside)
        grids.append(Grid(rows, ys[0], ys[-1], tuple(xs)))
    return grids, rest


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch are one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.upright, round(rule.at / _NEAR), rule.start)):
        for index in range(len(merged) - 1, max(-1, len(merged) - 40), -1):
            last = merged[index]
            if (
                last.upright == rule.upright
                and abs(last.at - rule.at) <= _NEAR
                and rule.start <= last.end + _NEAR
                and rule.end >= last.start - _NEAR
            ):
                start, end = min(last.start, rule.start), max(last.end, rule.end)
                merged[index] = Rule(rule.upright, last.at, start, end)
                break
        else:
            merged.append(rule)
    return [rule for rule in merged if rule.end - rule.start >= _MIN_LENGTH]


def _connected(rules: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The horizontal and upright rules of each group that hangs together, in order of their places."""
    left = sorted(rules, key=lambda rule: rule.at)[:4000]
    groups: list[tuple[list[Rule], list[Rule]]] = []
    while left:
        group = [left.pop(0)]
        for rule in group:  # grows while it is gone through
            crossing = [other for other in left if _cross(rule, other)]
            group += crossing
            taken = set(map(id, crossing))
            left = [other for other in left if id(other) not in taken]
        group.sort(key=lambda rule: rule.at)
        groups.append(
            ([rule for rule in group if not rule.upright], [rule for rule in group if rule.upright])
        )
    return sorted(groups, key=lambda group: group[0][0].at if group[0] else 0.0)


def _cross(one: Rule, other: Rule) -> bool:
    return (
        one.upright != other.upright
        and one.start - _NEAR <= other.at <= one.end + _NEAR
        and other.start - _NEAR <= one.at <= other.end + _NEAR
    )


def _places(rules: Sequence[Rule]) -> list[float]:
    places: list[float] = []
    for rule in rules:
        if not places or rule.at - places[-1] > _NEAR:
            places.append(rule.at)
    return places


def _within(piece: Piece, xs: Sequence[float], ys: Sequence[float]) -> bool:
    return xs[0] < (piece.left + piece.right) / 2 < xs[-1] and ys[0] < piece.middle < ys[-1]


def _rows(
    flat: Sequence[Rule], upright: Sequence[Rule], inside: Sequence[Piece]
) -> tuple[tuple[str, ...], ...]:
    """The cells' texts; cells with no rule between them are one, and each of its places has its text."""
    columns = list(pairwise(_places(upright)))
    lines = list(pairwise(_places(flat)))
    parent = {(row, column): (row, column) for row in range(len(lines)) for column in range(len(columns))}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for row, (top, bottom) in enumerate(lines):
        for column, (left, right) in enumerate(columns):
            if column and not _ruled(upright, left, (top + bottom) / 2):
                parent[root((row, column))] = root((row, column - 1))
            if row and not _ruled(flat, top, (left + right) / 2):
                parent[root((row, column))] = root((row - 1, column))
    texts: dict[tuple[int, int], list[Piece]] = {}
    for piece in inside:
        middle = (piece.left + piece.right) / 2
        found_row = next(
            (row for row, (top, bottom) in enumerate(lines) if top <= piece.middle <= bottom), None
        )
        found = next(
            (column for column, (left, right) in enumerate(columns) if left <= middle <= right), None
        )
        if found_row is not None and found is not None:
            texts.setdefault(root((found_row, found)), []).append(piece)
    return tuple(
        tuple(joined(texts.get(root((row, column)), ())) for column in range(len(columns)))
        for row in range(len(lines))
    )


def _ruled(rules: Sequence[Rule], at: float, along: float) -> bool:
    return any(
        abs(rule.at - at) <= _NEAR and rule.start - _NEAR <= along <= rule.end + _NEAR for rule in rules
    )


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces' text line by line, a space where there is a gap."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if lines and abs(lines[-1][0].middle - piece.middle) <= max(lines[-1][0].height, piece.height) / 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(beside(line) for line in lines)


def beside(pieces: Sequence[Piece]) -> str:
    """The text of pieces on one line, from left to right."""
    text = ""
    end = float("inf")
    for piece in sorted(pieces, key=lambda piece: piece.left):
        text += (" " if piece.left - end > piece.height / 8 else "") + piece.text
        end = piece.right
    return text
