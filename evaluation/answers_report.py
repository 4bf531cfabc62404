"""What a judged run says: figures, summary, a line for each question, and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Any

from evaluation.asking import Run
from evaluation.charts import Bar, shares_chart
from evaluation.judging import Figure, Judged, shares_by
from evaluation.metrics import wilson
from evaluation.report import Cell, Report, Section, decimal
from evaluation.words import KINDS, MEASURES, VARIANTS
from foundation.clock import VIETNAM
from knowledge.outcome import Outcome
from knowledge.scores import Score

#: How many failures the page tells; the table of all questions has the others.
_TOLD = 40


def method_of(run: Run, longest: int) -> str:
    """How a run was measured, in the words of the pages."""
    asked = (
        "qua toàn bộ dịch vụ đang chạy"
        if run.asked == "stack"
        else "qua kho tri thức, không qua bộ máy hội thoại"
    )
    return f"{asked}; câu trả lời đúng dài tối đa {longest} ký tự"


def scores_of(run: Run, figures: Sequence[Figure], longest: int) -> list[Score]:
    """The figures as the manifest of a release keeps them."""
    return [
        Score(
            measure=figure.measure,
            split=figure.split,
            variant=figure.variant,
            value=round(figure.value, 4),
            low=round(figure.interval[0], 4),
            high=round(figure.interval[1], 4),
            n=figure.n,
            at=run.at,
            method=method_of(run, longest),
        )
        for figure in figures
    ]


def summary_of(run: Run, judged: Sequence[Judged], figures: Sequence[Figure], longest: int) -> dict[str, Any]:
    """The run in numbers, for programs."""
    return {
        "release": run.release,
        "at": run.at.isoformat(),
        "asked": run.asked,
        "seed": run.seed,
        "longest": longest,
        "expired_sources_among_right": sum(
            one.judgement.right and one.judgement.outcome is Outcome.EXPIRED_SOURCE for one in judged
        ),
        "seconds_p50": round(median([one.answered.seconds for one in judged]), 4) if judged else 0.0,
        "figures": [
            {
                "measure": figure.measure,
                "split": figure.split,
                "variant": figure.variant,
                "value": round(figure.value, 4),
                "low": round(figure.interval[0], 4),
                "high": round(figure.interval[1], 4),
                "hits": figure.hits,
                "n": figure.n,
            }
            for figure in figures
        ],
    }


def lines_of(judged: Sequence[Judged]) -> Iterator[dict[str, Cell]]:
    """Every question with what was answered and how it was judged."""
    for one in judged:
        question, answered, judgement = one.question, one.answered, one.judgement
        yield {
            "id": question.id,
            "split": answered.split,
            "variant": answered.variant.value,
            "kind": question.kind,
            "shape": question.shape,
            "register": question.register,
            "typed": answered.typed,
            "outcome": answered.said.outcome.value,
            "good": int(judgement.good),
            "right": int(judgement.right),
            "cited": int(judgement.cited),
            "told": int(judgement.told),
            "short": int(judgement.short),
            "refused": int(judgement.refused),
            "last_turn": int(one.last),
            "citation": answered.said.citations[0].url if answered.said.citations else "",
            "characters": len(answered.said.text),
            "seconds": answered.seconds,
            "text": answered.said.text,
        }


def report_of(run: Run, judged: Sequence[Judged], figures: Sequence[Figure], longest: int) -> Report:
    """The page."""
    facts = [
        ("Bản phát hành", run.release),
        ("Đo lúc", f"{run.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"),
        ("Cách đo", method_of(run, longest)),
        ("Khoảng tin cậy", "95 %, theo Wilson"),
        ("Hạt giống của cách gõ", str(run.seed)),
    ]
    sections = [
        _figures_section(split, list(group)) for split, group in groupby(figures, lambda figure: figure.split)
    ]
    answerable = [one for one in judged if one.question.kind == "answerable"]
    for title, key, those in (
        ("Theo loại câu", lambda one: KINDS.get(one.question.kind, one.question.kind), judged),
        ("Theo dạng câu trả lời", lambda one: one.question.shape or "–", answerable),
        ("Theo cách nói", lambda one: one.question.register or "–", judged),
        ("Theo văn bản", _document_of, answerable),
    ):
        if those:
            sections.append(_shares_section(title, those, key))
    sections.append(_failures_section(judged))
    return Report("Đánh giá câu trả lời", facts, sections)


def _figures_section(split: str, figures: Sequence[Figure]) -> Section:
    bars = [
        Bar(f"{MEASURES[figure.measure]}, {VARIANTS[figure.variant]}", figure.value, *figure.interval)
        for figure in figures
    ]
    rows = [
        (
            MEASURES[figure.measure],
            VARIANTS[figure.variant],
            round(figure.value, 4),
            f"{decimal(figure.interval[0])}–{decimal(figure.interval[1])}",
            figure.hits,
            figure.n,
        )
        for figure in figures
    ]
    return Section(
        title=f"Tập {split}",
        caption=f"Các số đo trên tập {split}",
        heads=("Số đo", "Cách gõ", "Tỉ lệ", "Khoảng 95 %", "Số câu đạt", "Số câu"),
        rows=rows,
        chart=shares_chart(f"Biểu đồ các số đo trên tập {split}; số liệu ở bảng bên dưới", bars),
    )


def _shares_section(title: str, judged: Sequence[Judged], key: Callable[[Judged], str]) -> Section:
    counted = shares_by(judged, key, lambda one: one.judgement.good)
    rows = []
    for name, (hits, total) in counted.items():
        low, high = wilson(hits, total)
        rows.append((name, hits / total, f"{decimal(low)}–{decimal(high)}", hits, total))
    return Section(
        title=title,
        caption=f"Tỉ lệ đạt {title[0].lower()}{title[1:]}, mọi tập và mọi cách gõ gộp lại",
        heads=("", "Tỉ lệ đạt", "Khoảng 95 %", "Số câu đạt", "Số câu"),
        rows=rows,
        text="Đạt: trả lời đúng nếu văn bản có nêu, từ chối nếu văn bản không nêu.",
    )


def _failures_section(judged: Sequence[Judged]) -> Section:
    failed = [one for one in judged if not one.judgement.good]
    rows = [
        (
            one.question.id,
            VARIANTS[one.answered.variant.value],
            one.answered.typed,
            one.answered.said.outcome.value,
            _reason(one),
            one.answered.said.citations[0].url if one.answered.said.citations else "",
        )
        for one in failed[:_TOLD]
    ]
    return Section(
        title="Những câu chưa đạt",
        caption=f"{len(rows)} trong {len(failed)} câu chưa đạt; đầy đủ trong questions.csv",
        heads=("Câu", "Cách gõ", "Đã gõ", "Kết quả", "Vì sao", "Dẫn tới"),
        rows=rows,
        text="" if failed else "Không có câu nào.",
    )


def _reason(one: Judged) -> str:
    judgement = one.judgement
    if one.question.kind != "answerable":
        return "đáng lẽ phải từ chối"
    if not judgement.answered:
        return "không trả lời"
    if not judgement.cited:
        return "dẫn quy định khác"
    return "thiếu điều phải nêu" if not judgement.told else "quá dài"


def _document_of(one: Judged) -> str:
    return one.question.gold[0].document if one.question.gold else "–"
