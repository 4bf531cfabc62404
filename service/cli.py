"""The command line ``hoidap``."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from foundation.errors import HoidapError
from knowledge.imported import Imported, ImportResult
from service.channel_cli import channel
from service.console import AsJson, bar, console, opened, output, settings_of
from service.curated_cli import curated, tell_needs
from service.data_cli import data
from service.evaluate_cli import evaluate
from service.letters_cli import answer, reports
from service.user_cli import user

if TYPE_CHECKING:
    from knowledge.scan_jobs import ScanJob, ScanJobs
    from service.preparation import Reading

app = typer.Typer(
    help="Hỏi đáp Nghị quyết 57 – tỉnh Lạng Sơn.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold what citizens wrote
)
knowledge = typer.Typer(help="Kho tri thức: văn bản, bản phát hành, tra cứu.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(evaluate, name="evaluate")
app.add_typer(channel, name="channel")
app.add_typer(user, name="user")
app.add_typer(data, name="data")
app.command()(answer)
app.command()(reports)
knowledge.command()(curated)


def main() -> None:
    """Run the command line; known failures end with a plain message and status 1."""
    try:
        app()
    except HoidapError as error:
        _fail(error.message, error.hint)
    except SQLAlchemyError as error:
        # Its message quotes the statement; the driver's own says what is wrong.
        reason = getattr(error, "orig", None) or type(error).__name__
        _fail(
            f"Cơ sở dữ liệu không dùng được: {reason}.",
            "Kiểm tra HOIDAP_DATABASE_URL và quyền ghi HOIDAP_DATA.",
        )


def _fail(message: str, hint: str) -> NoReturn:
    console.print(f"[bold red]Lỗi:[/] {escape(message)}", highlight=False, soft_wrap=True)
    if hint:
        console.print(f"Cách xử lý: {escape(hint)}", highlight=False, soft_wrap=True)
    sys.exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ mạng (HOIDAP_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng công khai (HOIDAP_PORT).")] = None,
) -> None:
    """Chạy toàn bộ dịch vụ: trang web, API, bộ máy hội thoại."""
    from service import preparation
    from service.parts import Parts, releases_folder
    from service.schema import migrate
    from service.serve import hold_data
    from service.serve import serve as run

    settings = settings_of(host=host, port=port)

    def prepare(parts: Parts) -> None:
        if migrate(parts.database):
            console.print("Đã cập nhật cơ sở dữ liệu.")
        results = preparation.import_unseen(
            parts.documents,
            [settings.documents, settings.curated, settings.samples],
            _tell_import,
            parts.scans,
            _reading(parts.scans),
        )
        preparation.take_in_golden(parts.console.golden, parts.documents, settings.golden)
        news = any(result.outcome is Imported.NEW for result in results)
        with bar("Lập chỉ mục") as advance:
            release, built = preparation.ensure_release(
                parts.documents,
                parts.answerer.encoder,
                releases_folder(settings),
                advance,
                outgrown=news,
            )
        console.print(f"Bản phát hành {release}{' (vừa dựng)' if built else ''}.", highlight=False)
        parts.library.refresh()

    def tell(address: str) -> None:
        console.print(f"[bold green]Sẵn sàng:[/] {address}", highlight=False)
        if settings.engine:
            console.print("Bộ máy hội thoại đang khởi động; kho tri thức đã trả lời được.")

    with hold_data(settings.data):
        try:
            asyncio.run(run(settings, prepare, tell))
            console.print("Đã dừng.")
        except KeyboardInterrupt:
            console.print("Đã dừng.")
        except BaseExceptionGroup as group:
            known = group.subgroup(HoidapError)
            raise (known.exceptions[0] if known else group) from None


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi; bỏ trống để trò chuyện.")] = None,
    url: Annotated[str | None, typer.Option(help="Địa chỉ dịch vụ đang chạy.")] = None,
    as_json: AsJson = False,
) -> None:
    """Hỏi dịch vụ đang chạy, một câu hoặc cả cuộc trò chuyện."""
    from service.terminal import Terminal

    settings = settings_of()
    with Terminal(url or f"http://{settings.host}:{settings.port}", output) as terminal:
        if question is not None:
            reply = terminal.ask(question)
            if as_json:
                output.print_json(json.dumps(reply, ensure_ascii=False))
            else:
                terminal.show(reply)
        else:
            terminal.converse()


@knowledge.command("import")
def import_(
    places: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục văn bản, câu trả lời biên tập.")],
    background: Annotated[
        bool, typer.Option("--background", help="Để dịch vụ đang chạy đọc các bản quét ở nền.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Nhập văn bản, câu trả lời biên tập vào cơ sở dữ liệu; tệp đã đổi thành đề xuất, không ghi đè."""
    from service.preparation import import_files

    with opened(settings_of()) as parts:
        results = import_files(
            parts.documents,
            places,
            lambda result: None if as_json else _tell_import(result),
            parts.scans,
            None if background else _reading(parts.scans),
        )
    if as_json:
        output.print_json(json.dumps([_import_json(result) for result in results], ensure_ascii=False))
    if any(result.outcome is Imported.FAILED for result in results):
        raise typer.Exit(1)


