"""``hoidap evaluate``: golden questions, retrieval benchmarks, the engine's understanding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from foundation.clock import utc_now
from foundation.errors import InputError, MissingError, ReleaseError
from foundation.settings import Settings
from service.console import AsJson, bar, console, opened, output, settings_of

if TYPE_CHECKING:
    from evaluation.asking import Answered, Run
    from evaluation.variants import Variant
    from knowledge.model import Document

evaluate = typer.Typer(
    help="Đánh giá: câu trả lời, tìm kiếm, nhận biết ý định (docs/evaluation.md).", no_args_is_help=True
)

ReportTo = Annotated[
    Path | None,
    typer.Option("--report", help="Thư mục để ghi báo cáo: report.html, summary.json, questions.csv."),
]
Typed = Annotated[
    list[str] | None,
    typer.Option(
        "--variant",
        help="Cách gõ: accented, half, nodia, teencode, chat, typo, messy, hoặc all; lặp lại được.",
    ),
]
Longest = Annotated[int, typer.Option(min=1, help="Số ký tự tối đa của một câu trả lời đúng.")]
Save = Annotated[
    bool, typer.Option("--save", help="Ghi số đo vào bản phát hành, để trang /chat-luong cho xem.")
]


@evaluate.command("answers")
def answers(
    split: Annotated[
        list[str] | None,
        typer.Option(help="Tập câu hỏi hoặc hội thoại; lặp lại được (bỏ trống: test và conversations-test)."),
    ] = None,
    variant: Typed = None,
    stack: Annotated[
        str | None, typer.Option(help="Địa chỉ dịch vụ đang chạy; bỏ trống: hỏi thẳng kho tri thức.")
    ] = None,
    longest: Longest = 900,
    report: ReportTo = None,
    save: Save = False,
    as_json: AsJson = False,
) -> None:
    """Hỏi các tập câu hỏi vàng rồi chấm: đúng, dẫn đúng, từ chối đúng, kèm khoảng tin cậy."""
    from evaluation.asking import Run, ask, save_answers
    from evaluation.core import Core
    from evaluation.golden import splits
    from evaluation.stack import Stack

    settings = settings_of()
    every = splits()
    wanted = tuple(split or [name for name in ("test", "conversations-test") if name in every])
    unknown = [name for name in wanted if name not in every]
    if unknown:
        raise MissingError(f"Không có tập {', '.join(unknown)}.", hint=f"Các tập có: {', '.join(every)}.")
    typing = _variants(variant, ("accented", "nodia"))
    with opened(settings) as parts, Stack(stack) if stack else nullcontext() as service:
        release = parts.library.release
        answering = service.release() if service else release.id
        if answering != release.id:
            raise ReleaseError(
                f"Dịch vụ đang dùng bản phát hành {answering or '(chưa có)'}, thư mục dữ liệu có {release.id}.",
                hint="Đặt HOIDAP_DATA là thư mục dữ liệu của dịch vụ đó.",
            )
        run = Run(utc_now(), "stack" if service else "core", release.id, wanted, typing)
        with bar("Đang hỏi") as advance:
            answered = ask(run, service or Core(release, parts.answerer), advance)
        if report:
            save_answers(report, run, answered)
        _tell(settings, run, answered, release.documents, _Telling(longest, report, save, as_json))


@evaluate.command("judge")
def judge(
    folder: Annotated[Path, typer.Argument(help="Thư mục báo cáo của một lần hoidap evaluate answers.")],
    longest: Longest = 900,
    save: Save = False,
    as_json: AsJson = False,
) -> None:
    """Chấm lại những câu trả lời đã ghi, không hỏi lại, và viết lại báo cáo."""
    from evaluation.asking import load_answers
    from knowledge.release import load_release
    from service.parts import releases_folder

    settings = settings_of()
    run, answered = load_answers(folder)
    release = load_release(releases_folder(settings) / run.release)
    _tell(settings, run, answered, release.documents, _Telling(longest, folder, save, as_json))


@evaluate.command("retrieval")
def retrieval(
    folder: Annotated[Path, typer.Argument(help="Thư mục có corpus.jsonl, queries.jsonl và qrels.tsv.")],
    variant: Typed = None,
    report: ReportTo = None,
    as_json: AsJson = False,
) -> None:
    """Đo tìm kiếm trên một bộ dữ liệu: recall@1/3/10, MRR@10, nDCG@10 cho từng cách gõ."""
    from evaluation import retrieval_report
    from evaluation.benchmark import load_benchmark
    from evaluation.report import write_report
    from evaluation.retrieval import MEASURES, build_index, rank
    from knowledge.answer import Answerer
    from service.parts import encoder_of

    settings = settings_of()
    benchmark = load_benchmark(folder)
    typing = _variants(variant, ("accented", "nodia"))
    encoder = encoder_of(settings)
    with bar("Lập chỉ mục") as advance:
        index = build_index(
            benchmark, encoder, settings.data / "benchmarks" / benchmark.name, utc_now, advance
        )
    with bar("Đang hỏi") as advance:
        ranked = rank(benchmark, index, Answerer(encoder, utc_now), typing, progress=advance)
    used = encoder.name if encoder else ""
    summary = retrieval_report.summary_of(benchmark, used, ranked)
    if report:
        page = retrieval_report.report_of(benchmark, used, ranked)
        _written(write_report(report, page, summary, retrieval_report.lines_of(ranked)))
    if as_json:
        output.print_json(json.dumps(summary, ensure_ascii=False))
        return
    title = f"{benchmark.name}: {len(benchmark.corpus)} văn bản, {len(benchmark.queries)} câu hỏi"
    table = Table("Cách gõ", *MEASURES, "ndcg@10: 95 %", title=title)
    for name, row in summary["means"].items():
        low, high = summary["intervals"][name]["ndcg@10"]
        table.add_row(name, *(f"{row[measure]:.4f}" for measure in MEASURES), f"{low:.3f}–{high:.3f}")
    output.print(table)


@evaluate.command("nlu")
def nlu(report: ReportTo = None, as_json: AsJson = False) -> None:
    """Đo bộ máy hội thoại nhận đúng ý định bao nhiêu trên những câu không dùng để huấn luyện."""
    import asyncio

    from evaluation import nlu_report
    from evaluation.metrics import wilson
    from evaluation.nlu import accuracy, understand
    from evaluation.report import write_report
    from service.project import ROOT, engine_environment, engine_python, train_if_changed

    settings = settings_of()
    files = sorted((ROOT / "tests" / "nlu").glob("*.yml"))
    if not files:
        raise MissingError(
            "Không có câu giữ riêng trong tests/nlu.",
            hint="Chạy lệnh này trong một bản sao đầy đủ của kho mã.",
        )
    console.print(
        "Chuẩn bị mô hình (huấn luyện nếu dự án đã đổi, khoảng một phút), rồi đọc các câu giữ riêng."
    )
    model = asyncio.run(train_if_changed(settings))
    python = engine_python(settings)
    understood = understand(python, model, files, ROOT, engine_environment(settings))
    name = model.name.removesuffix(".tar.gz")
    summary = nlu_report.summary_of(name, understood)
    if report:
        page = nlu_report.report_of(name, understood)
        _written(write_report(report, page, summary, nlu_report.lines_of(understood)))
    if as_json:
        output.print_json(json.dumps(summary, ensure_ascii=False))
        return
    table = Table("Tệp / ý định", "Độ chính xác", "Độ phủ", "F1", "Số câu", title=f"Mô hình {name}")
    for split, those in nlu_report.splits_of(understood):
        hits, total = accuracy(those)
        low, high = wilson(hits, total)
        table.add_section()
        table.add_row(
            f"[bold]{split}[/]", f"đúng {hits / total:.3f}", f"({low:.2f}–{high:.2f})", "", str(total)
        )
        for intent, row in summary["files"][split]["intents"].items():
            figures = (f"{row[figure]:.3f}" for figure in ("precision", "recall", "f1"))
            table.add_row(intent, *figures, str(row["n"]))
    output.print(table)


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a judged run is told."""

    longest: int
    report: Path | None
    save: bool
    as_json: bool


