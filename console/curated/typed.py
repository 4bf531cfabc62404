"""The form of a curated answer as it was typed: kept as it is until it can be read, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.curated import Curated, CuratedKind, Reference
from knowledge.curated_checks import Part, flaws
from vietnamese.text import nfc

#: What a chosen citation's field is called: this and the reference.
CITES = "trich:"
_PLACES = {
    Part.OWNER: "Cơ quan phụ trách",
    Part.QUESTIONS: "Câu hỏi",
    Part.PHRASES: "Cụm từ",
    Part.TEXT: "Lời trả lời",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form.

    Attributes:
        questions, phrases: one a line.
        references: those chosen, the first one leads.
        seen: the revision that is being changed; 0 for a new answer.
        shown: stands for how what it cites read then; empty for a new answer.
        group: number of the group of unanswered questions that it answers; 0 for none.
        sought: what provisions are looked for.
    """

    kind: CuratedKind
    questions: str = ""
    phrases: str = ""
    text: str = ""
    owner: str = ""
    review: str = ""
    references: tuple[Reference, ...] = ()
    suspended: bool = False
    seen: int = 0
    shown: str = ""
    group: int = 0
    sought: str = ""

    def curated(self, slug: str) -> tuple[Curated | None, Sequence[str]]:
        """The answer that it is, or what is amiss, in Vietnamese."""
        try:
            review = date.fromisoformat(self.review.strip())
        except ValueError:
            review = None
        curated = Curated(
            slug=slug,
            kind=self.kind,
            questions=lines_of(self.questions),
            text="\n".join(lines_of(self.text, bullets=True)),
            owner=" ".join(nfc(self.owner).split()),
            review=review or date.max,
            references=self.references if self.kind is CuratedKind.ANSWER else (),
            phrases=lines_of(self.phrases) if self.kind is CuratedKind.EXCLUSION else (),
            suspended=self.suspended,
        )
        wrong = [_told(flaw.part, flaw.item, flaw.reason) for flaw in flaws(curated)]
        if review is None:
            wrong.append("Ngày rà soát: chưa chọn ngày")
        return (None if wrong else curated), wrong


def read_typed(form: Mapping[str, str]) -> Typed:
    """The form as it was sent."""
    return Typed(
        kind=CuratedKind.EXCLUSION if form.get("loai") == "khong-tra-loi" else CuratedKind.ANSWER,
        questions=form.get("cau-hoi", ""),
        phrases=form.get("cum-tu", ""),
        text=form.get("tra-loi", ""),
        owner=form.get("co-quan", ""),
        review=form.get("ra-soat", ""),
        references=tuple(
            Reference(slug, path)
            for slug, mark, path in (
                name.removeprefix(CITES).partition("#") for name in form if name.startswith(CITES)
            )
            if mark
        ),
        suspended=form.get("tam-ngung") == "1",
        seen=number_of(form.get("ban", "")),
        shown=form.get("thay", ""),
        group=number_of(form.get("nhom", "")),
        sought=form.get("tim", ""),
    )


def typed_of(curated: Curated, seen: int, shown: str) -> Typed:
    """The form filled with what there is."""
    return Typed(
        kind=curated.kind,
        questions="\n".join(curated.questions),
        phrases="\n".join(curated.phrases),
        text=curated.text,
        owner=curated.owner,
        review=curated.review.isoformat(),
        references=curated.references,
        suspended=curated.suspended,
        seen=seen,
        shown=shown,
    )


def lines_of(text: str, *, bullets: bool = False) -> tuple[str, ...]:
    """The lines of a field, each once; a dash before a line is left out unless ``bullets`` are wanted."""
    found = (" ".join(line.split()) for line in nfc(text).splitlines())
    if bullets:
        return tuple(line for line in found if line)
    return tuple(dict.fromkeys(line for each in found if (line := each.removeprefix("- ").strip())))


def number_of(text: str) -> int:
    """A whole number in an address or a hidden field; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def _told(part: Part, item: int | None, reason: str) -> str:
    place = _PLACES[part] if item is None else f"{_PLACES[part]}, dòng {item + 1}"
    return f"{place}: {reason}"
