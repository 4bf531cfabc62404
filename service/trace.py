"""Traces for the log that tell what failed and where, and never what a citizen wrote."""

from __future__ import annotations

import traceback


def trace_of(error: BaseException) -> str:
    """The error and its causes without their messages, which may quote a citizen or a row of the database."""
    chain = []
    cause: BaseException | None = error
    while cause is not None:
        chain.append(f"{type(cause).__name__} at\n{''.join(traceback.format_tb(cause.__traceback__))}")
        cause = cause.__cause__ or cause.__context__
    return "from ".join(chain).rstrip()
