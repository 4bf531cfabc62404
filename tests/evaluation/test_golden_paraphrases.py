"""The questions in words that the documents do not use: the split ``development-6``.

It says how the service does on wordings that nobody tuned for, so it must stay unlike the documents and unlike
the other splits.
"""

from __future__ import annotations

from collections import Counter

import pytest

from evaluation.golden import (
    GoldenQuestion,
    addresses,
    is_conversations,
    load_conversations,
    load_questions,
    splits,
)
from tests.knowledge.samples import source_documents
from vietnamese.text import fold, syllables

PARAPHRASES = "development-6"
DOCUMENTS = {document.slug: document for document in source_documents()}
NODES = {(slug, node.path): node for slug, document in DOCUMENTS.items() for node in document.walk()}
SHAPES = {"fact", "list", "row", "section", "who", "when", "where", "yes_no", "comparison", "how"}
SHAPES |= {"how_much", "how_many"}
REGISTERS = {"plain", "formal", "business", "student", "elder", "teencode", "unmarked", "typos", "english"}
OTHERS = [split for split in splits() if split != PARAPHRASES]


def answerable() -> list[GoldenQuestion]:
    return [question for question in load_questions(PARAPHRASES) if question.kind == "answerable"]


def asked_in(split: str) -> list[GoldenQuestion]:
    if is_conversations(split):
        return [turn for conversation in load_conversations(split) for turn in conversation.turns]
    return load_questions(split)


def words(text: str) -> set[str]:
    return {fold(syllable) for syllable in syllables(text)}


def shared_with_the_provision(question: GoldenQuestion) -> float:
    """The share of a question's syllables that stand in one of its provisions."""
    told = {word for address in addresses(question.gold, DOCUMENTS) for word in words(NODES[address].text)}
    asked = words(question.question)
    return len(asked & told) / len(asked)


def test_three_answerable_questions_stand_beside_one_out_of_scope() -> None:
    kinds = Counter(question.kind for question in load_questions(PARAPHRASES))
    assert kinds == {"answerable": 150, "out_of_scope": 50}


def test_every_document_every_shape_and_every_register_is_asked_for() -> None:
    questions = answerable()
    assert {gold.document for question in questions for gold in question.gold} == set(DOCUMENTS)
    assert {question.shape for question in questions} == SHAPES
    assert {question.register for question in questions} >= REGISTERS


def test_the_facts_stand_in_the_provisions_or_below_them() -> None:
    odd = []
    for question in answerable():
        texts = " ".join(
            inner.text for address in addresses(question.gold, DOCUMENTS) for inner in NODES[address].walk()
        )
        plain = " ".join(texts.split()).casefold()
        if not question.facts or not all(fact.casefold() in plain for fact in question.facts):
            odd.append(question.id)
    assert odd == []


def test_questions_out_of_scope_have_neither_provision_nor_fact() -> None:
    questions = [question for question in load_questions(PARAPHRASES) if question.kind == "out_of_scope"]
    assert [question.id for question in questions if question.gold or question.facts] == []


def test_most_questions_are_asked_in_words_of_their_own() -> None:
    shares = sorted(shared_with_the_provision(question) for question in answerable())
    assert shares[len(shares) // 2] < 0.35
    assert shares[len(shares) * 3 // 4] < 0.45


@pytest.mark.parametrize("split", OTHERS)
def test_neither_ids_nor_wordings_stand_in_another_split(split: str) -> None:
    """Ids are shown, never the words: the other split may be one that only measures."""
    ours, others = load_questions(PARAPHRASES), asked_in(split)
    assert {question.id for question in ours} & {question.id for question in others} == set()
    spoken = {_spoken(question) for question in others}
    assert [question.id for question in ours if _spoken(question) in spoken] == []


def test_no_question_is_asked_twice() -> None:
    questions = load_questions(PARAPHRASES)
    assert len({question.id for question in questions}) == len(questions)
    assert len({_spoken(question) for question in questions}) == len(questions)


def _spoken(question: GoldenQuestion) -> str:
    return " ".join(fold(syllable) for syllable in syllables(question.question))
