"""Moving on: what a conversation is about after an answer, and what it was about before."""

from __future__ import annotations

from knowledge.context import REMEMBERED, Context, Topic
from knowledge.follow_up import FollowUp
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.selection import Selection
from knowledge.substitution import names_in, only_names
from vietnamese.dates import find_years

#: A leaning question with fewer terms does not say by itself what it is about.
_FEW_TERMS = 5
#: A provision that tells this share of what a follow-up says itself, in its words or its samples', is on its matter.
_TOLD = 0.6


def after(
    context: Context,
    completed: FollowUp,
    own: Question,
    chosen: Selection,
    rarity: Rarity,
    *,
    terms: int,
    agency: str = "",
) -> Context:
    """The context after an answer; what a question that stands alone does not name is dropped with the old topic.

    Args:
        context: before.
        completed: the question with what it took from there.
        own: what it says itself.
        chosen: the provision that answered.
        rarity: of the release.
        terms: how many terms were searched for, beside the topic's.
        agency: the agency that the dialogue engine found in it.
    """
    before = context if completed.leans else Context()
    slug, path = chosen.document.slug, chosen.provision.path
    return Context(
        question=_topic(context, completed, own, chosen, rarity, terms),
        document=slug,
        path=path,
        year=own.years[0].first if own.years else _year_of(chosen) or before.year,
        agency=agency or before.agency,
        paper=chosen.provision.papers[0] if len(chosen.provision.papers) == 1 else "",
        earlier=remembered(context, slug, path),
    )


def remembered(context: Context, document: str, path: str) -> tuple[Topic, ...]:
    """What was talked about before an answer from this provision, each provision once."""
    others = (one for one in context.topics if one.document and (one.document, one.path) != (document, path))
    return tuple(others)[:REMEMBERED]


def _topic(
    context: Context, completed: FollowUp, own: Question, chosen: Selection, rarity: Rarity, terms: int
) -> str:
    """The question that the next one may lean on.

    "Còn đô thị thông minh?" is a matter of its own where another provision answers it, which is on it: of the topic
    before only the names hold on. "Ai theo dõi?" asks about the same matter.
    """
    elliptic = completed.topic and (terms < _FEW_TERMS or completed.text in completed.topic)
    if not elliptic:
        return completed.text
    stays = (chosen.document.slug, chosen.provision.path) == (context.document, context.path)
    if stays or only_names(completed.text) or rarity.told(own, chosen.hit.index) < _TOLD:
        return completed.topic
    names = names_in(completed.topic)
    return f"{completed.text} ({names})" if names else completed.text


def _year_of(chosen: Selection) -> int | None:
    """The year that a provision, or the nearest heading above it, is about; ``None`` for none or several."""
    for node in (chosen.provision, *reversed(chosen.headings)):
        years = {year for mention in find_years(node.text) for year in (mention.first, mention.last)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None
