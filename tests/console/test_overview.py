"""The overview: figures of a period on the page, in files, and in the half-yearly report."""

from __future__ import annotations

import csv
import html
import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordFile
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt
from lxml import etree
from openpyxl import load_workbook

from console.report_wanted import Period, period_due
from console.spreadsheets import csv_of, workbook_of
from console.tables_shown import Seconds, Share, Table, shown
from foundation.database import Database
from knowledge.outcome import Outcome
from tests.console.conftest import Browser, Clock, Office, console_over
from tests.conversations.house import blank_database, small_releases
from tests.conversations.past import Past, cited

OVERVIEW = "/quan-tri/tong-quan"
NOVEMBER = "tu-ngay=2026-11-01&den-ngay=2026-11-30"
FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    opened = blank_database(tmp_path / "office.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def here(sqlite: Database, clock: Clock, tmp_path: Path) -> Office:
    small_releases(tmp_path / "releases")
    return Office(sqlite, clock, console_over(sqlite, clock, tmp_path))


@pytest.fixture
def browser(here: Office) -> Browser:
    """Somebody who looks at a week with seven questions, five of them answered, and one greeting."""
    past = Past(here.database)
    for _ in range(3):
        past.turn(citations=cited("/van-ban/cho-dem#-2.-1"))
    past.turn(citations=cited("/van-ban/cay-xanh#-1.-1"), channel="telegram", seconds=2)
    _, reply = past.turn(citations=cited("/van-ban/het-roi#I.1"), conversation="mot")
    past.rate(reply, "mot", useful=True)
    past.turn(outcome=Outcome.NOT_FOUND)
    past.turn(outcome=Outcome.OUT_OF_SCOPE)
    past.turn("chào", Outcome.SMALL_TALK)
    return here.signed_in()


def page_of(browser: Browser, query: str = NOVEMBER) -> str:
    answered = browser.get(f"{OVERVIEW}?{query}")
    assert answered.status_code == 200, answered.text
    return html.unescape(answered.text)


def rows_of(browser: Browser, table: str) -> list[list[str]]:
    answered = browser.get(f"{OVERVIEW}/csv/{table}?{NOVEMBER}")
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))


