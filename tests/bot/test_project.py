"""The Rasa project's files, and the command line that uses them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.shared.utils.io import read_config_file

from tests.bot.stand import ROOT

OUTCOMES = {
    "answered",
    "clarify",
    "not_found",
    "out_of_scope",
    "expired_source",
    "small_talk",
    "handover",
    "form",
    "blocked",
    "unavailable",
}
SECRETS = {
    "HOIDAP_ENGINE_TOKEN": "a",
    "HOIDAP_ACTION_URL": "http://127.0.0.1:1/webhook",
    "HOIDAP_ACTION_TOKEN": "b",
    "HOIDAP_TRACKER_DB": "c",
}


def python(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a module with the engine's Python in the root."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", **more}
    command = [sys.executable, "-W", "ignore", "-m", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.engine
def test_rasa_finds_nothing_wrong_with_domain_rules_stories_and_examples() -> None:
    done = python(
        "rasa", "data", "validate", "--domain", "domain.yml", "--config", "config.yml", "--data", "data"
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    # The questions of forms are asked by their names, which Rasa's check does not know.
    complaints = re.findall(r"UserWarning: (.*)", said)
    assert [complaint for complaint in complaints if "'utter_ask_" not in complaint] == []


def test_every_response_says_how_the_turn_ends() -> None:
    responses = read_config_file(ROOT / "domain.yml")["responses"]
    outcomes = {variant["custom"]["outcome"] for variants in responses.values() for variant in variants}
    assert outcomes <= OUTCOMES
    assert {"small_talk", "blocked", "handover", "form"} <= outcomes


def test_buttons_fit_the_narrowest_messenger() -> None:
    responses = read_config_file(ROOT / "domain.yml")["responses"].values()
    titles = [button["title"] for [response] in responses for button in response.get("buttons", [])]
    assert titles
    assert all(len(title) <= 20 for title in titles)


def test_the_door_is_the_only_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_ENGINE_TOKEN", "x")
    assert set(read_config_file(ROOT / "credentials.yml")) == {"bot.door.Door"}


def test_nothing_in_the_pipeline_trains_a_network() -> None:
    config = read_config_file(ROOT / "config.yml")
    stock = {step["name"] for step in config["pipeline"] if not step["name"].startswith("bot.")}
    assert stock <= {"EntitySynonymMapper"}
    assert {policy["name"] for policy in config["policies"]} == {"RulePolicy", "MemoizationPolicy"}


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_serving_without_a_secret_says_which(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    done = python("bot", "serve", "--model", str(tmp_path / "m.tar.gz"), "--port", "1", **given)
    assert done.returncode == 2
    assert missing in done.stderr


def test_serving_without_a_model_says_how_to_train_one(tmp_path: Path) -> None:
    done = python("bot", "serve", "--model", str(tmp_path / "m.tar.gz"), "--port", "1", **SECRETS)
    assert done.returncode == 2
    assert "python -m bot train --out" in done.stderr


def test_serving_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.tar.gz").write_bytes(b"half a download")
    done = python("bot", "serve", "--model", str(tmp_path / "m.tar.gz"), "--port", "1", **SECRETS)
    assert done.returncode == 2
    assert "No model at" in done.stderr


def test_training_into_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    done = python("bot", "train", "--out", str(tmp_path / "model"))
    assert done.returncode == 2
    assert ".tar.gz" in done.stderr
