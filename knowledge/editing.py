"""What an editor corrects in a document: pure functions from one record to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foundation.errors import InputError, MissingError
from knowledge.importer.record import RECORD_PATH, record_of
from knowledge.model import Document, Doubt, Provision, ProvisionKind, Relation, Validity


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says of itself, as an editor corrects it; see :class:`Document`."""

    title: str
    name: str
    number: str
    kind: str
    subject: str
    issuer: str
    signer: str
    office: str
    issued: date | None
    issued_at: str
    validity: Validity
    digest: bool
    source: str


def head_of(document: Document) -> Head:
    """The head of a document as it is."""
    return Head(**{name: getattr(document, name) for name in Head.__slots__})


def with_head(document: Document, head: Head) -> Document:
    """The document with another head; its record is written anew.

    Raises:
        InputError: it would have no title or name, or would end before it begins.
    """
    if not head.title or not head.name:
        raise InputError("Văn bản cần có tiêu đề và tên gọi.", hint="Mời anh/chị điền cả hai ô ấy.")
    _require_order(head.validity)
    return _recorded(replace(document, **{name: getattr(head, name) for name in Head.__slots__}))


def with_relations(
    document: Document, relations: Sequence[tuple[str, str]], statements: Sequence[Relation]
) -> Document:
    """The document with other relations.

    Args:
        document: whose statements were read from its provisions, or whose relations an editor wrote in its file.
        relations: as pairs; taken where the document has no statements.
        statements: taken where there are any; the pairs are made of them.
    """
    pairs = dict.fromkeys((str(one.kind), one.paper) for one in statements if str(one.kind) != "can_cu")
    kept = tuple(pairs) if statements else tuple(relations)
    return _recorded(replace(document, relations=kept, statements=tuple(statements)))


def with_wording(document: Document, path: str, text: str, cells: Sequence[str] | None = None) -> Document:
    """The document with another wording of one provision.

    Args:
        document: to correct.
        path: of the provision.
        text: its own text; of a row that has cells, these count.
        cells: of a row.

    Raises:
        MissingError: there is no such provision.
        InputError: nothing is left of its text.
    """
    node = provision_of(document, path)
    if node.kind is ProvisionKind.RECORD:
        raise InputError(
            "Thông tin văn bản được viết từ các ô ở trang Thông tin.", hint="Mời anh/chị sửa ở trang ấy."
        )
    if cells is not None and len(cells) == len(node.cells):
        heads = heads_of(document, path)
        text = _row_text(node, heads, cells)
        changed = replace(node, text=text, cells=tuple(cells))
    else:
        changed = replace(node, text=text)
    if not changed.text:
        raise InputError(
            "Quy định không thể trống.",
            hint="Nếu quy định không còn hiệu lực, mời anh/chị ghi ngày hết hiệu lực thay vì xoá chữ.",
        )
    return _at(document, path, lambda _: changed)


def with_term(document: Document, path: str, term: Validity) -> Document:
    """The document with another term of one provision; raises as :func:`with_wording`."""
    _require_order(term)
    provision_of(document, path)
    return _at(document, path, lambda node: replace(node, validity=term))


def with_doubts(document: Document, doubts: Sequence[Doubt]) -> Document:
    """The document with these doubts left."""
    return replace(document, doubts=tuple(doubts))


def with_notes(document: Document, notes: Sequence[tuple[int, str]]) -> Document:
    """The document with other notes of editors."""
    return replace(document, notes=tuple(notes))


def settled(source: Document, document: Document) -> tuple[Doubt, ...]:
    """The doubts of the file that an editor has marked as settled."""
    return tuple(doubt for doubt in source.doubts if doubt not in document.doubts)


def corrected(source: Document, document: Document) -> dict[str, str]:
    """Paths of the provisions whose wording an editor corrected, each with the wording of the file."""
    read = {node.path: node.text for node in source.walk()}
    return {
        node.path: read[node.path]
        for node in document.walk()
        if node.kind is not ProvisionKind.RECORD and read.get(node.path, node.text) != node.text
    }


def provision_of(document: Document, path: str) -> Provision:
    """The provision at ``path``.

    Raises:
        MissingError: there is none.
    """
    node = document.find(path)
    if node is None:
        raise MissingError("Văn bản không có quy định này.", hint="Mời anh/chị xem lại ở trang văn bản.")
    return node


def heads_of(document: Document, path: str) -> tuple[str, ...]:
    """The column heads above the row at ``path``; empty where it is no row of a table."""
    for node in document.walk():
        if any(child.path == path for child in node.children):
            return node.cells if node.kind is ProvisionKind.TABLE else ()
    return ()


def _row_text(row: Provision, heads: Sequence[str], cells: Sequence[str]) -> str:
    """The text of a row with other cells; what else stands in it, such as the name of its group, stays."""
    text = row.text
    for head, old, new in zip(heads or ("",) * len(cells), row.cells, cells, strict=True):
        if old == new:
            continue
        said = f"{head}: {old}" if head else old
        saying = f"{head}: {new}" if head else new
        if not old:
            text = "; ".join(filter(None, (text, saying)))
        elif said in text:
            text = text.replace(said, saying if new else "", 1)
        elif old in text:
            text = text.replace(old, new, 1)
    return "; ".join(part for part in (one.strip() for one in text.split("; ")) if part)


def _recorded(document: Document) -> Document:
    """The document with its record, where it had one, written anew."""
    bare = tuple(node for node in document.provisions if node.path != RECORD_PATH)
    if len(bare) == len(document.provisions):
        return document
    return record_of(replace(document, provisions=bare))


def _at(document: Document, path: str, change: Callable[[Provision], Provision]) -> Document:
    return replace(document, provisions=tuple(_under(node, path, change) for node in document.provisions))


def _under(node: Provision, path: str, change: Callable[[Provision], Provision]) -> Provision:
    if node.path == path:
        return change(node)
    below = tuple(_under(child, path, change) for child in node.children)
    return node if below == node.children else replace(node, children=below)


def _require_order(term: Validity) -> None:
    if term.start is not None and term.end is not None and term.end < term.start:
        raise InputError(
            "Ngày hết hiệu lực đứng trước ngày có hiệu lực.", hint="Mời anh/chị xem lại hai ngày ấy."
        )
