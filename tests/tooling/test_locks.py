"""The locks pin every package by hash, name no place to get it from, and hold what the projects ask for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = sorted((*ROOT.glob("requirements*.lock"), *ROOT.glob("bot/requirements*.lock")))


class Pin(NamedTuple):
    requirement: Requirement
    hashes: list[str]

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        assert only.operator == "=="
        return only.version


def pins(lock: Path) -> list[Pin]:
    """The pins of a lock: a requirement and its hashes are one line, continued by backslashes."""
    text = re.sub(r"(?m)^\s*#.*\n", "", lock.read_text()).replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    return [
        Pin(Requirement(line.partition(" --hash")[0]), re.findall(r"--hash=(\S+)", line)) for line in lines
    ]


def asked_for(project: Path, *groups: str) -> list[Requirement]:
    content = tomllib.loads(project.read_text())
    groups_asked = [name for group in groups for name in content["dependency-groups"][group]]
    return [Requirement(text) for text in (*content["project"]["dependencies"], *groups_asked)]


def test_all_five_locks_are_there() -> None:
    assert [str(lock.relative_to(ROOT)) for lock in LOCKS] == [
        "bot/requirements-tests.lock",
        "bot/requirements.lock",
        "requirements-tests.lock",
        "requirements-uv.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_every_requirement_is_one_version_with_hashes(lock: Path) -> None:
    found = pins(lock)
    assert found
    for pin in found:
        assert pin.version
        assert pin.requirement.url is None
        assert pin.hashes, pin.requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in pin.hashes)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_no_lock_names_an_address_or_a_path(lock: Path) -> None:
    for line in lock.read_text().splitlines():
        assert "://" not in line, line
        assert "/" not in line, line
        assert not line.startswith("-"), line


@pytest.mark.parametrize(
    ("lock", "project", "groups"),
    [
        ("requirements.lock", "pyproject.toml", ["install"]),
        ("requirements-tests.lock", "pyproject.toml", ["install", "tests"]),
        ("bot/requirements.lock", "bot/pyproject.toml", []),
        ("bot/requirements-tests.lock", "bot/pyproject.toml", ["tests"]),
    ],
)
def test_a_lock_holds_what_its_project_asks_for(lock: str, project: str, groups: list[str]) -> None:
    locked: dict[str, list[Pin]] = {}
    for pin in pins(ROOT / lock):
        locked.setdefault(canonicalize_name(pin.requirement.name), []).append(pin)
    for wanted in asked_for(ROOT / project, *groups):
        found = locked.get(canonicalize_name(wanted.name), [])
        assert found, f"{wanted} is not in {lock}: run scripts/lock"
        for pin in found:
            assert wanted.specifier.contains(pin.version), f"{lock} has {pin.requirement}: run scripts/lock"


@pytest.mark.parametrize("folder", [".", "bot"])
def test_the_tests_run_on_the_very_versions_that_the_service_runs_on(folder: str) -> None:
    for_tests = {
        str(pin.requirement): set(pin.hashes) for pin in pins(ROOT / folder / "requirements-tests.lock")
    }
    for pin in pins(ROOT / folder / "requirements.lock"):
        assert for_tests.get(str(pin.requirement)) == set(pin.hashes), pin.requirement
