"""How the draft differs from the release that is live, who changed it, and what is doubtful in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Generic

from knowledge.changes import Change, changes
from knowledge.curated import Curated
from knowledge.curated import changes_of as changes_of_curated
from knowledge.draft import Became, Difference, Draft, Kind, Remark, digest_of
from knowledge.editorial import missing, usable
from knowledge.filing import Entry, Filing, Record
from knowledge.model import Document
from knowledge.passages import passages_of
from knowledge.placing import waiting
from knowledge.release import live_id, read_manifest, read_texts, written_samples
from knowledge.samples import SampleFile
from knowledge.samples import changes_of as changes_of_samples
from knowledge.store import DocumentStore
from knowledge.validity import effective


class Drafts:
    """Compares the draft to what is live, anew only where one of them has changed.

    Args:
        store: the documents and what editors wrote beside them.
        folder: of releases.
    """

    def __init__(self, store: DocumentStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._lock = threading.Lock()
        self._known: tuple[object, Draft] | None = None

    def digest(self) -> str:
        """The digest of the draft as it is now; quick."""
        return digest_of(self._store)

    def present(self) -> Draft:
        """The draft as it is now.

        Raises:
            ReleaseError: the live release cannot be read.
        """
        kept = (self._store, self._store.curated, self._store.samples)
        with self._lock:  # of two who look at once the second finds it compared
            live = live_id(self._folder) or ""
            state = live, [one.versions() for one in kept], [one.proposals() for one in kept]
            if self._known is None or self._known[0] != state:
                self._known = state, self._compared(live)
            return self._known[1]

    def _compared(self, live: str) -> Draft:
        store, shown = self._store, _shown(self._folder, live)
        documents, curated, samples = store.entries(), store.curated.entries(), store.samples.entries()
        now = {one.slug: one for one in effective(_used(documents))}
        in_use = tuple(now.values())

        def reworded(document: Document) -> tuple[Change, ...]:
            old, new = shown.documents.get(document.slug), now.get(document.slug)
            return changes(old, new) if old and new else ()

        def rewritten(one: Curated) -> tuple[Change, ...]:
            old = shown.curated.get(one.slug)
            return changes_of_curated(old, one) if old else ()

        def asked_anew(file: SampleFile) -> tuple[Change, ...]:
            old = shown.samples.get(file.slug)
            return changes_of_samples(old, file) if old else ()

        served = {one.slug for one in _used(curated) if usable(one, in_use)}
        differences = (
            *_Comparison(Kind.DOCUMENT, store, shown.digests[0], reworded, _name).of(documents, set(now)),
            *_Comparison(Kind.CURATED, store.curated, shown.digests[1], rewritten, _first).of(
                curated, served
            ),
            *_Comparison(Kind.SAMPLES, store.samples, shown.digests[2], asked_anew, _slug).of(
                samples, {one.slug for one in _used(samples)}
            ),
        )
        remarks = (
            *_remarks(in_use, _used(curated), _used(samples)),
            *_proposed(Kind.DOCUMENT, store, documents, _name),
            *_proposed(Kind.CURATED, store.curated, curated, _first),
            *_proposed(Kind.SAMPLES, store.samples, samples, _slug),
        )
        return Draft(live, digest_of(store), differences, remarks)


def live_documents(folder: Path) -> Sequence[Document]:
    """The documents of the live release, read once; none before the first.

    Raises:
        ReleaseError: they cannot be read.
    """
    return tuple(_shown(folder, live_id(folder) or "").documents.values())


@dataclass(frozen=True)
class _Comparison(Generic[Record]):
    """What is filed of one kind beside what is live of it, by slug and digest."""

    kind: Kind
    filing: Filing[Record]
    live: Mapping[str, str]
    changes: Callable[[Record], tuple[Change, ...]]
    title: Callable[[Record], str]

    def of(self, entries: Sequence[Entry[Record]], used: AbstractSet[str]) -> Iterator[Difference]:
        """The differences; ``used`` are the slugs of what a release would hold."""
        for entry in entries:
            slug = entry.record.slug
            became = self._became(entry, used)
            if became is None:
                if self.kind is Kind.DOCUMENT and (changed := self.changes(entry.record)):
                    yield Difference(self.kind, slug, self.title(entry.record), Became.AFFECTED, changed)
                continue
            yield Difference(
                self.kind,
                slug,
                self.title(entry.record),
                became,
                self.changes(entry.record) if became is Became.CHANGED else (),
                entry.changed_by,
                entry.changed_at or entry.imported_at,
                self.filing.authors(slug, self.live.get(slug, "")),
            )
        known = {entry.record.slug for entry in entries}
        yield from (
            Difference(self.kind, slug, slug, Became.RETIRED) for slug in self.live if slug not in known
        )

    def _became(self, entry: Entry[Record], used: AbstractSet[str]) -> Became | None:
        slug = entry.record.slug
        if slug not in used:
            return Became.RETIRED if slug in self.live else None
        if slug not in self.live:
            return Became.NEW
        return Became.CHANGED if self.live[slug] != entry.digest else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the live release holds, by slug; the digests of documents, curated answers and sample questions."""

    digests: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]] = ({}, {}, {})
    documents: Mapping[str, Document] = field(default_factory=dict)
    curated: Mapping[str, Curated] = field(default_factory=dict)
    samples: Mapping[str, SampleFile] = field(default_factory=dict)


