"""Libraries fail in many ways on damaged files; a reader fails in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.errors import DocumentError


@contextmanager
def guarded(path: Path, kind: str) -> Iterator[None]:
    """Turns any failure inside into a :class:`DocumentError` about a damaged file.

    Args:
        path: named in the error.
        kind: of file, as an editor calls it: "Word (.docx)".
    """
    try:
        yield
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise DocumentError(
            path,
            0,
            f"tệp {kind} bị hỏng hoặc không đúng định dạng",
            hint="Mở tệp bằng chương trình đã tạo ra nó, lưu thành tệp mới rồi thử lại.",
        ) from error
