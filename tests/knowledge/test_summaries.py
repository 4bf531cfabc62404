"""Summaries of documents, over a database of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import event

from foundation.database import Database
from knowledge.model import Doubt
from knowledge.store import DocumentStore
from knowledge.summaries import Summaries
from tests.knowledge.samples import GARDENS, NOW, RULES


def test_a_summary_says_what_there_is_and_what_was_changed(database: Database) -> None:
    store = DocumentStore(database, lambda: NOW)
    store.import_content(Path("cho-dem.md"), RULES.encode())
    store.import_content(Path("cay-xanh.md"), GARDENS.encode())
    summaries = Summaries(database)
    gardens, market = summaries.all()
    assert (market.slug, market.name, market.kind) == ("cho-dem", "12/QĐ-UBND", "Quyết định")
    assert (market.issued, market.doubts, market.edited) == (date(2026, 1, 5), 0, False)
    assert "quan ly cho dem" in market.words
    record = replace(store.entry("cay-xanh").record, doubts=(Doubt("dòng 3", "thiếu số"),))
    store.change(record, 1, "lan")
    store.retire("cay-xanh", 2, "lan")
    gardens = summaries.all()[0]
    assert (gardens.doubts, gardens.edited, gardens.changed_by) == (1, True, "lan")
    assert gardens.retired_at == NOW
    assert gardens.digest == store.entry("cay-xanh").digest


def test_a_tree_is_read_once(database: Database) -> None:
    store = DocumentStore(database, lambda: NOW)
    for number in range(5):
        store.import_content(Path(f"cho-{number}.md"), RULES.encode())
    summaries = Summaries(database)
    summaries.all()
    asked: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_more: asked.append(statement),
    )
    summaries.all()
    assert [statement for statement in asked if "tree" in statement] == []
    store.import_content(Path("moi.md"), GARDENS.encode())
    asked.clear()
    assert len(summaries.all()) == 6
    assert len([statement for statement in asked if "tree" in statement]) == 1
