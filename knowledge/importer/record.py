"""The record: what a paper says of itself, made a provision so that it can be asked for and cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.model import Document, Provision, ProvisionKind

RECORD_PATH = "thong-tin"
#: The fields that only say how the paper is called.
TITLE_FIELDS = ("Tên gọi", "Trích yếu")


def display_date(day: date) -> str:
    """A date as papers write it: 09/01/2025."""
    return f"{day:%d/%m/%Y}"


def record_of(document: Document) -> Document:
    """The document with its record as first provision; fields it does not state are left out."""
    fields = (
        ("Tên gọi", document.title),
        ("Số hiệu", document.number),
        ("Loại văn bản", document.kind),
        ("Trích yếu", document.subject if document.subject not in document.title else ""),
        ("Cơ quan ban hành", document.issuer),
        ("Người ký", document.signer),
        ("Ngày ban hành", display_date(document.issued) if document.issued else ""),
        ("Có hiệu lực từ ngày", display_date(document.validity.start) if document.validity.start else ""),
        *((RELATIONS[name], target) for name, target in document.relations if name in RELATIONS),
    )
    text = "; ".join(f"{name}: {value}" for name, value in fields if value)
    record = Provision(path=RECORD_PATH, kind=ProvisionKind.RECORD, text=text + ".")
    return replace(document, provisions=(record, *document.provisions))


RELATIONS = {
    "duoc_sua_doi_boi": "Được sửa đổi bởi",
    "sua_doi": "Sửa đổi",
    "bai_bo": "Phần bị bãi bỏ",
    "thay_the": "Thay thế",
    "lam_het_hieu_luc": "Làm hết hiệu lực",
    "thuc_hien": "Thực hiện",
}
