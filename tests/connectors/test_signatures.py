"""Signatures against vectors that another tool made (``openssl dgst``); bodies with what re-writing would change."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable

import pytest

from connectors.messenger import signature as messenger
from connectors.telegram import events as telegram
from connectors.zalo_bot import events as zalo_bot
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


@pytest.mark.parametrize(
    "form", ["mac={}", "{}", " mac={} ", '"mac={}"', "'mac={}'", "MAC={}", "mac= {}", ' " mac={} " ']
)
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
        ({"x-zevent-signature": "xmac=" + ZALO_MAC}, ZALO),
        ({"x-zevent-signature": "ệ"}, ZALO),
        ({"x-zevent-signature": "\udcff"}, ZALO),
    ],
)
def test_what_zalo_did_not_sign_is_refused(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(ForgedError):
        zalo.check(headers, body, SECRETS)


def test_a_few_of_the_timestamps_in_a_body_are_tried() -> None:
    """A citizen's text may hold what looks like one; with many of them one body would cost many hashes."""
    for decoys, known in ((3, True), (4, False)):
        written = "".join(f'"timestamp":{number} ' for number in range(decoys))
        body = f'{{"message":"{written}","timestamp":"1732420000123"}}'.encode()
        assert _zalo_knows(zalo.mac(body, b"1732420000123", SECRETS), body) is known


def test_zalo_with_another_secret_or_app_is_refused() -> None:
    headers = {"x-zevent-signature": "mac=" + ZALO_MAC}
    for secrets in (zalo.Secrets("4301", "oa-secret"), zalo.Secrets("4300", "other")):
        with pytest.raises(ForgedError):
            zalo.check(headers, ZALO, secrets)


def test_another_formula_is_told_to_the_operator_and_refused(caplog: pytest.LogCaptureFixture) -> None:
    other = zalo.mac(ZALO, b"1732420000123", zalo.Secrets("oa-1", "app-secret"))
    with caplog.at_level(logging.WARNING), pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": other}, ZALO, SECRETS, diagnose=True)
    assert "fits: sha256(oa_id + body + timestamp + app_secret)" in caplog.text
    caplog.clear()
    with pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": other}, ZALO, SECRETS)
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (b"oa-secret", "hmac-sha256(body, webhook_secret)"),
        (b"app-secret", "hmac-sha256(body, app_secret)"),
        (b"somebody else's", "no known formula"),
    ],
)
def test_the_operator_is_told_of_a_keyed_hash_too(
    key: bytes, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    given = hmac.new(key, ZALO, hashlib.sha256).hexdigest()
    with caplog.at_level(logging.WARNING), pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": given}, ZALO, SECRETS, diagnose=True)
    assert caplog.messages == [f"the signature of Zalo OA fits: {told}"]


def test_the_operator_is_told_which_id_was_signed(caplog: pytest.LogCaptureFixture) -> None:
    given = zalo.mac(ZALO, b"1732420000123", zalo.Secrets("4300", "app-secret"))
    with caplog.at_level(logging.WARNING), pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": given}, ZALO, SECRETS, diagnose=True)
    assert caplog.messages == [
        "the signature of Zalo OA fits: sha256(app_id + body + timestamp + app_secret)"
    ]
    given = zalo.mac(ZALO, b"1732420000123", zalo.Secrets("oa-1", "oa-secret"))
    caplog.clear()
    with caplog.at_level(logging.WARNING), pytest.raises(ForgedError):
        zalo.check({"x-zevent-signature": given}, ZALO, SECRETS, diagnose=True)
    assert caplog.messages == [
        "the signature of Zalo OA fits: sha256(oa_id + body + timestamp + webhook_secret)"
    ]


@pytest.mark.parametrize(
    ("check", "header"),
    [
        (telegram.check, "x-telegram-bot-api-secret-token"),
        (zalo_bot.check, "x-bot-api-secret-token"),
    ],
)
def test_a_body_with_our_secret_is_known_and_no_other(check: Callable[..., None], header: str) -> None:
    assert _knows(check, {header: "a-secret"}, "a-secret")
    for given in ("", "a-secre", "a-secret ", "A-SECRET", "ệ", "\udcff"):
        assert not _knows(check, {header: given}, "a-secret")
    assert not _knows(check, {}, "a-secret")


def test_messenger_is_known() -> None:
    for given in ("sha256=" + MESSENGER_MAC, f" sha256={MESSENGER_MAC} "):
        assert _knows(messenger.check, {"x-hub-signature-256": given}, MESSENGER, "fb-secret")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, MESSENGER),
        ({"x-hub-signature-256": MESSENGER_MAC}, MESSENGER),
        ({"x-hub-signature-256": "sha1=" + MESSENGER_MAC[:40]}, MESSENGER),
        ({"x-hub-signature": "sha256=" + MESSENGER_MAC}, MESSENGER),
        ({"x-hub-signature-256": "sha256=" + MESSENGER_MAC}, MESSENGER.replace(b"\\/", b"/")),
        ({"x-hub-signature-256": "sha256=ệ"}, MESSENGER),
        ({"x-hub-signature-256": "sha256=\udcff"}, MESSENGER),
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
