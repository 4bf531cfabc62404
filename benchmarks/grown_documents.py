"""Documents for as many passages as wanted, with their vectors, made from real ones.

The encoder does four to eight long passages a second a core, so only the real passages are encoded. Every other one
takes some sentences of each of two real passages, and its vector is the point between theirs that divides the way
as its words do (of unit length again); a group has what its items have, and the mean of their vectors. These are no
copies with noise, on which any index looks good, but they lie closer together and repeat more words than a million
papers would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoder import Vectors
from knowledge.importer.record import record_of
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.passages import passages_of

_SECTIONS, _ITEMS = 4, 5
_KINDS = (("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Báo cáo", "BC"), ("Chương trình", "CTr"))
_SYLLABLES = "Bình Cao Đình Gia Hòa Hữu Khánh Lộc Mai Nhân Phú Quang Sơn Tân Thanh Vân Xuân Yên".split()
_SENTENCE = re.compile(r"(?<=[.;])\s+")


@dataclass(frozen=True)
class Source:
    """A real text that is taken apart: its sentences and the vector of the whole."""

    sentences: tuple[str, ...]
    vector: Vectors


def source_of(text: str, vector: Vectors) -> Source:
    """A text with its vector, cut into sentences."""
    return Source(tuple(part for part in _SENTENCE.split(text) if part), vector)


class GrownDocuments:
    """Makes documents one by one, always the same ones; their vectors are collected in the order of passages."""

    def __init__(self, sources: Sequence[Source], subjects: Sequence[str]) -> None:
        self._sources = sources
        self._subjects = subjects
        self._random = np.random.default_rng(20261123)
        self.vectors: list[Vectors] = []  #: of all passages so far

    def documents(self, passages: int) -> Iterator[Document]:
        """Documents that have so many passages together."""
        made = 0
        while made < passages:
            document = self._document(len(self.vectors), passages - made)
            made += sum(1 for _ in passages_of(document))
            yield document

    def _document(self, number: int, room: int) -> Document:
        draw = self._random.integers
        kind, code = _KINDS[draw(len(_KINDS))]
        name = " ".join(_SYLLABLES[draw(len(_SYLLABLES))] for _ in range(2))
        first, second = (self._subjects[int(draw(len(self._subjects)))] for _ in range(2))
        title = f"{kind} {' '.join(first.split()[:8])} {' '.join(second.split()[-6:])}"
        sections = []
        room -= 1
        vectors = []
        for section in range(1, _SECTIONS + 1):
            items = min(_ITEMS, room - 1)
            if items < 1:
                break
            room -= items + 1
            made = [self._mixed() for _ in range(items)]
            heading, _ = self._mixed()
            below = tuple(
                Provision(f"{section}.{item}", ProvisionKind.ITEM, text, f"{item}.", f"Mục {section}.{item}")
                for item, (text, _) in enumerate(made, 1)
            )
            sections.append(
                Provision(
                    str(section),
                    ProvisionKind.SECTION,
                    " ".join(heading.split()[:9]),
                    f"{section}.",
                    f"Mục {section}",
                    children=below,
                )
            )
            vectors += [
                _unit(np.sum([vector for _, vector in made], axis=0)),
                *(vector for _, vector in made),
            ]
        record = _unit(np.sum(vectors, axis=0)) if vectors else self._mixed()[1]
        self.vectors += [record, *vectors]
        document = Document(
            slug=f"van-ban-{number}",
            title=title,
            name=f"{number}/{code}-UBND",
            number=f"{number}/{code}-UBND",
            kind=kind,
            issuer=f"UBND xã {name}",
            provisions=tuple(sections),
        )
        return record_of(document)

    def _mixed(self) -> tuple[str, Vectors]:
        """Sentences of two real texts and the point between their vectors."""
        draw = self._random.integers
        one, other = (self._sources[int(draw(len(self._sources)))] for _ in range(2))
        taken = [
            [source.sentences[place] for place in self._places(len(source.sentences))]
            for source in (one, other)
        ]
        words = [sum(len(sentence.split()) for sentence in sentences) for sentences in taken]
        share = words[0] / max(1, sum(words))
        return " ".join([*taken[0], *taken[1]]), _unit(share * one.vector + (1 - share) * other.vector)

    def _places(self, count: int) -> list[int]:
        """One or two of so many places, ascending."""
        places: list[int] = sorted(self._random.integers(count, size=self._random.integers(1, 3)).tolist())
        return places


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit
