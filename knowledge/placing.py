"""Placing sample questions beside the passages of a release, analysed as citizens' questions are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.constraints import demanded_by
from knowledge.passages import Passage
from knowledge.question import analyse, normalise
from knowledge.sampled import NOWHERE, Placed
from knowledge.samples import SampleFile
from vietnamese.language import is_foreign
from vietnamese.restorer import Restorer


def words_of(files: Sequence[SampleFile], passages: Sequence[Passage]) -> Iterator[str]:
    """The questions about documents that are there, in their normal form, for the restorer to learn from."""
    documents = {passage.document for passage in passages}
    for file in files:
        if file.document in documents:
            yield from (normalise(one.question) for one in file.questions if not is_foreign(one.question))


def waiting(files: Sequence[SampleFile], passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """Slug of the file and path of every provision that has samples and is not there: they wait for an editor."""
    places = {(passage.document, passage.path) for passage in passages}
    return list(
        dict.fromkeys(
            (file.slug, f"{file.document}#{sample.path}")
            for file in files
            for sample in file.samples
            if (file.document, sample.path) not in places
        )
    )


def placed(files: Sequence[SampleFile], passages: Sequence[Passage], restorer: Restorer) -> list[Placed]:
    """Gaps first, then the samples whose provision is there, by passage, each once; the others wait for an editor."""
    places = {(passage.document, passage.path): index for index, passage in enumerate(passages)}
    found = {
        (places[file.document, sample.path], sample.question)
        for file in files
        for sample in file.samples
        if (file.document, sample.path) in places
    }
    answered = {text for _, text in found}
    documents = {passage.document for passage in passages}
    gaps = (gap for file in files if file.document in documents for gap in file.gaps)
    found.update((NOWHERE, gap) for gap in gaps if gap not in answered)
    analysed = ((passage, analyse(text, restorer)) for passage, text in sorted(found))
    return [Placed(passage, one.restored.lower(), one.terms, demanded_by(one)) for passage, one in analysed]
