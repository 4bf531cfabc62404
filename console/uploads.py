"""Uploads: forms with files, taken in piece by piece.

What comes in goes to a folder of its own on disk, never wholly into memory, and is gone when the request ends. The
form's token must stand before the first file, so that nothing is written for whoever does not have it.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from foundation.errors import InputError, LargeError, RateError, StorageError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MIB = 1024 * 1024
#: Of one file, and of all files of one form together.
LARGEST = 50 * MIB
LARGEST_TOGETHER = 100 * MIB
MOST_FILES = 50
#: Forms of one person that come in at once, so that what is under way does not fill the disk either.
MOST_AT_ONCE = 3
#: Seconds for a whole form: the largest at 1.5 Mbit/s.
PATIENCE = 600.0
_LARGEST_FIELD = 4096
_LONGEST_BOUNDARY = 70  # RFC 2046
_MOST_FIELDS = 20
_HINT = "Mời anh/chị mở lại trang rồi chọn tệp lần nữa."


class StaleForm(Exception):
    """The form's token is missing or wrong; nothing was written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in.

    Attributes:
        name: as the browser gave it; to be distrusted.
        file: where it is until the request ends.
        size: in bytes.
    """

    name: str
    file: Path
    size: int


class Uploads:
    """Where files come in, below a folder of their own.

    Attributes:
        hands: threads that read what came in: few, so that citizens' turns keep theirs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._under_way: Counter[str] = Counter()
        self.hands = ThreadPoolExecutor(2, "uploads")

    @contextmanager
    def place(self, owner: str) -> Iterator[Path]:
        """A folder for one form of ``owner``, which is gone afterwards. Used within one event loop.

        Raises:
            RateError: too many of theirs are under way.
            StorageError: it cannot be made.
        """
        if self._under_way[owner] >= MOST_AT_ONCE:
            raise RateError(
                f"Anh/chị đang gửi {MOST_AT_ONCE} biểu mẫu có tệp cùng một lúc; tệp vừa gửi chưa được nhận.",
                retry_after=60,
                hint="Mời anh/chị chờ các tệp đang gửi xong rồi gửi tiếp.",
            )
        self._under_way[owner] += 1
        try:
            yield from self._made()
        finally:
            self._under_way[owner] -= 1
            if not self._under_way[owner]:
                del self._under_way[owner]

    def _made(self) -> Iterator[Path]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(dir=self._folder))
        except OSError as error:
            raise _unwritten() from error
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def clear(self) -> None:
        """Remove what a process left behind that was ended in the middle of a form."""
        shutil.rmtree(self._folder, ignore_errors=True)


def is_multipart(content_type: str) -> bool:
    """Whether a form comes in parts, as those with files do."""
    return parse_options_header(content_type)[0] == b"multipart/form-data"


async def receive(
    chunks: AsyncIterator[bytes], content_type: str, place: Path, genuine: Callable[[str], bool]
) -> tuple[dict[str, str], tuple[Upload, ...]]:
    """The fields and files of a multipart form.

    Args:
        chunks: the body as it comes in.
        content_type: of the request.
        place: a folder for the files.
        genuine: whether a form token is right.

    Raises:
        StaleForm: the token is not, or does not come first.
        InputError: the body is no such form, has too many parts, or comes in too slowly.
        LargeError: a file, or all of them together, are too large.
        StorageError: they cannot be written.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT)
    form = _Form(place, genuine)
    parser = MultipartParser(boundary, form.callbacks)
    taken = 0
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in chunks:
                taken += len(chunk)
                if taken > LARGEST_TOGETHER:
                    raise too_large()
                await asyncio.to_thread(parser.write, chunk)
        parser.finalize()
    except FormParserError as error:
        raise InputError("Không đọc được biểu mẫu.", hint=_HINT) from error
    except TimeoutError as error:
        raise InputError(
            "Tệp được gửi quá chậm, chưa nhận được trọn.",
            hint="Mời anh/chị thử lại khi mạng nhanh hơn, hoặc tải từng tệp một.",
        ) from error
    except OSError as error:
        raise _unwritten() from error
    finally:
        form.close()
    if not form.trusted:
        raise StaleForm
    return form.fields, tuple(form.files)


class _Form:
    """What the parser tells of, part after part."""

    def __init__(self, place: Path, genuine: Callable[[str], bool]) -> None:
        self.fields: dict[str, str] = {}
        self.files: list[Upload] = []
        self.trusted = False
        self._place = place
        self._genuine = genuine
        self._parts = 0
        self._header = bytearray(), bytearray()
        self._disposition = b""
        self._name = ""
        self._value = bytearray()
        self._file: IO[bytes] | None = None
        self._file_name: str | None = None
        self._size = 0

    @property
    def callbacks(self) -> MultipartCallbacks:
        """For the parser."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._end,
        }

    def close(self) -> None:
        """Let go of the file that is open."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._disposition, self._value, self._size, self._file_name = b"", bytearray(), 0, None

    def _end_header(self) -> None:
        field, value = bytes(self._header[0]).lower(), bytes(self._header[1])
        self._header = bytearray(), bytearray()
        if field == b"content-disposition":
            self._disposition = value

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        given = options.get(b"filename")
        self._parts += 1
        if self._parts > MOST_FILES + _MOST_FIELDS:
            raise InputError(
                f"Mỗi lần tải lên nhiều nhất {MOST_FILES} tệp.", hint="Mời anh/chị chia làm nhiều lần."
            )
        if given is None:
            return
        if not self.trusted:
            raise StaleForm
        self._file_name = given.decode("utf-8", "replace")
        if self._file_name:  # an empty field for files comes without one
            self._file = (self._place / str(len(self.files))).open("xb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._file_name is None:
            self._value += data[start:end]
            if len(self._value) > _LARGEST_FIELD:
                raise InputError("Biểu mẫu quá dài.", hint=_HINT)
        elif self._file is not None:
            self._size += end - start
            if self._size > LARGEST:
                raise too_large()
            self._file.write(memoryview(data)[start:end])

    def _end(self) -> None:
        if self._file is not None:
            path = self._place / str(len(self.files))
            self._file.close()  # a full disk may show only here
            self._file = None
            self.files.append(Upload(self._file_name or "", path, self._size))
        elif self._file_name is None:
            value = bytes(self._value).decode("utf-8", "replace")
            if "\0" in value:
                raise InputError("Không đọc được biểu mẫu.", hint=_HINT)
            self.fields[self._name] = value
            if self._name == "the":
                self.trusted = self._genuine(value)
                if not self.trusted:
                    raise StaleForm


def too_large() -> LargeError:
    """What is said of more than is taken."""
    return LargeError(
        f"Tệp quá lớn: mỗi tệp nhiều nhất {LARGEST // MIB} MB, mỗi lần gửi nhiều nhất {LARGEST_TOGETHER // MIB} MB. "
        "Chưa có gì được lưu.",
        hint="Mời anh/chị quét ở độ phân giải thấp hơn (300 dpi, đen trắng), hoặc chia văn bản thành nhiều tệp.",
    )


def _unwritten() -> StorageError:
    return StorageError(
        "Máy chủ không ghi được tệp: ổ đĩa đầy hoặc không cho ghi. Chưa có gì được lưu.",
        hint="Anh/chị báo người quản trị máy chủ dọn chỗ trên ổ đĩa, rồi tải lên lại.",
    )
