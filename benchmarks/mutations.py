"""The small ways in which a module can be wrong: one change each, made on its syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

#: Each operator with the one that is written in its stead.
_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
}
#: Calls without arguments that can be left out.
_TRIMMING = frozenset({"strip", "lstrip", "rstrip", "lower"})


@dataclass(frozen=True)
class Mutant:
    """A source with one thing changed.

    Attributes:
        line: where, in the original.
        change: what into what: "a < b → a <= b".
    """

    source: str
    line: int
    change: str


def mutants(source: str, only: Collection[str] = ()) -> Iterator[Mutant]:
    """Every mutant of ``source``; of the functions named ``only``, where some are."""
    tree = ast.parse(source)
    for number, node in enumerate(list(ast.walk(tree))):
        node.number = number  # type: ignore[attr-defined]
    for node, statement in _sites(tree, only):
        for replacement in _changes(node):
            mutated = ast.fix_missing_locations(_Replace(node, replacement).visit(copy.deepcopy(tree)))
            change = f"{ast.unparse(node)} → {ast.unparse(replacement)}"
            if isinstance(node, ast.Constant):
                change += f" in {ast.unparse(statement).splitlines()[0]}"
            yield Mutant(ast.unparse(mutated), getattr(node, "lineno", 0), change)


class _Replace(ast.NodeTransformer):
    """Puts one node in another's place, found again in a copy of the tree by its number."""

    def __init__(self, node: ast.AST, replacement: ast.AST) -> None:
        self._number = node.number  # type: ignore[attr-defined]
        self._replacement = replacement

    def visit(self, node: ast.AST) -> Any:
        """See the class."""
        if getattr(node, "number", None) == self._number:
            return self._replacement
        return self.generic_visit(node)


def _sites(tree: ast.Module, only: Collection[str]) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """The nodes that may be changed, with their statements: no types, no documentation, nothing only people read."""
    if not only:
        for statement in tree.body:
            yield from _within(statement, statement)
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in only:
            yield from _within(node, node)


def _within(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.stmt]]:
    if isinstance(node, ast.stmt):
        statement = node
    if isinstance(node, ast.Import | ast.ImportFrom) or _is_text_alone(node):
        return
    yield node, statement
    if isinstance(node, ast.Raise) or _is_logging(node):
        return  # its words are for people
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "ctx"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _within(child, statement)


def _is_text_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_logging(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith("_log.")


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant):
        yield from _other_constants(node.value)
        return
    match node:
        case ast.Compare(ops=[op]) if type(op) in _OTHER:
            yield _with(node, ops=[_OTHER[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OTHER:
            yield _with(node, op=_OTHER[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[], keywords=[]) if name in _TRIMMING:
            yield value
        case ast.Return(value=ast.AST() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case _:
            pass


def _other_constants(value: object) -> Iterator[ast.Constant]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant("x" + value)
    elif isinstance(value, bytes):
        yield ast.Constant(b"x" + value)


def _with(node: ast.AST, **changed: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made
