"""Failures on the pages: a page in plain words, where the API would answer in JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import HTTPException
from fastapi.routing import APIRoute
from starlette.responses import Response

from foundation.errors import HoidapError
from service.pages.render import message_page
from service.trace import trace_of

_log = logging.getLogger(__name__)


class PageRoute(APIRoute):
    """A route whose failures become pages; details go to the log only, without the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route, guarded."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException:
                raise
            except HoidapError as error:
                _log.warning("page failed: %s", error.code)
                return trouble_page(error.status)
            except Exception as error:  # noqa: BLE001 - the last guard before the citizen
                _log.error("unexpected on a page: %s", trace_of(error))
                return trouble_page(500)

        return guarded


def trouble_page(status: int) -> Response:
    """The page of a failure that the citizen can only wait out."""
    return message_page(
        max(status, 500),
        "Trang tạm thời chưa xem được",
        "Hệ thống đang bận. Anh/chị vui lòng thử lại sau ít phút.",
    )