@knowledge.command()
def jobs(
    doubts: Annotated[bool, typer.Option("--doubts", help="Kể cả những chỗ cần xem lại.")] = False,
    as_json: AsJson = False,
) -> None:
    """Liệt kê các bản quét được đọc ở nền: tới trang nào, còn bao lâu, kết quả."""
    from service.scan_report import show_jobs

    with opened(settings_of()) as parts:
        listed = parts.scans.all()
    if as_json:
        rows = [{**asdict(job), "seconds_left": job.seconds_left} for job in listed]
        output.print_json(json.dumps(rows, default=str, ensure_ascii=False))
    else:
        show_jobs(output, listed, doubts=doubts)


@knowledge.command()
def build(as_json: AsJson = False) -> None:
    """Dựng một bản phát hành từ các văn bản và câu trả lời biên tập trong cơ sở dữ liệu (chưa đưa vào dùng)."""
    from knowledge.placing import waiting
    from service.parts import releases_folder
    from service.preparation import build as build_now

    settings = settings_of()
    with opened(settings) as parts, bar("Lập chỉ mục") as advance:
        release = build_now(parts.documents, parts.answerer.encoder, releases_folder(settings), advance)
        known = [one for one, _ in parts.documents.curated.sources()]
        samples = [one for one, _ in parts.documents.samples.sources()]
    made = {
        "passages": release.manifest.passages,
        "curated": len(release.manifest.curated),
        "samples": len(release.samples),
    }
    if as_json:
        output.print_json(json.dumps({"release": release.id, **made}))
    else:
        output.print(
            f"Đã dựng {release.id}, {made['passages']} đoạn, {made['curated']} câu trả lời biên tập, "
            f"{made['samples']} câu hỏi mẫu.",
            highlight=False,
        )
        tell_needs(known, release.documents)
        for slug, place in waiting(samples, release.space.passages):
            console.print(f"  [yellow]câu hỏi mẫu chờ[/] {slug}: trong kho không có {place}", highlight=False)


@knowledge.command()
def publish(
    release: Annotated[str | None, typer.Argument(help="Bản phát hành; bỏ trống: bản mới nhất.")] = None,
) -> None:
    """Đưa một bản phát hành vào dùng; dịch vụ đang chạy chuyển sang trong hai giây."""
    from knowledge.release import switch_live
    from service.parts import releases_folder
    from service.preparation import newest

    folder = releases_folder(settings_of())
    wanted = release or newest(folder)
    switch_live(folder, wanted)
    output.print(f"Bản phát hành đang dùng: {wanted}.", highlight=False)


@knowledge.command()
def rollback() -> None:
    """Quay lại bản phát hành liền trước bản đang dùng."""
    from knowledge.release import live_id, switch_live
    from service.parts import releases_folder
    from service.preparation import before

    folder = releases_folder(settings_of())
    wanted = before(folder, live_id(folder))
    switch_live(folder, wanted)
    output.print(f"Đã quay lại {wanted}.", highlight=False)


@knowledge.command()
def accept(
    slug: Annotated[
        str,
        typer.Argument(
            help="Tên văn bản, câu trả lời biên tập hoặc tệp câu hỏi mẫu (tên tệp không có đuôi)."
        ),
    ],
    show: Annotated[
        bool, typer.Option("--show", help="Chỉ xem những quy định thay đổi, chưa chấp nhận.")
    ] = False,
) -> None:
    """Chấp nhận đề xuất thay đổi mới nhất của một văn bản, câu trả lời biên tập hoặc tệp câu hỏi mẫu."""
    from service.import_report import tell_changes, tell_doubts

    with opened(settings_of()) as parts:
        store = parts.documents
        if slug not in {waiting for waiting, _ in store.proposals()}:
            samples = slug in {waiting for waiting, _ in store.samples.proposals()}
            beside = store.samples if samples else store.curated
            if show:
                tell_changes(output, beside.proposed(slug))
                return
            name = beside.accept(slug).slug
        elif show:
            proposed, differences = store.proposed(slug)
            tell_changes(output, differences)
            tell_doubts(output, proposed.doubts)
            return
        else:
            name = store.accept(slug).name
    output.print(f"Đã cập nhật {name}. Tiếp theo: hoidap knowledge build, rồi publish.", highlight=False)