def test_the_page_tells_what_was_asked_and_how_it_ended(browser: Browser) -> None:
    page = page_of(browser)
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<(]+?) ?(?:\(|<)", page))
    assert facts["Câu hỏi"] == "7"
    assert facts["Trả lời được"] == "5"
    assert facts["Chưa trả lời được"] == "2"
    assert facts["Lượt đánh giá"] == "1, hữu ích 1"
    assert "Số liệu tính đến 09:58 30/11/2026" in page


def test_questions_by_channel_have_shares_and_response_times(browser: Browser) -> None:
    page_of(browser)
    heads, *rows = rows_of(browser, "kenh")
    told = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert set(told) == {"trang web", "Telegram", "mọi kênh"}
    assert told["mọi kênh"]["Lượt"] == "8"
    assert float(told["mọi kênh"]["Tỷ lệ chưa trả lời được"]) == pytest.approx(2 / 7, abs=1e-4)
    assert float(told["Telegram"]["Một nửa trả lời trong"]) == pytest.approx(2, rel=0.07)
    assert float(told["trang web"]["Một nửa trả lời trong"]) == pytest.approx(0.05, rel=0.07)
    assert told["Telegram"]["Hữu ích"] == ""


def test_topics_and_provisions_have_their_names_and_what_is_gone_keeps_its_path(browser: Browser) -> None:
    page_of(browser)
    assert rows_of(browser, "chu-de")[1][:3] == ["12/QĐ-UBND", "Điều 3: Phí chỗ bán hàng", "3"]
    provisions = rows_of(browser, "quy-dinh")
    assert ["het-roi", "I.1", "1"] in provisions
    assert provisions[1][2] == "3"
    assert rows_of(browser, "van-ban")[1][0] == "Quyết định 12/QĐ-UBND về quản lý chợ đêm"


def test_every_day_of_the_period_has_its_line(browser: Browser) -> None:
    page_of(browser)
    _, *rows = rows_of(browser, "ngay")
    assert len(rows) == 30
    assert ["2026-11-20", "7", "5", "2"] in rows
    assert ["2026-11-21", "0", "0", "0"] in rows


def test_each_chart_is_a_picture_without_script_beside_its_table(browser: Browser) -> None:
    page = page_of(browser)
    charts = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert len(charts) == 3
    for address, name in charts:
        answered = browser.get(address)
        assert answered.headers["content-type"].startswith("image/svg+xml")
        assert "script" not in answered.headers["content-security-policy"]
        drawn = etree.fromstring(answered.content)
        assert drawn.xpath("count(//*[local-name()='script'])") == 0
        assert "http://www.w3.org" in answered.text
        assert not re.search(r"(?:href|src)=.https?://(?!www\.w3\.org)", answered.text)
        assert name.startswith("Biểu đồ")


def test_an_empty_period_says_so_and_charts_nothing(browser: Browser) -> None:
    page = page_of(browser, "tu-ngay=2025-01-01&den-ngay=2025-01-03")
    assert "Chưa có số liệu trong kỳ này" in page
    for name in ("ngay", "kenh", "chu-de"):
        assert (
            browser.get(f"{OVERVIEW}/bieu-do/{name}?tu-ngay=2025-01-01&den-ngay=2025-01-03").status_code
            == 200
        )


@pytest.mark.parametrize(
    "query",
    [
        "tu-ngay=2026-11-30&den-ngay=2026-11-01",
        "tu-ngay=2020-01-01&den-ngay=2026-11-01",
        "tu-ngay=x",
        "den-ngay=9999-12-31",
    ],
)
def test_a_period_that_is_none_is_refused_in_words(browser: Browser, query: str) -> None:
    assert browser.get(f"{OVERVIEW}?{query}").status_code == 422


@pytest.mark.parametrize("path", ["bieu-do/khong", "csv/khong"])
def test_a_name_that_nothing_has_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(f"{OVERVIEW}/{path}").status_code == 404


def test_the_workbook_has_every_table_with_numbers_as_numbers(browser: Browser) -> None:
    page_of(browser)
    answered = browser.get(f"{OVERVIEW}/xlsx?{NOVEMBER}")
    book = load_workbook(io.BytesIO(answered.content))
    assert book.sheetnames == ["kenh", "ket-qua", "chu-de", "van-ban", "quy-dinh", "ben-tra-loi", "ngay"]
    sheet = book["ngay"]
    line = [cell.value for cell in sheet[4 + 20]]
    assert line == [datetime(2026, 11, 20), 7, 5, 2]  # noqa: DTZ001 - a workbook knows no zones
    assert sheet["A2"].value == "Từ ngày 01/11/2026 đến hết ngày 30/11/2026"
    assert book["ket-qua"]["C5"].number_format == "0.0%"


def test_no_cell_of_a_file_is_taken_for_a_formula() -> None:
    table = Table("a", FORMULA, ("Văn bản", FORMULA), ((FORMULA, 1), ("+1", 2), ("@x", None)), note=FORMULA)
    written = list(csv.reader(io.StringIO(csv_of(table).decode("utf-8-sig"))))
    assert [row[0] for row in written[1:]] == [f"'{FORMULA}", "'+1", "'@x"]
    assert written[0][1] == f"'{FORMULA}"
    sheet = load_workbook(io.BytesIO(workbook_of([table], "")))["a"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells].count(FORMULA) == 4
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_on_either_database_every_address_answers(both: Office) -> None:
    turn, _ = Past(both.database).turn()
    browser = both.signed_in()
    answers = [
        browser.get(f"{OVERVIEW}{way}?{NOVEMBER}") for way in ("", "/xlsx", "/csv/ngay", "/bao-cao/docx")
    ]
    answers += [
        browser.get(path) for path in ("/quan-tri/luot?tu=muc+tieu&kenh=web", f"/quan-tri/luot/{turn}")
    ]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert ">1<" in answers[0].text
    assert turn in answers[4].text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        (1234567, "1.234.567"),
        (Share(0.1234), "12,3%"),
        (Seconds(0.0432), "0,04 giây"),
        (Seconds(12.3), "12 giây"),
        (date(2026, 6, 1), "01/06/2026"),
        (3.14159, "3,14"),
        ("x", "x"),
    ],
)
def test_figures_are_written_as_people_here_read_them(cell: object, text: str) -> None:
    assert shown(cell) == text  # type: ignore[arg-type]  # each is a cell


