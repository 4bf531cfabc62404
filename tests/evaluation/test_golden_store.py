"""Golden questions in the database: begun with files, kept by editors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evaluation.golden import FOLDER, OPEN_SPLITS, load_questions
from evaluation.golden_store import Golden, GoldenStore
from foundation.database import Database
from foundation.errors import ConflictError, DocumentError, InputError
from knowledge.curated import Reference
from knowledge.model import Document
from tests.knowledge.samples import RULES, a_document, source_documents

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> GoldenStore:
    return GoldenStore(database, lambda: NOW)


def line(
    name: str, question: str, quote: str = "", document: str = "cho-dem", kind: str = "answerable"
) -> str:
    gold = [{"document": document, "quote": quote}] if quote else []
    return json.dumps({"id": name, "question": question, "kind": kind, "gold": gold, "facts": ["23 giờ"]})


def seed(store: GoldenStore, folder: Path, *lines: str) -> int:
    file = folder / "development.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return store.seed([file], lambda: [a_document(RULES, "cho-dem.md")])


def test_a_file_is_taken_in_once_and_never_over_an_editors_work(store: GoldenStore, tmp_path: Path) -> None:
    first = line("d1", "Chợ đêm mở cửa mấy giờ?", "18 giờ đến 23 giờ")
    assert seed(store, tmp_path, first, line("d2", "Giá vàng?", kind="out_of_scope")) == 2
    assert seed(store, tmp_path, first, line("d2", "Giá vàng?", kind="out_of_scope")) == 0
    one = store.get("d1")
    assert one.citations == (Reference("cho-dem", "-1.-1"),)
    assert (one.facts, one.source, one.changed_by) == (("23 giờ",), "development.jsonl", "")
    store.change(Golden("Chợ đêm đóng cửa lúc nào?", "answerable", one.citations, (), "d1"), 1, "lan.nguyen")
    store.retire("d2", 1, "lan.nguyen")
    assert (
        seed(
            store,
            tmp_path,
            first,
            line("d2", "Giá bạc?", kind="out_of_scope"),
            line("d3", "Ai ký?", kind="ambiguous"),
        )
        == 1
    )
    assert store.get("d1").question == "Chợ đêm đóng cửa lúc nào?"
    assert [golden.id for golden in store.active()] == ["d1", "d3"]


def test_questions_about_what_is_not_here_stay_out(store: GoldenStore, tmp_path: Path) -> None:
    elsewhere = line("d1", "Ai ký?", "ký", document="khong-co")
    gone = line("d2", "Mấy giờ?", "lời không còn")
    assert seed(store, tmp_path, elsewhere, gone, line("d3", "Phí?", "50.000 đồng")) == 1


def test_a_broken_file_changes_nothing_and_is_named(store: GoldenStore, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="dòng 2"):
        seed(store, tmp_path, line("d1", "Phí?", "50.000 đồng"), "{")
    assert store.active() == []
    assert seed(store, tmp_path, line("d1", "Phí?", "50.000 đồng")) == 1


def test_the_questions_of_the_development_begin_the_set_and_held_out_ones_do_not(store: GoldenStore) -> None:
    assert "test" not in OPEN_SPLITS
    assert not any(split.startswith("conversations") for split in OPEN_SPLITS)
    documents: list[Document] = list(source_documents())
    count = store.seed([FOLDER / f"{split}.jsonl" for split in OPEN_SPLITS], lambda: documents)
    assert count == sum(len(load_questions(split)) for split in OPEN_SPLITS)
    assert all(golden.citations for golden in store.active() if golden.kind == "answerable")


def test_two_who_change_one_question_do_not_overwrite_each_other(store: GoldenStore) -> None:
    name = store.add(Golden("Ai ký?", "ambiguous"), "lan.nguyen")
    store.change(Golden("Ai ký kế hoạch?", "ambiguous", id=name), 1, "lan.nguyen")
    with pytest.raises(ConflictError, match=r"lan\.nguyen"):
        store.change(Golden("Ai ký nghị quyết?", "ambiguous", id=name), 1, "hoa.tran")
    assert store.get(name).question == "Ai ký kế hoạch?"


def test_the_same_question_is_not_asked_twice(store: GoldenStore) -> None:
    name = store.add(Golden("Ai ký?", "ambiguous"), "lan.nguyen")
    with pytest.raises(InputError):
        store.add(Golden("Ai ký?", "out_of_scope"), "lan.nguyen")
    store.retire(name, 1, "lan.nguyen")
    store.add(Golden("Ai ký?", "out_of_scope"), "lan.nguyen")
    with pytest.raises(InputError):
        store.retire(name, 2, "lan.nguyen", retired=False)


def test_questions_are_found_by_their_words_with_marks_or_without(store: GoldenStore) -> None:
    store.add(Golden("Chợ đêm mở cửa mấy giờ?", "out_of_scope"), "lan.nguyen")
    store.add(Golden("100% hộ có nước?", "unanswerable"), "lan.nguyen")
    for text, count in (("cho dem", 1), ("CHỢ ĐÊM", 1), ("100%", 1), ("_", 0), ("", 2)):
        assert store.listed(text)[1] == count, text
    assert [golden.kind for golden in store.listed(kind="unanswerable")[0]] == ["unanswerable"]
