"""Calling a platform: time-outs, and what a failure on the way says about the request's fate."""

from __future__ import annotations

import re
from typing import Any

import httpx

from conversations.channel import Refusal, Refused, SendResult, Unknown

#: Seconds: to connect, and for everything else. A platform that takes longer has probably taken the message.
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
#: The request never left: it may be sent again.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
#: The platform says itself that it did not take the request; a gateway's word (502, 504) says nothing of it.
REFUSING = frozenset({429, 500, 503})

#: How python-telegram-bot, and what derives from it, end the message about an answer that they know no error for.
_STATUS = re.compile(r"\((\d{3})\)$")


def new_client(url: str, **more: Any) -> httpx.AsyncClient:
    """A client of a platform's API; its addresses and headers hold secrets and are never logged."""
    # An idle connection that the platform has closed would leave the fate of the next request unknown.
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=5.0)
    return httpx.AsyncClient(base_url=url, timeout=TIMEOUT, limits=limits, follow_redirects=False, **more)


def fate_of(error: httpx.HTTPError) -> SendResult:
    """What became of a request that ended in ``error``."""
    name = type(error).__name__
    return Refused(Refusal.BUSY, name) if isinstance(error, _NEVER_LEFT) else Unknown(name)


def fate_by_status(response: httpx.Response) -> SendResult | None:
    """What became of a request by the status of its answer alone; ``None`` where the body must tell."""
    status = response.status_code
    if status in REFUSING:
        return Refused(Refusal.BUSY, f"HTTP {status}", _retry_after(response))
    return Unknown(f"HTTP {status}") if status >= 500 else None


def _retry_after(response: httpx.Response) -> float | None:
    given = response.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() else None


def fate_of_wrapped(error: Exception) -> SendResult:
    """What became of a request whose library wraps its failure: the cause tells, or a status at the message's end."""
    if isinstance(error.__cause__, httpx.HTTPError):
        return fate_of(error.__cause__)
    status = _STATUS.search(str(error))
    if status is not None and int(status[1]) in REFUSING:
        return Refused(Refusal.BUSY, f"HTTP {status[1]}")
    return Unknown(type(error).__name__)
