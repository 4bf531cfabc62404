"""Reports as files: a page without scripts whose charts have tables, a summary, lines for spreadsheets."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.charts import Bar, confusion_chart, shares_chart
from evaluation.report import Report, Section, decimal, write_report

CHART = shares_chart("Biểu đồ tỉ lệ", [Bar("Trả lời đúng", 0.9, 0.85, 0.94), Bar("Từ chối", 1.0, 0.9, 1.0)])
SECTION = Section("Tập test", "Các số đo", ("Số đo", "Tỉ lệ", "Câu"), [("Đúng", 0.934, 150)], chart=CHART)
REPORT = Report("Đánh giá", [("Bản phát hành", "r-1")], [SECTION])
HOSTILE = "<script>alert(1)</script>"


def page_of(folder: Path, report: Report = REPORT) -> str:
    return write_report(folder, report, {}, []).read_text("utf-8")


def test_the_page_needs_no_script_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page.replace("xlink:href", "href"))
    assert "url(http" not in page


def test_a_table_can_be_read_aloud_and_its_chart_has_a_name(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert '<html lang="vi">' in page
    assert "<caption>Các số đo</caption>" in page
    assert '<th scope="col">Tỉ lệ</th>' in page
    assert '<th scope="row">Đúng</th>' in page
    assert '<svg role="img" aria-label="Biểu đồ tỉ lệ"' in page
    assert '<td class="number">0,934</td>' in page
    assert '<td class="number">150</td>' in page


def test_what_was_typed_stays_text_everywhere(tmp_path: Path) -> None:
    chart = shares_chart(HOSTILE + '"', [Bar(HOSTILE, 0.5, 0.5, 0.5)])
    section = Section(HOSTILE, HOSTILE, (HOSTILE,), [(HOSTILE,)], HOSTILE, chart)
    assert "<script" not in page_of(tmp_path, Report(HOSTILE, [(HOSTILE, HOSTILE)], [section]))


def test_a_section_without_rows_has_no_empty_table(tmp_path: Path) -> None:
    section = Section("Những câu chưa đạt", "Không câu nào", ("Câu",), [], "Không có câu nào.")
    page = page_of(tmp_path, Report("t", [], [section]))
    assert "<table" not in page
    assert "Không có câu nào." in page


def test_the_same_figures_draw_the_same_chart() -> None:
    again = shares_chart(
        "Biểu đồ tỉ lệ", [Bar("Trả lời đúng", 0.9, 0.85, 0.94), Bar("Từ chối", 1.0, 0.9, 1.0)]
    )
    assert again == CHART


def test_names_in_a_chart_are_text_that_can_be_selected() -> None:
    assert "Trả lời đúng" in CHART
    drawn = confusion_chart("Nhầm lẫn", ["chao", "hoi $x_1$"], [[3, 1], [0, 2]])
    assert "hiểu thành" in drawn


def test_the_summary_is_json_and_keeps_its_letters(tmp_path: Path) -> None:
    write_report(tmp_path, REPORT, {"tập": "kiểm tra", "n": 3}, [])
    written = (tmp_path / "summary.json").read_text("utf-8")
    assert json.loads(written) == {"tập": "kiểm tra", "n": 3}
    assert "kiểm tra" in written


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "questions.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("formula", ["=1+1", "- gạch đầu dòng", "+84", "@x", "\t=1"])
def test_spreadsheets_are_given_no_formulas(tmp_path: Path, formula: str) -> None:
    write_report(tmp_path, REPORT, {}, [{"id": "t1", "text": formula, "seconds": -1.5}])
    assert lines(tmp_path) == [{"id": "t1", "text": f"'{formula}", "seconds": "-1.5"}]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_answer_is_one_line_of_the_table(tmp_path: Path, text: str) -> None:
    write_report(tmp_path, REPORT, {}, [{"id": "t1", "text": text}, {"id": "t2", "text": "x"}])
    read = lines(tmp_path)
    assert [row["id"] for row in read] == ["t1", "t2"]
    assert read[0]["text"].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(("value", "written"), [(0.93449, "0,934"), (1.0, "1,000"), (150, "150")])
def test_shares_are_written_the_vietnamese_way(value: float, written: str) -> None:
    assert decimal(value) == written
