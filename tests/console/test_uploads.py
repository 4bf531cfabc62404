"""Handing documents in: what is filed, what is refused and why, and that nothing is left behind."""

from __future__ import annotations

import errno
import re
import socket
from pathlib import Path
from typing import IO, Any
from unittest.mock import Mock

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from console import uploads
from console.roles import Role
from foundation.errors import StorageError
from knowledge import scan_jobs
from knowledge.scan_jobs import JobState
from tests.console.conftest import Office
from tests.console.desk import LIST, SCANS, UPLOAD, decision, filed, hand_in, papers_of, store_of
from tests.console.test_browser import served
from tests.knowledge.samples import GARDENS, RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf
from tests.knowledge.test_curated import MARKET
from tests.knowledge.test_sample_questions import a_file

MIB = 1024 * 1024


def folder_of(office: Office) -> Path:
    return papers_of(office).stock.uploads


def left_behind(office: Office) -> list[Path]:
    folder = folder_of(office)
    return list(folder.rglob("*")) if folder.exists() else []


def results(page: str) -> list[str]:
    """What the page says of each file, without tags."""
    found = re.findall(r'<li class="result.*?</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_many_files_are_filed_at_once_and_each_is_told_of(office: Office) -> None:
    browser = office.signed_in()
    answered = hand_in(
        browser,
        ("Quyết định 45 (ký).docx", decision()),
        ("Chợ đêm.md", RULES.encode()),
        ("bảng tính.docx", b"PK\x03\x04 none"),
    )
    assert answered.status_code == 200
    word, digest, broken = results(answered.text)
    assert word.startswith("Quyết định 45 (ký).docx Đã nhận. Có 1 chỗ nên đối chiếu")
    assert digest == "Chợ đêm.md Đã nhận. mở cho-dem"
    assert broken.startswith("bảng tính.docx Không nhận được: nội dung không phải là tệp .docx")
    assert set(store_of(office).digests()) == {"quyet-dinh-45-ky", "cho-dem"}
    entries = [entry for entry in office.console.audit.all() if entry.action == "document_uploaded"]
    assert [(entry.actor, entry.subject) for entry in entries] == [
        ("lan.nguyen", "quyet-dinh-45-ky"),
        ("lan.nguyen", "cho-dem"),
    ]
    assert left_behind(office) == []


def test_the_same_again_changes_nothing_and_another_one_becomes_a_proposal(office: Office) -> None:
    filed(office, "cho-dem.md", RULES)
    browser = office.signed_in()
    [same] = results(hand_in(browser, ("Chợ đêm.md", RULES.encode())).text)
    assert "Không có gì mới" in same
    changed = RULES.replace("50.000", "60.000").encode()
    [proposed] = results(hand_in(browser, ("Chợ đêm.md", changed)).text)
    assert "đề xuất thay đổi" in proposed
    assert "50.000" in str(store_of(office).entry("cho-dem").record)
    assert office.actions().count("document_uploaded") == 1


def test_a_changed_file_of_an_answer_or_of_sample_questions_is_refused_with_a_way_on(office: Office) -> None:
    browser = office.signed_in()
    hand_in(browser, ("gio-le.md", MARKET.encode()), ("cau-hoi-cho.md", a_file()))
    changed = a_file().replace("Mấy giờ".encode(), "Khi nào".encode())
    page = hand_in(
        browser,
        ("gio-le.md", MARKET.replace("24 giờ", "23 giờ").encode()),
        ("cau-hoi-cho.md", changed),
        ("gio-le.md", MARKET.encode()),
    ).text
    answer, samples, same = results(page)
    assert "Không nhận được: đã có câu trả lời biên tập tên này" in answer
    [way] = re.findall(r'href="(/quan-tri/cau-tra-loi/[^"]+)"', page)
    assert "mở đến 24 giờ" in browser.get(way).text
    assert "Không nhận được: đã có tệp câu hỏi mẫu tên này" in samples
    assert "hoidap knowledge accept cau-hoi-cho" in samples
    assert "Không nhận được" not in same
    store = store_of(office)
    assert (store.curated.proposals(), store.samples.proposals()) == ([], [])
    assert office.actions().count("document_uploaded") == 2


def test_a_scan_is_put_down_to_be_read_and_its_progress_is_shown(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    browser = office.signed_in()
    [said] = results(hand_in(browser, ("Quyết định quét.pdf", scanned_pdf(3))).text)
    assert "Bản quét, đang chờ đọc" in said
    assert office.actions()[-1] == "document_uploaded"
    scans = papers_of(office).stock.scans
    [job] = scans.all()
    assert (job.file, job.state) == ("quyet-dinh-quet.pdf", JobState.WAITING)
    seen: list[str] = []
    scans.read(job, lambda _job: seen.append(browser.get(f"{LIST}/ban-quet").text))
    assert any("Đã đọc 2 trên 3 trang" in page for page in seen)
    assert "Không còn bản quét nào" in browser.get(f"{LIST}/ban-quet").text
    assert "quyet-dinh-quet" in browser.get(LIST).text


def test_a_scan_that_cannot_be_read_says_why_and_can_be_done_away_with(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tesseract = FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    browser = office.signed_in()
    hand_in(browser, ("hỏng.pdf", scanned_pdf(1)))
    tesseract.fail(1, "exit 1")
    scans = papers_of(office).stock.scans
    [job] = scans.all()
    assert browser.post(SCANS, viec=job.id).headers["location"].endswith("khong-doi")  # it waits
    scans.read(job, lambda _job: None)
    page = browser.get(SCANS).text
    assert "Không đọc được" in page
    assert browser.post(SCANS, viec=job.id).headers["location"] == f"{SCANS}?da=bo-quet"
    assert scans.all() == []
    assert office.actions()[-1] == "scan_dismissed"


def test_a_scan_that_the_log_cannot_tell_of_is_neither_taken_in_nor_done_away_with(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tesseract = FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    browser, scans = office.signed_in(), papers_of(office).stock.scans

    def full(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO audit_log"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(office.database.engine, "before_cursor_execute", full)
    [said] = results(hand_in(browser, ("hỏng.pdf", scanned_pdf(1))).text)
    event.remove(office.database.engine, "before_cursor_execute", full)
    assert "Không nhận được" in said
    assert scans.all() == []
    hand_in(browser, ("hỏng.pdf", scanned_pdf(1)))
    tesseract.fail(1, "exit 1")
    [job] = scans.all()
    scans.read(job, lambda _job: None)
    event.listen(office.database.engine, "before_cursor_execute", full)
    assert browser.post(SCANS, viec=job.id).status_code == 503
    event.remove(office.database.engine, "before_cursor_execute", full)
    assert [one.id for one in scans.all()] == [job.id]


def test_a_scan_that_finds_no_room_leaves_two_lines_that_say_so(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    browser, full = office.signed_in(), StorageError("Không ghi được.", hint="Dọn chỗ trên ổ đĩa.")
    monkeypatch.setattr(scan_jobs, "keep", Mock(side_effect=full))
    [said] = results(hand_in(browser, ("Quyết định quét.pdf", scanned_pdf(1))).text)
    assert "Không nhận được: Không ghi được. Dọn chỗ trên ổ đĩa." in said
    entries = list(office.console.audit.all())[-2:]
    assert [(one.action, one.subject, one.details["file"]) for one in entries] == [
        ("document_uploaded", "quyet-dinh-quet", "Quyết định quét.pdf"),
        ("upload_failed", "quyet-dinh-quet", "Quyết định quét.pdf"),
    ]


def test_a_form_without_files_says_so(office: Office) -> None:
    browser = office.signed_in()
    assert "Chưa có tệp nào" in hand_in(browser, ("", b"")).text


# --- refused before anything is written -----------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that uploads were written to."""
    written: list[str] = []
    open_file = Path.open

    def noted(self: Path, mode: str = "r", *more: Any, **named: Any) -> IO[Any]:
        if mode == "xb":
            written.append(self.name)
        return open_file(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", noted)
    return written


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_without_the_right_token_not_a_byte_is_written(office: Office, opened: list[str], token: str) -> None:
    answered = hand_in(office.signed_in(), ("a.md", RULES.encode()), token=token)
    assert answered.status_code == 403
    assert opened == []
    assert store_of(office).digests() == {}


def test_a_token_after_the_file_is_too_late(office: Office, opened: list[str]) -> None:
    browser = office.signed_in()
    shown = browser.get(UPLOAD).text.partition('name="the" value="')[2][:64]
    body = (
        b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a.md"\r\n\r\nabc\r\n'
        b'--x\r\nContent-Disposition: form-data; name="the"\r\n\r\n' + shown.encode() + b"\r\n--x--\r\n"
    )
    answered = browser.client.post(
        UPLOAD,
        content=body,
        headers={"origin": browser.origin, "content-type": "multipart/form-data; boundary=x"},
    )
    assert (answered.status_code, opened) == (403, [])


def test_officers_strangers_and_other_sites_hand_nothing_in(office: Office, opened: list[str]) -> None:
    file = ("a.md", RULES.encode())
    assert hand_in(office.signed_in("can.bo", Role.OFFICER), file).status_code == 403
    assert hand_in(office.browser(), file).status_code == 303
    editor = office.signed_in()
    editor.origin = "https://elsewhere.example"
    assert hand_in(editor, file).status_code == 403
    assert opened == []


def test_two_hundred_megabytes_are_refused_before_they_are_sent(office: Office, opened: list[str]) -> None:
    browser = office.signed_in()
    [cookie] = [one for one in browser.client.cookies.jar if one.name.endswith("hoidap-quan-tri")]
    with (
        served(office.app) as address,
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10) as line,
    ):
        host = address.removeprefix("http://")
        line.sendall(
            f"POST {UPLOAD} HTTP/1.1\r\nHost: {host}\r\nOrigin: {address}\r\nContent-Length: {200 * MIB}\r\n"
            f"Cookie: {cookie.name}={cookie.value}\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
        )
        answered = ""
        while "</html>" not in answered:  # nothing of the file was sent by then
            answered += line.recv(65536).decode()
    assert answered.startswith("HTTP/1.1 413")
    assert "mỗi tệp nhiều nhất 50 MB" in answered
    assert opened == []
    assert left_behind(office) == []


def test_a_file_that_does_not_say_how_large_it_is_is_broken_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 3 * MIB)
    browser = office.signed_in()
    answered = hand_in(browser, ("a.md", RULES.encode()), ("b.pdf", bytes(4 * MIB)))
    assert answered.status_code == 413
    assert store_of(office).digests() == {}
    assert left_behind(office) == []
    monkeypatch.setattr(uploads, "LARGEST_TOGETHER", 5 * MIB)
    answered = hand_in(
        browser, ("a.pdf", bytes(2 * MIB)), ("b.pdf", bytes(2 * MIB)), ("c.pdf", bytes(2 * MIB))
    )
    assert answered.status_code == 413


def test_too_many_files_and_broken_forms_are_refused(office: Office) -> None:
    browser = office.signed_in()
    many = [(f"{number}.md", b"x") for number in range(80)]
    assert hand_in(browser, *many).status_code == 422
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"):
        answered = browser.client.post(
            UPLOAD, content=b"nonsense", headers={"origin": browser.origin, "content-type": kind}
        )
        assert answered.status_code in (403, 422), kind
    assert left_behind(office) == []


def test_a_form_that_trickles_in_is_given_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PATIENCE", 0.0)
    answered = hand_in(office.signed_in(), ("a.md", RULES.encode()))
    assert answered.status_code == 422
    assert "quá chậm" in answered.text
    assert left_behind(office) == []


# --- a full disk --------------------------------------------------------------------------------------------


class _Full:
    """A file on a disk without room."""

    def __init__(self, file: IO[Any]) -> None:
        self._file = file

    def write(self, _content: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        self._file.close()


def test_a_full_disk_is_told_of_and_nothing_is_half_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file = Path.open

    def opened(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        file = open_file(self, mode, *more, **named)
        return _Full(file) if mode == "xb" else file

    monkeypatch.setattr(Path, "open", opened)
    answered = hand_in(office.signed_in(), ("a.md", RULES.encode()))
    assert answered.status_code == 503
    assert "ổ đĩa đầy" in answered.text
    assert "dọn chỗ" in answered.text
    assert store_of(office).digests() == {}
    assert left_behind(office) == []


def test_a_database_without_room_keeps_no_half_a_document(office: Office) -> None:
    browser = office.signed_in()

    def full(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO audit_log"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(office.database.engine, "before_cursor_execute", full)
    answered = hand_in(browser, ("a.md", RULES.encode()), ("b.md", GARDENS.encode()))
    event.remove(office.database.engine, "before_cursor_execute", full)
    assert [line.partition(":")[0] for line in results(answered.text)] == [
        "a.md Không nhận được",
        "b.md Không nhận được",
    ]
    assert "ổ đĩa đầy" in answered.text
    assert store_of(office).digests() == {}
    assert "document_uploaded" not in office.actions()


def test_what_a_killed_process_left_is_cleared_at_the_start(office: Office) -> None:
    remains = folder_of(office) / "tmp-of-before" / "0"
    remains.parent.mkdir(parents=True)
    remains.write_bytes(b"half a file")
    assert office.app.routes
    assert left_behind(office) == []
