"""What a document's page and the list say about the document itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.importer.record import RELATIONS
from knowledge.model import Document
from service.pages.validity import (
    DIGEST,
    VALID,
    Badge,
    in_force,
    validity_badge,
    with_written_dates,
    written_date,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and value of the document's record; ``slug`` where the value is a document that we have."""

    name: str
    value: str
    slug: str = ""


def badges(document: Document, today: date) -> tuple[Badge, ...]:
    """The remarks that stand beside a document's name."""
    validity = validity_badge(document.validity, today)
    remarks = (
        DIGEST if document.digest else None,
        VALID if in_force(document.validity, today) else None,
        validity,
    )
    return tuple(filter(None, remarks))


def subject(document: Document) -> str:
    """What the document is about, where its title does not say so already."""
    return "" if document.subject.casefold() in document.title.casefold() else document.subject


def facts(document: Document, library: Iterable[Document]) -> tuple[Fact, ...]:
    """The record of ``document``: what is known of it, in the order of an official paper's head."""
    start = document.validity.start
    known = (
        ("Số hiệu", document.number),
        ("Loại văn bản", document.kind),
        ("Trích yếu", subject(document)),
        ("Cơ quan ban hành", document.issuer),
        ("Người ký", document.signer),
        ("Ngày ban hành", written_date(document.issued) if document.issued else ""),
        ("Có hiệu lực từ", written_date(start) if start else ""),
    )
    slugs = {other.number: other.slug for other in library if other.number}
    related = tuple(
        Fact(
            RELATIONS.get(relation, "Liên quan"),
            with_written_dates(target),
            slugs.get(target, ""),
        )
        for relation, target in document.relations
    )
    return tuple(Fact(name, value) for name, value in known if value) + related
