"""Clarifying: a question that several papers answer alike is asked back, not guessed at (docs/adr/0020)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.answerability import answerability, signs_of
from knowledge.asked import Asked, offered_in
from knowledge.citation import term_of
from knowledge.context import Choice
from knowledge.finding import Finding
from knowledge.model import Provision, ProvisionKind
from knowledge.question import QUESTION_WORDS, Question
from knowledge.release import Release
from knowledge.satisfaction import satisfying
from knowledge.search import Hit
from knowledge.selection import Selection
from vietnamese.text import fold, syllables

#: Longest title of a button, in characters, and most buttons.
MAX_TITLE = 40
MAX_CHOICES = 4
#: A question that says more than so many things of the matter says which of its readings is meant.
_MAX_TERMS = 5
#: One that the best reading covers well may say a little more.
_MAX_TERMS_COVERED = 7
_WELL_COVERED = 0.7
#: A reading scores at most so much lower than the best one and covers nearly as much of the question.
_MARGIN = 0.3
_INNER_MARGIN = 0.1
_LESS_COVERED = 0.1
_FIGURE = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*(?!\w)")
_KINDS = re.compile(r"\b(?:nghi quyet|quyet dinh|ke hoach|luat|thong bao|cong van)\b")


def readings_of(question: Question, finding: Finding, release: Release, today: date) -> tuple[Selection, ...]:
    """The near-equal readings of a question, best first; empty where one of them is clearly meant.

    Each would stand as the answer, had the others not been found. Readings that say the same, or are no longer in
    force beside one that is, are no choice.

    Args:
        question: one that leans on nothing said before.
        finding: what was found for it.
        release: the release of the turn.
        today: in Vietnam.
    """
    if not finding.stands or question.foreign or question.numbers or not finding.hits:
        return ()
    covered = release.space.rarity.coverage(question, finding.hits[0].index)
    if len(question.terms) > (_MAX_TERMS_COVERED if covered >= _WELL_COVERED else _MAX_TERMS):
        return ()
    standing = [
        one
        for group in _units(question, finding.hits)
        if (one := _reading(question, group, finding, release))
    ]
    standing = _of_a_kind(question, standing, release)
    in_force = [one for one in standing if term_of(one.document, one.provision).covers(today)]
    found: list[Selection] = []
    for one in in_force or standing:
        if not any(_same(question, one, other) for other in found):
            found.append(one)
    return tuple(found[:MAX_CHOICES]) if len(found) > 1 else ()


def choices_of(text: str, readings: Sequence[Selection]) -> tuple[Choice, ...]:
    """The readings as choices with different titles.

    Args:
        text: the question as typed.
        readings: two or more.
    """
    documents = [one.document.slug for one in readings]
    titles: list[str] = []
    for one in readings:
        alone = documents.count(one.document.slug) == 1 and bool(one.document.kind) and not _compiled(one)
        title = _clip(_paper(one) if alone else _heading(one))
        titles.append(title if title not in titles else _clip(title, MAX_TITLE - 4) + f" ({len(titles) + 1})")
    asked = " ".join(text.split())
    return tuple(
        Choice(title, f"{asked} ({title})", one.document.slug, one.provision.path)
        for title, one in zip(titles, readings, strict=True)
    )


def asking_back(choices: Sequence[Choice], readings: Sequence[Selection]) -> str:
    """The words that ask which reading is meant; complete without buttons."""
    lines = [
        f"{number}. {choice.title}{_beside(choice, reading)}"
        for number, (choice, reading) in enumerate(zip(choices, readings, strict=True), start=1)
    ]
    return "\n".join(
        (
            f"Câu hỏi này có {len(choices)} cách hiểu. Anh/chị muốn hỏi nội dung nào dưới đây?",
            *lines,
            "Anh/chị bấm vào một nút, hoặc gõ số thứ tự.",
        )
    )


def _beside(choice: Choice, reading: Selection) -> str:
    """What is told beside a title: the heading of a paper, the paper of a heading."""
    paper, heading = _paper(reading), _heading(reading)
    other = heading if choice.title == _clip(paper) else "" if _compiled(reading) else paper
    return f" – {_clip(other, 80)}" if other and other != choice.title else ""


def _units(question: Question, hits: Sequence[Hit]) -> Iterable[list[Hit]]:
    """The hits that are near enough, by document; rows of one table, and parts of one paper, that are nearly as near
    as the best stand for themselves."""
    near = [hit for hit in hits if hit.score >= hits[0].score - _MARGIN]
    for document in dict.fromkeys(hit.passage.document for hit in near):
        own = [hit for hit in hits if hit.passage.document == document]
        nearest = [
            hit for hit in own if hit.score >= hits[0].score - _INNER_MARGIN and not question.wants_record
        ]
        rows = [hit for hit in nearest if hit.passage.table and hit.passage.table == own[0].passage.table]
        if len(rows) > 1 and not question.wants_list:
            yield from ([hit] for hit in rows)
            continue
        yield [hit for hit in own if _part_of(hit) == _part_of(own[0])] if nearest else own
        for part in dict.fromkeys(_part_of(hit) for hit in nearest if not hit.passage.group):
            if part != _part_of(own[0]):
                yield [hit for hit in own if _part_of(hit) == part]


def _reading(question: Question, hits: Sequence[Hit], finding: Finding, release: Release) -> Selection | None:
    """What some hits alone would answer; ``None`` where it would not stand beside the best."""
    calibration = release.manifest.calibration
    chosen, lacking = satisfying(question, hits, release.documents, calibration)
    if chosen is None or lacking:
        return None
    rarity, best = release.space.rarity, finding.hits[0]
    confidence = max(
        answerability(signs_of(question, hit, rarity), calibration) for hit in (hits[0], chosen.hit)
    )
    covered = (
        rarity.coverage(question, hits[0].index) >= rarity.coverage(question, best.index) - _LESS_COVERED
    )
    offered = question.asked & offered_in(best.passage.body) <= offered_in(hits[0].passage.body)
    spelt = _unspelt(question, hits[0]) <= _unspelt(question, best)
    return chosen if confidence >= calibration.threshold and covered and offered and spelt else None


def _of_a_kind(question: Question, readings: list[Selection], release: Release) -> list[Selection]:
    """The readings that are what the question names: papers of a kind, of an issuer, or their particulars."""
    if not readings:
        return []
    named = set(release.space.pins.of(question).named.tolist())
    kinds = set(_KINDS.findall(fold(question.typed)))
    if named:
        readings = [one for one in readings if one.hit.index in named] or readings
    if kinds:
        readings = [one for one in readings if kinds & _kinds_of(one)] or readings
    if readings[0].provision.kind is ProvisionKind.RECORD:
        readings = [one for one in readings if one.provision.kind is ProvisionKind.RECORD]
    return readings


def _kinds_of(reading: Selection) -> set[str]:
    """The kinds of paper that a reading is, or speaks of in its heading."""
    return set(_KINDS.findall(fold(f"{reading.document.kind} {_heading(reading)}")))


def _same(question: Question, one: Selection, other: Selection) -> bool:
    """Whether two readings tell the citizen the same: one text, or the same figures where figures are asked for."""
    if one.document is other.document and one.provision.path == other.provision.path:
        return True
    first, second = _whole(one.provision), _whole(other.provision)
    if fold(first) == fold(second):
        return True
    figures, others = (set(_FIGURE.findall(text)) - set(question.terms) for text in (first, second))
    return Asked.HOW_MUCH in question.asked and bool(figures & others)


def _unspelt(question: Question, hit: Hit) -> int:
    """How many of the question's terms a passage has without their marks alone: "phương" is no "phường"."""
    has = frozenset(syllables(hit.passage.text))
    return sum(
        syllable not in has
        for syllable in set(syllables(question.restored))
        if fold(syllable) not in QUESTION_WORDS
    )