@lru_cache(maxsize=2)  # a release never changes
def _shown(folder: Path, live: str) -> _Shown:
    if not live:
        return _Shown()
    manifest, (documents, curated) = read_manifest(folder / live), read_texts(folder / live)
    return _Shown(
        (manifest.documents, manifest.curated, manifest.samples),
        {one.slug: one for one in documents},
        {one.slug: one for one in curated},
        {one.slug: one for one in written_samples(folder / live) or ()},
    )


def _used(entries: Sequence[Entry[Record]]) -> list[Record]:
    return [one.record for one in entries if one.retired_at is None]


def _remarks(
    documents: Sequence[Document], curated: Sequence[Curated], samples: Sequence[SampleFile]
) -> Iterator[Remark]:
    """Doubts that were left open, and what would be left out of a release."""
    for document in documents:
        for doubt in document.doubts:
            told = f"{doubt.place}: {doubt.message}" if doubt.place else doubt.message
            yield Remark(Kind.DOCUMENT, document.slug, document.name, told)
    for one in curated:
        absent = ", ".join(map(str, missing(one, documents)))
        if absent and not one.suspended:
            told = f"trích dẫn không có trong kho: {absent}; vì vậy không vào bản phát hành"
            yield Remark(Kind.CURATED, one.slug, _first(one), told)
    passages = [passage for document in documents for passage in passages_of(document)]
    for slug, place in waiting(samples, passages):
        yield Remark(Kind.SAMPLES, slug, slug, f"có câu hỏi mẫu của quy định không có trong kho: {place}")


def _proposed(
    kind: Kind, filing: Filing[Record], entries: Sequence[Entry[Record]], title: Callable[[Record], str]
) -> Iterator[Remark]:
    titles = {entry.record.slug: title(entry.record) for entry in entries}
    for slug in dict.fromkeys(slug for slug, _ in filing.proposals()):
        told = "có tệp mới đang chờ chấp nhận, chưa nằm trong bản nháp"
        if kind is not Kind.DOCUMENT:  # that has a page
            told = f"{told}; người quản trị máy chủ chấp nhận bằng lệnh hoidap knowledge accept {slug}"
        yield Remark(kind, slug, titles.get(slug, slug), told)


def _name(document: Document) -> str:
    return document.name


def _first(curated: Curated) -> str:
    return next(iter((*curated.questions, *curated.phrases)), curated.slug)


def _slug(samples: SampleFile) -> str:
    return samples.slug
