"""The one shape of errors."""

from __future__ import annotations

import httpx
import httpx2


def error_of(response: httpx.Response | httpx2.Response) -> dict[str, str]:
    """The error that a response carries, after a look at its shape: code, message and hint, all of them said."""
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert set(body) == {"error"}
    error: dict[str, str] = body["error"]
    assert set(error) == {"code", "message", "hint"}
    assert all(error.values())
    assert {type(value) for value in error.values()} == {str}
    return error
