"""The overview and past turns in a real browser: axe on every page, charts that are drawn, nothing over the edge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conversations.told import Told
from conversations.trace import dump_trace, trace_of
from foundation.database import Database
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.library import Library
from tests.browser.test_axe import violations
from tests.console.conftest import PASSWORD, Clock, Office, console_over
from tests.console.test_browser import DESK, TABLET, served
from tests.conversations.house import blank_database, small_releases
from tests.conversations.past import Past
from tests.knowledge.samples import NOW, HashEncoder

pytestmark = pytest.mark.browser

FEE = "Mỗi gian hàng ở chợ đêm nộp bao nhiêu một tối?"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = blank_database(tmp_path / "office.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_an_officer_looks_at_the_figures_and_asks_why(
    browser: Browser, database: Database, clock: Clock, tmp_path: Path, size: dict[str, int], scheme: str
) -> None:
    library, answerer = Library(small_releases(tmp_path / "releases")), Answerer(HashEncoder(), lambda: NOW)
    office = Office(database, clock, console_over(database, clock, tmp_path, answerer=answerer))
    answer = answerer.answer(library.release, FEE, Context())
    contexts = (Context(), answer.context)
    trace = trace_of(None, Told(answer), contexts, engine_seconds=0, whole_seconds=0.1, kept=True)
    past = Past(database)
    past.turn(FEE, answer.outcome, citations=answer.citations, trace=dump_trace(trace))
    office.account()
    complaints: list[str] = []
    with served(office.app) as address:
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # plain texts
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

        def look(name: str) -> None:
            page.get_by_role("heading", level=1, name=name).wait_for()
            assert violations(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

        page.goto(f"{address}/quan-tri")
        page.get_by_label("Tên đăng nhập").fill("lan.nguyen")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Tổng quan").first.click()
        look("Tổng quan")
        for chart in page.get_by_role("img", name="Biểu đồ").all():
            chart.scroll_into_view_if_needed()
            chart.evaluate("picture => picture.decode()")
            assert chart.evaluate("picture => picture.naturalWidth") > 300
        page.get_by_role("link", name="Báo cáo 6 tháng").click()
        look("Báo cáo 6 tháng cuối năm 2026")
        with page.expect_download() as fetched:
            page.get_by_role("button", name="Tải báo cáo").click()
        assert fetched.value.suggested_filename.endswith(".docx")
        page.get_by_role("link", name="Các lượt").click()
        look("Các lượt hỏi đáp")
        page.get_by_role("link", name=FEE).click()
        look("Vì sao trả lời như vậy")
        page.get_by_role("link", name="Chạy lại câu này").click()
        look("Chạy lại câu hỏi")
        context.close()
    assert complaints == []
