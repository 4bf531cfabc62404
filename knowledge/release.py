"""Releases: an immutable folder with documents and their index; exactly one is live.

    <data>/releases/<id>/manifest.json      what it is made of; SHA-256 of every other file
    <data>/releases/<id>/documents.json
    <data>/releases/<id>/restorer.json
    <data>/releases/<id>/facts.json         numbers and years that the passages name
    <data>/releases/<id>/lexical/…          BM25
    <data>/releases/<id>/curated.json       curated answers and exclusions
    <data>/releases/<id>/dense.faiss        vectors; absent where no encoder was used
    <data>/releases/<id>/near.faiss         the approximate index over them, where there are many
    <data>/releases/<id>/curated.npy        vectors of the questions that curated answers serve; absent likewise
    <data>/releases/<id>/samples.json       sample questions, by passage
    <data>/releases/<id>/samples.npy        their vectors; absent likewise
    <data>/releases/<id>/written.json       sample questions as editors wrote them; absent in older releases
    <data>/releases/live                    the live release's id; replaced in one atomic step

A release is built beside the live one under a hidden name, checked by loading it, then renamed. One whose
files or encoder do not match its manifest is refused. How files come and go: :mod:`knowledge.release_files`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as record

from foundation.errors import MissingError, ReleaseError
from knowledge.calibration import FITTED, Calibration
from knowledge.curated import Curated
from knowledge.dense import DenseIndex
from knowledge.editorial import Editorial, usable
from knowledge.encoder import Encoder, Vectors
from knowledge.lexical import LexicalIndex
from knowledge.likeness import LikenessIndex
from knowledge.model import Document
from knowledge.passages import Passage, passages_of
from knowledge.pins import Facts, facts_of
from knowledge.placing import placed, words_of
from knowledge.question import normalise
from knowledge.release_files import discard, put, staging
from knowledge.sampled import Placed, Sampled
from knowledge.samples import SampleFile
from knowledge.scores import Score
from knowledge.search import SearchSpace
from knowledge.validity import effective
from knowledge.wordings import vectors_of
from vietnamese.restorer import Restorer, background_sentences

#: Raised whenever the way of indexing changes, so that older releases are built anew rather than misread.
INDEX_VERSION = 4


@record(frozen=True, slots=True)
class Manifest:
    """What a release is made of.

    Attributes:
        release: its id.
        built_at: when, ISO 8601 in UTC.
        index_version: :data:`INDEX_VERSION` of the builder.
        documents: slug of each document with the SHA-256 of its source.
        curated: the same of each curated answer and exclusion.
        samples: the same of each file of sample questions.
        provisional: whether it was built without sample questions, so that the service can answer while they are
            encoded; the release that follows has them.
        encoder: name of the encoder, empty where there was none.
        dimension: length of its vectors.
        passages: number of passages.
        dense: kind of the dense index, ``exact`` or ``approximate``; empty where there was no encoder.
        calibration: weights and thresholds in force.
        scores: golden scores by :attr:`Score.key`, where they were taken.
        files: path of every other file below the folder with its SHA-256.
    """

    release: str
    built_at: str
    index_version: int
    documents: dict[str, str]
    encoder: str
    dimension: int
    passages: int
    calibration: Calibration
    scores: dict[str, Score]
    files: dict[str, str]
    dense: str = ""
    curated: dict[str, str] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)
    provisional: bool = False

    def made_of(self, sources: dict[str, str], encoder: str) -> bool:
        """Whether building from these sources with this encoder would give the same release."""
        return (
            self.index_version == INDEX_VERSION
            and self.documents == sources
            and self.encoder == encoder
            and self.calibration == FITTED
        )


_MANIFEST = TypeAdapter(Manifest)
_DOCUMENTS = TypeAdapter(list[Document])
_CURATED = TypeAdapter(list[Curated])
_SAMPLES = TypeAdapter(list[Placed])
_WRITTEN = TypeAdapter(list[SampleFile])
_RESTORER = TypeAdapter(dict[str, object])
_FACTS = TypeAdapter(Facts)


@dataclass(frozen=True, slots=True)
class Release:
    """A loaded release: everything a turn needs, never changed."""

    manifest: Manifest
    documents: tuple[Document, ...]
    space: SearchSpace
    restorer: Restorer
    editorial: Editorial
    samples: tuple[Placed, ...] = ()
    sample_vectors: Vectors | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return self.manifest.release

    def document(self, slug: str) -> Document | None:
        """The document with this slug, or ``None``."""
        return next((document for document in self.documents if document.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Written:
    """What editors wrote beside the documents, each with the SHA-256 of its source.

    Attributes:
        curated: curated answers and exclusions.
        samples: files of sample questions.
        provisional: whether sample questions that there are were left out, to be there with the next release.
    """

    curated: Sequence[tuple[Curated, str]] = ()
    samples: Sequence[tuple[SampleFile, str]] = ()
    provisional: bool = False


def build_release(
    folder: Path,
    sources: Sequence[tuple[Document, str]],
    encoder: Encoder | None,
    now: datetime,
    *,
    progress: Callable[[int, int], None] | None = None,
    previous: Release | None = None,
    written: Written | None = None,
) -> Release:
    """Build a release below ``folder`` and load it; it is not live yet.

    Args:
        folder: where releases live.
        sources: documents with the SHA-256 of their sources.
        encoder: ``None`` builds a release for lexical search alone.
        now: becomes part of the id and the manifest.
        progress: called with the passages and sample questions encoded, and with how many there are.
        previous: vectors of its unchanged passages and samples are taken over instead of being encoded again.
        written: what editors wrote beside the documents. Curated answers that are suspended or cite what the documents
            do not have are left out, and so are sample questions of provisions that the documents do not have.

    Raises:
        ReleaseError: there is nothing to build from.
        StorageError: the disk is full or closed to us; nothing is left of what was begun.
    """
    if not sources:
        raise ReleaseError("Chưa có văn bản nào.", hint="Nhập văn bản: hoidap knowledge import <thư mục>.")
    documents = list(effective([document for document, _ in sources]))
    passages = [passage for document in documents for passage in passages_of(document)]
    texts = [_normalised(passage) for passage in passages]
    written = written or Written()
    samples = written.samples
    served = [(one, digest) for one, digest in written.curated if usable(one, documents)]
    answers = [one for one, _ in served]
    with staging(folder) as begun:
        (begun / "documents.json").write_bytes(_DOCUMENTS.dump_json(documents))
        (begun / "curated.json").write_bytes(_CURATED.dump_json(answers))
        files_of_samples = [file for file, _ in samples]
        restorer = Restorer.learn(chain(texts, words_of(files_of_samples, passages)), background_sentences())
        beside = placed(files_of_samples, passages, restorer)
        (begun / "samples.json").write_bytes(_SAMPLES.dump_json(beside))
        (begun / "written.json").write_bytes(_WRITTEN.dump_json(files_of_samples))
        (begun / "restorer.json").write_bytes(_RESTORER.dump_json(restorer.as_dict()))
        (begun / "facts.json").write_bytes(_FACTS.dump_json(facts_of(passages)))
        headers = (_part(passage.header) for passage in passages)
        LexicalIndex.build(texts, headers).save(begun / "lexical")
        dense = None
        if encoder is not None:
            vectors, of_samples = _encode(encoder, passages, texts, beside, previous, progress)
            dense = DenseIndex.build(vectors)
            dense.save(begun)
            np.save(begun / "samples.npy", of_samples)
            np.save(begun / "curated.npy", vectors_of(answers, encoder, restorer))
        files = {str(file.relative_to(begun)): _digest(file) for file in _files(begun)}
        manifest = Manifest(
            release="",
            built_at=now.isoformat(timespec="seconds"),
            index_version=INDEX_VERSION,
            documents={document.slug: digest for document, digest in sources},
            encoder=encoder.name if encoder else "",
            dimension=encoder.dimension if encoder else 0,
            passages=len(passages),
            calibration=FITTED,
            scores={},
            files=files,
            dense=dense.kind if dense else "",
            curated={one.slug: digest for one, digest in served},
            samples={one.slug: digest for one, digest in samples},
            provisional=written.provisional,
        )
        manifest = replace(manifest, release=f"{now:%Y%m%dT%H%M%S}-{_fingerprint(manifest)}")
        (begun / "manifest.json").write_bytes(_MANIFEST.dump_json(manifest, indent=1))
        final = folder / manifest.release
        if not final.exists():
            begun.rename(final)
    return load_release(final)


def load_release(folder: Path) -> Release:
    """Load and check a release.

    Raises:
        ReleaseError: a file is missing, does not match its digest, or the parts do not fit together.
    """
    manifest = read_manifest(folder)
    if manifest.index_version != INDEX_VERSION:
        raise ReleaseError(
            f"Bản phát hành {folder.name} dựng bằng phiên bản khác.", hint="Chạy hoidap knowledge build."
        )
    _check_files(folder, manifest)
    try:
        documents = _DOCUMENTS.validate_json((folder / "documents.json").read_bytes())
        dense = DenseIndex.load(folder) if manifest.encoder else None
        lexical = LexicalIndex.load(folder / "lexical")
        facts = _FACTS.validate_json((folder / "facts.json").read_bytes())
        restorer = Restorer.from_dict(_RESTORER.validate_json((folder / "restorer.json").read_bytes()))
        curated = _CURATED.validate_json((folder / "curated.json").read_bytes())
        wordings = np.load(folder / "curated.npy") if manifest.encoder else None
        samples = _SAMPLES.validate_json((folder / "samples.json").read_bytes())
        of_samples = np.load(folder / "samples.npy", mmap_mode="r") if manifest.encoder else None
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise ReleaseError(
            f"Bản phát hành {folder.name} không đọc được.", hint="Dựng lại: hoidap knowledge build."
        ) from error
    passages: list[Passage] = [passage for document in documents for passage in passages_of(document)]
    expected = (len(passages), manifest.dimension)
    if len(passages) != manifest.passages or (dense and (dense.size, dense.dimension) != expected):
        raise ReleaseError(
            f"Bản phát hành {folder.name}: số đoạn không khớp chỉ mục.",
            hint="Dựng lại: hoidap knowledge build.",
        )
    if wordings is not None and wordings.shape != (
        sum(len(one.questions) for one in curated),
        manifest.dimension,
    ):
        raise ReleaseError(
            f"Bản phát hành {folder.name}: câu hỏi của câu trả lời biên tập không khớp vectơ.",
            hint="Dựng lại: hoidap knowledge build.",
        )
    if of_samples is not None and of_samples.shape != (len(samples), manifest.dimension):
        raise ReleaseError(
            f"Bản phát hành {folder.name}: câu hỏi mẫu không khớp vectơ.",
            hint="Dựng lại: hoidap knowledge build.",
        )
    likeness = LikenessIndex.learnt(len(passages), [one.passage for one in samples], of_samples)
    sampled = Sampled(samples if likeness else ())
    space = SearchSpace(documents, passages, lexical, dense, facts, sampled, likeness)
    editorial = Editorial(curated, wordings, restorer, space.rarity)
    return Release(manifest, tuple(documents), space, restorer, editorial, tuple(samples), of_samples)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release's folder.

    Raises:
        ReleaseError: it is missing or cannot be read.
    """
    try:
        return _MANIFEST.validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(
            f"Bản phát hành {folder.name} không có manifest.json đọc được.",
            hint="Dựng lại: hoidap knowledge build.",
        ) from error


