"""Letters on the officers' pages: claimed, drafted, answered, closed; who sees a contact is written down."""

from __future__ import annotations

import re

import pytest

from console.roles import Role
from conversations.letters import LetterState
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from tests.console.conftest import Browser, Office

LIST = "/quan-tri/cau-hoi-de-lai"


def page(code: str, end: str = "") -> str:
    return f"{LIST}/{code}" + (f"/{end}" if end else "")


@pytest.fixture
def lan(both: Office) -> Browser:
    return both.signed_in("lan", Role.OFFICER)


def test_an_officer_finds_claims_and_answers_a_letter(both: Office, lan: Browser) -> None:
    code = both.letter("Hồ sơ <b>bao giờ</b> xong?")
    assert "Có 1 câu chưa ai nhận" in lan.get(LIST).text
    shown = lan.get(page(code)).text
    assert "Hồ sơ &lt;b&gt;bao giờ&lt;/b&gt; xong?" in shown
    assert "Câu trả lời</label>" not in shown
    assert lan.post(page(code, "nhan")).headers["location"] == f"{page(code)}?da=cau-hoi-nhan"
    assert "Câu trả lời</label>" in lan.get(page(code)).text
    assert code in lan.get(f"{LIST}?loc=cua-toi").text
    sent = lan.post(page(code, "tra-loi"), noi_dung="Thứ Sáu ạ.")
    assert sent.headers["location"] == f"{page(code)}?da=cau-hoi-gui"
    assert "Thứ Sáu ạ." in lan.get(page(code)).text
    assert code in lan.get(f"{LIST}?loc=da-tra-loi").text
    assert code not in lan.get(LIST).text
    [message] = WebMessages(both.database, utc_now).after({"c1": 0})
    assert message.reply.text == f"Cán bộ trả lời mã {code}: Thứ Sáu ạ."
    assert both.actions()[-2:] == ["letter_claimed", "letter_answered"]
    assert {entry.subject for entry in list(both.console.audit.all())[-2:]} == {code}


def test_who_comes_second_is_told_who_was_faster(both: Office, lan: Browser) -> None:
    code = both.letter()
    minh = both.signed_in("minh", Role.OFFICER)
    lan.post(page(code, "nhan"))
    refused = minh.post(page(code, "nhan"))
    assert refused.status_code == 409
    assert "lan đã nhận câu hỏi này rồi." in refused.text
    for end in ("tra-loi", "nhap", "tra", "dong"):
        assert minh.post(page(code, end), noi_dung="x").status_code == 409
    assert both.actions().count("letter_claimed") == 1


def test_a_draft_is_on_the_server_when_the_page_is_opened_again(both: Office, lan: Browser) -> None:
    code = both.letter()
    lan.post(page(code, "nhan"))
    assert lan.post(page(code, "nhap"), noi_dung="Chào anh </textarea>", tu_dong="1").status_code == 204
    elsewhere = both.browser()
    elsewhere.sign_in("lan")
    assert "Chào anh &lt;/textarea&gt;</textarea>" in elsewhere.get(page(code)).text
    by_button = lan.post(page(code, "nhap"), noi_dung="Chào chị")
    assert by_button.headers["location"] == f"{page(code)}?da=cau-hoi-nhap"
    assert lan.post(page(code, "tra")).headers["location"] == f"{LIST}?da=cau-hoi-tra"
    assert both.console.officers.letters.find(code).draft == "Chào chị"


def test_a_letter_is_closed_without_an_answer(both: Office, lan: Browser) -> None:
    code = both.letter("thử thôi")
    lan.post(page(code, "nhan"))
    lan.post(page(code, "dong"))
    assert both.console.officers.letters.find(code).state is LetterState.CLOSED
    assert code in lan.get(f"{LIST}?loc=da-dong").text


