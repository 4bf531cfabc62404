"""An official paper in full: what it says of itself, its tree of provisions, its appendices.

The paper says everything about itself: type and subject at the top, number and date in the head where it has them,
issuer and signer in the signature block, its term and what it does to other papers in its provisions. Editors may
have added lines of notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Source, Table
from knowledge.importer.clauses import read_clauses
from knowledge.importer.enclosures import Enclosure
from knowledge.importer.front import is_crown, without_crown
from knowledge.importer.growth import grow
from knowledge.importer.head import issued_of, number_of, passed_on
from knowledge.importer.issuer import issuer_of
from knowledge.importer.labels import CAPITALS, read_note
from knowledge.importer.numbering import numbering_doubts
from knowledge.importer.paper import LETTER, Paper, take_apart
from knowledge.importer.record import record_of
from knowledge.importer.signature import signer_of
from knowledge.importer.tree import Draft, freeze
from knowledge.model import Document, Doubt, ProvisionKind, Validity

_NAME = re.compile(
    rf"(?<=[^\W\d_{CAPITALS}] )[{CAPITALS}][^\W\d_{CAPITALS}]+(?: [{CAPITALS}][^\W\d_{CAPITALS}]+)+"
)


def read_official(path: Path, source: Source) -> Document:
    """Read one paper.

    Raises:
        DocumentError: no type heading ("KẾ HOẠCH", "QUYẾT ĐỊNH", …) is found, or nothing follows it.
    """
    notes = tuple((block.number, note) for block in source.blocks if (note := _note(block)) is not None)
    bare = replace(source, blocks=tuple(block for block in source.blocks if _note(block) is None))
    paper = take_apart(path, bare)
    drafts, doubts = _tree(paper, paragraphs=source.paragraphs)
    if not drafts:
        raise DocumentError(path, 0, "không có nội dung sau tiêu đề", hint="Kiểm tra tệp có bị cắt không.")
    doubts = [*source.doubts, *doubts, *numbering_doubts(drafts)]
    provisions = freeze(drafts)
    text = "\n".join(block.text for block in bare.blocks if isinstance(block, Line))
    head = [without_crown(line.text) for line in paper.head]
    tail = [line.text for line in paper.tail]
    subject = _running(paper.subject, text)
    number = number_of(head)
    issuer = issuer_of(
        [line for line in head if line and not is_crown(line)], paper.issuers, tail, subject, text
    )
    issued, issued_at = issued_of([line.text for line in paper.head])
    issued = issued or passed_on(text)
    signer, office = signer_of(tail)
    named = f"{paper.kind} của {issuer} (không số)" if issuer else f"{paper.kind} (không số)"
    document = Document(
        slug=path.stem,
        title=_titled(paper.kind, subject),
        name=number or named,
        number=number,
        kind=paper.kind,
        subject=subject,
        issuer=issuer,
        signer=signer,
        office=office,
        issued=issued,
        issued_at=issued_at,
        validity=Validity(start=issued),
        notes=notes,
        provisions=provisions,
    )
    document = record_of(read_clauses(document))
    return replace(document, doubts=(*doubts, *_missing(document)))


def _note(block: Line | Table) -> str | None:
    return read_note(block.text) if isinstance(block, Line) else None


def _tree(paper: Paper, *, paragraphs: bool) -> tuple[list[Draft], list[Doubt]]:
    drafts, doubts = grow(paper.body, paragraphs=paragraphs)
    for enclosure in paper.enclosures:
        inner, more = _appended(enclosure, paragraphs=paragraphs)
        drafts.append(inner)
        doubts += more
    return drafts, doubts


def _appended(enclosure: Enclosure, *, paragraphs: bool) -> tuple[Draft, list[Doubt]]:
    children, doubts = grow(enclosure.body, paragraphs=paragraphs)
    draft = Draft(
        ProvisionKind.SECTION,
        enclosure.title,
        enclosure.label,
        line=enclosure.line,
        page=enclosure.page,
        children=children,
    )
    if not enclosure.label.printed:
        doubts.append(
            Doubt(
                f"dòng {enclosure.line}", "sau chữ ký còn nội dung không có tên, kiểm tra xem là phụ lục nào"
            )
        )
    return draft, doubts


def _titled(kind: str, subject: str) -> str:
    """ "Kế hoạch phát triển chợ đêm"; the name of a law is a name: "Luật Khoa học và công nghệ"."""
    named = kind in ("Luật", "Bộ luật", "Pháp lệnh")
    return f"{kind} {subject if named else subject[:1].lower() + subject[1:]}".strip()


def _running(subject: str, text: str) -> str:
    """A subject in capitals as a sentence, with the names that the paper has elsewhere."""
    if not subject.isupper():
        return subject
    sentence = subject.capitalize()
    for name in sorted(set(_NAME.findall(text)), key=len, reverse=True):
        sentence = re.sub(rf"\b{re.escape(name)}\b", name, sentence, flags=re.IGNORECASE)
    return sentence


def _missing(document: Document) -> Sequence[Doubt]:
    """What a paper should say of itself and does not."""
    wanted = [
        (document.number, "không thấy số hiệu: văn bản sẽ được gọi theo loại và cơ quan ban hành"),
        (document.issued, "không thấy ngày ban hành ở đầu văn bản"),
        (document.signer, "không thấy người ký ở cuối văn bản"),
        (document.issuer, "không thấy cơ quan ban hành"),
        (document.subject, "không thấy trích yếu" + (" (dòng V/v)" if document.kind == LETTER else "")),
    ]
    return [Doubt("", message) for value, message in wanted if not value]
