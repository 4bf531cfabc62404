"""Sheets: the parts of a document that an editor fills in as one form, read from a record and written back to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from console.actions import Action
from console.fields import EMPTY, Field, day_of, iso, text_of
from knowledge.editing import (
    Head,
    head_of,
    heads_of,
    provision_of,
    with_head,
    with_notes,
    with_term,
    with_wording,
)
from knowledge.model import Document, ProvisionKind, Validity


class Sheet(Protocol):
    """A form for a part of a document."""

    @property
    def title(self) -> str:
        """What heads it."""

    @property
    def end(self) -> str:
        """Of its address, behind the document's."""

    @property
    def action(self) -> Action:
        """How the audit log tells of what it does."""

    @property
    def details(self) -> Mapping[str, str]:
        """What the audit log says besides."""

    def columns(self, document: Document) -> int:
        """How many fields stand in a row of a table; 0 where they stand below each other."""

    def part(self, document: Document) -> object:
        """What it shows and changes."""

    def fields(self, document: Document, form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """The form as it is filled in at first; a table has room for all rows of ``form``, which was typed."""

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """The document with what was filled in.

        Raises:
            InputError: something cannot be so.
        """


class HeadSheet:
    """What a document says of itself, and its validity."""

    title = "Thông tin và hiệu lực"
    end = "thong-tin"
    action = Action.DOCUMENT_CORRECTED
    details: Mapping[str, str] = {"part": "thông tin và hiệu lực"}

    def columns(self, _document: Document) -> int:
        """None."""
        return 0

    def part(self, document: Document) -> object:
        """The head."""
        return head_of(document)

    def fields(self, document: Document, _form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """A field for each."""
        head, term = head_of(document), document.validity
        return (
            Field("tieu-de", "Tiêu đề", head.title, "long"),
            Field("ten", "Tên gọi khi trích dẫn", head.name, hint="Thường là số hiệu, ví dụ 57-NQ/TW."),
            Field("so-hieu", "Số hiệu", head.number),
            Field("loai", "Loại văn bản", head.kind),
            Field("trich-yeu", "Trích yếu", head.subject, "long"),
            Field(
                "co-quan", "Cơ quan ban hành", head.issuer, hint="Nhiều cơ quan cách nhau bằng dấu chấm phẩy."
            ),
            Field("nguoi-ky", "Người ký", head.signer),
            Field("chuc-vu", "Chức vụ người ký", head.office),
            Field("ngay", "Ngày ban hành", iso(head.issued), "date"),
            Field("noi", "Nơi ban hành", head.issued_at),
            *_term_fields(term),
            Field("nguon", "Nơi đăng bản chính thức", head.source),
            Field(
                "tom-luoc",
                "Đây là bản tóm lược, không phải nguyên văn",
                "1" if head.digest else "",
                "check",
            ),
        )

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """Take all of them."""
        return with_head(
            document,
            Head(
                title=text_of(form, "tieu-de"),
                name=text_of(form, "ten"),
                number=text_of(form, "so-hieu"),
                kind=text_of(form, "loai"),
                subject=text_of(form, "trich-yeu"),
                issuer=text_of(form, "co-quan"),
                signer=text_of(form, "nguoi-ky"),
                office=text_of(form, "chuc-vu"),
                issued=day_of(form, "ngay"),
                issued_at=text_of(form, "noi"),
                validity=_term(form),
                digest=form.get("tom-luoc") == "1",
                source=text_of(form, "nguon"),
            ),
        )


class NotesSheet:
    """Editors' notes, a line each."""

    title = "Ghi chú biên tập"
    end = "ghi-chu"
    action = Action.NOTES_CHANGED
    details: Mapping[str, str] = {}

    def columns(self, _document: Document) -> int:
        """None."""
        return 0

    def part(self, document: Document) -> object:
        """The notes."""
        return document.notes

    def fields(self, document: Document, _form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """One for all."""
        return (
            Field(
                "ghi-chu",
                "Ghi chú",
                "\n".join(text for _, text in document.notes),
                "long",
                "Mỗi dòng một ghi chú. Chỉ người trong trang quản trị đọc được; không bao giờ hiện cho người dân.",
            ),
        )

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """A note that stays keeps its line in the file."""
        known = {text: line for line, text in document.notes}
        lines = (" ".join(line.split()) for line in form.get("ghi-chu", "").splitlines())
        return with_notes(document, [(known.get(text, 0), text) for text in lines if text])


@dataclass(frozen=True, slots=True)
class WordingSheet:
    """The wording of one provision."""

    path: str
    title: str = "Lời của quy định"
    action: Action = Action.PROVISION_CORRECTED

    @property
    def details(self) -> Mapping[str, str]:
        """Where."""
        return {"path": self.path[:120], "part": "lời"}

    @property
    def end(self) -> str:
        """As the provision's own page."""
        return f"quy-dinh/{quote(self.path)}"

    def columns(self, _document: Document) -> int:
        """None."""
        return 0

    def part(self, document: Document) -> object:
        """Text and cells."""
        node = provision_of(document, self.path)
        return node.text, node.cells

    def fields(self, document: Document, _form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """The text, or the cells of a row."""
        node = provision_of(document, self.path)
        if node.kind is not ProvisionKind.ROW or not node.cells:
            return (Field("chu", "Lời của quy định", node.text, "long"),)
        heads = heads_of(document, self.path) or ("",) * len(node.cells)
        return tuple(
            Field(f"o-{index}", head or f"Ô {index + 1}", cell, "long")
            for index, (head, cell) in enumerate(zip(heads, node.cells, strict=False))
        )

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """Take the wording; white space as a paragraph has it."""
        fields = self.fields(document)
        words = [_reworded(field.value, text_of(form, field.name)) for field in fields]
        cells = words if fields[0].name != "chu" else None
        return with_wording(document, self.path, words[0] if cells is None else "", cells)


@dataclass(frozen=True, slots=True)
class TermSheet:
    """The validity of one provision."""

    path: str
    title: str = "Hiệu lực riêng của quy định"
    action: Action = Action.PROVISION_CORRECTED

    @property
    def details(self) -> Mapping[str, str]:
        """Where."""
        return {"path": self.path[:120], "part": "hiệu lực"}

    @property
    def end(self) -> str:
        """Below the provision's own page."""
        return f"quy-dinh/{quote(self.path)}/hieu-luc"

    def columns(self, _document: Document) -> int:
        """None."""
        return 0

    def part(self, document: Document) -> object:
        """Its own term."""
        return provision_of(document, self.path).validity

    def fields(self, document: Document, _form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """From when to when, and by what."""
        return _term_fields(provision_of(document, self.path).validity)

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """Take the term."""
        return with_term(document, self.path, _term(form))


def orphaned(form: Mapping[str, str]) -> tuple[Field, ...]:
    """What was typed for a provision that there is no longer: its wording, its cells or its term."""
    known = {field.name: field.label for field in _term_fields(Validity())}
    known["chu"] = "Lời của quy định"
    cells = {name: f"Ô {int(name[2:]) + 1}" for name in form if re.fullmatch(r"o-[0-9]{1,4}", name)}
    return tuple(
        Field(name, label, form[name], "long") for name, label in (known | cells).items() if form.get(name)
    )


def _term_fields(term: Validity) -> tuple[Field, ...]:
    return (
        Field("hieu-luc-tu", "Có hiệu lực từ ngày", iso(term.start), "date"),
        Field(
            "het-hieu-luc", "Hết hiệu lực từ ngày", iso(term.end), "date", "Chính ngày ấy đã hết hiệu lực."
        ),
        Field("bai-bo-boi", "Hết hiệu lực theo văn bản", term.ended_by),
        Field("sua-doi-boi", "Được sửa đổi bởi văn bản", term.amended_by),
    )


def _term(form: Mapping[str, str]) -> Validity:
    return Validity(
        day_of(form, "hieu-luc-tu"),
        day_of(form, "het-hieu-luc"),
        text_of(form, "bai-bo-boi"),
        text_of(form, "sua-doi-boi"),
    )


def _reworded(before: str, now: str) -> str:
    """What was typed; white space that the form could not keep is no change."""
    return before if now == " ".join(before.split()) else now