def test_a_contact_is_shown_on_a_click_that_is_written_down(both: Office, lan: Browser) -> None:
    code = both.letter(contact="0912 345 678")
    for path in (LIST, page(code)):
        assert "0912 345 678" not in lan.get(path).text
    lan.post(page(code, "nhan"))
    assert "Xem thông tin liên hệ" in lan.get(page(code)).text
    before = both.actions().count("contact_shown")
    assert "0912 345 678" in lan.post(page(code, "lien-he")).text
    assert both.actions().count("contact_shown") == before + 1
    [entry] = [entry for entry in both.console.audit.all() if entry.action == "contact_shown"]
    assert (entry.actor, entry.subject, dict(entry.details)) == ("lan", code, {})
    without = both.letter()
    assert lan.post(page(without, "lien-he")).status_code == 404
    assert both.actions().count("contact_shown") == before + 1


def test_a_contact_is_for_who_answers_alone(both: Office, lan: Browser) -> None:
    code = both.letter(contact="0912 345 678")
    others = both.signed_in("minh", Role.OFFICER), both.signed_in("quan.tri", Role.ADMIN)

    def refused(browser: Browser) -> None:
        assert "Xem thông tin liên hệ" not in browser.get(page(code)).text
        answered = browser.post(page(code, "lien-he"))
        assert answered.status_code == 409
        assert "0912 345 678" not in answered.text

    for browser in (lan, *others):  # nobody answers it yet
        refused(browser)
    lan.post(page(code, "nhan"))
    lan.post(page(code, "tra-loi"), noi_dung="Thứ Sáu ạ.")
    for browser in others:
        refused(browser)
    assert "contact_shown" not in both.actions()
    assert "0912 345 678" in lan.post(page(code, "lien-he")).text


def test_an_administrator_frees_a_letter_whose_officer_is_away(both: Office, lan: Browser) -> None:
    code = both.letter()
    minh, admin = both.signed_in("minh", Role.OFFICER), both.signed_in("quan.tri", Role.ADMIN)
    lan.post(page(code, "nhan"))
    assert "Trả lại cho người khác" not in minh.get(page(code)).text
    assert "Trả lại cho người khác" in admin.get(page(code)).text
    assert admin.post(page(code, "tra")).headers["location"] == f"{LIST}?da=cau-hoi-tra"
    assert [entry.actor for entry in both.console.audit.all() if entry.action == "letter_given_back"] == [
        "quan.tri"
    ]
    assert minh.post(page(code, "nhan")).status_code == 303


def test_reviewers_read_and_change_nothing_and_editors_do_not_see_it(both: Office) -> None:
    code = both.letter("Hỏi riêng", contact="0912 345 678")
    reviewer, editor = both.signed_in("duyet", Role.REVIEWER), both.signed_in("bien.tap", Role.EDITOR)
    shown = reviewer.get(page(code)).text
    assert "Hỏi riêng" in shown
    assert "Nhận trả lời" not in shown
    assert "Xem thông tin liên hệ" not in shown
    assert reviewer.post(page(code, "lien-he")).status_code == 403
    assert editor.get(page(code)).status_code == 403


def test_long_lists_go_on_page_by_page(both: Office, lan: Browser) -> None:
    codes = {both.letter(f"câu {number}") for number in range(53)}
    first = lan.get(LIST).text
    assert first.count('<tr><th scope="row">') == 50
    [more] = re.findall(r'href="([^"]+)">Xem tiếp', first)
    rest = lan.get(more.replace("&amp;", "&")).text
    assert rest.count('<tr><th scope="row">') == 3
    assert {code for code in codes if code in first} | {code for code in codes if code in rest} == codes
    assert "Xem tiếp" not in rest
    assert lan.get(f"{LIST}?loc=x&loai=y&sau=z").status_code == 200
    assert "Không có câu nào" in lan.get(f"{LIST}?loai=feedback").text


def test_what_does_not_exist_is_said_so(both: Office, lan: Browser) -> None:
    assert lan.get(page("AAAAA-AAAA2")).status_code == 404
    assert lan.post(page("AAAAA-AAAA2", "nhan")).status_code == 404
