"""The golden questions: well formed, and every quote stands in the documents.

Questions of the test split are counted and checked here, never shown.
"""

from __future__ import annotations

from collections import Counter

import pytest

from evaluation.golden import (
    Gold,
    GoldenQuestion,
    addresses,
    load_conversations,
    load_questions,
)
from knowledge.importer.record import RECORD_PATH
from tests.knowledge.samples import PLAN, source_documents
from vietnamese.text import fold, syllables

DOCUMENTS = {document.slug: document for document in source_documents()}
TEST = "test"
CLARIFY = "clarify"
SPLITS = ("development", "development-2", "development-3", "development-4", TEST)
#: A split of nothing but questions near the documents' matter that they do not answer.
UNANSWERABLE = "development-5"
CONVERSATIONS = (
    "conversations",
    "conversations-2",
    "conversations-3",
    "conversations-5",
    "conversations-test",
)
#: How many questions of each kind the bars of the test split are stated for.
TEST_KINDS = {"answerable": 150, "out_of_scope": 60, "unanswerable": 80}
KINDS = {"answerable", "out_of_scope", "unanswerable"}


def turns() -> list[GoldenQuestion]:
    return [
        turn
        for split in CONVERSATIONS
        for conversation in load_conversations(split)
        for turn in conversation.turns
    ]


def unresolved(questions: list[GoldenQuestion]) -> list[str]:
    """Ids of the questions with a quote that no provision holds."""
    wrong = []
    for question in questions:
        try:
            addresses(question.gold, DOCUMENTS)
        except LookupError:
            wrong.append(question.id)
    return wrong


@pytest.mark.parametrize("split", SPLITS)
def test_every_quote_stands_in_a_provision(split: str) -> None:
    assert unresolved(load_questions(split)) == []


def test_every_reading_of_an_ambiguous_question_stands_in_a_provision() -> None:
    questions = load_questions(CLARIFY)
    assert unresolved(questions) == []
    readings = {question.id: len(question.gold) for question in questions if question.kind == "ambiguous"}
    assert len(readings) >= 30
    assert [name for name, count in readings.items() if count < 2] == []


def test_look_alikes_of_ambiguous_questions_have_their_answer() -> None:
    others = [question for question in load_questions(CLARIFY) if question.kind != "ambiguous"]
    assert len(others) >= 20
    assert {question.kind for question in others} == {"answerable"}
    assert without_their_facts(others) == []


def test_every_quote_of_the_conversations_stands_in_a_provision() -> None:
    assert unresolved(turns()) == []


def test_ids_are_unique_over_all_splits_and_conversations() -> None:
    ids = [question.id for split in (*SPLITS, UNANSWERABLE, CLARIFY) for question in load_questions(split)]
    ids += [turn.id for turn in turns()]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_is_large_enough_and_of_every_kind(split: str) -> None:
    questions = load_questions(split)
    kinds = Counter(question.kind for question in questions)
    assert len(questions) >= 60
    assert set(kinds) == KINDS
    assert all(count >= 15 for count in kinds.values())


def test_the_unanswerable_split_misses_many_kinds_of_things() -> None:
    questions = load_questions(UNANSWERABLE)
    missing = Counter(question.shape for question in questions)
    assert {question.kind for question in questions} == {"unanswerable"}
    assert len(questions) >= 150
    assert len(missing) >= 20
    assert min(missing.values()) >= 5


def test_the_test_split_is_as_large_as_its_bars_say() -> None:
    assert Counter(question.kind for question in load_questions(TEST)) == TEST_KINDS
    assert len(load_conversations("conversations-test")) == 40


def test_the_last_turn_of_every_test_conversation_has_an_answer() -> None:
    last = [conversation.turns[-1] for conversation in load_conversations("conversations-test")]
    assert [turn.id for turn in last if turn.kind != "answerable"] == []


@pytest.mark.parametrize("split", SPLITS)
def test_every_document_is_asked_about(split: str) -> None:
    asked = {gold.document for question in load_questions(split) for gold in question.gold}
    assert asked == set(DOCUMENTS)


@pytest.mark.parametrize("split", [*SPLITS, UNANSWERABLE])
def test_answerable_questions_have_gold_and_facts_and_the_others_have_none(split: str) -> None:
    odd = [
        question.id
        for question in load_questions(split)
        if (question.kind == "answerable") is not bool(question.gold and question.facts)
    ]
    assert odd == []


@pytest.mark.parametrize("split", SPLITS)
def test_the_facts_of_an_answer_stand_in_its_provisions(split: str) -> None:
    assert without_their_facts(load_questions(split)) == []


def test_the_facts_of_a_turn_stand_in_its_provisions() -> None:
    assert without_their_facts(turns()) == []


def without_their_facts(questions: list[GoldenQuestion]) -> list[str]:
    """Ids of the questions with a fact that stands neither in their provisions nor around them."""
    odd = []
    for question in questions:
        found = addresses(question.gold, DOCUMENTS)
        texts = " ".join(
            " ".join(inner.text for inner in node.walk())
            for slug, path in found
            for node in DOCUMENTS[slug].walk()
            if node.path == path or path.startswith(f"{node.path}.")
        )
        plain = " ".join(texts.split()).casefold()
        if not all(" ".join(fact.split()).casefold() in plain for fact in question.facts):
            odd.append(question.id)
    return odd


@pytest.mark.parametrize("split", [split for split in (*SPLITS, UNANSWERABLE) if split != TEST])
def test_no_question_stands_in_a_development_split_and_in_the_test_split(split: str) -> None:
    assert shared(split, TEST) == []


@pytest.mark.parametrize("split", [split for split in SPLITS if split != TEST])
def test_no_question_of_the_unanswerable_split_stands_in_another(split: str) -> None:
    assert shared(split, UNANSWERABLE) == []


def shared(one: str, other: str) -> list[tuple[str, str]]:
    """Ids of the questions that two splits have in common, however they are typed."""
    first, second = (
        {_spoken(question): question.id for question in load_questions(split)} for split in (one, other)
    )
    return [(first[words], second[words]) for words in sorted(first.keys() & second.keys())]


def _spoken(question: GoldenQuestion) -> str:
    return " ".join(fold(syllable) for syllable in syllables(question.question))


def test_an_empty_quote_means_the_papers_record() -> None:
    assert addresses((Gold(PLAN, ""),), DOCUMENTS) == {(PLAN, RECORD_PATH)}


def test_a_quote_finds_every_provision_that_holds_it() -> None:
    found = addresses((Gold(PLAN, "Hình thành mạng lưới truyền thông"),), DOCUMENTS)
    assert found == {(PLAN, "I.1.2.b.-4")}


def test_a_quote_that_stands_nowhere_is_an_error() -> None:
    with pytest.raises(LookupError, match="no provision holds"):
        addresses((Gold(PLAN, "không có câu này trong kế hoạch"),), DOCUMENTS)


@pytest.mark.parametrize("split", CONVERSATIONS)
def test_a_conversation_names_its_turns_in_order(split: str) -> None:
    for conversation in load_conversations(split):
        ids = [turn.id for turn in conversation.turns]
        assert ids == [f"{conversation.id}.{number}" for number in range(1, len(ids) + 1)]
        assert len(ids) > 1
