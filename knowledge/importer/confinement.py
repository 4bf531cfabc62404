"""Work on untrusted files in a process of its own: less memory, less time, and it may die.

The child is this module run as a program. It limits itself (address space, processor time, no core files), calls
the function on what it reads from its standard input, and writes bytes to its standard output. Whatever it
does — leak, loop, crash in a C library — ends with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from foundation.errors import DocumentError

GIB = 1 << 30
_REFUSED, _OUT_OF_MEMORY = 3, 4
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
#: What the child may know of this process's environment: no settings, no secrets.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")


def confined(
    function: Callable[..., bytes],
    path: Path,
    content: bytes,
    *arguments: str,
    seconds: float,
    memory: int = GIB,
) -> bytes:
    """What ``function(path, content, *arguments)`` returns when called in a child process.

    Args:
        function: a public function of a module.
        path: named in errors; not opened.
        content: the file's bytes.
        arguments: more arguments, as text.
        seconds: after which the child and all it has started are killed.
        memory: bytes of address space the child may have.

    Raises:
        DocumentError: as the function raised it, or because the child ran out of time or memory or crashed.
    """
    name = f"{function.__module__}:{function.__qualname__}"
    limits = (str(math.ceil(seconds)), str(memory))
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    child = subprocess.Popen(
        [sys.executable, "-m", __name__, name, *limits, str(path), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(content, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _too_long(path) from None
    finally:
        _end(child)
    if child.returncode == 0:
        return output
    raise _refusal(path, child.returncode, output)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and what it has started: its session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _refusal(path: Path, code: int, output: bytes) -> DocumentError:
    if code == _REFUSED:
        said = json.loads(output)
        return DocumentError(path, said["line"], said["reason"], hint=said["hint"])
    if code == -signal.SIGXCPU:
        return _too_long(path)
    if code == _OUT_OF_MEMORY:
        return DocumentError(
            path, 0, "đọc tệp cần quá nhiều bộ nhớ", hint="Chia văn bản thành nhiều tệp nhỏ hơn."
        )
    return DocumentError(
        path,
        0,
        "tệp làm hỏng chương trình đọc",
        hint="Mở tệp bằng chương trình đã tạo ra nó, lưu thành tệp mới rồi thử lại.",
    )


def _too_long(path: Path) -> DocumentError:
    return DocumentError(path, 0, "đọc tệp mất quá lâu", hint="Chia văn bản thành nhiều tệp nhỏ hơn.")


def _main(name: str, seconds: str, memory: str, path: str, *arguments: str) -> int:
    _end_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, function = name.partition(":")
    try:
        result = getattr(importlib.import_module(module), function)(
            Path(path), sys.stdin.buffer.read(), *arguments
        )
    except DocumentError as error:
        said = {"line": error.line, "reason": error.reason, "hint": error.hint}
        sys.stdout.buffer.write(json.dumps(said).encode())
        return _REFUSED
    except MemoryError:
        return _OUT_OF_MEMORY
    sys.stdout.buffer.write(result)
    return 0


def _end_with_parent() -> None:
    """Where the system can: a parent that was killed cannot end its child."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
