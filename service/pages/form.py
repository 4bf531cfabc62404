"""Reading the plain HTML form of browsers without JavaScript."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from foundation.errors import InputError

#: Far above any question; it only keeps a hostile body from filling the memory.
_BODY_LIMIT = 64 * 1024
_FIELD_LIMIT = 8


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a URL-encoded body; of a repeated field the last.

    Raises:
        InputError: the body is too long, not UTF-8, or not such a form.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            raise InputError("Câu hỏi quá dài.", hint="Anh/chị vui lòng viết ngắn lại rồi gửi lần nữa.")
    try:
        fields = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=_FIELD_LIMIT)
    except ValueError as error:
        raise InputError(
            "Không đọc được câu hỏi.", hint="Anh/chị vui lòng gõ lại câu hỏi rồi gửi lần nữa."
        ) from error
    return dict(fields)
