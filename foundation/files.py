"""Files that are there whole or not at all, whatever ends the process that writes them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from foundation.errors import StorageError


def keep(file: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``file`` in one step; its folder is made where there is none.

    Raises:
        StorageError: the disk is full or may not be written to; what was there before is still there.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as written:
                written.write(content)
                written.flush()
                os.fsync(written.fileno())
            Path(name).replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise StorageError(
            f"Không ghi được vào {file.parent}: {error.strerror or error}.",
            hint="Dọn chỗ trên ổ đĩa hoặc cấp quyền ghi cho thư mục này, rồi làm lại: phần đã xong không mất.",
        ) from error
