"""Signatures against vectors that another tool made (``openssl dgst``); bodies with what re-writing would change."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from connectors.messenger import signature as messenger
from connectors.zalo_oa import oauth
from connectors.zalo_oa import signature as zalo
from foundation.errors import ForgedError

ZALO = (
    '{"app_id":"4300","event_name":"user_send_text","timestamp":"1732420000123","message":{"text":'
    '"Mục tiêu năm 2026? 👍 a/b  \\"x\\"","msg_id":"m1"},"sender":{"id":"9007199254740993"},"recipient":{"id":"oa-1"}}'
).encode()
#: printf '%s' "4300${body}1732420000123oa-secret" | openssl dgst -sha256
ZALO_MAC = "6a8a80b4bc7c028a96d0136bcadf14210aa42f08283a1ab72abfd80893708632"
MESSENGER = (
    b'{"object":"page","entry":[{"id":"page-1","messaging":[{"message":{"text":'
    b'"M\\u1ee5c ti\\u00eau 2026? \\ud83d\\udc4d a\\/b"}}]}]}'
)
#: printf '%s' "$body" | openssl dgst -sha256 -hmac fb-secret
MESSENGER_MAC = "616a271101ea8707b4422f6ed450134df2fbc3feaa9b1172fc5750f95b29ac04"
SECRETS = zalo.Secrets("4300", "oa-secret", "app-secret", "oa-1")


def _knows(check: Callable[..., None], *signed: object) -> bool:
    try:
        check(*signed)
    except ForgedError:
        return False
    return True


def _zalo_knows(signature: str, body: bytes) -> bool:
    return _knows(zalo.check, {"x-zevent-signature": signature}, body, SECRETS)


@pytest.mark.parametrize("form", ["mac={}", "{}", " mac={} ", '"mac={}"', "MAC={}"])
def test_zalo_is_known_with_the_prefix_and_without(form: str) -> None:
    assert _zalo_knows(form.format(ZALO_MAC), ZALO)


def test_zalos_timestamp_may_be_a_number_and_a_text_may_look_like_one() -> None:
    for body in (
        b'{"timestamp":1732420000123,"event_name":"x"}',
        b'{"message":{"text":"\\"timestamp\\":\\"1\\""},"timestamp" : "1732420000123"}',
    ):
        assert _zalo_knows(zalo.mac(body, b"1732420000123", SECRETS), body)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, ZALO),
        ({"x-zevent-signature": ""}, ZALO),
        ({"x-zevent-signature": "mac="}, ZALO),
        ({"x-zevent-signature": "mac=" + ZALO_MAC}, ZALO + b" "),
        ({"x-zevent-signature": "mac=" + ZALO_MAC}, ZALO.replace(b"m1", b"m2")),
        ({"x-zevent-signature": "mac=" + ZALO_MAC}, b""),
        ({"x-zevent-signature": "ệ"}, ZALO),
    ],
)
def test_what_zalo_did_not_sign_is_refused(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(ForgedError):
        zalo.check(headers, body, SECRETS)


def test_zalo_with_another_secret_or_app_is_refused() -> None:
    headers = {"x-zevent-signature": "mac=" + ZALO_MAC}
    for secrets in (zalo.Secrets("4301", "oa-secret"), zalo.Secrets("4300", "other")):
        with pytest.raises(ForgedError):
            zalo.check(headers, ZALO, secrets)


def test_another_formula_is_told_to_the_operator_and_refused(caplog: pytest.LogCaptureFixture) -> None:
    other = zalo.mac(ZALO, b"1732420000123", zalo.Secrets("oa-1", "app-secret"))
    with caplog.at_level(logging.WARNING), pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": other}, ZALO, SECRETS, diagnose=True)
    assert "oa_id + body + timestamp + app_secret" in caplog.text
    caplog.clear()
    with pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": other}, ZALO, SECRETS)
    assert caplog.text == ""


def test_messenger_is_known() -> None:
    headers = {"x-hub-signature-256": "sha256=" + MESSENGER_MAC}
    assert _knows(messenger.check, headers, MESSENGER, "fb-secret")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, MESSENGER),
        ({"x-hub-signature-256": MESSENGER_MAC}, MESSENGER),
        ({"x-hub-signature-256": "sha1=" + MESSENGER_MAC[:40]}, MESSENGER),
        ({"x-hub-signature": "sha256=" + MESSENGER_MAC}, MESSENGER),
        ({"x-hub-signature-256": "sha256=" + MESSENGER_MAC}, MESSENGER.replace(b"\\/", b"/")),
        ({"x-hub-signature-256": "sha256=ệ"}, MESSENGER),
    ],
)
def test_what_messenger_did_not_sign_is_refused(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(ForgedError):
        messenger.check(headers, body, "fb-secret")


def test_a_code_challenge_is_that_of_its_verifier() -> None:
    """printf %s VERIFIER | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '='"""
    assert (
        oauth.challenge_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ")
        == "RqIZl4LIgn8KxW9QO-nTnv7pf0CnNrksx9fF-CXP2FE"
    )
    made = {oauth.new_verifier() for _ in range(20)}
    assert len(made) == 20
    assert all(len(verifier) == 43 and verifier.isalnum() for verifier in made)
