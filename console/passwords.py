"""Passwords: hashed by argon2id, checked in nearly the same time whether or not the account exists."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from foundation.errors import InputError
from foundation.ids import new_code
from vietnamese.text import fold

SHORTEST, LONGEST = 12, 128
#: Of zxcvbn's scores from 0 to 4: "safely unguessable", ten thousand million guesses.
_SAFE = 3
#: zxcvbn takes longer the longer the text; what is easily guessed is so from its beginning.
_ESTIMATED = 72
#: Words that are easily guessed here beside those that zxcvbn knows.
_COMMON = ("matkhau", "langson", "hoidap", "quantri", "vietnam", "anhyeuem", "emyeuanh", "khongbiet")

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
        InputError: too short, too long, easily guessed.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự.",
            hint="Một câu dễ nhớ gồm bốn, năm từ là đủ dài; có dấu và dấu cách đều được.",
        )
    plain = "".join(fold(password).lower().replace(account, "").split())[:_ESTIMATED]
    if (
        len(plain) < SHORTEST // 2
        or zxcvbn(plain, user_inputs=[*account.split("."), *_COMMON])["score"] < _SAFE
    ):
        raise InputError(
            "Mật khẩu này dễ đoán.",
            hint="Tránh tên tài khoản, dãy số, chữ lặp lại. Mời anh/chị chọn một câu của riêng mình.",
        )