@knowledge.command()
def releases(as_json: AsJson = False) -> None:
    """Liệt kê các bản phát hành."""
    from knowledge.release import list_releases, live_id
    from service.parts import releases_folder

    folder = releases_folder(settings_of())
    live, manifests = live_id(folder), list_releases(folder)
    if as_json:
        rows = [{**asdict(manifest), "live": manifest.release == live} for manifest in manifests]
        output.print_json(json.dumps(rows, default=str, ensure_ascii=False))
        return
    table = Table("Bản phát hành", "Dựng lúc", "Văn bản", "Đoạn", "Bộ mã hoá", "Đang dùng")
    for manifest in manifests:
        table.add_row(
            manifest.release,
            manifest.built_at,
            str(len(manifest.documents)),
            str(manifest.passages),
            manifest.encoder or "–",
            "✓" if manifest.release == live else "",
        )
    output.print(table)


@knowledge.command()
def search(
    question: Annotated[str, typer.Argument(help="Câu hỏi.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Số đoạn.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Tra cứu trong bản phát hành đang dùng: các đoạn tìm được và điểm của chúng."""
    from knowledge.question import analyse

    with opened(settings_of()) as parts:
        release = parts.library.release
        analysed = analyse(question, release.restorer)
        vector = parts.answerer.vector(release, question)
        calibration = release.manifest.calibration
        hits = release.space.search(analysed, vector, calibration, limit=limit)
        served = release.editorial.serving(analysed, vector, calibration)
    if as_json:
        rows = [
            {
                **asdict(hit),
                "passage": {"document": hit.passage.document, "path": hit.passage.path},
                "vouched": sorted(hit.vouched),
            }
            for hit in hits
        ]
        output.print_json(
            json.dumps(
                {"restored": analysed.restored, "curated": served.slug if served else None, "hits": rows},
                ensure_ascii=False,
            )
        )
        return
    output.print(f"Hiểu là: {analysed.restored}", highlight=False, markup=False)
    if served is not None:
        output.print(f"Trả lời bằng câu trả lời biên tập: {served.slug}", highlight=False, markup=False)
    table = Table("Điểm", "Cosin", "BM25", "Câu mẫu", "Vị trí", "Nội dung", show_lines=True)
    for hit in hits:
        place = f"{hit.passage.document}#{hit.passage.path}"
        sample = f"{hit.nearest:.2f}" if hit.sampled else "–"
        scores = (f"{hit.score:.3f}", f"{hit.cosine:.3f}", f"{hit.lexical:.1f}", sample)
        table.add_row(*scores, place, Text(hit.passage.body[:200]))
    output.print(table)


def _reading(scans: ScanJobs) -> Reading:
    """Reads a scan at once and shows how far it is."""
    from service.scan_report import scan_progress

    def read(job: ScanJob) -> ImportResult:
        with scan_progress(console) as tell:
            return scans.read(job, tell)

    return read


def _tell_import(result: ImportResult) -> None:
    from service.import_report import tell_changes, tell_doubts

    count = f"{result.questions} câu hỏi" if result.questions else f"{result.provisions} quy định"
    words = {
        Imported.NEW: f"[green]mới[/], {count}",
        Imported.UNCHANGED: "không đổi",
        Imported.PROPOSED: "[yellow]đã đổi: thành đề xuất, chờ biên tập viên[/] (hoidap knowledge accept)",
        Imported.QUEUED: "bản quét: được đọc ở nền (xem hoidap knowledge jobs)",
        Imported.FAILED: f"[red]lỗi[/]: {escape(result.error.message if result.error else '')}",
    }
    console.print(f"  {escape(result.file.name)}: {words[result.outcome]}", highlight=False, soft_wrap=True)
    if result.error and result.error.hint:
        console.print(f"    Cách xử lý: {escape(result.error.hint)}", highlight=False, soft_wrap=True)
    tell_changes(console, result.changes, most=20)
    tell_doubts(console, result.doubts)


def _import_json(result: ImportResult) -> dict[str, Any]:
    error = result.error
    return {
        "file": str(result.file),
        "outcome": result.outcome.value,
        "provisions": result.provisions,
        "questions": result.questions,
        "error": {"line": error.line, "reason": error.reason, "hint": error.hint} if error else None,
        "doubts": [asdict(doubt) for doubt in result.doubts],
        "changes": [asdict(change) for change in result.changes],
    }
