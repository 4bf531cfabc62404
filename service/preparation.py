"""Getting ready to serve: the schema, the first documents, a release that fits them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.golden import OPEN_SPLITS
from evaluation.golden_store import GoldenStore
from foundation.clock import utc_now
from foundation.errors import DocumentError, ReleaseError, StorageError
from knowledge.encoder import Encoder
from knowledge.imported import Imported, ImportResult
from knowledge.release import (
    Release,
    Written,
    build_release,
    list_releases,
    live_id,
    load_release,
    switch_live,
)
from knowledge.scan_jobs import JobState, ScanJob, ScanJobs
from knowledge.store import DocumentStore, source_files

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


Reading = Callable[[ScanJob], ImportResult]
"""What is done with a scan: it is read at once, or left to the background."""


def import_files(
    documents: DocumentStore,
    places: Sequence[Path],
    tell: Callable[[ImportResult], None],
    scans: ScanJobs | None = None,
    reading: Reading | None = None,
) -> list[ImportResult]:
    """Import every source file of the given files and folders, telling of each as it is done.

    Args:
        documents: where they are imported.
        places: files and folders.
        tell: of each result.
        scans: the jobs that scans become; ``None`` reads them like any other file.
        reading: what is done with such a job; ``None`` leaves it to the background.

    Raises:
        MissingError: a place is not there.
    """
    results = []
    for place in places:
        for file in source_files(place):
            result = _import(documents, file, scans, reading)
            tell(result)
            results.append(result)
    return results


def _import(
    documents: DocumentStore, file: Path, scans: ScanJobs | None, reading: Reading | None
) -> ImportResult:
    try:
        job = scans.register(file, again=reading is not None) if scans else None
        if job is None:
            return documents.import_file(file)
        if reading is not None:
            return replace(reading(job), file=file)
    except DocumentError as error:
        return ImportResult(file, Imported.FAILED, error=error)
    except StorageError as error:
        return ImportResult(
            file, Imported.FAILED, error=DocumentError(file, 0, error.message, hint=error.hint)
        )
    failed = job.state is JobState.FAILED
    return ImportResult(
        file,
        Imported.FAILED if failed else Imported.QUEUED,
        error=DocumentError(file, 0, job.error, hint=job.hint) if failed else None,
    )


def import_unseen(
    documents: DocumentStore,
    places: Sequence[Path],
    tell: Callable[[ImportResult], None],
    scans: ScanJobs | None = None,
    reading: Reading | None = None,
) -> list[ImportResult]:
    """Import the files of folders at start; one that is not there leaves the database as the only source.

    Scans are left to the background, unless there is nothing else to serve: then they are read at once.
    """

    def tell_news(result: ImportResult) -> None:
        if result.outcome is not Imported.UNCHANGED:
            tell(result)

    results = import_files(documents, [place for place in places if place.is_dir()], tell_news, scans)
    if scans is None or reading is None or documents.digests():
        return results
    while (job := scans.waiting()) is not None:
        result = reading(job)
        tell_news(result)
        results.append(result)
    return results


def build(
    documents: DocumentStore,
    encoder: Encoder | None,
    folder: Path,
    progress: Progress,
    *,
    provisional: bool = False,
) -> Release:
    """Build a release from the documents, curated answers and sample questions in force; it is not live yet.

    Args:
        provisional: leave the sample questions out, which take most of the time, if there are any.

    Raises:
        ReleaseError: there are no documents.
    """
    samples = documents.samples.sources()
    provisional = provisional and bool(samples)
    return build_release(
        folder,
        documents.sources(),
        encoder,
        utc_now(),
        progress=progress,
        previous=_live(folder),
        written=Written(documents.curated.sources(), () if provisional else samples, provisional),
    )


def complete(
    documents: DocumentStore, encoder: Encoder | None, folder: Path, progress: Progress
) -> str | None:
    """Put the release in force that a provisional one stands in for; its id, or ``None`` where there is nothing to do.

    Where editors have changed something since, it is theirs to publish: whatever they build has the sample questions.

    Raises:
        ReleaseError: the release cannot be built.
    """
    live = _live(folder)
    if live is None or not live.manifest.provisional or not _unchanged(documents, live):
        return None
    built = build(documents, encoder, folder, progress)
    if live_id(folder) != live.id:
        return None  # an editor has published meanwhile
    switch_live(folder, built.id)
    return built.id


def _unchanged(documents: DocumentStore, live: Release) -> bool:
    served = live.manifest.curated.items()
    return documents.digests() == live.manifest.documents and served <= documents.curated.digests().items()


def take_in_golden(golden: GoldenStore, documents: DocumentStore, folder: Path) -> None:
    """Begin the editors' golden questions with those of the development; the held-out ones stay held out.

    A folder that is not there, or a file that cannot be read, leaves them as they are.
    """
    files = [folder / f"{split}.jsonl" for split in OPEN_SPLITS]
    try:
        golden.seed(
            [file for file in files if file.is_file()], lambda: [one for one, _ in documents.sources()]
        )
    except DocumentError as error:
        _log.error("%s %s", error.message, error.hint)


def newest(folder: Path) -> str:
    """The id of the newest release.

    Raises:
        ReleaseError: there is none.
    """
    manifests = list_releases(folder)
    if not manifests:
        raise ReleaseError("Chưa có bản phát hành nào.", hint="Chạy hoidap knowledge build.")
    return manifests[-1].release


def before(folder: Path, release: str | None) -> str:
    """The id of the newest intact release before ``release``.

    Raises:
        ReleaseError: there is none.
    """
    ids = [manifest.release for manifest in list_releases(folder)]
    position = ids.index(release) if release in ids else len(ids)
    for earlier in reversed(ids[:position]):
        try:
            return load_release(folder / earlier).id
        except ReleaseError:
            continue  # one that was damaged is no way back
    raise ReleaseError("Không có bản phát hành trước đó để quay lại.", hint="Xem hoidap knowledge releases.")


def ensure_release(
    documents: DocumentStore, encoder: Encoder | None, folder: Path, progress: Progress, *, outgrown: bool
) -> tuple[str, bool]:
    """Make sure that a live release fits the program; build and publish one where it does not.

    A release that is live stays live while editors prepare documents, and so does one they have rolled back to: only
    a missing one, one that is not intact or one that this program or its encoder does not fit is replaced. Where there
    is none to take vectors from, the new one is provisional: see :func:`complete`.

    Args:
        outgrown: whether files that nobody had seen were imported just now: what is live lacks them.

    Returns:
        The live release's id and whether it was built now.
    """
    live = _live(folder)
    encoder_name = encoder.name if encoder else ""
    if live is not None and not outgrown and live.manifest.made_of(live.manifest.documents, encoder_name):
        return live.id, False
    if live is not None and encoder is None and live.manifest.encoder:
        return live.id, False  # the encoder is missing: lexical search over the release we have
    fresh = encoder is not None and (live is None or live.manifest.encoder != encoder.name)
    built = build(documents, encoder, folder, progress, provisional=fresh)
    switch_live(folder, built.id)
    return built.id, True


def _live(folder: Path) -> Release | None:
    release = live_id(folder)
    if release is None:
        return None
    try:
        return load_release(folder / release)
    except ReleaseError:
        return None
