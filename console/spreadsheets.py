"""Tables as files for spreadsheets; nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from console.audit_export import harmless
from console.tables_shown import Cell, Seconds, Share, Table

#: Wider columns than this are for reading elsewhere.
_WIDEST = 60


def csv_of(table: Table) -> bytes:
    """One table as CSV that spreadsheets open in the right letters."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(map(harmless, table.heads))
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def workbook_of(tables: Sequence[Table], about: str) -> bytes:
    """Tables as an XLSX workbook, each on a sheet of its own; ``about`` stands above each."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            Share: book.add_format({"num_format": "0.0%"}),
            Seconds: book.add_format({"num_format": "0.00"}),
            date: book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            int: book.add_format({"num_format": "#,##0"}),
        }
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.write_string(0, 0, table.title, bold)
            sheet.write_string(1, 0, about)
            for column, name in enumerate(table.heads):
                unit = " (giây)" if any(isinstance(row[column], Seconds) for row in table.rows) else ""
                sheet.write_string(3, column, name + unit, head)
                widest = max((len(str(row[column])) for row in table.rows), default=0)
                sheet.set_column(column, column, min(_WIDEST, max(12, widest + 2)))
            for number, row in enumerate(table.rows, start=4):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, formats[date])
                    elif cell is not None:
                        sheet.write_number(number, column, cell, formats.get(type(cell)))
            if table.note:
                sheet.write_string(len(table.rows) + 5, 0, table.note)
            sheet.freeze_panes(4, 1)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case Share() | Seconds() | float():
            return f"{cell:.4f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
