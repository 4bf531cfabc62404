"""What editors see of curated answers on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from rich.table import Table
from rich.text import Text

from foundation.clock import day_in_vietnam, utc_now
from knowledge.curated import Curated, CuratedKind
from knowledge.importer.record import display_date
from knowledge.model import Document
from service.console import AsJson, console, opened, output, settings_of

_KINDS = {CuratedKind.ANSWER: "câu trả lời", CuratedKind.EXCLUSION: "không trả lời"}


def curated(as_json: AsJson = False) -> None:
    """Liệt kê câu trả lời biên tập, chủ đề không trả lời và việc cần làm với từng tệp."""
    today = day_in_vietnam(utc_now())
    with opened(settings_of()) as parts:
        known = [one for one, _ in parts.documents.curated.sources()]
        documents = [document for document, _ in parts.documents.sources()]
    if as_json:
        rows = [{**asdict(one), "needs": list(needs(one, documents, today))} for one in known]
        output.print_json(json.dumps(rows, default=str, ensure_ascii=False))
        return
    table = Table(show_lines=True)
    table.add_column("Tên", no_wrap=True)  # what is typed after "accept": it must stand there whole
    for heading in ("Loại", "Cách hỏi", "Cơ quan phụ trách", "Rà soát trước", "Cần làm"):
        table.add_column(heading)
    for one in known:
        table.add_row(
            one.slug,
            _KINDS[one.kind],
            str(len(one.questions) + len(one.phrases)),
            Text(one.owner),
            display_date(one.review),
            Text("\n".join(needs(one, documents, today)) or "–"),
        )
    output.print(table)


def tell_needs(known: Sequence[Curated], documents: Sequence[Document]) -> None:
    """Print, after a build, which curated answers an editor should look at and why."""
    today = day_in_vietnam(utc_now())
    for one in known:
        for need in needs(one, documents, today):
            console.print(Text.assemble(("  cần xem lại ", "yellow"), f"{one.slug}: {need}"), soft_wrap=True)


def needs(one: Curated, documents: Sequence[Document], today: date) -> tuple[str, ...]:
    """What an editor should do about a curated answer, in Vietnamese; empty where nothing."""
    from knowledge.editorial import missing

    if one.suspended:
        return ("đang tạm ngừng, không vào bản phát hành",)
    absent = ", ".join(map(str, missing(one, documents)))
    found = []
    if absent:
        found.append(
            f"trích dẫn không có trong kho: {absent}; chưa vào bản phát hành, sửa trích dẫn rồi nhập lại"
        )
    if one.overdue(today):
        found.append(f"quá hạn rà soát {display_date(one.review)}; xem lại, sửa ngày rồi nhập lại")
    return tuple(found)
