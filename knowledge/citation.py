"""Citations: where it is written, in the words officials use."""

from __future__ import annotations

from datetime import date

from pydantic.dataclasses import dataclass

from knowledge.model import Document, Provision, Validity


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer is written (the Chat API's form).

    Attributes:
        document: the paper's number, or how an unnumbered paper is named; in a compilation, the paper that
            the row or heading names.
        title: the document's title.
        place: the official place, empty where the paper gives none.
        quote: the provision's own words, as shown in the answer.
        url: the document's page with the provision's anchor.
        digest: whether the text is a digest, not the official wording.
        in_force: whether the provision is in force on the day of the answer.
        highlight: a stretch of the quote that is the very thing asked for (a date, a sum, a name); empty where
            none surely is.
    """

    document: str
    title: str
    place: str
    quote: str
    url: str
    digest: bool
    in_force: bool
    highlight: str = ""


def cite(
    document: Document, provision: Provision, quote: str, today: date, *, highlight: str = ""
) -> Citation:
    """The citation of a provision."""
    return Citation(
        document="; ".join(provision.papers) or document.name,
        title=document.title,
        place=provision.place,
        quote=quote,
        url=address(document, provision),
        digest=document.digest,
        in_force=term_of(document, provision).covers(today),
        highlight=highlight,
    )


def address(document: Document, provision: Provision) -> str:
    """The address of a provision: ``/van-ban/<slug>#<path>``."""
    return f"/van-ban/{document.slug}#{provision.path}"


def term_of(document: Document, provision: Provision) -> Validity:
    """The provision's term; what it does not state itself is its document's."""
    return provision.validity.within(document.validity)
