"""Sealing: what is kept for a while and names somebody is kept encrypted.

Fernet (AES-128-CBC with HMAC-SHA256, library ``cryptography``) under keys derived by HKDF-SHA256 from the service's
secrets. The first secret seals; the others still open, so that the secret can be rotated.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foundation.errors import SealError


class Seal:
    """Seals and opens short texts."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def seal(self, content: bytes | str) -> bytes:
        """``content``, readable only with one of the secrets."""
        return self._fernet.encrypt(
            content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        )

    def open(self, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            SealError: it was damaged, or sealed with a secret that is not among ours.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SealError(
                "Không mở được dữ liệu đã mã hoá.",
                hint="Thêm khoá cũ vào sau khoá mới trong HOIDAP_SECRET, cách nhau bằng dấu phẩy.",
            ) from error

    def open_text(self, sealed: bytes) -> str:
        """The text that was sealed; raises as :meth:`open`."""
        return self.open(sealed).decode("utf-8", "surrogatepass")


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"hoidap.sealing").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
