"""Channels switched, notices told and words changed on the pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.roles import Role
from console.tables import AuditRow
from conversations.switches import Switch, Switches
from conversations.wording import Language, Wordings, default_words
from tests.console.conftest import Browser, Office

SWITCHES, WORDS = "/quan-tri/cong-tac", "/quan-tri/loi-chao"


@pytest.fixture
def admin(both: Office) -> Browser:
    return both.signed_in("quan.tri", Role.ADMIN)


def state(office: Office) -> Switch:
    return Switches(office.database, office.clock).state("web")


def last(office: Office) -> tuple[str, str, dict[str, str]]:
    with office.database.reading() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert row is not None
        return row.action, row.subject, dict(row.details)


def test_a_channel_is_switched_off_for_a_reason_and_on_again(both: Office, admin: Browser) -> None:
    off = admin.post(f"{SWITCHES}/web/tat", ly_do="Bảo trì đến 14 giờ.")
    assert off.headers["location"] == f"{SWITCHES}?da=kenh-tat"
    assert state(both) == Switch(on=False, reason="Bảo trì đến 14 giờ.")
    assert last(both) == ("channel_off", "web", {"reason": "Bảo trì đến 14 giờ."})
    shown = admin.get(SWITCHES).text
    assert "đang tắt" in shown
    assert "Bảo trì đến 14 giờ." in shown
    admin.post(f"{SWITCHES}/web/bat")
    assert state(both) == Switch()
    assert last(both)[0] == "channel_on"


def test_a_notice_is_set_and_taken_back(both: Office, admin: Browser) -> None:
    admin.post(f"{SWITCHES}/web/thong-bao", thong_bao="Nghỉ lễ <b>02/9</b>.")
    assert state(both).notice == "Nghỉ lễ <b>02/9</b>."
    assert last(both)[:2] == ("notice_changed", "web")
    assert "Nghỉ lễ &lt;b&gt;02/9&lt;/b&gt;." in admin.get(SWITCHES).text
    answered = admin.post(f"{SWITCHES}/web/thong-bao", thong_bao=" ")
    assert answered.headers["location"].endswith("go-thong-bao")
    assert state(both).notice == ""


def test_what_is_too_long_changes_nothing_and_is_not_noted(both: Office, admin: Browser) -> None:
    before = both.actions()
    for end, field in (("tat", "ly_do"), ("thong-bao", "thong_bao")):
        assert admin.post(f"{SWITCHES}/web/{end}", headers=None, **{field: "ă" * 501}).status_code == 422
    assert admin.post(f"{SWITCHES}/fax/tat").status_code == 404
    assert state(both) == Switch()
    assert both.actions() == before


def test_officers_see_how_things_stand_and_cannot_change_them(office: Office) -> None:
    officer = office.signed_in("can.bo", Role.OFFICER)
    for path in (SWITCHES, WORDS):
        shown = officer.get(path)
        assert shown.status_code == 200
        assert "chỉ xem được" in shown.text
        assert "<textarea" not in shown.text
    assert officer.post(f"{SWITCHES}/web/tat").status_code == 403
    assert office.signed_in("bien.tap", Role.EDITOR).get(SWITCHES).status_code == 403


def test_words_are_changed_and_brought_back(both: Office, admin: Browser) -> None:
    wordings = Wordings(both.database, both.clock)
    answered = admin.post(f"{WORDS}/vi/greeting", loi="Chào anh/chị!")
    assert answered.headers["location"] == f"{WORDS}?da=loi"
    assert wordings.words().greeting == "Chào anh/chị!"
    assert last(both) == ("words_changed", "greeting (vi)", {})
    assert "Quay về mặc định" in admin.get(WORDS).text
    admin.post(f"{WORDS}/vi/greeting/mac-dinh")
    assert Wordings(both.database, both.clock).words() == default_words()
    assert last(both)[:2] == ("words_reset", "greeting (vi)")


def test_words_that_cannot_be_taken_stay_in_their_field(both: Office, admin: Browser) -> None:
    refused = admin.post(f"{WORDS}/en/topics", loi="No question here")
    assert refused.status_code == 422
    assert ">No question here</textarea>" in refused.text
    assert "Mỗi chủ đề cần 1 đến 6 câu." in refused.text
    assert Wordings(both.database, both.clock).words(Language.ENGLISH) == default_words(Language.ENGLISH)
    for path in (f"{WORDS}/en/disclosure", f"{WORDS}/fr/greeting", f"{WORDS}/vi/other"):
        assert admin.post(path, loi="x").status_code == 404
