"""Returning: a message that goes back to what was talked about before ("quay lại cái ban kia", "còn cái đầu tiên?")."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.context import Context, Topic
from knowledge.question import terms_in
from vietnamese.text import fold_aligned, nfc

#: Words that only say that somebody goes back; on folded text.
_GOING = re.compile(
    r"\b(?:(?:cho (?:em|toi|minh|chau|bac) )?(?:quay|tro|quay tro) (?:lai|ve)"
    r"(?: (?:voi|cai|chuyen|vu|cau|ve|hoi|y|chu de))*"
    r"|(?:luc|hoi|ban|vua) nay|(?:luc|ban) dau|nhac lai|noi lai"
    r"|(?:cau|y|cai|van ban|cai thu) (?:dau tien|dau|o tren|tren cung)"
    r"|(?:cau|y) (?:tren|truoc))\b[\s,]*"
)
_FIRST = re.compile(r"\b(?:dau tien|(?:luc|ban|cau|y|cai) dau)\b")


def returned(
    text: str, context: Context, said: Callable[[Topic], str], weight: Callable[[str], float]
) -> tuple[str, Context] | None:
    """The message without the words that go back, and the context as it was then; ``None`` where it does not.

    The topic whose question and provision say most of what the message says is meant; where none says any of it, the
    first one if that is asked for, else the last one.

    Args:
        text: as typed.
        context: of the conversation.
        said: the words of a topic's provision.
        weight: how much a term tells.
    """
    clean = nfc(text)
    folded, offsets = fold_aligned(clean)
    match = next(
        (one for one in _GOING.finditer(folded) if _back(one.group(), clean, offsets[one.start()])), None
    )
    if match is None or not context.topics:
        return None
    rest = f"{clean[: offsets[match.start()]]}{clean[offsets[match.end()] :]}".strip(" ,")
    topic = _meant(rest, context.topics, said, weight, first=bool(_FIRST.search(match.group())))
    others = tuple(one for one in context.topics if one is not topic)
    return rest or topic.question, replace(
        context,
        question=topic.question,
        document=topic.document,
        path=topic.path,
        year=topic.year,
        agency=topic.agency,
        paper=topic.paper,
        earlier=others,
    )


def _back(words: str, clean: str, start: int) -> bool:
    """Whether words like "lúc nãy" are no "lúc này": typed without marks, "ban nay" is rather "ban này"."""
    if "nay" not in words:
        return True
    typed = clean[start : start + len(words)]
    return "nãy" in typed.lower() or (typed.isascii() and not words.startswith("ban"))


def _meant(
    rest: str,
    topics: Sequence[Topic],
    said: Callable[[Topic], str],
    weight: Callable[[str], float],
    *,
    first: bool,
) -> Topic:
    if first:
        return topics[-1]
    terms = set(terms_in(rest))

    def shared(topic: Topic) -> float:
        asked = sum(map(weight, terms.intersection(terms_in(topic.question))))
        told = sum(map(weight, terms.intersection(terms_in(said(topic)))))
        return asked + told / 2

    return max(topics, key=shared)  # the latest of equals
