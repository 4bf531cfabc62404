"""Asking golden questions and keeping what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.asking import ask, load_answers, save_answers
from evaluation.core import Core
from evaluation.variants import Variant
from foundation.errors import DocumentError, MissingError
from knowledge.answer import Answerer
from knowledge.outcome import Outcome
from knowledge.release import Release, build_release
from tests.evaluation.small import MARKET, Told, a_run
from tests.knowledge.samples import NOW, two_sources

pytestmark = pytest.mark.usefixtures("small_golden")


@pytest.fixture
def small_release(tmp_path: Path) -> Release:
    return build_release(tmp_path / "releases", two_sources(), None, NOW)


def test_every_question_has_a_conversation_of_its_own_and_turns_share_one() -> None:
    told = Told()
    answers = ask(a_run("test", "conversations-test"), told)
    assert [len(heard) for heard in told.conversations] == [1, 1, 1, 1, 2, 2]
    assert [one.question for one in answers] == ["t1", "t2", "t3", "t4", "c1.1", "c1.2", "c2.1", "c2.2"]
    assert answers[0].said == MARKET
    assert all(one.seconds >= 0 for one in answers)


def test_each_variant_is_asked_as_it_is_typed() -> None:
    told, seen = Told(), list[tuple[int, int]]()
    answers = ask(
        a_run(variants=(Variant.ACCENTED, Variant.NODIA)),
        told,
        lambda done, total: seen.append((done, total)),
    )
    assert [one.typed for one in answers if one.question == "t1"] == [
        "Chợ đêm mở cửa mấy giờ?",
        "cho dem mo cua may gio?",
    ]
    assert [one.typed for one in answers] == [text for heard in told.conversations for text in heard]
    assert seen == [(done, 8) for done in range(1, 9)]


def test_a_split_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(MissingError) as refused:
        ask(a_run("development-9"), Told())
    assert "test" in refused.value.hint
    with pytest.raises(MissingError) as refused:
        ask(a_run("conversations-9"), Told())
    assert "conversations-test" in refused.value.hint


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    run = a_run("test", "conversations-test", variants=(Variant.MESSY,), asked="stack")
    answers = ask(run, Told())
    save_answers(tmp_path / "run", run, answers)
    assert load_answers(tmp_path / "run") == (run, answers)


def test_a_folder_without_a_run_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as refused:
        load_answers(tmp_path)
    assert "hoidap evaluate answers" in refused.value.hint


@pytest.mark.parametrize(("file", "line"), [("run.json", 0), ("answers.jsonl", 3)])
def test_a_changed_file_is_named_with_its_line(tmp_path: Path, file: str, line: int) -> None:
    run = a_run()
    save_answers(tmp_path, run, ask(run, Told()))
    lines = (tmp_path / file).read_text("utf-8").splitlines()
    lines[2] = "{}"
    (tmp_path / file).write_text("\n".join(lines), "utf-8")
    with pytest.raises(DocumentError) as refused:
        load_answers(tmp_path)
    assert (refused.value.file.name, refused.value.line) == (file, line)


def test_the_core_answers_with_its_citations_and_carries_the_context(small_release: Release) -> None:
    core = Core(small_release, Answerer(None, lambda: NOW))
    dialogue = core.open()
    first = dialogue.say("Phí chỗ bán hàng ở chợ đêm là bao nhiêu một tối?")
    assert first.outcome is Outcome.ANSWERED
    assert first.citations[0].url.startswith("/van-ban/cho-dem#")
    assert first.citations[0].place == "Điều 3"
    leaning = "còn giờ mở cửa thì sao?"
    assert dialogue.say(leaning).citations[0].url.startswith("/van-ban/cho-dem#")