# --- the half-yearly report ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "first", "last", "words"),
    [
        (date(2026, 11, 30), date(2026, 6, 1), date(2026, 11, 30), "6 tháng cuối năm 2026"),
        (date(2026, 12, 9), date(2026, 6, 1), date(2026, 11, 30), "6 tháng cuối năm 2026"),
        (date(2026, 12, 10), date(2026, 12, 1), date(2027, 5, 31), "6 tháng đầu năm 2027"),
        (date(2027, 1, 5), date(2026, 12, 1), date(2027, 5, 31), "6 tháng đầu năm 2027"),
        (date(2027, 6, 9), date(2026, 12, 1), date(2027, 5, 31), "6 tháng đầu năm 2027"),
        (date(2027, 6, 10), date(2027, 6, 1), date(2027, 11, 30), "6 tháng cuối năm 2027"),
    ],
)
def test_the_report_due_next_tells_of_the_half_year_before_its_tenth(
    today: date, first: date, last: date, words: str
) -> None:
    period = period_due(today)
    assert (period.first, period.last, period.words) == (first, last, words)
    assert today < period.due
    assert period.due.day == 10
    assert period.due.month in (6, 12)


def test_another_stretch_of_days_is_called_by_its_ends() -> None:
    assert Period(date(2026, 1, 2), date(2026, 3, 4)).words == "từ ngày 02/01/2026 đến ngày 04/03/2026"


def report(browser: Browser, query: str = "") -> WordFile:
    page_of(browser)
    answered = browser.get(f"{OVERVIEW}/bao-cao/docx?{query}")
    assert answered.status_code == 200, answered.text
    assert "attachment" in answered.headers["content-disposition"]
    return docx.Document(io.BytesIO(answered.content))


def lines(found: Sequence[object]) -> list[str]:
    return [str(getattr(one, "text", "")) for one in found]


def table_text(file: WordFile, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in file.tables[number].rows]


def test_the_report_has_the_parts_that_the_decree_asks_for_in_their_order(browser: Browser) -> None:
    file = report(browser)
    [[left, right]] = table_text(file, 0)
    assert left.split("\n")[:2] == ["UBND TỈNH LẠNG SƠN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"]
    assert re.search(r"Số: +/BC-SKHCN", left)
    assert right.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert re.search(r"Lạng Sơn, ngày +tháng +năm 2026", right)
    text = lines(file.paragraphs)
    kind = text.index("BÁO CÁO")
    assert text[kind + 1].endswith("6 tháng cuối năm 2026")
    parts = [line for line in text if re.match(r"(I|II|III)\. [A-ZĐ]", line)]
    assert [line.split(".")[0] for line in parts] == ["I", "II", "III"]
    assert [line for line in text if line.strip()][-1].endswith("./.")
    [[recipients, signature]] = table_text(file, -1)
    assert recipients.startswith("Nơi nhận:\n- Như trên;")
    assert "- Lưu: VT" in recipients
    assert signature.startswith("GIÁM ĐỐC")


