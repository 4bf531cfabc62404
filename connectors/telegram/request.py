"""Requests of python-telegram-bot that tell a server that refuses from one whose answer was lost."""

from __future__ import annotations

from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest
from typing_extensions import override

from connectors.calls import REFUSING


class ServerBusy(NetworkError):
    """The platform says that it cannot serve now; the library would say no more than that the network failed."""


class Request(HTTPXRequest):
    """See the module."""

    @override
    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The answer's status and body.

        Raises:
            ServerBusy: the status is 500 or 503.
        """
        status, body = await super().do_request(*args, **kwargs)
        if status in REFUSING and status != 429:
            raise ServerBusy(f"HTTP {status}")
        return status, body
