"""What a library might do with a hostile file."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

Deed = Callable[..., bytes]


def loop(path: Path, content: bytes) -> bytes:
    while True:
        pass


def sleep(path: Path, content: bytes) -> bytes:
    time.sleep(60)
    return b""


def hoard(path: Path, content: bytes) -> bytes:
    return bytes(2 << 30)


def crash(path: Path, content: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def start_another(path: Path, content: bytes, note: str) -> bytes:
    child = subprocess.Popen(["sleep", "60"])
    Path(note).write_text(str(child.pid))
    child.wait()
    return b""


def environment(path: Path, content: bytes) -> bytes:
    return "\n".join(f"{name}={value}" for name, value in os.environ.items()).encode()
