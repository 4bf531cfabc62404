"""Reading the forms of the console."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from foundation.errors import InputError

#: A curated answer with a hundred wordings: each accented letter is sent as nine signs.
_LARGEST = 256 * 1024
_MOST_FIELDS = 200
_HINT = "Mời anh/chị mở lại trang rồi điền lần nữa."


async def read_form(chunks: AsyncIterator[bytes]) -> dict[str, str]:
    """The fields of a URL-encoded body; of a repeated field the last. What is typed with a NUL in it is refused.

    Raises:
        InputError: the body is too long, not UTF-8, or not such a form.
    """
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > _LARGEST:
            raise InputError("Biểu mẫu quá dài.", hint=_HINT)
    return parse_form(bytes(body))


def parse_form(body: bytes) -> dict[str, str]:
    """The same, of a body that has been read."""
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT) from error
    if any("\0" in text for field in fields for text in field):
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT)
    return dict(fields)
