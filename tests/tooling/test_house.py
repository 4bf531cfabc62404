"""Nothing of the house escapes its rules: the lists that name the packages name all of them."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def test_every_library_that_the_app_imports_is_declared() -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in declarations()}
    distributions = packages_distributions()
    imported = set[str]().union(*(imports(folder) for folder in PACKAGES - OF_THE_ENGINE))
    libraries = imported - sys.stdlib_module_names - PACKAGES
    assert "fastapi" in libraries
    for library in libraries:
        names = {canonicalize_name(name) for name in distributions.get(library, [library])}
        assert names & declared, f"{library} is imported, but pyproject.toml does not name it"


def test_vietnamese_imports_the_standard_library_alone() -> None:
    imported = imports("vietnamese")
    assert "re" in imported
    assert imported <= sys.stdlib_module_names | {"vietnamese"}


def declarations() -> list[str]:
    project = PROJECT["project"]
    return [*project["dependencies"], *chain(*project["optional-dependencies"].values())]


def imports(folder: str) -> set[str]:
    """The packages that a folder's modules import, wherever in them."""
    trees = (ast.parse(module.read_text()) for module in (ROOT / folder).rglob("*.py"))
    return {name.partition(".")[0] for tree in trees for node in ast.walk(tree) for name in imported_by(node)}


def imported_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case _:
            return []
