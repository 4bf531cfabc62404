"""One JSON error shape at every edge: ``{"error": {"code", "message", "hint"}}``."""

from __future__ import annotations

import logging
import sqlite3

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.errors import ClosedError, HoidapError, RateError
from service.pages.render import message_page
from service.trace import trace_of

_log = logging.getLogger(__name__)

_HTTP = {
    404: ("not_found", "Không có địa chỉ này."),
    405: ("method_not_allowed", "Phương thức không được hỗ trợ."),
}


def error_response(
    code: str, message: str, hint: str, status: int, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error in the canonical shape."""
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint}}, status, headers)


class _LastGuard:
    """Answers surprises in the canonical shape; Starlette's own handler would raise them again, for uvicorn to log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            _log.info("a client hung up before it had said all")
        except Exception as error:  # noqa: BLE001 - the last guard before the caller
            _log.error("unexpected %s", trace_of(error))
            if not started:
                failed = error_response(
                    "internal", "Có lỗi ngoài dự kiến.", "Vui lòng thử lại sau ít phút.", 500
                )
                await failed(scope, receive, send)


def install_failures(app: FastAPI) -> None:
    """Map every failure to the canonical shape; details of surprises go to the log only, without the request."""
    app.add_middleware(_LastGuard)

    @app.exception_handler(HoidapError)
    async def _known(_request: Request, error: HoidapError) -> JSONResponse:
        headers = (
            {"Retry-After": str(error.retry_after)} if isinstance(error, (RateError, ClosedError)) else None
        )
        return error_response(error.code, error.message, error.hint, error.status, headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        places = ", ".join(".".join(map(str, item["loc"])) for item in error.errors())
        return error_response(
            "bad_input", f"Dữ liệu gửi lên không đúng dạng: {places}.", "Xem mô tả API.", 422
        )

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and not request.url.path.startswith("/api/"):
            return message_page(
                404, "Không tìm thấy trang", "Địa chỉ này không có trang nào. Mời anh/chị về trang chính."
            )
        code, message = _HTTP.get(error.status_code, ("http", "Yêu cầu không thực hiện được."))
        return error_response(
            code,
            message,
            "Kiểm tra lại địa chỉ và phương thức.",
            error.status_code,
            dict(error.headers or {}),  # of a 405, which methods there are
        )

    @app.exception_handler(SQLAlchemyError)
    @app.exception_handler(sqlite3.Error)  # the tracker's database
    async def _database(_request: Request, error: Exception) -> JSONResponse:
        _log.error("database failed: %s", type(error).__name__)
        return error_response(
            "database", "Cơ sở dữ liệu tạm thời không phục vụ được.", "Vui lòng thử lại sau ít phút.", 503
        )