def _tell(
    settings: Settings, run: Run, answered: Sequence[Answered], documents: Sequence[Document], how: _Telling
) -> None:
    """Judge, write what was asked for, print."""
    from evaluation import answers_report
    from evaluation.judging import figures, judge_run
    from evaluation.report import write_report
    from knowledge.release import save_scores
    from service.parts import releases_folder

    judged = judge_run(answered, documents, longest=how.longest)
    found = figures(judged)
    summary = answers_report.summary_of(run, judged, found, how.longest)
    if how.report:
        page = answers_report.report_of(run, judged, found, how.longest)
        _written(write_report(how.report, page, summary, answers_report.lines_of(judged)))
    if how.save:
        save_scores(
            releases_folder(settings) / run.release, answers_report.scores_of(run, found, how.longest)
        )
    if how.as_json:
        output.print_json(json.dumps(summary, ensure_ascii=False))
        return
    table = Table("Tập", "Cách gõ", "Số đo", "Tỉ lệ (95 %)", "Số câu", title=f"{run.release}, {run.asked}")
    for one in found:
        low, high = one.interval
        table.add_row(
            one.split, one.variant, one.measure, f"{one.value:.3f} ({low:.2f}–{high:.2f})", str(one.n)
        )
    output.print(table)


def _variants(given: Sequence[str] | None, usual: Sequence[str]) -> tuple[Variant, ...]:
    from evaluation.variants import Variant

    names = list(given or usual)
    if "all" in names:
        return tuple(Variant)
    known: dict[str, Any] = {one.value: one for one in Variant}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(
            f"Không có cách gõ {', '.join(unknown)}.", hint=f"Các cách gõ: {', '.join(known)}, all."
        )
    return tuple(known[name] for name in dict.fromkeys(names))


def _written(page: Path) -> None:
    console.print(f"Báo cáo: {page}", highlight=False, markup=False, soft_wrap=True)
