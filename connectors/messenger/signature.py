"""Whether a body comes from the platform: ``X-Hub-Signature-256``.

Source: Messenger Platform, "Webhooks", section on validating payloads: HMAC-SHA256 of the raw body under the app
secret, lowercase hex, prefixed ``sha256=``. The older SHA-1 header is not accepted.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from foundation.errors import ForgedError

HEADER = "x-hub-signature-256"


def check(headers: Mapping[str, str], body: bytes, app_secret: str) -> None:
    """Let an authentic body pass.

    Args:
        headers: names in lower case.
        body: as it came, escapes and all.

    Raises:
        ForgedError: the signature is missing or wrong.
    """
    given = headers.get(HEADER, "").strip()
    expected = "sha256=" + sign(body, app_secret)
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise ForgedError("Chữ ký của Messenger không đúng.", hint="Kiểm tra HOIDAP_MESSENGER_APP_SECRET.")


def sign(content: bytes, secret: str) -> str:
    """HMAC-SHA256 of ``content`` under ``secret`` in lowercase hex."""
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
