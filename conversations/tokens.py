"""Conversation tokens: opaque, signed by the server, never chosen by a browser.

The first secret signs; the others still verify, so that the secret can be rotated without cutting anyone off.
"""

from __future__ import annotations

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeTimedSerializer

from foundation.errors import TokenError

#: A conversation nobody continued for a day begins anew; the token is renewed with every turn.
MAX_AGE = 24 * 3600


class Tokens:
    """Signs and verifies the tokens of conversations."""

    def __init__(self, secrets: Sequence[str]) -> None:
        # itsdangerous signs with the last key of the list and verifies with any.
        self._serializer = URLSafeTimedSerializer(list(reversed(secrets)), salt="hoidap.conversation")

    def issue(self, conversation: str) -> str:
        """The token of a conversation."""
        return str(self._serializer.dumps(conversation))

    def read(self, token: str) -> str:
        """The conversation a token stands for.

        Raises:
            TokenError: it is forged, damaged or too old.
        """
        try:
            conversation = self._serializer.loads(token, max_age=MAX_AGE)
        except (BadSignature, UnicodeEncodeError) as error:
            raise TokenError(
                "Mã hội thoại không đúng hoặc đã hết hạn.",
                hint="Bắt đầu hội thoại mới: gửi conversation = null.",
            ) from error
        return str(conversation)
