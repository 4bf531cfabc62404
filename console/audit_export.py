"""The audit log as files: CSV for spreadsheets, JSON lines for programs and for checking the chain elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from console.actions import label_of
from console.audit import Entry
from foundation.clock import VIETNAM

_HEADS = (
    "số",
    "lúc",
    "người làm",
    "mã việc",
    "việc",
    "đối tượng",
    "chi tiết",
    "địa chỉ",
    "mã băm trước",
    "mã băm",
)


def csv_of(entries: Iterable[Entry]) -> str:
    """The entries as CSV that spreadsheets open in the right letters; no cell is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(_HEADS)
    for entry in entries:
        writer.writerow(
            map(
                harmless,
                (
                    str(entry.number),
                    f"{entry.at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
                    entry.actor,
                    entry.action,
                    label_of(entry.action),
                    entry.subject,
                    json.dumps(dict(entry.details), ensure_ascii=False) if entry.details else "",
                    entry.address,
                    entry.previous,
                    entry.digest,
                ),
            )
        )
    return out.getvalue()


def json_lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Each entry as one line of JSON, complete, so that the chain can be followed from it."""
    for entry in entries:
        yield json.dumps(asdict(entry) | {"at": entry.at.isoformat()}, ensure_ascii=False)


def harmless(cell: str) -> str:
    """A cell of a CSV file as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
