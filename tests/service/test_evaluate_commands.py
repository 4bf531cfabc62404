"""``hoidap evaluate``: asking, judging again, measuring search, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from evaluation import golden
from evaluation.stack import Stack
from knowledge.release import build_release, live_id, read_manifest, switch_live
from service import evaluate_cli
from tests.evaluation.bench import write_benchmark
from tests.evaluation.small import REFUSED, SPLITS, Told
from tests.knowledge.samples import NOW, two_sources
from tests.service.hoidap import Hoidap


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small live release; nobody writes there."""
    data = tmp_path_factory.mktemp("made")
    switch_live(data / "releases", build_release(data / "releases", two_sources(), None, NOW).id)
    return data


@pytest.fixture
def data(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def hoidap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, tmp_path: Path
) -> Hoidap:
    for name, value in {"DATA": data, "ENCODER": "none", "ENGINE": "0"}.items():
        monkeypatch.setenv(f"HOIDAP_{name}", str(value))
    monkeypatch.setenv("COLUMNS", "200")
    questions = tmp_path / "golden"
    questions.mkdir()
    for split, rows in SPLITS.items():
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (questions / f"{split}.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(golden, "FOLDER", questions)
    return Hoidap(monkeypatch, capsys)


def live(data: Path) -> str:
    release = live_id(data / "releases")
    assert release is not None
    return release


def figures(summary: Any) -> dict[tuple[str, str, str], float]:
    return {(one["split"], one["variant"], one["measure"]): one["value"] for one in summary["figures"]}


def test_without_options_the_test_splits_are_asked_with_and_without_diacritics(
    hoidap: Hoidap, data: Path
) -> None:
    summary = hoidap("evaluate", "answers", "--json").json
    told = figures(summary)
    assert {key[:2] for key in told} == {
        (split, variant) for split in ("test", "conversations-test") for variant in ("accented", "nodia")
    }
    assert (summary["release"], summary["asked"]) == (live(data), "core")
    assert told["test", "accented", "right"] == 1.0
    assert told["test", "accented", "refused_out_of_scope"] == 1.0


def test_the_table_tells_interval_and_number(hoidap: Hoidap) -> None:
    ran = hoidap("evaluate", "answers", "--split", "test", "--variant", "accented")
    assert ran.status == 0
    assert "1.000 (0.34–1.00)" in ran.out


def test_a_report_can_be_judged_again_without_asking(hoidap: Hoidap, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    first = hoidap("evaluate", "answers", "--variant", "accented", "--report", folder, "--json")
    assert {file.name for file in folder.iterdir()} == {
        "answers.jsonl",
        "questions.csv",
        "report.html",
        "run.json",
        "summary.json",
    }
    assert "report.html" in first.err
    again = hoidap("evaluate", "judge", folder, "--json")
    assert figures(again.json) == figures(first.json)
    stricter = figures(hoidap("evaluate", "judge", folder, "--longest", "10", "--json").json)
    assert stricter["test", "accented", "right"] == 0.0
    assert stricter["test", "accented", "cited"] == 1.0


def test_saved_figures_stand_in_the_release_and_the_page_shows_them(hoidap: Hoidap, data: Path) -> None:
    before = read_manifest(data / "releases" / live(data))
    assert hoidap("evaluate", "answers", "--split", "test").status == 0
    assert read_manifest(data / "releases" / live(data)) == before
    assert hoidap("evaluate", "answers", "--split", "test", "--save").status == 0
    scores = read_manifest(data / "releases" / live(data)).scores
    assert scores["test/nodia/right"].n == 2
    assert "kho tri thức" in scores["test/nodia/right"].method
    releases = hoidap("knowledge", "releases", "--json")
    assert releases.status == 0
    assert releases.json[0]["scores"]["test/nodia/right"]["n"] == 2


def test_a_service_is_asked_by_its_address(
    hoidap: Hoidap, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(lambda text: REFUSED)
    monkeypatch.setattr(Stack, "release", lambda self: live(data))
    monkeypatch.setattr(Stack, "open", lambda self: told.open())
    summary = hoidap(
        "evaluate",
        "answers",
        "--split",
        "test",
        "--variant",
        "accented",
        "--stack",
        "http://127.0.0.1:1",
        "--json",
    ).json
    assert summary["asked"] == "stack"
    assert len(told.conversations) == 4
    assert figures(summary)["test", "accented", "refused_unanswerable"] == 1.0
    assert figures(summary)["test", "accented", "right"] == 0.0


def test_a_service_with_another_release_is_refused(hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stack, "release", lambda self: "other")
    ran = hoidap("evaluate", "answers", "--stack", "http://127.0.0.1:1")
    assert ran.status == 1
    assert "HOIDAP_DATA" in ran.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("answers", "--split", "nothing"), "conversations-test, test"),
        (("answers", "--variant", "morse"), "teencode"),
        (("judge", "nowhere"), "hoidap evaluate answers"),
        (("retrieval", "nowhere"), "qrels.tsv"),
        (("answers", "--stack", "nowhere"), "scripts/run"),
    ],
)
def test_a_mistake_is_answered_with_what_there_is(
    hoidap: Hoidap, arguments: tuple[str, ...], named: str
) -> None:
    ran = hoidap("evaluate", *arguments)
    assert ran.status == 1
    assert named in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("beir", [False, True])
def test_search_is_measured_on_any_folder(hoidap: Hoidap, tmp_path: Path, data: Path, beir: bool) -> None:
    folder = write_benchmark(tmp_path / "small", beir=beir)
    ran = hoidap(
        "evaluate", "retrieval", folder, "--variant", "nodia", "--report", tmp_path / "report", "--json"
    )
    assert ran.json["means"] == {
        "nodia": {"recall@1": 1.0, "recall@3": 1.0, "recall@10": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}
    }
    assert (tmp_path / "report" / "report.html").is_file()
    assert (data / "benchmarks" / "small").is_dir()
    assert "1.0000" in hoidap("evaluate", "retrieval", folder).out


def test_understanding_needs_the_held_out_messages(
    hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("service.project.ROOT", tmp_path)
    ran = hoidap("evaluate", "nlu")
    assert ran.status == 1
    assert "tests/nlu" in ran.err


def test_every_command_helps_in_vietnamese(hoidap: Hoidap) -> None:
    shown = hoidap("evaluate", "--help").out
    for command in ("answers", "judge", "retrieval", "nlu"):
        assert command in shown
        assert "Usage" in hoidap("evaluate", command, "--help").out
    assert evaluate_cli.evaluate.info.help
