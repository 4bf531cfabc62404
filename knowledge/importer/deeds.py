"""What a sentence does to other papers: ends, replaces or amends them.

Papers cite each other far more often than they change each other; only the forms of an act count.
"""

from __future__ import annotations

import re

from knowledge.importer.statements import papers_in
from knowledge.model import RelationKind
from knowledge.places import find_places

_KINDS = (
    "Nghị quyết|Quyết định|Nghị định|Thông tư|Luật|Bộ luật|Pháp lệnh|Kế hoạch|Quy định|Quy chế|Chỉ thị|Chương trình"
    "|Đề án|Hướng dẫn|Văn bản"
)
ITSELF = re.compile(rf"\b(?:{_KINDS})(?: [^\W\d]+){{0,3}}? này\b", re.IGNORECASE)
ENDED = re.compile(r"\b(?:hết|chấm dứt|ngừng) hiệu lực\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:trước khi|đến khi|nếu|trường hợp|kể cả khi)\b", re.IGNORECASE)
PHRASE = re.compile(
    r"\b(?:thay(?: thế)?|bỏ|bãi bỏ|bổ sung|sửa đổi)(?: một số)? (?:cụm từ|từ|đoạn)\b", re.IGNORECASE
)
AMENDING = re.compile(r"(?:Sửa đổi|Bổ sung|Điều chỉnh|Đính chính)\b", re.IGNORECASE)
_AMENDED = re.compile(r"\bđược (?:sửa đổi|bổ sung|điều chỉnh)[^:]*như sau\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:Bãi bỏ|Hủy bỏ|Huỷ bỏ)\b", re.IGNORECASE)
ENDED_BY_THIS = re.compile(
    r"\b(?:được|bị) (?:bãi bỏ|hủy bỏ|huỷ bỏ)\b|\b(?:bãi bỏ|hủy bỏ|huỷ bỏ)\b", re.IGNORECASE
)
_REPLACING = re.compile(r"\bthay thế\b(?! bằng| bởi)", re.IGNORECASE)
_REPLACED = re.compile(r"\bđược thay thế (?:bằng|bởi)\b", re.IGNORECASE)
_INSERTED = re.compile(r"\bvào (?:sau|trước|cuối)\b", re.IGNORECASE)
_FACT = re.compile(r"\bđã (?:được |bị )?$", re.IGNORECASE)

#: What is done, and the stretch of the sentence that names the papers.
Deed = tuple[RelationKind, str]


def deed_of(sentence: str) -> Deed | None:
    """What a sentence does to other papers, and the part of it that names them; ``None`` if nothing."""
    sentence = sentence.strip()
    own = ITSELF.search(sentence) is not None
    if (phrase := PHRASE.search(sentence)) and (phrase.start() == 0 or own):
        return RelationKind.AMENDS, sentence
    if ending := _ended(sentence, own=own) or _replaced(sentence, own=own):
        return ending
    return (RelationKind.AMENDS, sentence) if _AMENDED.search(sentence) or AMENDING.match(sentence) else None


def _ended(sentence: str, *, own: bool) -> Deed | None:
    """ "Điều 5 Nghị quyết số 12 hết hiệu lực …", "Bãi bỏ Quyết định số 7", "… được bãi bỏ"."""
    ended = ENDED.search(sentence)
    before = sentence[: ended.start()] if ended else ""
    if ended and not CONDITION.search(before):
        listed = sentence.endswith(":") and (not own or "sau" in before)  # "Các nghị quyết sau hết hiệu lực:"
        if papers_in(before) or parts_of(before) or listed:
            return None if _FACT.search(before) else (RelationKind.ENDS, before)
    if _ENDING.match(sentence):
        return RelationKind.ENDS, sentence
    ending = ENDED_BY_THIS.search(sentence)
    if ending and ending[0].lower().startswith(("được", "bị")):
        return _passive(RelationKind.ENDS, sentence, ending)
    return (RelationKind.ENDS, sentence[ending.end() :]) if ending and own else None


def _replaced(sentence: str, *, own: bool) -> Deed | None:
    """ "Quyết định này thay thế Quyết định số 7", "… được thay thế bằng …"."""
    if replaced := _REPLACED.search(sentence):
        return _passive(RelationKind.REPLACES, sentence, replaced)
    replacing = _REPLACING.search(sentence)
    if replacing is None or not (own or replacing.start() == 0):
        return None
    return RelationKind.REPLACES, sentence[replacing.end() :]


def _passive(kind: RelationKind, sentence: str, verb: re.Match[str]) -> Deed | None:
    """ "Quyết định số 7 được bãi bỏ" is an act; "… đã được …", "… được bãi bỏ bởi Quyết định số 9" tell of others."""
    before, after = sentence[: verb.start()], sentence[verb.end() :]
    return None if re.search(r"\bđã\s*$", before) or papers_in(after) else (kind, before)


def parts_of(text: str) -> str:
    """The first to the last place that ``text`` names; a new provision is none of the paper that it is put into."""
    inserted = _INSERTED.search(text)
    if inserted and re.match(r"Bổ sung\b", text.strip(), re.IGNORECASE):
        text = text[: inserted.start()]
    found = find_places(text)
    return text[found[0].start : max(mention.end for mention in found)] if found else ""