def test_the_report_is_set_as_the_decree_asks_for(browser: Browser) -> None:
    file = report(browser)
    section = file.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    paper = (section.page_width, section.page_height)
    assert [round(one.mm) for one in paper if one] == [210, 297]
    assert [round(one.mm) for one in edges if one] == [20, 20, 30, 15]
    assert file.styles["Normal"].font.name == "Times New Roman"
    body = next(one for one in file.paragraphs if one.text.startswith("Thực hiện Kế hoạch"))
    assert {run.font.size for run in body.runs} == {Pt(14)}
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml  # noqa: SLF001 - it has no word for a field
    motto = file.tables[0].rows[0].cells[1].paragraphs[1].runs[0]
    assert (motto.bold, motto.underline) == (True, None)


def test_the_report_tells_the_figures_of_the_period(browser: Browser) -> None:
    file = report(browser)
    text = "\n".join(lines(file.paragraphs))
    assert "số liệu từ ngày 01/06/2026 đến hết ngày 30/11/2026" in text
    assert "tiếp nhận 8 lượt tương tác, trong đó có 7 câu hỏi" in text
    assert "Hệ thống trả lời được 5 câu hỏi (71,4%); chưa trả lời được 2 câu hỏi (28,6%)" in text
    assert "Có 1 lượt đánh giá của người hỏi, trong đó 100,0%" in text
    assert "Kho tri thức hiện có 2 văn bản" in text
    assert ["Tháng 11/2026", "7", "5", "2"] in table_text(file, 1)
    assert len(table_text(file, 1)) == 7
    assert table_text(file, 2)[-1] == ["Tổng cộng", "8", "7", "5", "2"]
    assert table_text(file, 3)[1] == ["Quyết định 12/QĐ-UBND về quản lý chợ đêm", "3"]


def test_what_officials_must_fill_in_is_yellow_and_nothing_else(browser: Browser) -> None:
    runs = [run for paragraph in report(browser).paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert "[số, ngày ban hành]" in marked
    assert all(text.startswith("[") and text.endswith("]") for text in marked)
    assert not any("[" in run.text for run in runs if run.font.highlight_color is None)


def test_the_sender_of_the_report_may_be_another(browser: Browser) -> None:
    file = report(
        browser,
        "co-quan=V%C4%83n+ph%C3%B2ng+UBND+t%E1%BB%89nh&ky-hieu=VP&kinh-gui=&chuc-vu=kt.+ch%C3%A1nh+v%C4%83n+ph%C3%B2ng"
        "%0D%0Aph%C3%B3+ch%C3%A1nh+v%C4%83n+ph%C3%B2ng&nguoi-ky=L%C6%B0%C6%A1ng+V%C4%83n+A"
        "&tu-ngay=2026-11-01&den-ngay=2026-11-30",
    )
    assert "VĂN PHÒNG UBND TỈNH" in table_text(file, 0)[0][0]
    assert "/BC-VP" in table_text(file, 0)[0][0]
    assert not any(line.startswith("Kính gửi") for line in lines(file.paragraphs))
    [[recipients, signature]] = table_text(file, -1)
    assert "Như trên" not in recipients
    assert signature.split("\n")[:2] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    assert signature.endswith("Lương Văn A")


def test_a_half_year_without_a_question_makes_a_report_too(here: Office) -> None:
    file = report(here.signed_in())
    text = "\n".join(lines(file.paragraphs))
    assert "Trong kỳ chưa có câu hỏi về văn bản." in text
    assert "chưa có lượt hỏi trên kênh nào" in text


def test_who_asks_for_the_report_does_not_wait_for_its_library(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form that comes before has it loaded once it is shown; nothing that citizens wait for loads it."""
    for module in ("console.half_year_report", "console.official_paper"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    browser.get(OVERVIEW)
    assert "console.half_year_report" not in sys.modules
    browser.get(f"{OVERVIEW}/bao-cao")
    assert "console.half_year_report" in sys.modules


def test_the_form_of_the_report_says_by_when_it_is_due(browser: Browser) -> None:
    page = html.unescape(browser.get(f"{OVERVIEW}/bao-cao").text)
    assert "Báo cáo 6 tháng cuối năm 2026" in page
    assert "trước ngày 10/12/2026" in page
