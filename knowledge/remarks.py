"""Remarks on validity beside a quotation: as of when it holds, what ended or amended it, and where that is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.as_of import Moment
from knowledge.citation import Citation, cite, term_of
from knowledge.composition import notice, paper_of, quote
from knowledge.importer.record import display_date
from knowledge.model import Document, Provision, RelationKind, Validity
from knowledge.selection import Selection
from knowledge.shapes.clipping import clip
from knowledge.succession import Change, changes_of
from knowledge.terms import term_then

#: What is shown of an amended provision beside the amending one.
_OLD_ROOM = 220
#: What a citation shows of the provision that ends or amends another.
_STATING_ROOM = 160

_DEEDS = {
    RelationKind.AMENDS: "được sửa đổi, bổ sung bởi",
    RelationKind.REPLACES: "được thay thế bởi",
    RelationKind.ENDS: "hết hiệu lực theo",
}


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said around a quotation.

    Attributes:
        before: lines above it.
        after: lines below it.
        citations: of the papers that ended or amended it, and of what it took the place of.
        expired: whether it is quoted though it is no longer in force and nobody asked for another day.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    expired: bool = False

    @property
    def length(self) -> int:
        """In characters, the ends of lines included."""
        return sum(len(line) + 1 for line in (*self.before, *self.after))

    def around(self, text: str) -> str:
        """The text between its remarks."""
        return "\n".join((*self.before, text, *self.after))


def remarks_on(
    chosen: Selection, superseded: Selection | None, library: Sequence[Document], moment: Moment
) -> Remarks:
    """The remarks that a provision needs.

    Args:
        chosen: what is quoted.
        superseded: what would be, had not the chosen one's paper ended or amended it.
        library: every document of the release.
        moment: what the question asks about.
    """
    document, provision, today = chosen.document, chosen.provision, moment.today
    term = term_of(document, provision)
    changes = [change for change in changes_of(document, provision, library) if change.by]
    citations = [_stated(change, today) for change in changes]
    past = moment.formerly or moment.as_of is not None
    before, after = [_opening(term, moment)], []
    for change in changes:
        known = change.since is None or change.since <= moment.last
        if past or not known:
            after.append(_sentence(change, document, today))
        elif change.kind is RelationKind.AMENDS:
            before.append(f"Lưu ý: {_what(change, document, 'quy định dưới đây')} đã {deed(change)}.")
        elif change.kind is RelationKind.REPLACES and change.document:
            before.append(f"Văn bản thay thế: {paper_of(change.document, change.stating)}.")
    if moment.as_of and not changes and term.end is None and term_then(document, provision).covers(today):
        after.append("Theo các văn bản hiện có, đến nay quy định này chưa bị sửa đổi, thay thế.")
    if superseded is not None:
        said, cited = _taken_over(superseded, library, moment)
        after.append(said)
        citations.append(cited)
    expired = not past and term.end is not None and term.end <= today
    lines = tuple(line for line in before if line)
    return Remarks(lines, tuple(after), tuple(one for one in citations if one), expired)


def _opening(term: Validity, moment: Moment) -> str:
    """When the provision is or was in force, as far as it must be said; empty where it is today."""
    if moment.as_of:
        return f"Tại thời điểm {moment.as_of.words}:"
    if not moment.formerly:
        return notice(term, moment.today)
    if term.end is None or term.end > moment.today:
        return "Các văn bản hiện có không nêu quy định cũ hơn về nội dung này. Quy định hiện có:"
    return f"Quy định trước đây, áp dụng đến hết ngày {display_date(term.end - timedelta(days=1))}:"


def not_then(superseded: Selection, moment: Moment) -> str:
    """The words for what is in the documents, but was not in force at the moment asked about."""
    term = term_then(superseded.document, superseded.provision)
    where = paper_of(superseded.document, superseded.provision)
    asked = moment.as_of.words if moment.as_of else display_date(moment.today)
    if term.start and moment.last < term.start:
        return (
            f"Các văn bản hiện có không nêu quy định về nội dung này tại thời điểm {asked}. Quy định có trong kho là "
            f"của {where}, có hiệu lực từ ngày {display_date(term.start)}."
        )
    ended = f" từ ngày {display_date(term.end)}" if term.end else ""
    return (
        f"Tại thời điểm {asked}, các văn bản hiện có không nêu quy định còn hiệu lực về nội dung này. Quy định của "
        f"{where} đã hết hiệu lực{ended}."
    )


def marked(provision: Provision, term: Validity, moment: Moment) -> Provision:
    """A provision whose sub-provisions say so themselves where they, unlike it, are not in force at the moment."""
    children = []
    for child in provision.children:
        own = child.validity.within(term)
        text = child.text
        if own.end != term.end and own.end is not None and own.end <= moment.first:
            text = f"(hết hiệu lực từ ngày {display_date(own.end)}) {text}"
        elif own.start != term.start and own.start is not None and own.start > moment.last:
            text = f"(có hiệu lực từ ngày {display_date(own.start)}) {text}"
        children.append(replace(marked(child, own, moment), text=text))
    return replace(provision, children=tuple(children)) if children else provision


def deed(change: Change, *, dated: bool = True) -> str:
    """What a paper did, in words: "được sửa đổi, bổ sung bởi Nghị quyết 71/NQ-CP từ ngày 01/04/2025"."""
    by = paper_of(change.document, change.stating) if change.document else change.by
    since = f" từ ngày {display_date(change.since)}" if dated and change.since else ""
    return f"{_DEEDS[change.kind]} {by}{since}"


def _sentence(change: Change, document: Document, today: date) -> str:
    what = _what(change, document, "quy định này")
    if change.since is None:
        return f"Nay {what} đã {deed(change)}."
    will = "sẽ " if change.since > today else ""
    return f"Từ ngày {display_date(change.since)}, {what} {will}{deed(change, dated=False)}."


def _what(change: Change, document: Document, provision: str) -> str:
    """What was amended: the provision, or as far as can be told the paper that it stands in."""
    whole = change.kind is RelationKind.AMENDS and not change.parts
    return paper_of(document) if whole else provision


def _stated(change: Change, today: date) -> Citation | None:
    """Where a paper of the release says that it ends or amends the provision."""
    document = change.document
    node = change.stating or (document.provisions[0] if document and document.provisions else None)
    return cite(document, node, clip(node.text, _STATING_ROOM), today) if document and node else None


def _taken_over(superseded: Selection, library: Sequence[Document], moment: Moment) -> tuple[str, Citation]:
    document, provision = superseded.document, superseded.provision
    changes = changes_of(document, provision, library)
    ended = next((change for change in changes if change.kind is not RelationKind.AMENDS), None)
    name = paper_of(document, provision)
    if ended is not None and ended.since is not None and ended.since <= moment.last:
        said = f"Quy định trước đó ({name}) đã hết hiệu lực từ ngày {display_date(ended.since)}."
        return said, cite(document, provision, clip(provision.text, _STATING_ROOM), moment.today)
    old = quote(document, provision, (), room=_OLD_ROOM)
    changed = next((change for change in changes if change.kind is RelationKind.AMENDS), None)
    told = f" (đã {deed(changed)})" if changed else ""
    said = f"Quy định trước khi sửa đổi, {name}{told}:\n{old.quote}"
    return said, cite(document, provision, old.quote, moment.today)
