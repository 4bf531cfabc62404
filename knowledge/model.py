"""The records of the knowledge base: a document and the tree of its provisions.

A :class:`Document` is one official paper. Its provisions form a tree; every node has a path that stays the
same while the paper does (``I.1.2.b.-1``), serves as the anchor of web addresses and is never read aloud.
What a citizen reads is :attr:`Provision.place`, which is empty where the paper gives no official place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ProvisionKind(StrEnum):
    """What a node of the tree is on paper."""

    SECTION = "section"  #: a heading, with or without a label; its children are what it heads
    ITEM = "item"  #: a labelled paragraph: "1. …", "a) …"
    BULLET = "bullet"  #: a dash
    PARAGRAPH = "paragraph"  #: running text without a label
    TABLE = "table"  #: a table; ``cells`` are its column heads, its children are rows
    ROW = "row"  #: a table row; ``cells`` line up with the column heads
    RECORD = "record"  #: what the paper says of itself: number, type, issuer, date, signer


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a provision is in force; open ends are ``None``.

    ``ended_by`` is the number of the paper that ended it, ``amended_by`` of the latest one that amended it,
    where a source names one; who is amended stays in force.
    """

    start: date | None = None
    end: date | None = None
    ended_by: str = ""
    amended_by: str = ""

    def covers(self, day: date) -> bool:
        """Whether the provision is in force on ``day`` (the end day itself is out of force)."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def within(self, outer: Validity) -> Validity:
        """This term, with what it does not state taken from the term of what holds it."""
        return Validity(
            self.start or outer.start,
            self.end or outer.end,
            self.ended_by or outer.ended_by,
            self.amended_by or outer.amended_by,
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an editor should look at.

    Attributes:
        place: where, in words an editor can follow: "trang 3, dòng 12"; empty for the whole file.
        message: what is doubtful and what to do, in Vietnamese.
    """

    place: str
    message: str


class RelationKind(StrEnum):
    """What a paper does to another one."""

    AMENDS = "sua_doi"
    REPLACES = "thay_the"
    ENDS = "lam_het_hieu_luc"  #: bãi bỏ, hủy bỏ, làm hết hiệu lực
    CARRIES_OUT = "thuc_hien"
    BASED_ON = "can_cu"


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement of a paper about another one.

    Attributes:
        kind: what it does to it.
        paper: number of the other paper as written out: "12/2024/NQ-HĐND", "nghị quyết 12" without a code.
        parts: the provisions of the other paper that are meant, as written ("khoản 2 Điều 5"); empty for all.
        excepted: provisions of the other paper that are excepted, as written; empty for none.
        path: path of the provision that states it; empty where the paper's head does.
        place: official place of that provision.
        since: from when; ``None`` where it does not say so: from when this paper is in force.
        issued: the other paper's date, where it is named with it: numbers such as 15/QĐ-UBND return every year.
    """

    kind: RelationKind
    paper: str
    parts: str = ""
    excepted: str = ""
    path: str = ""
    place: str = ""
    since: date | None = None
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of a document's tree.

    Attributes:
        path: labels joined by dots, unique in its document; the RECORD node's path is ``thong-tin``.
        kind: what it is on paper.
        label: the label as printed ("1.2.", "b)", "-"); empty for unlabelled nodes.
        text: its own text without the label and without its children's; for a row the cells as
            "head: cell" pairs joined by "; ".
        place: where the paper officially says it ("Mục I.1.2 điểm b"); empty where the paper gives none.
        papers: numbers of the papers that a compilation's heading or row speaks for; empty elsewhere.
        cells: a table's column heads or a row's cells.
        validity: its own term; where it has none, the document's.
        children: sub-provisions in order.
    """

    path: str
    kind: ProvisionKind
    text: str
    label: str = ""
    place: str = ""
    papers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    validity: Validity = Validity()
    children: tuple[Provision, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """This node and everything under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """One official paper, or a compilation of several.

    Attributes:
        slug: the file's stem; names the document in addresses.
        title: what heads its page, in full.
        name: how a citation names it: its number ("57-NQ/TW"), or for an unnumbered paper
            "Kế hoạch của UBND tỉnh Lạng Sơn (không số)", or a compilation's title.
        number: official number, empty where it has none.
        kind: loại văn bản ("Nghị quyết").
        digest: True where the text is a digest (bản tóm lược), not the official wording.
        relations: ``(relation, target)`` pairs as stated: ``("sua_doi", "03/NQ-CP")``.
        statements: the same read from the provisions of an official paper, each with where it stands.
        office: the signer's office ("Phó Chủ tịch"), where the paper states it apart from the name.
        issued_at: the place of the date line ("Lạng Sơn").
        doubts: what an editor should look at.
        notes: editors' notes, ``(line, text)``; never indexed, never served to citizens.
        provisions: the top level of the tree.
    """

    slug: str
    title: str
    name: str
    number: str = ""
    kind: str = ""
    subject: str = ""
    issuer: str = ""
    signer: str = ""
    issued: date | None = None
    validity: Validity = Validity()
    digest: bool = False
    source: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    provisions: tuple[Provision, ...] = field(default=())
    statements: tuple[Relation, ...] = ()
    office: str = ""
    issued_at: str = ""
    doubts: tuple[Doubt, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """Every provision in reading order."""
        for provision in self.provisions:
            yield from provision.walk()

    def find(self, path: str) -> Provision | None:
        """The provision at ``path``, or ``None``."""
        return next((node for node in self.walk() if node.path == path), None)
