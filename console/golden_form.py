"""Golden questions as forms give them, and what they are checked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from evaluation.golden_store import Golden
from foundation.errors import InputError, MissingError
from knowledge.curated import Reference
from knowledge.draft_differences import live_documents
from knowledge.importer.record import RECORD_PATH
from knowledge.store import DocumentStore

#: What may be expected, as it is called on screens.
KINDS: Mapping[str, str] = {
    "answerable": "trả lời, dẫn đúng quy định",
    "unanswerable": "từ chối: đúng chủ đề nhưng văn bản không nêu",
    "out_of_scope": "từ chối: ngoài phạm vi",
    "ambiguous": "hỏi lại: có nhiều cách hiểu",
}
_LONGEST, _LONGEST_FACT, _MOST = 500, 300, 20
_BACK = "Mời anh/chị quay lại và sửa; những gì đã gõ vẫn còn."
_ADDRESS = re.compile(r"(?:.*/van-ban/)?([a-z0-9-]+)#(\S+)")

Known = Callable[[Reference], bool]
"""Whether a provision is there."""


def read_golden(form: Mapping[str, str], known: Known) -> Golden:
    """The golden question of a form.

    Args:
        form: ``cau-hoi``, ``mong-doi``, ``trich-dan`` and ``phai-co``, the latter two line by line.
        known: tells which provisions there are.

    Raises:
        InputError: something is missing, too long, or cites what is not there.
    """
    question, kind = " ".join(form.get("cau-hoi", "").split()), form.get("mong-doi", "")
    citations = tuple(dict.fromkeys(_reference(line) for line in _lines(form.get("trich-dan", ""))))
    facts = tuple(dict.fromkeys(_lines(form.get("phai-co", ""))))
    if not question or len(question) > _LONGEST:
        raise InputError(f"Câu hỏi phải có, không quá {_LONGEST} ký tự.", hint=_BACK)
    if kind not in KINDS:
        raise InputError("Chưa chọn kết quả mong đợi.", hint=_BACK)
    if len(citations) > _MOST or len(facts) > _MOST or any(len(fact) > _LONGEST_FACT for fact in facts):
        raise InputError(
            f"Không quá {_MOST} trích dẫn và {_MOST} chi tiết, mỗi chi tiết không quá {_LONGEST_FACT} ký tự.",
            hint=_BACK,
        )
    if kind == "answerable" and not citations:
        raise InputError("Câu trả lời được phải có ít nhất một trích dẫn được chấp nhận.", hint=_BACK)
    if kind in ("unanswerable", "out_of_scope") and (citations or facts):
        raise InputError("Câu phải từ chối thì không có trích dẫn và chi tiết phải có.", hint=_BACK)
    absent = [str(one) for one in citations if not known(one)]
    if absent:
        raise InputError(
            f"Không có trong bản nháp cũng như bản đang dùng: {', '.join(absent)}.",
            hint="Mở văn bản, bấm vào quy định rồi chép phần cuối địa chỉ, dạng ten-van-ban#duong-dan.",
        )
    return Golden(question, kind, citations, facts)


def known_in(store: DocumentStore, folder: Path) -> Known:
    """Tells which provisions the draft or the live release has."""

    def known(reference: Reference) -> bool:
        try:
            documents = [store.entry(reference.document).record]
        except MissingError:
            documents = []
        documents += [one for one in live_documents(folder) if one.slug == reference.document]
        return any(reference.path == RECORD_PATH or one.find(reference.path) for one in documents)

    return known


def citation_lines(citations: Iterable[object]) -> str:
    """Citations as the form shows them."""
    return "\n".join(map(str, citations))


def _reference(line: str) -> Reference:
    found = _ADDRESS.fullmatch(line)
    if found is None:
        raise InputError(
            f"Trích dẫn không đúng dạng: {line[:80]}",
            hint="Mỗi dòng một trích dẫn, dạng ten-van-ban#duong-dan, ví dụ nghi-quyet-57-nq-tw#II.1.",
        )
    return Reference(found[1], found[2])


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := " ".join(raw.split()))]
