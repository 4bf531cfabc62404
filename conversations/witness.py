"""What callers write in the transaction of a change that they asked for, such as an entry of an audit log."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

Witness = Callable[[Session], None]
"""Called within the transaction that makes a change; what it raises undoes the change."""


def nobody(_session: Session) -> None:
    """Nothing is written beside."""
