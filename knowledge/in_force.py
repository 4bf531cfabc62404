"""What was in force at the moment asked about leads; what came after it is told, not mistaken for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from knowledge.as_of import Moment
from knowledge.finding import Finding
from knowledge.model import Document, ProvisionKind
from knowledge.postings import Scores
from knowledge.question import Question
from knowledge.release import Release
from knowledge.selection import Selection
from knowledge.succession import changes_of
from knowledge.terms import overlaps, term_then

#: Below every other passage: no bonus makes up for it.
_LAST = np.float32(-10.0)
#: A paper that ended or amended the best provision leads with its own where that scores at most so much lower.
_NEWER_MARGIN = 0.2
#: What was in force before answers where it scores at most so much lower than what is in force.
_THEN_MARGIN = 0.3

Search = Callable[[Scores | None], Finding]
"""The finding with something added to every passage's score, in passage order."""


def find_in_force(release: Release, question: Question, search: Search, moment: Moment) -> Finding:
    """The provision that answers at the moment asked about.

    Where nothing that answers was in force then, the finding does not stand and
    :attr:`Finding.superseded` is what answers at another time. Where a paper ended or amended the best provision
    and answers as well, it leads and the other one is ``superseded``, unless the question names that other's paper.
    """
    if moment.formerly:
        return _formerly(release, search, moment)
    if moment.as_of is None:
        return _led_by_newer(release, question, search, search(None), moment)
    out = ~release.space.terms.in_force(moment.first, moment.last)
    finding, best = search(out * _LAST), search(None)
    then = finding.chosen
    if (
        finding.stands
        and then
        and in_force(then, moment)
        and best.chosen
        and _as_well(then, best.chosen, _THEN_MARGIN)
    ):
        return _led_by_newer(release, question, search, finding, moment)
    if not best.stands or best.chosen is None or in_force(best.chosen, moment):
        return replace(finding, stands=False)
    return replace(best, stands=False, superseded=best.chosen)


def in_force(chosen: Selection, moment: Moment) -> bool:
    """Whether a provision is in force on a day asked about."""
    return overlaps(term_then(chosen.document, chosen.provision), moment.first, moment.last)


def _formerly(release: Release, search: Search, moment: Moment) -> Finding:
    """What answered before and has ended, else what answers today."""
    present = search(None)
    former = search(~release.space.terms.ended(moment.today) * _LAST)
    if present.chosen is None or former.chosen is None or not former.stands:
        return present
    end = term_then(former.chosen.document, former.chosen.provision).end
    ended = end is not None and end <= moment.today
    return former if ended and _as_well(former.chosen, present.chosen, _THEN_MARGIN) else present


def _led_by_newer(
    release: Release, question: Question, search: Search, finding: Finding, moment: Moment
) -> Finding:
    """The finding, or that of a paper which ended or amended what was found by the moment asked about."""
    chosen = finding.chosen
    if not finding.stands or chosen is None or chosen.provision.kind is ProvisionKind.RECORD:
        return finding
    for change in changes_of(chosen.document, chosen.provision, release.documents):
        newer = change.document
        if newer is None or change.since is None or change.since > moment.last:
            continue
        if _names(release, question, chosen.document):
            return finding
        other = search(_outside(release, newer))
        if (
            other.stands
            and other.chosen is not None
            and other.chosen.document is newer
            and other.chosen.provision.kind is not ProvisionKind.RECORD
            and in_force(other.chosen, moment)
            and _as_well(other.chosen, chosen, _NEWER_MARGIN)
        ):
            return replace(other, superseded=chosen)
    return finding


def _names(release: Release, question: Question, document: Document) -> bool:
    """Whether the question names the document, by its number or by kind and issuer."""
    pinned = release.space.pins.of(question)
    span = release.space.pins.span(document.slug)
    named = np.concatenate([pinned.numbered, pinned.named])
    return bool(((named >= span.start) & (named < span.stop)).any())


def _outside(release: Release, document: Document) -> Scores:
    """What sets every passage of other documents last."""
    scores = np.full(len(release.space.passages), _LAST, dtype=np.float32)
    span = release.space.pins.span(document.slug)
    scores[span.start : span.stop] = 0
    return scores


def _as_well(one: Selection, other: Selection, margin: float) -> bool:
    return one.hit.score >= other.hit.score - margin
