"""Replies as the Chat API and the database have them."""

from __future__ import annotations

import json

from conversations.reply import REPLIES, new_reply
from knowledge.outcome import Outcome
from tests.conversations.canned_answers import CITATION

REPLY = new_reply("đáp", Outcome.ANSWERED, citations=(CITATION,), buttons=(("Gặp cán bộ", "/ask_officer"),))


def test_the_public_form_has_the_agreed_keys_and_nothing_of_what_a_button_means() -> None:
    public = REPLY.public()
    assert set(public) == {"id", "text", "outcome", "citations", "buttons"}
    assert public["outcome"] == "answered"
    assert public["buttons"] == [{"id": REPLY.buttons[0].id, "title": "Gặp cán bộ"}]
    assert set(public["citations"][0]) == set(
        "document title place quote url digest in_force highlight".split()
    )
    assert "ask_officer" not in json.dumps(public)


def test_the_form_of_the_database_gives_the_same_replies_back() -> None:
    stored = json.loads(REPLIES.dump_json((REPLY,)))
    assert REPLIES.validate_python(stored) == (REPLY,)


def test_every_reply_and_button_has_an_id_of_its_own() -> None:
    replies = [new_reply("đáp", Outcome.ANSWERED, buttons=(("a", "a"), ("b", "b"))) for _ in range(50)]
    ids = [reply.id for reply in replies] + [button.id for reply in replies for button in reply.buttons]
    assert len(set(ids)) == len(ids) == 150
