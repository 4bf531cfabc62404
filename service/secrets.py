"""The secret that signs conversation tokens: from the settings, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets

from foundation.errors import SettingsError
from foundation.settings import Settings

_SHORTEST = 32


def load_secrets(settings: Settings) -> tuple[str, ...]:
    """The secrets in force, the signing one first.

    Raises:
        SettingsError: one given in the settings is too short, or the kept one can be read by others.
    """
    given = tuple(part.strip() for part in settings.secret.get_secret_value().split(",") if part.strip())
    if given:
        if any(len(part) < _SHORTEST for part in given):
            raise SettingsError(
                f"HOIDAP_SECRET cần ít nhất {_SHORTEST} ký tự.", hint="Tạo khoá: openssl rand -hex 32."
            )
        return given
    file = settings.data / "secret"
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if file.stat().st_mode & 0o077:
            raise SettingsError(
                f"Tệp khoá {file} đọc được bởi người khác.", hint=f"Chạy: chmod 600 {file}."
            ) from None
        kept = file.read_text("ascii", errors="ignore").strip()
        if len(kept) < _SHORTEST:
            raise SettingsError(
                f"Tệp khoá {file} bị hỏng.", hint="Xoá tệp này; một khoá mới sẽ được tạo."
            ) from None
        return (kept,)
    made = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(made + "\n")
    return (made,)
