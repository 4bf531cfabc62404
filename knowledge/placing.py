"""Placing sample questions beside the passages of a release, analysed as citizens' questions are."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.constraints import demanded_by
from knowledge.passages import Passage
from knowledge.question import analyse
from knowledge.sampled import NOWHERE, Placed
from knowledge.samples import SampleFile
from vietnamese.restorer import Restorer


def placed(files: Sequence[SampleFile], passages: Sequence[Passage], restorer: Restorer) -> list[Placed]:
    """Gaps first, then the samples whose provision is there, by passage, each once; the others wait for an editor."""
    places = {(passage.document, passage.path): index for index, passage in enumerate(passages)}
    found = {
        (places[file.document, sample.path], sample.question)
        for file in files
        for sample in file.samples
        if (file.document, sample.path) in places
    }
    documents = {passage.document for passage in passages}
    found.update((NOWHERE, gap) for file in files if file.document in documents for gap in file.gaps)
    analysed = ((passage, analyse(text, restorer)) for passage, text in sorted(found))
    return [Placed(passage, one.restored.lower(), one.terms, demanded_by(one)) for passage, one in analysed]
