"""Publishing as people see it: the pages from a change to going back, and what they refuse."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from console.roles import Role
from conversations.tables import ConversationRow, TurnRow
from foundation.clock import VIETNAM
from foundation.database import table_of
from tests.console.conftest import Office
from tests.console.printing_house import HOURS, PrintingHouse

HOME = "/quan-tri/phat-hanh"
GOLDEN = "/quan-tri/cau-hoi-kiem-tra"


@pytest.fixture
def room(office: Office, tmp_path: Path) -> PrintingHouse:
    newsroom = PrintingHouse(office, tmp_path / "releases")
    newsroom.open()
    return newsroom


def test_from_a_change_to_going_live_and_back_on_the_pages(room: PrintingHouse) -> None:
    editor, reviewer = room.signed_in("lan.nguyen", Role.EDITOR), room.signed_in("minh.vu", Role.REVIEWER)
    assert "không có gì để phát hành" in editor.get(HOME).text
    first = room.live
    room.reword("cho-dem", "23 giờ", "22 giờ")
    shown = editor.get(HOME).text
    assert "12/QĐ-UBND" in shown
    assert re.search(r"<del>[^<]*23 giờ[^<]*</del>", shown)
    assert re.search(r"<ins>[^<]*22 giờ[^<]*</ins>", shown)
    assert "lan.nguyen" in shown

    asked = editor.post(f"{HOME}/kiem-tra")
    at = asked.headers["location"]
    waiting = editor.get(at)
    assert waiting.headers["refresh"] == "2"
    assert "Đang chờ tới lượt" in waiting.text
    assert at in editor.get(HOME).text, "who comes back finds it"
    check = room.publishing.checks.claim()
    assert check
    assert "Bước 1/2" in editor.get(at).text
    room.checking().run(check)
    result = editor.get(at)
    assert "refresh" not in result.headers
    assert "0 tốt hơn, 1 kém đi, 1 như cũ" in result.text
    assert HOURS in result.text
    assert "23 giờ" in result.text
    assert "22 giờ" in result.text
    assert "cho-dem#-1" in result.text
    assert "nhờ một người duyệt" in result.text
    assert "Phát hành ngay" not in result.text
    assert editor.post(f"{at}/phat-hanh").status_code == 403

    assert "Phát hành ngay" in reviewer.get(at).text
    assert reviewer.post(f"{at}/phat-hanh").headers["location"] == f"{HOME}?da=phat-hanh"
    assert room.live != first
    assert "minh.vu phát hành" in reviewer.get(HOME).text
    history = reviewer.get(f"{HOME}/lich-su").text
    assert "0 tốt hơn, 1 kém đi, 1 như cũ" in history

    back = reviewer.post(f"{HOME}/quay-lai", ban=first, ly_do="sai giờ đóng cửa")
    assert back.headers["location"] == f"{HOME}?da=quay-lai"
    assert room.live == first
    assert "sai giờ đóng cửa" in reviewer.get(f"{HOME}/lich-su").text


def test_a_moment_is_vietnams(room: PrintingHouse) -> None:
    reviewer = room.signed_in("minh.vu", Role.REVIEWER)
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check = room.checked()
    due = room.office.clock() + timedelta(hours=5)
    asked = reviewer.post(f"{HOME}/kiem-tra/{check}/hen", luc=f"{due.astimezone(VIETNAM):%Y-%m-%dT%H:%M}")
    assert asked.headers["location"] == f"{HOME}?da=hen"
    scheduled = room.publishing.publications.scheduled()
    assert scheduled is not None
    assert scheduled.due_at == due.replace(second=0)
    assert f"{due.astimezone(VIETNAM):%H:%M %d/%m/%Y}" in reviewer.get(HOME).text
    assert reviewer.post(f"{HOME}/huy-hen").status_code == 303
    assert "đã huỷ hẹn" in reviewer.get(f"{HOME}/lich-su").text


@pytest.mark.parametrize("moment", ["", "mai", "2026-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_malformed_or_impossible_moment_is_refused(room: PrintingHouse, moment: str) -> None:
    reviewer = room.signed_in("minh.vu", Role.REVIEWER)
    room.reword("cho-dem", "23 giờ", "22 giờ")
    answered = reviewer.post(f"{HOME}/kiem-tra/{room.checked()}/hen", luc=moment)
    assert answered.status_code == 422
    assert room.publishing.publications.scheduled() is None


def test_a_check_that_failed_says_what_to_do(room: PrintingHouse) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    room.reword("cho-dem", "23 giờ", "22 giờ")
    at = editor.post(f"{HOME}/kiem-tra").headers["location"]
    room.publishing.checks.claim()
    room.office.clock.pass_by(minutes=1)
    shown = editor.get(at).text
    assert "bị ngắt giữa chừng" in shown
    assert "Kiểm tra lần nữa" in shown
    assert editor.post(f"{HOME}/kiem-tra").status_code == 303


def test_administrators_set_the_rules(room: PrintingHouse) -> None:
    admin, reviewer = room.signed_in("quan.tri", Role.ADMIN), room.signed_in("minh.vu", Role.REVIEWER)
    assert reviewer.post(f"{HOME}/quy-tac", mot_minh="1", giu_lai="5").status_code == 403
    assert admin.post(f"{HOME}/quy-tac", giu_lai="nhiều").status_code == 422
    assert admin.post(f"{HOME}/quy-tac", mot_minh="1", giu_lai="5").status_code == 303
    assert room.publishing.rules.present().alone
    assert "tự phát hành thay đổi của mình" in reviewer.get(f"{HOME}/lich-su").text


def test_nothing_is_published_before_there_is_a_release(office: Office) -> None:
    editor = office.signed_in("lan.nguyen", Role.EDITOR)
    assert "chưa có bản nào" in editor.get(HOME).text
    assert "Chưa có lần phát hành nào" in editor.get(f"{HOME}/lich-su").text


def wanted(**more: str) -> dict[str, Any]:
    return {
        "cau_hoi": "Chợ đêm đóng cửa lúc nào?",
        "mong_doi": "answerable",
        "trich_dan": "cho-dem#-1.-1",
    } | more


def test_a_golden_question_is_added_changed_and_retired(room: PrintingHouse) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    golden = room.office.console.golden
    added = editor.post(GOLDEN, **wanted(phai_co="23 giờ\n\n 24  giờ "))
    assert added.headers["location"] == f"{GOLDEN}?da=them-cau-hoi"
    [one], _ = golden.listed("dong cua")
    assert one.facts == ("23 giờ", "24 giờ")
    assert [str(citation) for citation in one.citations] == ["cho-dem#-1.-1"]
    assert "Chợ đêm đóng cửa lúc nào?" in editor.get(f"{GOLDEN}?tim=đóng+cửa").text
    assert "23 giờ" in editor.get(f"{GOLDEN}/{one.id}").text
    assert editor.post(f"{GOLDEN}/{one.id}", ban="1", **wanted(phai_co="23 giờ")).status_code == 303
    assert golden.get(one.id).facts == ("23 giờ",)
    assert editor.post(f"{GOLDEN}/{one.id}/ngung", ban="2").status_code == 303
    assert one.id not in {kept.id for kept in golden.active()}
    assert "Chợ đêm đóng cửa lúc nào?" in editor.get(f"{GOLDEN}?ngung=1").text
    assert editor.post(f"{GOLDEN}/{one.id}/dung-lai", ban="3").status_code == 303
    assert room.office.actions()[-4:] == [
        "golden_added",
        "golden_changed",
        "golden_retired",
        "golden_restored",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"cau_hoi": " "}, "Câu hỏi phải có"),
        ({"cau_hoi": "a" * 501}, "không quá 500"),
        ({"mong_doi": "gì đó"}, "kết quả mong đợi"),
        ({"trich_dan": ""}, "ít nhất một trích dẫn"),
        ({"trich_dan": "Điều 2"}, "không đúng dạng"),
        ({"trich_dan": "cho-dem#IX.9"}, "cho-dem#IX.9"),
        ({"trich_dan": "khong-co#I"}, "khong-co#I"),
        ({"mong_doi": "out_of_scope"}, "Câu phải từ chối"),
        ({"cau_hoi": HOURS}, "đã có"),
    ],
)
def test_a_golden_question_that_cannot_be_judged_is_refused_and_what_was_typed_stays(
    room: PrintingHouse, more: dict[str, str], said: str
) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    form: dict[str, Any] = wanted(phai_co="một chi tiết") | more
    answered = editor.post(GOLDEN, **form)
    assert answered.status_code == 422
    assert said in answered.text
    assert "một chi tiết" in answered.text
    assert len(room.office.console.golden.active()) == 2


def test_an_address_of_the_public_page_is_understood_as_a_citation(room: PrintingHouse) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    editor.post(
        GOLDEN,
        **wanted(trich_dan="https://hoidap.example/van-ban/cho-dem#-1.-1\r\n/van-ban/cho-dem#thong-tin"),
    )
    [one], _ = room.office.console.golden.listed("dong cua")
    assert [str(citation) for citation in one.citations] == ["cho-dem#-1.-1", "cho-dem#thong-tin"]


def test_a_provision_of_the_draft_that_is_not_live_yet_may_be_cited(room: PrintingHouse) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    room.documents.import_content(Path("ben-thuyen.md"), room.documents.file("cho-dem")[1])
    assert editor.post(GOLDEN, **wanted(trich_dan="ben-thuyen#-1.-1")).status_code == 303


def test_two_editors_on_one_golden_question_lose_nothing(room: PrintingHouse) -> None:
    first, second = room.signed_in("lan.nguyen", Role.EDITOR), room.signed_in("hoa.tran", Role.EDITOR)
    golden = room.office.console.golden
    [one], _ = golden.listed("mo cua")
    first.post(f"{GOLDEN}/{one.id}", ban="1", **wanted(phai_co="của người thứ nhất"))
    late = second.post(f"{GOLDEN}/{one.id}", ban="1", **wanted(phai_co="của người thứ hai"))
    assert late.status_code == 409
    assert "lan.nguyen vừa thay đổi" in late.text
    assert "của người thứ nhất" in late.text
    assert "của người thứ hai" in late.text
    assert golden.get(one.id).facts == ("của người thứ nhất",)
    assert 'name="ban" value="2"' in late.text
    assert second.post(f"{GOLDEN}/{one.id}", ban="2", **wanted(phai_co="cả hai")).status_code == 303


def test_a_golden_question_begins_with_what_a_citizen_asked(room: PrintingHouse) -> None:
    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    now = room.office.clock()
    conversation = {"id": "c", "channel": "web", "engine_id": "e", "context": {}}
    reply = {"text": "…", "citations": [{"url": "/van-ban/cho-dem#-1"}]}
    with room.office.database.transaction() as session:
        session.execute(
            insert(table_of(ConversationRow)).values(**conversation, created_at=now, updated_at=now)
        )
        session.execute(
            insert(table_of(TurnRow)).values(
                id="t1",
                conversation_id="c",
                client_message_id="m",
                release=room.live,
                led_by="engine",
                outcome="answered",
                question="chợ đêm mấy giờ đóng",
                replies=[reply],
                accepted_at=now,
            )
        )
    shown = editor.get(f"{GOLDEN}/moi?luot=t1").text
    assert "chợ đêm mấy giờ đóng" in shown
    assert "cho-dem#-1" in shown
    assert editor.get(f"{GOLDEN}/moi?luot=khong-co").status_code == 404


def test_pages_are_quick_with_a_thousand_golden_questions_and_many_publications(room: PrintingHouse) -> None:
    from evaluation.golden_store import GoldenRow

    editor = room.signed_in("lan.nguyen", Role.EDITOR)
    now = room.office.clock()
    rows = [
        {
            "id": f"x{number}",
            "question": f"câu {number}",
            "letters": f"cau {number}",
            "kind": "answerable",
            "citations": [["cho-dem", "-1"]],
            "facts": [],
            "source": "",
            "revision": 1,
            "added_at": now,
            "changed_by": "",
            "changed_at": now,
        }
        for number in range(1500)
    ]
    with room.office.database.transaction() as session:
        session.execute(insert(table_of(GoldenRow)), rows)
    for path in (GOLDEN, f"{GOLDEN}?tim=149", f"{GOLDEN}?trang=20", HOME, f"{HOME}/lich-su"):
        editor.get(path)
        began = time.perf_counter()
        assert editor.get(path).status_code == 200
        assert time.perf_counter() - began < 1, path  # the bar is 300 ms on a machine that is quiet
