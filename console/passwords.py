"""Passwords: hashed by argon2id, checked in nearly the same time whether or not the account exists."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.strength import strength_of
from foundation.errors import InputError
from foundation.ids import new_code

# 32 MiB, three passes: above what OWASP asks for (19 MiB, two), some 40 ms on one core.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
#: Hashes under way at once: a flood of sign-ins waits here instead of taking all memory and both cores.
_places = threading.BoundedSemaphore(2)
#: Stands in for the hash of an account that there is not.
_NOBODY = _hasher.hash(new_code(16))


def hash_password(password: str) -> str:
    """The hash to keep of ``password``."""
    with _places:
        return _hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether ``password`` is the one; without a hash the same work is done for nothing."""
    with _places:
        try:
            _hasher.verify(password_hash or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's, so that it should be made anew."""
    return _hasher.check_needs_rehash(password_hash)


def new_password() -> str:
    """A password for the first sign-in: 79 random bits in groups that can be read over the telephone."""
    return "-".join(new_code(4) for _ in range(4))


def check_password(password: str, account: str) -> None:
    """Let pass what may become the password of the account named ``account``.

    Raises:
        InputError: too short, too long, known from a breach, easily guessed.
    """
    strength = strength_of(password, account)
    if strength.trouble:
        raise InputError(strength.trouble, hint=strength.advice)
