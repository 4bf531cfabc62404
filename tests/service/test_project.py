"""The Rasa project: when it is trained, with what, and what becomes of a training that fails or is stopped."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import StartError
from foundation.settings import Settings
from service.project import ROOT, engine_environment, engine_python, fingerprint, model_path, train_if_changed

FILES = {
    "config.yml": "pipeline: []",
    "domain.yml": "intents: []",
    "data/rules.yml": "rules: []",
    "data/nlu/greet.yml": "nlu: []",
    "bot/door.py": "door = 1",
    "bot/requirements.lock": "rasa==3.6.21",
    "vietnamese/tones.py": "tones = 1",
    "vietnamese/abbreviations.txt": "ko không",
}
OTHERS = {
    "README.md": "about",
    "endpoints.yml": "action_endpoint:",
    "knowledge/documents/ke-hoach.txt": "I. MỤC TIÊU",
    "bot/.venv/lib/rasa/core.py": "rasa = 1",
    "bot/__pycache__/door.cpython-310.pyc": "bytes",
    "bot/.hidden.yml": "x: 1",
    "data/nlu/notes.md": "notes",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small Rasa project with other things around it."""
    for name, text in (FILES | OTHERS).items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


# --- the fingerprint ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_project_counts(project: Path, name: str) -> None:
    before = fingerprint(project)
    (project / name).write_text("changed")
    changed = fingerprint(project)
    (project / name).unlink()
    gone = fingerprint(project)
    assert len({before, changed, gone}) == 3
    (project / name).write_text(FILES[name])
    assert fingerprint(project) == before


def test_a_file_that_joins_the_project_counts(project: Path) -> None:
    before = fingerprint(project)
    (project / "data" / "nlu" / "thank.yml").write_text("nlu: []")
    assert fingerprint(project) != before


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_counts(project: Path, name: str) -> None:
    before = fingerprint(project)
    (project / name).write_text("changed")
    assert fingerprint(project) == before


@given(name=st.sampled_from(sorted(FILES)), text=st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_fingerprint_is_that_of_the_contents(project: Path, name: str, text: str) -> None:
    file = project / name
    file.write_text(text, "utf-8")
    once = fingerprint(project)
    copy = shutil.copytree(project, project.parent / "copy", dirs_exist_ok=True)
    assert fingerprint(copy) == once
    file.write_text(FILES[name])


def test_the_real_project_has_its_files_where_they_are_looked_for() -> None:
    assert all(
        (ROOT / name).exists() for name in ("config.yml", "domain.yml", "data/nlu", "bot", "vietnamese")
    )
    assert fingerprint() == fingerprint()


# --- the engine's environment -------------------------------------------------------------------------------


def test_the_engine_gets_none_of_our_settings_but_what_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_SECRET", "a secret of ours")
    monkeypatch.setenv("HOIDAP_DATABASE_URL", "postgresql://user:password@db/hoidap")
    monkeypatch.setenv("OTHER", "kept")
    environment = engine_environment(Settings(log_level="WARNING"), HOIDAP_ENGINE_TOKEN="t")
    assert {name for name in environment if name.startswith("HOIDAP_")} == {"HOIDAP_ENGINE_TOKEN"}
    assert environment["OTHER"] == "kept"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["LOG_LEVEL"] == "WARNING"


def test_an_engine_that_is_not_installed_is_said_with_both_ways_on(tmp_path: Path) -> None:
    with pytest.raises(StartError) as refused:
        engine_python(Settings(), tmp_path)
    assert str(tmp_path / "bot/.venv/bin/python") in refused.value.message
    assert "scripts/setup" in refused.value.hint
    assert "HOIDAP_ENGINE=0" in refused.value.hint


def test_the_engines_python_may_be_anywhere(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.touch()
    assert engine_python(Settings(engine_python=python), tmp_path / "elsewhere") == python


# --- training -----------------------------------------------------------------------------------------------


@pytest.fixture
def trainer(project: Path, tmp_path: Path) -> Callable[[str], Settings]:
    """Settings with an engine whose training is a shell script; ``$out`` is the archive it shall write."""

    def make(script: str) -> Settings:
        python = tmp_path / "fake-python"
        python.write_text(f'#!/bin/sh\nout="$5"\necho "$@" >> {tmp_path}/calls\n{script}\n')
        python.chmod(0o755)
        return Settings(engine_python=python, data=tmp_path / "data-folder")

    return make


def train(settings: Settings, project: Path) -> Path:
    return asyncio.run(train_if_changed(settings, project))


def test_a_project_is_trained_once_and_again_when_it_changes(
    trainer: Callable[[str], Settings], project: Path
) -> None:
    settings = trainer('echo model > "$out"')
    first = train(settings, project)
    assert first == model_path(settings, project)
    assert first.read_text() == "model\n"
    assert train(settings, project) == first
    (project / "domain.yml").write_text("intents: [greet]")
    second = train(settings, project)
    assert second != first
    assert len((project / "calls").read_text().splitlines()) == 2
    # What is out of date is not kept: a model has some twenty megabytes.
    assert [file for file in second.parent.iterdir() if file.is_file()] == [second]


@pytest.mark.parametrize("script", ["exit 3", "exit 0", 'echo half > "$out"; exit 1'])
def test_a_training_that_fails_says_where_to_look_and_leaves_no_model(
    trainer: Callable[[str], Settings], project: Path, script: str
) -> None:
    settings = trainer(f"echo what went wrong\n{script}")
    with pytest.raises(StartError) as refused:
        train(settings, project)
    log = Path(refused.value.hint.partition("nhật ký ")[2].rstrip("."))
    assert log.read_text() == "what went wrong\n"
    assert not model_path(settings, project).exists()


def test_a_training_that_is_stopped_ends_at_once_and_leaves_no_model(
    trainer: Callable[[str], Settings], project: Path
) -> None:
    settings = trainer('echo half > "$out"\necho $$ > "$out.pid"\nexec sleep 60')

    async def stop() -> int:
        task = asyncio.create_task(train_if_changed(settings, project))
        written = (
            model_path(settings, project).parent / "training" / f"{model_path(settings, project).name}.pid"
        )
        async with asyncio.timeout(10):
            while not (written.exists() and written.read_text().strip()):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return int(written.read_text())

    assert not psutil.pid_exists(asyncio.run(stop()))
    assert not model_path(settings, project).exists()


def test_training_without_the_engines_environment_is_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(StartError):
        train(Settings(data=tmp_path / "data-folder", engine_python=Path("no/such/python")), project)


def test_the_path_of_a_model_does_not_depend_on_where_one_stands(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert model_path(Settings(data=Path("var")), project).is_absolute()
    assert os.fspath(model_path(Settings(data=Path("var")), project)).endswith(".tar.gz")
