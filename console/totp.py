"""The second factor: codes of RFC 6238 (SHA-1, 6 digits, 30 seconds), and the codes for when the telephone is lost."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

import pyotp
import segno

from foundation.ids import new_code

ISSUER = "Hỏi đáp Lạng Sơn"
STEP_SECONDS = 30
#: A telephone's clock may be one step early or late.
_SKEW = (0, -1, 1)
RECOVERY_CODES = 10


def new_secret() -> str:
    """A secret of 160 random bits in Base32, as authenticator programs take it."""
    return pyotp.random_base32(32)


def matching_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The time step that ``code`` belongs to; ``None`` where it is wrong, or its step is not later than ``after``.

    Whoever accepts the code keeps the step, so that the same code is refused when it comes again.
    """
    code = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present + skew for skew in _SKEW):
        right = pyotp.TOTP(secret).generate_otp(step)
        if step > after and hmac.compare_digest(right.encode(), code.encode("utf-8", "replace")):
            return step
    return None


def picture(secret: str, account: str) -> str:
    """The QR code of an enrolment as inline SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)
    svg: str = segno.make_qr(address).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title="Mã QR để đăng ký thiết bị xác thực"
    )
    return svg


def new_recovery_codes() -> tuple[str, ...]:
    """Codes of 79 random bits each, to be shown once."""
    return tuple("-".join(new_code(4) for _ in range(4)) for _ in range(RECOVERY_CODES))


def recovery_digest(code: str) -> str:
    """What is kept of a recovery code; spaces, dashes and the size of letters do not count."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