def save_scores(folder: Path, scores: Iterable[Score]) -> None:
    """Write golden scores into the manifest of a release, in one atomic step; others that it has stay.

    Raises:
        ReleaseError: the manifest is missing or cannot be read.
    """
    manifest = read_manifest(folder)
    known = {**manifest.scores, **{score.key: score for score in scores}}
    put(
        folder / "manifest.json",
        _MANIFEST.dump_json(replace(manifest, scores=known), indent=1),
        made_in=folder.parent,
    )


def list_releases(folder: Path) -> list[Manifest]:
    """The manifests of all readable releases, oldest first."""
    if not folder.is_dir():
        return []
    manifests = []
    for child in folder.iterdir():
        if child.is_dir() and not child.name.startswith("."):
            try:
                manifests.append(read_manifest(child))
            except ReleaseError:
                continue
    return sorted(manifests, key=lambda manifest: manifest.release)


def live_id(folder: Path) -> str | None:
    """The id of the live release, or ``None`` before the first."""
    try:
        return (folder / "live").read_text("utf-8").strip() or None
    except OSError:
        return None


def live_is_whole(folder: Path) -> bool:
    """Whether there is a live release that does not stand in for one with sample questions.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    live = live_id(folder)
    return live is not None and not read_manifest(folder / live).provisional


def switch_live(folder: Path, release: str) -> None:
    """Make a release live in one atomic step, after checking that it loads.

    Raises:
        ReleaseError: there is no such release or it is not intact.
    """
    load_release(folder / release)
    point_live(folder, release)


def point_live(folder: Path, release: str) -> None:
    """Make a release live that was just loaded: the one atomic step by itself.

    Raises:
        StorageError: the disk is full or closed to us; what was live still is.
    """
    put(folder / "live", f"{release}\n".encode(), made_in=folder)


def written_samples(folder: Path) -> tuple[SampleFile, ...] | None:
    """The sample questions of a release as editors wrote them; ``None`` where it does not have them."""
    try:
        return tuple(_WRITTEN.validate_json((folder / "written.json").read_bytes()))
    except (OSError, ValueError):
        return None


def read_texts(folder: Path) -> tuple[tuple[Document, ...], tuple[Curated, ...]]:
    """The documents and curated answers of a release alone, without its index.

    Raises:
        ReleaseError: they cannot be read.
    """
    try:
        documents = _DOCUMENTS.validate_json((folder / "documents.json").read_bytes())
        curated = _CURATED.validate_json((folder / "curated.json").read_bytes())
    except (OSError, ValueError) as error:
        raise ReleaseError(
            f"Bản phát hành {folder.name} không đọc được.", hint="Dựng lại: hoidap knowledge build."
        ) from error
    return tuple(documents), tuple(curated)


def delete_release(folder: Path, release: str) -> None:
    """Delete a release: it is gone in one step, whatever ends the process meanwhile.

    Raises:
        MissingError: there is none of this id.
        ReleaseError: it is live.
        StorageError: it cannot be moved.
    """
    if release not in {manifest.release for manifest in list_releases(folder)}:
        raise MissingError(f"Không có bản phát hành {release}.", hint="Xem hoidap knowledge releases.")
    if live_id(folder) == release:
        raise ReleaseError(
            "Không xoá được bản đang dùng.", hint="Đưa bản khác vào dùng trước: hoidap knowledge publish."
        )
    discard(folder / release)


def _normalised(passage: Passage) -> str:
    """The text of a passage in its normal form; what it shares with others is normalised once."""
    return ". ".join(
        part for part in (_part(passage.header), _part(passage.context), normalise(passage.body)) if part
    )


@lru_cache(maxsize=1024)
def _part(text: str) -> str:
    return normalise(text)


def _encode(
    encoder: Encoder,
    passages: Sequence[Passage],
    texts: Sequence[str],
    samples: Sequence[Placed],
    previous: Release | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[Vectors, Vectors]:
    """The vectors of passages with their normalised texts, and of samples; unchanged ones have theirs from before."""
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    of_samples = np.empty((len(samples), encoder.dimension), dtype=np.float32)
    known, known_samples = _known(previous, encoder)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, len(texts) + len(samples))

    missing, unknown = [], []
    for index, passage in enumerate(passages):
        if (vector := known.get(passage.text)) is None:
            missing.append(index)
        else:
            vectors[index] = vector
    for index, sample in enumerate(samples):
        if (vector := known_samples.get(sample.question)) is None:
            unknown.append(index)
        else:
            of_samples[index] = vector
    advance(len(texts) + len(samples) - len(missing) - len(unknown))
    if missing:
        vectors[missing] = encoder.passages([texts[index] for index in missing], advance)
    if unknown:
        of_samples[unknown] = encoder.questions([samples[index].question for index in unknown], advance)
    return vectors, of_samples


def _known(previous: Release | None, encoder: Encoder) -> tuple[dict[str, Vectors], dict[str, Vectors]]:
    """The vectors of an earlier release by text: of its passages, and of its samples."""
    if previous is None or previous.manifest.encoder != encoder.name or previous.space.dense is None:
        return {}, {}
    passages = zip(previous.space.passages, previous.space.dense.vectors(), strict=True)
    vectors = () if previous.sample_vectors is None else previous.sample_vectors
    samples = zip(previous.samples, vectors, strict=True)
    return (
        {passage.text: vector for passage, vector in passages},
        {sample.question: vector for sample, vector in samples},
    )


def _check_files(folder: Path, manifest: Manifest) -> None:
    """Refuse a release whose manifest or files are not the ones it was built with."""
    intact = folder.name == manifest.release and manifest.release.endswith(f"-{_fingerprint(manifest)}")
    names = {str(file.relative_to(folder)) for file in _files(folder)} - {"manifest.json"} | set(
        manifest.files
    )
    wrong = sorted(name for name in names if not _matches(folder / name, manifest.files.get(name)))
    if not intact or wrong:
        name = wrong[0] if wrong else "manifest.json"
        raise ReleaseError(
            f"Bản phát hành {folder.name} không nguyên vẹn: tệp {name} thừa, thiếu hoặc đã bị sửa.",
            hint="Dựng lại: hoidap knowledge build, rồi hoidap knowledge publish.",
        )


def _fingerprint(manifest: Manifest) -> str:
    """Stands at the end of the release's id; golden scores are taken later and do not count."""
    # Releases from before there were provisional ones do not have the word.
    left_out = None if manifest.provisional else {"provisional"}
    plain = _MANIFEST.dump_json(replace(manifest, release="", scores={}), exclude=left_out)
    return hashlib.sha256(plain).hexdigest()[:8]


def _matches(file: Path, digest: str | None) -> bool:
    return digest is not None and file.is_file() and _digest(file) == digest


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
