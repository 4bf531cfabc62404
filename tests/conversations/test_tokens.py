"""Conversation tokens: nobody but the server makes one."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from conversations.tokens import MAX_AGE, Tokens
from foundation.errors import TokenError

OLD, NEW = "the secret of last year, 32 letters", "the secret of this year, 32 letters"
CONVERSATION = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The signer's clock; ``now`` may be set."""
    clock = SimpleNamespace(now=time.time())
    monkeypatch.setattr("itsdangerous.timed.time", SimpleNamespace(time=lambda: clock.now))
    return clock


def test_a_token_stands_for_its_conversation() -> None:
    tokens = Tokens([OLD])
    assert tokens.read(tokens.issue(CONVERSATION)) == CONVERSATION


@given(st.text(alphabet=st.characters(exclude_categories=())))
@example("\ud800")
@example("a.b.\udfff")
def test_what_nobody_signed_is_refused_whatever_it_is(text: str) -> None:
    with pytest.raises(TokenError) as refused:
        Tokens([OLD]).read(text)
    assert refused.value.hint


@given(st.data())
def test_no_change_to_a_token_leads_to_another_conversation(data: st.DataObject) -> None:
    tokens = Tokens([OLD])
    token = tokens.issue(CONVERSATION)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    try:
        read = tokens.read(token[:place] + letter + token[place + 1 :])
    except TokenError:
        return
    # The last letter of a signature has spare bits, so that a change need not be one.
    assert read == CONVERSATION


@given(st.integers(0, 60))
def test_a_truncated_token_is_refused(length: int) -> None:
    tokens = Tokens([OLD])
    with pytest.raises(TokenError):
        tokens.read(tokens.issue(CONVERSATION)[:length])


def test_a_token_of_another_secret_is_refused() -> None:
    with pytest.raises(TokenError):
        Tokens([NEW]).read(Tokens([OLD]).issue(CONVERSATION))


def test_what_the_secret_signed_for_another_purpose_is_no_token() -> None:
    signed = URLSafeTimedSerializer(OLD, salt="another purpose").dumps(CONVERSATION)
    with pytest.raises(TokenError):
        Tokens([OLD]).read(signed)


def test_rotating_the_secret_cuts_nobody_off_until_the_old_one_is_taken_away() -> None:
    before, during, after = Tokens([OLD]), Tokens([NEW, OLD]), Tokens([NEW])
    from_before, from_during = before.issue(CONVERSATION), during.issue(CONVERSATION)
    assert during.read(from_before) == CONVERSATION
    assert after.read(from_during) == CONVERSATION
    with pytest.raises(TokenError):
        after.read(from_before)
    with pytest.raises(TokenError):
        before.read(from_during)


def test_a_token_lasts_a_day_and_no_longer(pass_time: SimpleNamespace) -> None:
    tokens = Tokens([OLD])
    token = tokens.issue(CONVERSATION)
    pass_time.now += MAX_AGE
    assert tokens.read(token) == CONVERSATION
    pass_time.now += 1
    with pytest.raises(TokenError):
        tokens.read(token)


def test_a_token_of_tomorrow_is_refused(pass_time: SimpleNamespace) -> None:
    tokens = Tokens([OLD])
    token = tokens.issue(CONVERSATION)
    pass_time.now -= 2
    with pytest.raises(TokenError):
        tokens.read(token)
