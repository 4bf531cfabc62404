"""How much one person may hand in on a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console import quota
from console.quota import Allowance, Left
from console.roles import Role
from console.uploads import MOST_AT_ONCE, Uploads
from foundation.database import Database
from foundation.errors import RateError
from tests.console.conftest import Clock, Office, console_over
from tests.console.desk import LIST, UPLOAD, hand_in, store_of
from tests.console.test_uploads import results
from tests.knowledge.samples import GARDENS, RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf

MARKETS = ("Chợ đêm.md", RULES.encode())
PARKS = ("Vườn.md", GARDENS.encode())


@pytest.fixture
def allowing(database: Database, clock: Clock, tmp_path: Path) -> Callable[[int, int], Office]:
    """A console over a database of each kind, with this allowance."""

    def begin(files: int, megabytes: int) -> Office:
        allowance = Allowance(files, megabytes)
        return Office(database, clock, console_over(database, clock, tmp_path, allowance=allowance))

    return begin


def test_beyond_the_days_files_the_rest_is_refused_until_midnight_in_vietnam(
    allowing: Callable[[int, int], Office],
) -> None:
    office = allowing(1, 50)
    browser = office.signed_in()
    assert "còn tải lên được 1 tệp, 50 MB" in browser.get(UPLOAD).text
    taken, refused = results(hand_in(browser, MARKETS, PARKS).text)
    assert taken.startswith("Chợ đêm.md Đã nhận.")
    assert refused.startswith(
        "Vườn.md Không nhận được: Tệp này vượt hạn mức tải lên của anh/chị hôm nay: 1 tệp"
    )
    assert "tải tiếp từ 0 giờ ngày 01/12/2026" in refused
    assert set(store_of(office).digests()) == {"cho-dem"}
    assert "còn tải lên được 0 tệp" in browser.get(UPLOAD).text

    office.clock.pass_by(hours=13, minutes=59)  # from 10 o'clock in Vietnam; the session has ended
    browser.sign_in("lan.nguyen")
    assert "vượt hạn mức" in hand_in(browser, PARKS).text
    office.clock.pass_by(minutes=1)
    assert results(hand_in(browser, PARKS).text)[0].startswith("Vườn.md Đã nhận.")


def test_everybody_has_an_allowance_of_their_own(allowing: Callable[[int, int], Office]) -> None:
    office = allowing(1, 50)
    hand_in(office.signed_in(), MARKETS)
    assert "Đã nhận" in hand_in(office.signed_in("hoa.tran", Role.EDITOR), PARKS).text


def test_what_left_nothing_behind_costs_nothing(allowing: Callable[[int, int], Office]) -> None:
    browser = allowing(2, 50).signed_in()
    hand_in(browser, MARKETS, MARKETS, ("hỏng.docx", b"PK\x03\x04 none"))
    assert "Đã nhận" in hand_in(browser, PARKS).text
    assert (
        "Không có gì mới" in hand_in(browser, MARKETS).text
    )  # known, so that it is told even with nothing left


def test_a_large_file_is_refused_and_a_small_one_still_taken(
    allowing: Callable[[int, int], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "MIB", 1)
    size = len(MARKETS[1])
    office = allowing(9, size + 1)
    browser = office.signed_in()
    assert "Đã nhận" in hand_in(browser, MARKETS).text
    assert office.console.reception.quota.left("lan.nguyen") == Left(8, 1)
    [refused] = results(hand_in(browser, PARKS).text)
    assert f"{size + 1} MB mỗi người một ngày, hôm nay còn 8 tệp và 1 MB" in refused


def test_scans_that_wait_to_be_read_count_too(
    allowing: Callable[[int, int], Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    office = allowing(1, 50)
    browser = office.signed_in()
    queued, refused = results(hand_in(browser, ("một.pdf", scanned_pdf(1)), ("hai.pdf", scanned_pdf(2))).text)
    assert "đang chờ đọc" in queued
    assert "vượt hạn mức" in refused
    assert [job.file for job in office.console.papers.scans()] == ["mot.pdf"]
    assert "hai" not in browser.get(f"{LIST}/ban-quet").text


def test_the_log_tells_how_large_a_file_was(office: Office) -> None:
    hand_in(office.signed_in(), MARKETS)
    [entry] = [one for one in office.console.audit.all() if one.action == "document_uploaded"]
    assert entry.details == {"file": "Chợ đêm.md", "bytes": str(len(MARKETS[1]))}
    shown = office.signed_in("quan.tri", Role.ADMIN).get("/quan-tri/nhat-ky").text
    assert f"tệp Chợ đêm.md, số byte {len(MARKETS[1])}" in shown


def test_few_forms_of_one_person_come_in_at_once(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    held = [uploads.place("lan.nguyen") for _ in range(MOST_AT_ONCE)]
    for place in held:
        place.__enter__()
    with pytest.raises(RateError, match="cùng một lúc"), uploads.place("lan.nguyen"):
        pass
    with uploads.place("hoa.tran") as other:
        assert other.is_dir()
    held[0].__exit__(None, None, None)
    with uploads.place("lan.nguyen") as again:
        assert again.is_dir()
