"""The context on its way through the database and the engine."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.as_of import AsOf
from knowledge.context import Choice, Context, Topic, dump_context, load_context

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.builds(
        Context,
        question=TEXT,
        document=TEXT,
        path=TEXT,
        year=st.none() | st.integers(1900, 2100),
        agency=TEXT,
        as_of=st.none() | st.builds(AsOf, st.dates(), st.dates()),
        paper=TEXT,
        choices=st.lists(st.builds(Choice, TEXT, TEXT, TEXT, TEXT), max_size=4).map(tuple),
        earlier=st.lists(st.builds(Topic, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    )
)
def test_a_context_survives_json(context: Context) -> None:
    assert load_context(json.loads(json.dumps(dump_context(context)))) == context


def test_a_context_of_the_version_before_has_nothing_earlier() -> None:
    old = {
        "question": "ai ký",
        "document": "van-ban",
        "path": "-1.r1",
        "year": None,
        "agency": "",
        "paper": "",
    }
    assert load_context(old) == Context("ai ký", "van-ban", "-1.r1")


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "",
        "{}",
        7,
        [],
        {"question": None},
        {"question": ["a"]},
        {"year": "năm nay"},
        {"year": 2026.5},
        {"path": {}},
        {"as_of": "hôm qua"},
        {"as_of": {"first": "2025-02-30", "last": "2025-03-31"}},
        b"\xff",
    ],
)
def test_what_cannot_be_read_is_an_empty_context(garbage: object) -> None:
    assert load_context(garbage) == Context()


@given(JSON)
def test_any_json_gives_a_context(data: object) -> None:
    assert isinstance(load_context(data), Context)


def test_another_versions_fields_do_no_harm() -> None:
    assert load_context({"document": "a", "colour": "blue"}).document in ("", "a")
    assert load_context({}) == Context()


def test_a_context_of_before_there_was_an_as_of_day_still_loads() -> None:
    assert load_context(
        {"question": "a", "document": "b", "path": "c", "year": None, "agency": ""}
    ) == Context(question="a", document="b", path="c")
