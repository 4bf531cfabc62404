"""Reading the forms of the console."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from foundation.errors import InputError

#: A curated answer with a hundred wordings: each accented letter is sent as nine signs.
LARGEST = 256 * 1024
MOST_FIELDS = 200
#: Of a form for long texts, such as a provision or a list of relations.
LARGEST_LONG = 2 * 1024 * 1024
MOST_FIELDS_LONG = 4000
#: Seconds in which a form must have come in.
PATIENCE = 30.0
_HINT = "Mời anh/chị mở lại trang rồi điền lần nữa."


async def read_form(chunks: AsyncIterator[bytes], *, long: bool = False) -> dict[str, str]:
    """The fields of a URL-encoded body; of a repeated field the last. What is typed with a NUL in it is refused.

    Args:
        chunks: the body as it comes in.
        long: whether the form is for long texts.

    Raises:
        InputError: the body is too long, not UTF-8, not such a form, or comes in too slowly.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in chunks:
                body += chunk
                if len(body) > (LARGEST_LONG if long else LARGEST):
                    raise InputError("Biểu mẫu quá dài.", hint=_HINT)
    except TimeoutError as error:
        raise InputError("Biểu mẫu được gửi quá chậm, chưa nhận được trọn.", hint=_HINT) from error
    return parse_form(bytes(body), MOST_FIELDS_LONG if long else MOST_FIELDS)


def parse_form(body: bytes, most_fields: int = MOST_FIELDS) -> dict[str, str]:
    """The same, of a body that has been read."""
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most_fields
        )
    except ValueError as error:
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT) from error
    if any("\0" in text for field in fields for text in field):
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT)
    return dict(fields)
