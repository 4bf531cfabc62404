"""Sample questions as editors write them: front matter, then for each provision its path and the questions it answers.

    ---
    loai: câu hỏi mẫu
    van_ban: ke-hoach-ubnd-tinh-lang-son
    ---

    ## I.1.2.b
    - Năm 2026 tỉnh phải làm được những gì về truyền thông?

    ## không nêu
    - Kế hoạch tốn bao nhiêu tiền?

Anything that is not of the agreed form is an error that names its line.
"""

from __future__ import annotations

import re
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.front_matter import front_matter, value_of
from knowledge.importer.labels import read_note
from knowledge.importer.plain_text import decode
from knowledge.samples import Sample, SampleFile
from vietnamese.text import fold, nfc

#: What ``loai`` says, folded.
KIND = "cau hoi mau"
#: Longest question in characters.
MAX_QUESTION = 300
#: Of a file.
MAX_BYTES = 2 * 1024 * 1024

#: The front matter stands in so many bytes.
_HEAD = 4096
_KEYS = {"loai", "van_ban"}
_PATH_HINT = (
    "Chép đường dẫn từ địa chỉ trên trang văn bản, ví dụ '## I.1.2.b', hoặc ghi '## không nêu'; mỗi câu hỏi bắt đầu "
    "bằng '- '."
)
_KIND_LINE = re.compile(r"^loai[^\S\n]*:(.*)$", re.MULTILINE)
_HEADING = re.compile(r"##\s+(.*\S)")
#: The heading, folded, of what no document answers.
_GAPS = "khong neu"
_BULLET = re.compile(r"[-*+]\s+(.*)")


def is_samples(path: Path, content: bytes) -> bool:
    """Whether a file has sample questions rather than a document or an editor's answer."""
    if path.suffix != ".md":
        return False
    head = nfc(content[:_HEAD].decode("utf-8-sig", "ignore")).partition("\n---")[0]
    kind = _KIND_LINE.search(head)
    return head.startswith("---") and kind is not None and fold(kind[1].strip()) == KIND


def read_samples(path: Path, content: bytes) -> SampleFile:
    """Read the sample questions of one document; ``path`` tells the slug and is not opened.

    Raises:
        DocumentError: a line is not of the agreed form, or something is missing; names the line.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(path, 0, "tệp lớn hơn 2 MiB", hint="Chia câu hỏi mẫu của văn bản ra nhiều tệp.")
    given, lines, first_line = front_matter(path, nfc(decode(path, content)), _KEYS)
    if fold(value_of(given, "loai")) != KIND:
        raise DocumentError(path, 1, "loai không phải câu hỏi mẫu", hint="Ghi 'loai: câu hỏi mẫu'.")
    document = value_of(given, "van_ban")
    if not document:
        raise DocumentError(
            path, 1, "thiếu tên văn bản", hint="Ghi 'van_ban: …', tên tệp văn bản không có đuôi."
        )
    found = _questions(path, lines, first_line)
    if not found:
        raise DocumentError(
            path, first_line, "chưa có câu hỏi nào",
            hint="Ghi '## đường-dẫn' của quy định, rồi mỗi câu hỏi một gạch đầu dòng.",
        )  # fmt: skip
    return SampleFile(
        path.stem,
        document,
        samples=tuple(one for one in found if one.path),
        gaps=tuple(one.question for one in found if not one.path),
    )


def _questions(path: Path, lines: list[str], first_line: int) -> tuple[Sample, ...]:
    found: dict[Sample, int] = {}
    provision: str | None = None
    for number, line in enumerate(map(str.strip, lines), start=first_line):
        if not line or read_note(line) is not None:
            continue
        if heading := _HEADING.fullmatch(line):
            provision = "" if fold(heading[1]) == _GAPS else heading[1]
            if " " in provision:
                raise DocumentError(
                    path, number, f"“{provision}” không phải đường dẫn của quy định", hint=_PATH_HINT
                )
        elif not (bullet := _BULLET.fullmatch(line)):
            raise DocumentError(
                path,
                number,
                "dòng này không phải '## đường-dẫn' cũng không phải gạch đầu dòng",
                hint=_PATH_HINT,
            )
        elif provision is None:
            raise DocumentError(
                path, number, "câu hỏi này chưa thuộc quy định nào", hint="Thêm dòng '## đường-dẫn' ở trên."
            )
        else:
            sample = Sample(provision, bullet[1].strip())
            if len(sample.question) > MAX_QUESTION or not any(map(str.isalnum, sample.question)):
                raise DocumentError(
                    path, number, f"dòng này trống hoặc dài quá {MAX_QUESTION} ký tự",
                    hint="Viết câu hỏi ngắn như người dân thường hỏi.",
                )  # fmt: skip
            if sample in found:
                raise DocumentError(
                    path, number, f"câu hỏi này đã có ở dòng {found[sample]}", hint="Giữ một dòng thôi."
                )
            found[sample] = number
    return tuple(found)
