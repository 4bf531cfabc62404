"""The sheet of relations to other documents, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from console.actions import Action
from console.fields import EMPTY, Field, day_of, iso, text_of
from foundation.errors import InputError
from knowledge.editing import with_relations
from knowledge.importer.record import RELATIONS
from knowledge.model import Document, Relation, RelationKind

RELATION_KINDS = {
    RelationKind.AMENDS: "Sửa đổi, bổ sung",
    RelationKind.REPLACES: "Thay thế",
    RelationKind.ENDS: "Làm hết hiệu lực",
    RelationKind.CARRIES_OUT: "Thực hiện",
    RelationKind.BASED_ON: "Căn cứ",
}
#: Empty rows for new relations.
_MORE_ROWS = 3
_MOST_ROWS = 500


class RelationsSheet:
    """Relations to other documents: as read from provisions, or as written in an editor's file."""

    title = "Quan hệ với văn bản khác"
    end = "quan-he"
    action = Action.DOCUMENT_CORRECTED
    details: Mapping[str, str] = {"part": "quan hệ"}

    def columns(self, document: Document) -> int:
        """As many as a relation has fields."""
        return 5 if document.statements else 2

    def part(self, document: Document) -> object:
        """Both forms."""
        return document.relations, document.statements

    def fields(self, document: Document, form: Mapping[str, str] = EMPTY) -> tuple[Field, ...]:
        """Row after row, with empty ones for more."""
        rows = document.statements or document.relations
        typed_rows = sum(f"so-{index}" in form for index in range(_MOST_ROWS))
        more = max(_MORE_ROWS, typed_rows - len(rows))
        if document.statements:
            statements = (*document.statements, *[Relation(RelationKind.AMENDS, "")] * more)
            return tuple(field for index, row in enumerate(statements) for field in _stated(index, row))
        pairs = (*document.relations, *[("sua_doi", "")] * more)
        return tuple(field for index, pair in enumerate(pairs) for field in _paired(index, pair))

    def filled(self, document: Document, form: Mapping[str, str]) -> Document:
        """Take the rows that name a document; a row without one is left out."""
        indices = [index for index in range(_MOST_ROWS) if text_of(form, f"so-{index}")]
        if document.statements:
            return with_relations(document, (), [self._relation(document, index, form) for index in indices])
        pairs = [(form.get(f"loai-{index}", ""), text_of(form, f"so-{index}")) for index in indices]
        if any(name not in RELATIONS for name, _ in pairs):
            raise InputError("Loại quan hệ không có.", hint="Mời anh/chị chọn trong danh sách.")
        return with_relations(document, pairs, ())

    @staticmethod
    def _relation(document: Document, index: int, form: Mapping[str, str]) -> Relation:
        known = document.statements
        before = known[index] if index < len(known) else Relation(RelationKind.AMENDS, "")
        kind = form.get(f"loai-{index}", "")
        if kind not in set(RelationKind):
            raise InputError("Loại quan hệ không có.", hint="Mời anh/chị chọn trong danh sách.")
        return replace(
            before,
            kind=RelationKind(kind),
            paper=text_of(form, f"so-{index}"),
            parts=text_of(form, f"phan-{index}"),
            excepted=text_of(form, f"tru-{index}"),
            since=day_of(form, f"tu-{index}"),
        )


def _stated(index: int, row: Relation) -> tuple[Field, ...]:
    kinds = tuple((kind.value, label) for kind, label in RELATION_KINDS.items())
    return (
        Field(f"loai-{index}", "Quan hệ", row.kind.value, "choice", choices=kinds),
        Field(f"so-{index}", "Số hiệu văn bản kia", row.paper),
        Field(f"phan-{index}", "Phần nào (trống: tất cả)", row.parts),
        Field(f"tru-{index}", "Trừ phần nào", row.excepted),
        Field(f"tu-{index}", "Từ ngày", iso(row.since), "date"),
    )


def _paired(index: int, pair: tuple[str, str]) -> tuple[Field, ...]:
    return (
        Field(f"loai-{index}", "Quan hệ", pair[0], "choice", choices=tuple(RELATIONS.items())),
        Field(f"so-{index}", "Văn bản kia", pair[1]),
    )
