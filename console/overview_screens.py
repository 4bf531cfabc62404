"""The screens of the overview: figures of a period as tables and charts, as files, and as the half-yearly report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.responses import Response

from console.days import read_day
from console.names import Names
from console.overview import Overview, overview_of
from console.overview_tables import DRAWN, tables_of
from console.render import download, drawing
from console.report_wanted import Period, Sender, period_due
from console.screens import Screen
from console.spreadsheets import csv_of, workbook_of
from console.tables_shown import shown
from console.visit import HOME, Visit
from conversations.tally import Tally
from foundation.clock import Clock, day_in_vietnam
from foundation.errors import InputError, MissingError

OVERVIEW = f"{HOME}/tong-quan"
_USUAL = 30
#: A longer period would be a page without end.
_LONGEST = 800
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class OverviewScreens:
    """Their handlers."""

    def __init__(self, tally: Tally, names: Names, clock: Clock) -> None:
        self._tally = tally
        self._names = names
        self._clock = clock

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; figures name nobody, and every role may see them."""
        return (
            Screen("GET", OVERVIEW, "xem số liệu hỏi đáp của một kỳ", self.show),
            Screen("GET", f"{OVERVIEW}/bieu-do/{{chart}}", "xem biểu đồ của kỳ ấy", self.chart),
            Screen("GET", f"{OVERVIEW}/csv/{{table}}", "xuất một bảng số liệu ra CSV", self.csv),
            Screen("GET", f"{OVERVIEW}/xlsx", "xuất mọi bảng số liệu ra XLSX", self.workbook),
            Screen("GET", f"{OVERVIEW}/bao-cao", "chuẩn bị báo cáo sáu tháng", self.prepare),
            Screen("GET", f"{OVERVIEW}/bao-cao/docx", "tải báo cáo sáu tháng để sửa và ký", self.report),
        )

    def show(self, visit: Visit) -> Response:
        """The figures."""
        self._tally.catch_up()
        overview = self._overview(visit, self._last_days)
        return visit.page(
            "overview.html",
            overview=overview,
            tables=tables_of(overview, self._names),
            charts=DRAWN,
            query=_query(overview.first, overview.last),
            until=self._tally.until,
            report=period_due(self._today),
            shown=shown,
        )

    def chart(self, visit: Visit) -> Response:
        """One of its charts."""
        from console.charts import DRAWINGS

        draw = DRAWINGS.get(visit.params["chart"])
        if draw is None:
            raise MissingError("Không có biểu đồ này.", hint="Mời anh/chị mở lại trang tổng quan.")
        return drawing(draw(self._overview(visit, self._last_days), self._names))

    def csv(self, visit: Visit) -> Response:
        """One of its tables as a file."""
        tables = tables_of(self._overview(visit, self._last_days), self._names)
        table = next((one for one in tables if one.name == visit.params["table"]), None)
        if table is None:
            raise MissingError("Không có bảng này.", hint="Mời anh/chị mở lại trang tổng quan.")
        return download(csv_of(table), f"{table.name}.csv", "text/csv; charset=utf-8")

    def workbook(self, visit: Visit) -> Response:
        """All of its tables as a file."""
        overview = self._overview(visit, self._last_days)
        about = f"Từ ngày {shown(overview.first)} đến hết ngày {shown(overview.last)}"
        content = workbook_of(tables_of(overview, self._names), about)
        return download(content, f"tong-quan-{overview.first}-{overview.last}.xlsx", _XLSX)

    def prepare(self, visit: Visit) -> Response:
        """What the report should tell of, and who sends it."""
        answer = visit.page("report.html", period=period_due(self._today), sender=Sender())
        # Who comes here asks for the file next, which should not wait for its library.
        answer.background = BackgroundTask(_writer)
        return answer

    def report(self, visit: Visit) -> Response:
        """The report as a Word file."""
        overview = self._overview(visit, lambda: period_due(self._today))
        content = _writer()(overview, self._names, _sender(visit.query), self._today)
        return download(content, f"bao-cao-chatbot-{overview.first}-{overview.last}.docx", _DOCX)

    def _overview(self, visit: Visit, usual: Callable[[], Period]) -> Overview:
        first, last = read_day(visit.query.get("tu-ngay", "")), read_day(visit.query.get("den-ngay", ""))
        if first is None or last is None:
            period = usual()
            first, last = first or min(period.first, last or period.first), last or period.last
        if not first <= last < first + timedelta(days=_LONGEST):
            raise InputError(
                "Kỳ không hợp lệ.", hint=f"Chọn ngày đầu không sau ngày cuối, kỳ dài nhất {_LONGEST} ngày."
            )
        return overview_of(self._tally, first, last)

    def _last_days(self) -> Period:
        return Period(self._today - timedelta(days=_USUAL - 1), self._today)

    @property
    def _today(self) -> date:
        return day_in_vietnam(self._clock())


def _writer() -> Callable[[Overview, Names, Sender, date], bytes]:
    """Writes the report; loads python-docx, which nothing that citizens wait for needs."""
    from console.half_year_report import report_of

    return report_of


def _query(first: date, last: date) -> str:
    return urlencode({"tu-ngay": first.isoformat(), "den-ngay": last.isoformat()})


def _sender(fields: Mapping[str, str]) -> Sender:
    """Who sends the report; what is not given stays as it usually is. Nobody need be addressed."""
    usual = Sender()
    given = {
        name: " ".join(fields[key].split())[:200]
        for name, key in (
            ("above", "cap-tren"),
            ("agency", "co-quan"),
            ("code", "ky-hieu"),
            ("to", "kinh-gui"),
        )
        if key in fields
    }
    office = tuple(
        line.strip()[:80].upper() for line in fields.get("chuc-vu", "").splitlines() if line.strip()
    )
    return replace(
        usual,
        above=given.get("above") or usual.above,
        agency=given.get("agency") or usual.agency,
        code=given.get("code") or usual.code,
        to=given.get("to", usual.to),
        office=office[:3] or usual.office,
        signer=" ".join(fields.get("nguoi-ky", "").split())[:80],
    )
