"""What the webhooks' readers share: JSON read strictly, ids kept as text."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BeforeValidator

from foundation.errors import InputError


def _text_of(value: object) -> object:
    """Ids are names, not numbers: some are longer than a float holds."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Identifier = Annotated[str, BeforeValidator(_text_of)]
"""A platform's id, as text even where the platform writes a number."""


def read_json(body: bytes) -> object:
    """The JSON of a body.

    Raises:
        InputError: it is none, or not in UTF-8.
    """
    try:
        read: object = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InputError("Dữ liệu webhook không phải JSON mã hoá UTF-8.") from None
    return read
