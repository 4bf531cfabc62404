"""Small documents, a deterministic encoder and a clock that stands still."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.encoder import Vectors
from knowledge.importer import read_document
from knowledge.model import Document
from vietnamese.text import fold, syllables

DOCUMENTS = Path(__file__).parents[2] / "knowledge" / "documents"
PLAN = "ke-hoach-ubnd-tinh-lang-son"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

RULES = """\
---
so_hieu: 12/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2026-01-05
hieu_luc_tu: 2026-01-15
---

# Quyết định 12/QĐ-UBND về quản lý chợ đêm

## Giờ mở cửa {vi_tri: "Điều 2"}

- Chợ đêm mở cửa từ 18 giờ đến 23 giờ các ngày thứ sáu, thứ bảy.
- Ngày lễ mở cửa đến 24 giờ.

## Phí chỗ bán hàng {vi_tri: "Điều 3"}

- Mỗi gian hàng nộp 50.000 đồng một tối.
> Ghi chú biên tập: cần đối chiếu mức phí với bản công báo.
"""

GARDENS = """\
---
so_hieu: 34/KH-UBND
loai_van_ban: Kế hoạch
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
hieu_luc_tu: 2026-02-01
---

# Kế hoạch 34/KH-UBND trồng cây xanh đô thị

## Số lượng {vi_tri: "Mục I"}

- Năm 2026 trồng 1.200 cây hoa đào dọc sông Kỳ Cùng.
- Năm 2027 trồng 900 cây sấu ở phường Đông Kinh.
"""


def a_document(text: str, name: str = "van-ban.md") -> Document:
    """The document that ``text`` is."""
    return read_document(Path(name), text.encode())


def a_source(text: str, name: str) -> tuple[Document, str]:
    """A document with the SHA-256 of its source, as releases are built from."""
    return a_document(text, name), hashlib.sha256(text.encode()).hexdigest()


def two_sources() -> list[tuple[Document, str]]:
    """Two small papers on different matters."""
    return [a_source(RULES, "cho-dem.md"), a_source(GARDENS, "cay-xanh.md")]


@cache
def source_documents() -> tuple[Document, ...]:
    """Every document of ``knowledge/documents``."""
    return tuple(read_document(file, file.read_bytes()) for file in sorted(DOCUMENTS.iterdir()))


def source_document(slug: str) -> Document:
    """One document of ``knowledge/documents``."""
    return next(document for document in source_documents() if document.slug == slug)


class HashEncoder:
    """Texts that share syllables have similar vectors; the same text always has the same one.

    Every folded syllable has a direction of its own, drawn from its digest. Fits
    :class:`knowledge.encoder.Encoder`.
    """

    def __init__(self, name: str = "hash", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded: list[str] = []

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._vector(text)

    def questions(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None
    ) -> Vectors:
        """The vectors of many questions."""
        vectors = np.array([self.question(text) for text in texts], dtype=np.float32)
        progress(len(texts))
        return vectors

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None) -> Vectors:
        """The vectors of passages; they are noted in :attr:`encoded`."""
        self.encoded.extend(texts)
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        progress(len(texts))
        return vectors

    def _vector(self, text: str) -> Vectors:
        total = np.zeros(self.dimension)
        for syllable in syllables(text) or [""]:
            seed = int.from_bytes(hashlib.sha256(fold(syllable).encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return unit
