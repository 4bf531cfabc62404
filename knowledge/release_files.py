"""The files of releases: whatever ends the process that writes them, they are there whole or not at all.

What is begun has a hidden name beside the releases and is held by whoever writes it, until it takes its place in one
step. What a killed process left is held by nobody and swept away.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from foundation.errors import StorageError

#: Hidden names: of a release that is being built, of one that is being deleted, of a file that takes another's place.
_BUILDING, _DELETING, _NEW = ".building-", ".deleting-", ".new-"
#: Seconds after which what has a hidden name and is held by nobody is no beginning any more.
_LEFT = 60.0
#: What the system says of a disk without room.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A folder below ``folder`` to build in; gone at the end unless it was renamed.

    Raises:
        StorageError: the disk is full or closed to us.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder))
    except OSError as error:
        raise unwritable(folder, error) from error
    handle = None
    try:
        handle = _take(begun)
        yield begun
    except OSError as error:
        raise unwritable(folder, error) from error
    except RuntimeError as error:  # so FAISS tells of a disk that is full, with the system's words in it
        code = next((code for code in _FULL if os.strerror(code) in str(error)), None)
        if code is None:
            raise
        raise unwritable(folder, OSError(code, os.strerror(code))) from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def put(file: Path, content: bytes, made_in: Path) -> None:
    """Put ``content`` in the place of ``file`` in one step, written in ``made_in`` first.

    Raises:
        StorageError: the disk is full or closed to us; what was there before still is.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=_NEW, dir=made_in)
        try:
            with os.fdopen(handle, "wb") as written:
                written.write(content)
                written.flush()
                os.fsync(written.fileno())
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise unwritable(made_in, error) from error


def discard(release: Path) -> None:
    """Delete a release's folder: out of sight in one step, then file by file. Who has it open goes on reading.

    Raises:
        StorageError: it cannot be moved.
    """
    gone = release.with_name(f"{_DELETING}{release.name}")
    try:
        release.rename(gone)
    except OSError as error:
        raise unwritable(release.parent, error) from error
    shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path) -> list[str]:
    """Delete what killed processes left: what they had begun to build, to write or to delete.

    Returns:
        The hidden names that are gone now.
    """
    swept = []
    for left in folder.glob(".*") if folder.is_dir() else ():
        if not left.name.startswith((_BUILDING, _DELETING, _NEW)):
            continue
        with suppress(OSError):
            if time.time() - left.stat().st_mtime < _LEFT or (handle := _take(left)) is None:
                continue
            try:
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
                swept.append(left.name)
            finally:
                os.close(handle)
    return swept


def unwritable(folder: Path, error: OSError) -> StorageError:
    """The error for people that one of the system is."""
    reason = "ổ đĩa đầy" if error.errno in _FULL else error.strerror or str(error)
    return StorageError(
        f"Không ghi được bản phát hành: {reason}.",
        hint=f"Dọn chỗ trên ổ đĩa hoặc cấp quyền ghi cho thư mục {folder.name} trong thư mục dữ liệu, rồi làm lại. "
        "Bản đang dùng không bị ảnh hưởng.",
    )


def _take(place: Path) -> int | None:
    """Hold a folder or file until the handle is closed or the process ends; ``None`` where somebody else does."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
