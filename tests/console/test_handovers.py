"""Live talks and office hours on the officers' pages."""

from __future__ import annotations

import re

import pytest

from console.roles import Role
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from tests.console.conftest import Browser, Office

TALKS, HOURS = "/quan-tri/trao-doi", "/quan-tri/gio-truc"


@pytest.fixture
def lan(both: Office) -> Browser:
    return both.signed_in("lan", Role.OFFICER)


def test_an_officer_takes_a_talk_over_speaks_and_gives_it_back(both: Office, lan: Browser) -> None:
    assert "Không có ai đang chờ" in lan.get(TALKS).text
    number = both.handover("Tôi cần gặp <cán bộ>")
    talk = f"{TALKS}/{number}"
    assert talk in lan.get(TALKS).text
    assert "Tôi cần gặp &lt;cán bộ&gt;" in lan.get(talk).text
    assert lan.post(f"{talk}/nhan").headers["location"] == f"{talk}?da=trao-doi-nhan"
    shown = lan.get(talk).text
    [key] = re.findall(r'name="khoa" value="([0-9a-f]+)"', shown)
    assert lan.post(f"{talk}/nhap", noi_dung="Chào", tu_dong="1").status_code == 204
    assert "Chào</textarea>" in lan.get(talk).text
    for _ in range(2):  # a second click
        assert lan.post(f"{talk}/gui", noi_dung="Chào anh/chị.", khoa=key).headers["location"] == talk
    assert lan.post(f"{talk}/ket-thuc").headers["location"] == f"{TALKS}?da=trao-doi-het"
    told = [message.reply.text for message in WebMessages(both.database, utc_now).after({"c1": 0})]
    assert told.count("Chào anh/chị.") == 1
    assert "kết thúc" in told[-1]
    assert both.actions()[-3:] == ["handover_taken", "handover_said", "handover_ended"]
    # What was said is not in the log.
    assert "Chào anh/chị." not in str(list(both.console.audit.all()))


def test_who_comes_second_is_told_who_was_faster(both: Office, lan: Browser) -> None:
    talk = f"{TALKS}/{both.handover()}"
    minh, admin = both.signed_in("minh", Role.OFFICER), both.signed_in("quan.tri", Role.ADMIN)
    lan.post(f"{talk}/nhan")
    for end in ("nhan", "gui", "nhap", "ket-thuc"):
        refused = minh.post(f"{talk}/{end}", noi_dung="x")
        assert refused.status_code == 409
        assert "lan đã nhận cuộc trao đổi này rồi." in refused.text
    assert "Tin nhắn cho người dân" not in minh.get(talk).text
    # Somebody who has gone home leaves no citizen behind.
    assert admin.post(f"{talk}/ket-thuc").status_code == 303


@pytest.mark.parametrize("wrong", ["0", "x", "٣", "9" * 20])
def test_what_does_not_exist_is_said_so(both: Office, lan: Browser, wrong: str) -> None:
    assert lan.get(f"{TALKS}/{wrong}").status_code == 404
    assert lan.post(f"{TALKS}/{wrong}/nhan").status_code == 404


def test_live_talks_are_for_officers_alone(both: Office) -> None:
    number = both.handover()
    for role in (Role.EDITOR, Role.REVIEWER):
        assert both.signed_in(f"nguoi.{role.value}", role).get(f"{TALKS}/{number}").status_code == 403


def test_the_page_brings_what_is_new_by_a_script_of_our_own(both: Office, lan: Browser) -> None:
    shown = lan.get(f"{TALKS}/{both.handover()}")
    assert '<script type="module" src="/quan-tri/tuc-thi.js">' in shown.text
    policy = shown.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    for name in ("tuc-thi", "ban-nhap"):
        script = lan.get(f"/quan-tri/{name}.js")
        assert script.headers["content-type"].startswith("text/javascript")


def test_an_administrator_sets_the_hours_and_what_cannot_be_read_comes_back(both: Office) -> None:
    admin, lan = both.signed_in("quan.tri", Role.ADMIN), both.signed_in("lan", Role.OFFICER)
    assert "Hiện không có giờ trực" in lan.get(HOURS).text
    wrong = admin.post(HOURS, ngay_0="8-25", ngay_nghi="2/9/2026")
    assert wrong.status_code == 422
    assert "Giờ trực của thứ Hai không đọc được" in wrong.text
    assert 'value="8-25"' in wrong.text
    usual = "7:30-11:30, 13:30-17:00"
    set_now = admin.post(
        HOURS, ngay_0=usual, ngay_1=usual, ngay_2=usual, ngay_3=usual, ngay_4=usual, ngay_nghi="2/9/2026"
    )
    assert set_now.status_code == 303
    assert "thứ Hai đến thứ Sáu 7:30–11:30, 13:30–17:00" in lan.get(HOURS).text
    assert "02/09/2026" in admin.get(HOURS).text
    assert lan.post(HOURS, ngay_0=usual).status_code == 403
    assert both.actions().count("office_hours_changed") == 1
