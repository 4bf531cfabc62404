"""What documents and provisions are called, by the live release; what it has no more keeps its path."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.errors import ReleaseError
from knowledge.library import Library
from knowledge.model import Document, Provision, ProvisionKind

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Named:
    """A provision, or a section, as people know it.

    Attributes:
        slug: of its document.
        document: the document's name.
        place: where in it; for want of an official place its words, else its path.
        url: its page; empty where the live release does not have it.
    """

    slug: str
    document: str
    place: str
    url: str


class Names:
    """Looks names up; without a library, or where nothing was published, every name is the path itself."""

    def __init__(self, library: Library | None) -> None:
        self._library = library
        self._release = ""
        self._known: dict[str, tuple[Document, dict[str, Provision]]] = {}

    def of(self, subject: str) -> Named:
        """What ``slug#path`` is called."""
        slug, _, path = subject.partition("#")
        known = self._document(slug)
        if known is None:
            return Named(slug, slug, path, "")
        document, provisions = known
        provision = provisions.get(path)
        if provision is None:
            return Named(slug, document.name, path, f"/van-ban/{slug}")
        return Named(slug, document.name, _called(provision), f"/van-ban/{slug}#{path}")

    def title(self, slug: str) -> str:
        """The title of a document, else its slug."""
        known = self._document(slug)
        return known[0].title if known else slug

    @property
    def documents(self) -> int:
        """How many documents the live release has."""
        self._refresh()
        return len(self._known)

    def _document(self, slug: str) -> tuple[Document, dict[str, Provision]] | None:
        self._refresh()
        return self._known.get(slug)

    def _refresh(self) -> None:
        if self._library is None:
            return
        try:
            release = self._library.release
        except ReleaseError:
            return
        if release.id != self._release:
            self._known = {
                document.slug: (document, {provision.path: provision for provision in document.walk()})
                for document in release.documents
            }
            self._release = release.id


def _called(provision: Provision) -> str:
    if provision.kind is ProvisionKind.RECORD:
        return "thông tin về văn bản"
    words = provision.text if len(provision.text) <= _LONGEST else f"{provision.text[:_LONGEST].rstrip()}…"
    return (
        f"{provision.place}: {words}"
        if provision.place and words
        else provision.place or words or provision.path
    )
