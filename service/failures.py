"""One JSON error shape at every edge: ``{"error": {"code", "message", "hint"}}``."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from foundation.errors import HoidapError, RateError
from service.pages.render import message_page

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


def install_failures(app: FastAPI) -> None:
    """Map every failure to the canonical shape; details of surprises go to the log only, without the request."""

    @app.exception_handler(HoidapError)
    async def _known(_request: Request, error: HoidapError) -> JSONResponse:
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RateError) else None
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
        return error_response(code, message, "Kiểm tra lại địa chỉ và phương thức.", error.status_code)

    @app.exception_handler(SQLAlchemyError)
    async def _database(_request: Request, error: SQLAlchemyError) -> JSONResponse:
        _log.error("database failed: %s", type(error).__name__)
        return error_response(
            "database", "Cơ sở dữ liệu tạm thời không phục vụ được.", "Vui lòng thử lại sau ít phút.", 503
        )

    @app.exception_handler(Exception)
    async def _surprise(_request: Request, error: Exception) -> JSONResponse:
        _log.error("unexpected %s", type(error).__name__, exc_info=error)
        return error_response("internal", "Có lỗi ngoài dự kiến.", "Vui lòng thử lại sau ít phút.", 500)
