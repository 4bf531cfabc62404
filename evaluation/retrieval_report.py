"""What a benchmark's run says: means for each way of typing, a line for each question, and the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from evaluation.benchmark import Benchmark
from evaluation.charts import Bar, shares_chart
from evaluation.metrics import around
from evaluation.report import Cell, Report, Section, decimal
from evaluation.retrieval import MEASURES, RankedQuery, means
from evaluation.words import VARIANTS


def table_of(ranked: Sequence[RankedQuery]) -> dict[str, dict[str, float]]:
    """For each way of typing the mean of each measure, to four places."""
    return {
        variant: {
            name: round(value, 4)
            for name, value in means(query for query in ranked if query.variant == variant).items()
        }
        for variant in dict.fromkeys(query.variant for query in ranked)
    }


def interval_of(ranked: Sequence[RankedQuery], variant: str, measure: str = "ndcg@10") -> tuple[float, float]:
    """Where the mean of a measure over such questions lies, 95 %, to four places."""
    low, high = around([query.measures[measure] for query in ranked if query.variant == variant])
    return round(low, 4), round(high, 4)


def summary_of(benchmark: Benchmark, encoder: str, ranked: Sequence[RankedQuery]) -> dict[str, Any]:
    """The run in numbers, for programs."""
    table = table_of(ranked)
    return {
        "benchmark": benchmark.name,
        "texts": len(benchmark.corpus),
        "questions": len(benchmark.queries),
        "encoder": encoder,
        "means": table,
        "intervals": {
            variant: {measure: interval_of(ranked, variant, measure) for measure in MEASURES}
            for variant in table
        },
    }


def lines_of(ranked: Sequence[RankedQuery]) -> Iterator[dict[str, Cell]]:
    """Every question with what was found."""
    for query in ranked:
        yield {
            "id": query.id,
            "variant": query.variant,
            "typed": query.typed,
            **{name: round(query.measures[name], 4) for name in MEASURES},
            "found": " ".join(query.found),
        }


def report_of(benchmark: Benchmark, encoder: str, ranked: Sequence[RankedQuery]) -> Report:
    """The page."""
    table = table_of(ranked)
    bars = [Bar(VARIANTS[name], row["ndcg@10"], *interval_of(ranked, name)) for name, row in table.items()]
    facts = [
        (
            "Bộ dữ liệu",
            f"{benchmark.name}: {len(benchmark.corpus)} văn bản, {len(benchmark.queries)} câu hỏi",
        ),
        ("Bộ mã hoá", encoder or "không dùng, chỉ tìm theo từ"),
    ]
    section = Section(
        title="Các số đo",
        caption="Trung bình trên mọi câu hỏi",
        heads=("Cách gõ", *MEASURES, "nDCG@10: khoảng 95 %"),
        rows=[
            (
                VARIANTS[name],
                *(row[measure] for measure in MEASURES),
                "–".join(decimal(end) for end in interval_of(ranked, name)),
            )
            for name, row in table.items()
        ],
        chart=shares_chart("Biểu đồ nDCG@10 theo cách gõ; số liệu ở bảng bên dưới", bars) if bars else "",
    )
    missed = [query for query in ranked if not query.measures["recall@10"]][:40]
    failures = Section(
        title="Câu không tìm thấy trong mười kết quả đầu",
        caption="Tối đa 40 câu; đầy đủ trong questions.csv",
        heads=("Câu", "Cách gõ", "Đã gõ"),
        rows=[(query.id, VARIANTS[query.variant], query.typed) for query in missed],
        text="" if missed else "Không có câu nào.",
    )
    title = f"Đánh giá tìm kiếm trên {benchmark.name}"
    return Report(title, facts, (section, failures))
