"""Which provision answers: one item, or the list it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.calibration import Calibration
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.question import Question
from knowledge.rarity import terms_of
from knowledge.search import Hit


@dataclass(frozen=True, slots=True)
class Selection:
    """A provision with the nodes above it (outermost first) and the passage that found it."""

    document: Document
    provision: Provision
    headings: tuple[Provision, ...]
    hit: Hit


def select(
    question: Question, hits: Sequence[Hit], documents: Sequence[Document], calibration: Calibration
) -> Selection | None:
    """The provision to answer from, or ``None`` without hits.

    The best passage leads. Where it is one item of a list, and the question says nothing that singles this item
    out of its siblings, the list answers: asked for the goals of 2026 a citizen wants all of them.
    """
    if not hits:
        return None
    best = hits[0]
    document = next(document for document in documents if document.slug == best.passage.document)
    if best.passage.group and not question.wants_list:
        best = _narrowed(question, best, hits, document)
    chain = trail(document, best.passage.path)
    provision, headings = chain[-1], chain[:-1]
    if headings and not best.passage.group and provision.kind is not ProvisionKind.PARAGRAPH:
        parent = headings[-1]
        whole = next((hit for hit in hits if _is(hit, document, parent)), None)
        margin = calibration.list_margin if question.wants_list else calibration.group_margin
        # Where the list has sample questions of its own, those who want all of it are found by them.
        told_by_score = whole is not None and whole.sampled
        singled = told_by_score or singles_out(
            question, provision, parent, (best.passage.header, *(node.text for node in headings))
        )
        if not singled or (whole is not None and whole.score >= best.score - margin):
            return Selection(document, parent, headings[:-1], whole or best)
    return Selection(document, provision, headings, best)


def _narrowed(question: Question, group: Hit, hits: Sequence[Hit], document: Document) -> Hit:
    """The part of a list that alone covers all that the list covers of the question, or the list itself."""
    wanted = set(question.terms)
    inside = trail(document, group.passage.path)
    covered = wanted & terms_of(_all_text(inside[-1]))
    above = terms_of(" ".join(node.text for node in inside if node.kind is not ProvisionKind.TABLE))
    if covered <= above:
        return group
    for hit in hits:
        path = hit.passage.path
        if hit.passage.document == document.slug and path.startswith(f"{group.passage.path}."):
            nodes = trail(document, path)
            if covered <= above | terms_of(" ".join([*(node.text for node in nodes), _all_text(nodes[-1])])):
                return hit
    return group


def _all_text(node: Provision) -> str:
    return " ".join(inner.text for inner in node.walk())


def singles_out(question: Question, provision: Provision, parent: Provision, above: Sequence[str]) -> bool:
    """Whether the question has a term that this item has, and what stands above it or its siblings all have not.

    Args:
        question: the analysed question.
        provision: an item of a list.
        parent: the list.
        above: the document's header and the headings down to the list.
    """
    known = terms_of(" ".join(above))
    own = terms_of(provision.text)
    siblings = [terms_of(child.text) for child in parent.children if child.path != provision.path]
    return any(
        term in own and term not in known and not (siblings and all(term in sibling for sibling in siblings))
        for term in question.terms
    )


def trail(document: Document, path: str) -> tuple[Provision, ...]:
    """The nodes from the top of the document down to ``path``, both included."""

    def descend(nodes: Sequence[Provision]) -> tuple[Provision, ...]:
        for node in nodes:
            if node.path == path:
                return (node,)
            if node.children and (below := descend(node.children)):
                return (node, *below)
        return ()

    return descend(document.provisions)


def _is(hit: Hit, document: Document, node: Provision) -> bool:
    return hit.passage.document == document.slug and hit.passage.path == node.path
