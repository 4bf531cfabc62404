"""Opaque identifiers: random, so that knowing one tells nothing about another."""

from __future__ import annotations

import secrets

#: No 0/O, 1/I/L: a code is read aloud over the telephone.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_id() -> str:
    """A new identifier of 128 random bits, safe in addresses."""
    return secrets.token_hex(16)


def new_code(length: int = 6) -> str:
    """A short code that a person can read, say and type (31 signs a place)."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(length))
