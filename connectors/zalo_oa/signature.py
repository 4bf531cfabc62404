"""Whether a body comes from Zalo: ``X-ZEvent-Signature``.

Source: Zalo Official Account, "Webhook": ``mac=`` and the lowercase hex of a plain SHA-256 over app id, raw body, the
body's timestamp and the OA secret key, one after another. Whether the prefix is always there is not proven on a live
account: both forms are taken. Other readings of the formula are tried only to tell an operator which of them fits.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from foundation.errors import ForgedError

_log = logging.getLogger(__name__)

HEADER = "x-zevent-signature"
#: The timestamp's own signs in the raw body, whether it is written as a text or as a number. What a citizen writes may
#: look like one too: a few of those found are tried, and only with the right one does the signature fit.
_TIMESTAMP = re.compile(rb'"timestamp"\s*:\s*"?(\d{1,20})"?')


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a signature is made with."""

    app_id: str
    webhook_secret: str
    app_secret: str = ""
    oa_id: str = ""


def check(headers: Mapping[str, str], body: bytes, secrets: Secrets, *, diagnose: bool = False) -> None:
    """Let an authentic body pass.

    Args:
        headers: names in lower case.
        body: as it came.
        secrets: ours.
        diagnose: log which other formula would have fitted; the body is refused all the same.

    Raises:
        ForgedError: the signature is missing or wrong.
    """
    given = headers.get(HEADER, "").strip().strip("\"'").strip().lower().removeprefix("mac=").strip()
    if any(_fits(given, mac(body, stamp, secrets)) for stamp in _timestamps(body)):
        return
    if diagnose:
        _log.warning(
            "the signature of Zalo OA fits: %s", _fitting(given, body, secrets) or "no known formula"
        )
    raise ForgedError("Chữ ký của Zalo không đúng.", hint="Kiểm tra HOIDAP_ZALO_OA_WEBHOOK_SECRET và APP_ID.")


def mac(body: bytes, timestamp: bytes, secrets: Secrets) -> str:
    """The signature of ``body`` in lowercase hex, without its prefix."""
    signed = secrets.app_id.encode() + body + timestamp + secrets.webhook_secret.encode()
    return hashlib.sha256(signed).hexdigest()


def _timestamps(body: bytes) -> list[bytes]:
    """The timestamps in the body; a text of a citizen may hold what looks like one, so a few are tried."""
    return list(dict.fromkeys(_TIMESTAMP.findall(body)))[:4]


def _fits(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _fitting(given: str, body: bytes, secrets: Secrets) -> str:
    for stamp in _timestamps(body):
        for who, name in ((secrets.app_id, "app_id"), (secrets.oa_id, "oa_id")):
            for key, kind in ((secrets.webhook_secret, "webhook_secret"), (secrets.app_secret, "app_secret")):
                signed = who.encode() + body + stamp + key.encode()
                if _fits(given, hashlib.sha256(signed).hexdigest()):
                    return f"sha256({name} + body + timestamp + {kind})"
                if _fits(given, hmac.new(key.encode(), body, hashlib.sha256).hexdigest()):
                    return f"hmac-sha256(body, {kind})"
    return ""
