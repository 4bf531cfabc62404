"""The documents of the draft, as the database has them now, read once and read again only where one has changed."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from knowledge.lookup import Lookup
from knowledge.model import Document
from knowledge.store import DocumentStore
from knowledge.validity import effective


class DraftDocuments:
    """The documents that the next release would be built from; safe to use from many threads."""

    def __init__(self, documents: DocumentStore) -> None:
        self._store = documents
        self._read: dict[str, tuple[str, Document]] = {}
        self._digests: Mapping[str, str] = {}
        self._documents: tuple[Document, ...] = ()
        self._lookup: Lookup | None = None
        self._lock = threading.Lock()

    @property
    def documents(self) -> Sequence[Document]:
        """All of them, by slug, with what ended or amended them filled in."""
        digests = self._store.digests()
        with self._lock:
            if digests != self._digests:
                self._read = {slug: self._document(slug, digest) for slug, digest in digests.items()}
                self._documents = effective([document for _, document in self._read.values()])
                self._digests, self._lookup = digests, None
            return self._documents

    @property
    def lookup(self) -> Lookup:
        """For finding provisions in them."""
        documents = self.documents
        with self._lock:
            if self._lookup is None:
                self._lookup = Lookup(documents)
            return self._lookup

    def _document(self, slug: str, digest: str) -> tuple[str, Document]:
        known = self._read.get(slug)
        return known if known and known[0] == digest else (digest, self._store.entry(slug).record)
