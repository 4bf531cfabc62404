"""Navigation: a follow-up that moves from the last answer to a neighbour: "điều mấy?", "còn gì nữa?", "ý thứ hai"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.context import Context
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.question import fold_spaced
from knowledge.selection import trail
from vietnamese.text import fold

_POLITE = r"(?:\s+(?:a|ah|vay|nhi|the|ha|nhe|di|em|ban|voi|khong|nua|thi sao|la gi|gi|nao))*"
_OPENING = r"(?:(?:da|vang|ok|the|vay|con|thi|cho hoi|cho toi|cho xem|xem|doc|noi|ke|neu)\s+)*"
_UNIT = r"(?P<unit>dieu|khoan|muc|diem|chuong|phan|y|cai|dong|gach dau dong|quan diem|nhiem vu|nhom|noi dung)"
#: "Điều mấy?", "nằm ở mục nào vậy": where the last answer is written.
_WHERE = re.compile(
    rf"{_OPENING}(?:(?:cai|dieu|quy dinh|noi dung|y) (?:nay|do|ay) )?"
    r"(?:(?:nam|ghi|quy dinh|o|tai|thuoc|trong|la|duoc)\s+)*"
    rf"(?:dieu|khoan|muc|diem|chuong|phan) (?:may|nao|bao nhieu)(?:\s+(?:quy dinh|noi|ghi))?{_POLITE}"
)
_NEXT = re.compile(
    rf"{_OPENING}(?:(?:{_UNIT} )?(?:tiep theo|ke tiep|tiep|sau do)|con gi nua|gi nua|con y nao nua|them){_POLITE}"
)
_NUMBERS = {
    "nhat": 1,
    "dau tien": 1,
    "dau": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
}
_NTH = re.compile(rf"{_OPENING}(?:{_UNIT} )?thu (?P<number>{'|'.join(_NUMBERS)}|\d{{1,2}}){_POLITE}")


def neighbour(text: str, context: Context, documents: Sequence[Document]) -> str | None:
    """The path, in the document of the last answer, that a follow-up moves to; ``None`` where it asks for more.

    Args:
        text: the follow-up as typed.
        context: of the conversation.
        documents: of the release.
    """
    document = next((one for one in documents if one.slug == context.document), None)
    chain = trail(document, context.path) if document else ()
    if not document or not chain:
        return None
    said = " ".join(re.sub(r"[^\w\s]", " ", fold_spaced(text)).split())
    if _WHERE.fullmatch(said):
        return context.path
    if match := _NEXT.fullmatch(said):
        more = not match["unit"] and chain[-1].kind is ProvisionKind.SECTION
        return None if more else _next(document, chain, match["unit"] or "")
    if match := _NTH.fullmatch(said):
        return _nth(document, chain, _NUMBERS.get(match["number"]) or int(match["number"]), match["number"])
    return None


def _next(document: Document, chain: tuple[Provision, ...], unit: str) -> str | None:
    """What follows the provision in its list; of a named unit the next one of that name."""
    depth = len(chain) - 1
    for place in range(depth, -1, -1):
        if unit and fold(chain[place].text or chain[place].place).startswith(unit):
            depth = place
            break
    for level in range(depth, -1, -1):
        siblings = _siblings(document, chain, level)
        after = siblings.index(chain[level]) + 1
        if after < len(siblings):
            return siblings[after].path
    return None


def _nth(document: Document, chain: tuple[Provision, ...], number: int, said: str) -> str | None:
    """The provision that calls itself the nth beside the last answer, else the nth item of the last answer's list."""
    called = re.compile(rf"\bthu {said}\b")
    for level in range(len(chain) - 1, -1, -1):
        for node in _siblings(document, chain, level):
            if called.search(fold(node.text)) and called.pattern not in fold(chain[level].text):
                return node.path
    items = chain[-1].children or _siblings(document, chain, len(chain) - 1)
    return items[number - 1].path if 0 < number <= len(items) else None


def _siblings(document: Document, chain: tuple[Provision, ...], level: int) -> tuple[Provision, ...]:
    return chain[level - 1].children if level else document.provisions