def _part_of(hit: Hit) -> str:
    """The highest part of its paper that a passage stands in."""
    return hit.passage.path.partition(".")[0]


def _whole(provision: Provision) -> str:
    return " ".join(node.text for node in provision.walk())


def _compiled(reading: Selection) -> bool:
    """Whether the paper is only a compilation of what others say."""
    return not reading.document.number and reading.document.name == reading.document.title


def _paper(reading: Selection) -> str:
    document = reading.document
    if document.number and document.kind:
        return f"{document.kind} {document.number}"
    return re.sub(r"\s*\([^()]*\)$", "", document.name)


def _heading(reading: Selection) -> str:
    """What tells a provision from others of its paper: its row's subject, or the nearest heading."""
    provision = reading.provision
    if provision.kind is ProvisionKind.RECORD:
        return _paper(reading)
    if provision.kind is ProvisionKind.ROW:
        subject = next((cell for cell in provision.cells if re.search(r"[^\W\d]{2}", cell)), provision.text)
        return re.sub(r"\s*\([^()]*\)$", "", subject)
    chain = (*reading.headings, provision)
    heading = next(
        (node.text for node in reversed(chain) if node.kind is ProvisionKind.SECTION), provision.text
    )
    return heading.rstrip(" :")


def _clip(text: str, length: int = MAX_TITLE) -> str:
    if len(text) <= length:
        return text
    end = text.rfind(" ", 0, length - 1)
    return text[: end if end > 0 else length - 2].rstrip(" ,;:.–-(") + " …"
