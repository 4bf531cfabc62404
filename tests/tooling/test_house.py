"""Nothing of the house escapes its rules: the lists that name the packages name all of them."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = {init.parent.name for init in ROOT.glob("*/__init__.py")} - {"tests"}
OF_THE_ENGINE = {"bot"}


def test_the_one_way_imports_are_checked_for_every_package() -> None:
    rules = PROJECT["tool"]["importlinter"]
    assert set(rules["root_packages"]) == PACKAGES
    bound = {package for contract in rules["contracts"] for package in contract["source_modules"]}
    assert bound == PACKAGES - {"service"}  # which puts everything together


def test_every_package_of_the_app_is_installed() -> None:
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES - OF_THE_ENGINE


def test_vietnamese_imports_the_standard_library_alone() -> None:
    imported = {
        name
        for module in (ROOT / "vietnamese").rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        for name in imported_by(node)
    }
    assert "re" in imported
    assert imported <= sys.stdlib_module_names | {"vietnamese"}


def imported_by(node: ast.AST) -> set[str]:
    match node:
        case ast.Import(names=names):
            return {name.name.partition(".")[0] for name in names}
        case ast.ImportFrom(module=str(module)):
            return {module.partition(".")[0]}
        case _:
            return set()
