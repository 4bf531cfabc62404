"""The name of a lane: the same for every message of a chat, and telling nothing of whose it is."""

from __future__ import annotations

import hashlib
import hmac


def lane_of(key: bytes, channel: str, account: str, chat: str) -> str:
    """The lane of a chat, which is also the id of its conversation: 32 hexadecimal digits of an HMAC-SHA256.

    Args:
        key: the service's secret; with another one the same chat has another lane.
        channel: its channel.
        account: our account there.
        chat: the platform's id of the chat.
    """
    named = f"{channel}\0{account}\0{chat}"
    return hmac.new(key, named.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
