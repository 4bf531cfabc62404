"""Curated answers in the console: written, cited, confirmed, suspended, retired, by two editors at once."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from console.roles import Role
from foundation.database import Database
from tests.console.conftest import Browser, Clock, Office
from tests.console.newsroom import ANSWERS, MARKET, Newsroom, open_newsroom
from tests.conversations.house import blank_database

SLUG = "cho-dem-mo-may-gio"
ONE = f"{ANSWERS}/{SLUG}"


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Newsroom:
    return open_newsroom(blank_database(tmp_path / "room.sqlite"), clock, tmp_path)


@pytest.fixture
def either(database: Database, tmp_path: Path, clock: Clock) -> Newsroom:
    """The newsroom over a database of each kind."""
    return open_newsroom(database, clock, tmp_path)


def write(browser: Browser, **more: str) -> str:
    """Keep the answer about the market; returns where it then is."""
    answered = browser.fill(f"{ANSWERS}/moi", MARKET | more)
    assert answered.status_code == 303, answered.text
    return answered.headers["location"].partition("?")[0]


def revision(browser: Browser, path: str = ONE) -> str:
    found = re.search(r'name="ban" value="(\d+)"', browser.get(path).text)
    assert found
    return found[1]


def hidden(page: str) -> dict[str, str]:
    """What the form of an answer says of what it showed."""
    return dict(re.findall(r'name="(ban|thay)" value="(\w+)"', page))


def listed(browser: Browser, query: str = "") -> str:
    return html.unescape(browser.get(f"{ANSWERS}{query}").text)


def test_an_answer_goes_to_the_draft_with_its_line_in_the_log_and_to_citizens_with_the_next_release(
    either: Newsroom,
) -> None:
    browser = either.signed_in()
    assert write(browser) == ONE
    shown = html.unescape(browser.get(ONE).text)
    assert "Chợ đêm mở từ 18 giờ." in shown
    assert "Câu trả lời do Sở Công Thương biên tập; rà soát trước ngày 30/06/2027." in shown
    assert "12/QĐ-UBND, Điều 2" in shown
    assert "khác bản đang phát hành" in shown
    assert either.actions()[-1] == "curated_added"
    either.publish()
    assert "khác bản đang phát hành" not in browser.get(ONE).text
    assert "khác bản đang phát hành (0)" in listed(browser)


def test_what_is_amiss_is_told_beside_everything_that_was_typed(room: Newsroom) -> None:
    browser = room.signed_in()
    typed = MARKET | {"tra-loi": "x" * 701, "co-quan": "", "ra-soat": "mai", "cau-hoi": "Giờ mở?\n???"}
    answered = browser.fill(f"{ANSWERS}/moi", typed)
    shown = html.unescape(answered.text)
    assert answered.status_code == 422
    for message in (
        "Cơ quan phụ trách: thiếu cơ quan phụ trách",
        "Lời trả lời: lời trả lời dài 701 ký tự, nhiều nhất 700",
        "Câu hỏi, dòng 2: dòng này trống",
        "Ngày rà soát: chưa chọn ngày",
    ):
        assert message in shown
    assert "x" * 701 in shown
    assert "Giờ mở?" in shown
    assert 'name="trich:cho-dem#-1.-1" value="1" checked' in shown
    assert room.console.desk.all() == []


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("ngày lễ mở cửa", "cho-dem#-1.-2"),
        ("ngay le", "cho-dem#-1.-2"),
        ("điều 3 12/QĐ-UBND", "cho-dem#-2"),
        ("https://hoidap.example/van-ban/cay-xanh#-1.-2", "cay-xanh#-1.-2"),
    ],
)
def test_provisions_are_found_by_words_number_place_or_address_and_nothing_typed_is_lost(
    room: Newsroom, sought: str, found: str
) -> None:
    browser = room.signed_in()
    answered = browser.fill(f"{ANSWERS}/moi", MARKET | {"tim": sought, "buoc": "tim"})
    shown = html.unescape(answered.text)
    assert answered.status_code == 200
    assert f'name="trich:{found}" value="1">' in shown
    assert "Mấy giờ chợ đêm mở cửa?" in shown
    assert 'name="trich:cho-dem#-1.-1" value="1" checked' in shown
    assert room.console.desk.all() == []


def test_nothing_found_says_what_to_do(room: Newsroom) -> None:
    answered = room.signed_in().fill(f"{ANSWERS}/moi", MARKET | {"tim": "tàu vũ trụ", "buoc": "tim"})
    assert "Không thấy quy định nào như vậy" in html.unescape(answered.text)


def test_the_preview_reads_as_citizens_will_read_it_and_keeps_nothing(room: Newsroom) -> None:
    shown = html.unescape(room.signed_in().fill(f"{ANSWERS}/moi", MARKET | {"buoc": "xem"}).text)
    assert "Câu trả lời do Sở Công Thương biên tập; rà soát trước ngày 30/06/2027." in shown
    assert "Chợ đêm mở cửa từ 18 giờ đến 23 giờ" in shown
    assert room.console.desk.all() == []


def test_two_editors_at_once_and_the_second_loses_nothing(either: Newsroom) -> None:
    first, second = either.signed_in("lan.nguyen"), either.signed_in("hoa.tran", Role.REVIEWER)
    write(first)
    seen = hidden(second.get(f"{ONE}/sua").text)
    assert first.fill(f"{ONE}/sua", MARKET | {"tra-loi": "Mở từ 19 giờ."} | seen).status_code == 303
    mine = MARKET | {"tra-loi": "Mở từ 18 giờ 30."} | seen
    refused = second.fill(f"{ONE}/sua", mine)
    shown = html.unescape(refused.text)
    assert refused.status_code == 409
    assert "lan.nguyen vừa lưu một bản khác" in shown
    assert "Mở từ 18 giờ 30." in shown
    assert "bản vừa lưu có “Mở từ 19 giờ.”" in shown
    assert second.fill(f"{ONE}/sua", mine | hidden(shown)).status_code == 303
    assert either.console.desk.one(SLUG).curated.text == "Mở từ 18 giờ 30."
    assert either.actions()[-2:] == ["curated_changed", "curated_changed"]


def test_a_cited_provision_that_changed_warns_until_somebody_has_reviewed_it(either: Newsroom) -> None:
    browser = either.signed_in()
    write(browser)
    assert "quy định được trích đã đổi (0)" in listed(browser)
    either.reword("từ 18 giờ đến 23 giờ", "từ 19 giờ đến 22 giờ")
    assert "quy định được trích đã đổi (1)" in listed(browser)
    shown = html.unescape(browser.get(ONE).text)
    assert "từ 18 giờ đến 23 giờ" in shown
    assert "từ 19 giờ đến 22 giờ" in shown
    digest = re.search(r'name="thay" value="([0-9a-f]+)"', shown)
    assert digest
    done = browser.fill(
        f"{ONE}/ra-soat", {"ra-soat": "2027-06-30"} | {"ban": revision(browser), "thay": digest[1]}
    )
    assert done.status_code == 303
    assert "quy định được trích đã đổi (0)" in listed(browser)
    assert either.actions()[-1] == "curated_confirmed"


def test_a_change_between_reading_and_confirming_is_not_confirmed_unseen(room: Newsroom) -> None:
    browser = room.signed_in()
    write(browser)
    shown = browser.get(ONE).text
    digest = re.search(r'name="thay" value="([0-9a-f]+)"', shown)
    assert digest
    room.reword("từ 18 giờ đến 23 giờ", "từ 19 giờ đến 22 giờ")
    late = browser.fill(
        f"{ONE}/ra-soat", {"ra-soat": "2027-06-30"} | {"ban": revision(browser), "thay": digest[1]}
    )
    assert late.status_code == 409
    assert "quy định được trích đã đổi (1)" in listed(browser)


def test_a_change_between_opening_the_form_and_saving_is_shown_before_it_is_confirmed(
    either: Newsroom,
) -> None:
    browser = either.signed_in()
    write(browser)
    mine = MARKET | {"tra-loi": "Chợ mở từ 18 giờ mỗi tối."}
    seen = hidden(browser.get(f"{ONE}/sua").text)
    either.reword("từ 18 giờ đến 23 giờ", "từ 19 giờ đến 22 giờ")
    told = browser.fill(f"{ONE}/sua", mine | seen)
    shown = html.unescape(told.text)
    assert told.status_code == 409
    assert "Quy định được trích vừa thay đổi" in shown
    assert re.search(r'class="old">[^<]*từ 18 giờ đến 23 giờ', shown)
    assert re.search(r'class="new">[^<]*từ 19 giờ đến 22 giờ', shown)
    assert "Chợ mở từ 18 giờ mỗi tối." in shown
    assert "quy định được trích đã đổi (1)" in listed(browser)
    assert browser.fill(f"{ONE}/sua", mine | hidden(shown)).status_code == 303
    assert "quy định được trích đã đổi (0)" in listed(browser)


def test_after_a_conflict_too_a_change_of_what_is_cited_is_shown_before_it_is_confirmed(
    room: Newsroom,
) -> None:
    first, second = room.signed_in("lan.nguyen"), room.signed_in("hoa.tran", Role.REVIEWER)
    write(first)
    mine = MARKET | {"tra-loi": "Mở từ 18 giờ 30."} | hidden(second.get(f"{ONE}/sua").text)
    first.post(f"{ONE}/tam-ngung", ban=revision(first), tam_ngung="1")
    room.reword("từ 18 giờ đến 23 giờ", "từ 19 giờ đến 22 giờ")
    met = html.unescape(second.fill(f"{ONE}/sua", mine).text)
    assert "lan.nguyen vừa lưu một bản khác" in met
    assert re.search(r'class="new">[^<]*từ 19 giờ đến 22 giờ', met)
    room.reword("từ 19 giờ đến 22 giờ", "từ 20 giờ đến 21 giờ")
    again = second.fill(f"{ONE}/sua", mine | hidden(met))
    assert again.status_code == 409
    assert "từ 20 giờ đến 21 giờ" in html.unescape(again.text)
    assert second.fill(f"{ONE}/sua", mine | hidden(again.text)).status_code == 303


def test_what_an_imported_answer_cites_is_remembered_as_it_was_when_first_seen(either: Newsroom) -> None:
    content = Path(__file__).parents[1] / "knowledge" / "test_curated.py"
    market = re.search(r'MARKET = """\\\n(.*?)"""', content.read_text("utf-8"), re.DOTALL)
    assert market
    either.store.import_content(Path("gio-le.md"), market[1].encode())
    assert either.console.desk.remember() == 1
    assert either.console.desk.remember() == 0
    either.reword("Ngày lễ mở cửa đến 24 giờ", "Ngày lễ mở cửa đến 23 giờ")
    [standing] = either.console.desk.all()
    assert [one.before for one in standing.reworded] != []
    assert "quy định được trích đã đổi (1)" in listed(either.signed_in())


def test_an_overdue_review_is_renewed_for_a_year_by_one_button(room: Newsroom) -> None:
    browser = room.signed_in()
    write(browser, **{"ra-soat": "2026-11-01"})
    assert "quá hạn rà soát (1)" in listed(browser)
    shown = browser.get(ONE).text
    fields = dict(re.findall(r'name="(thay|ra-soat)"(?: type="date")? value="([^"]+)"', shown))
    assert browser.fill(f"{ONE}/ra-soat", fields | {"ban": revision(browser)}).status_code == 303
    assert room.console.desk.one(SLUG).curated.review == date(2027, 11, 30)
    assert "quá hạn rà soát (0)" in listed(browser)


def test_a_citation_that_is_gone_is_told_and_can_be_replaced(room: Newsroom) -> None:
    browser = room.signed_in()
    write(browser, **{"trich:cho-dem#-9": "1"})
    assert "trích dẫn không còn trong kho (1)" in listed(browser)
    assert "cho-dem#-9" in browser.get(ONE).text
    form = browser.get(f"{ONE}/sua").text
    assert "không còn trong kho: mời bỏ dấu chọn" in html.unescape(form)
    assert browser.fill(f"{ONE}/sua", MARKET | hidden(form)).status_code == 303
    assert "trích dẫn không còn trong kho (0)" in listed(browser)


def test_an_answer_is_suspended_and_retired_and_comes_back(either: Newsroom) -> None:
    browser = either.signed_in()
    write(browser)
    either.publish()
    browser.post(f"{ONE}/tam-ngung", ban=revision(browser), tam_ngung="1")
    assert either.console.desk.one(SLUG).curated.suspended
    assert "khác bản đang phát hành (1)" in listed(browser)
    assert SLUG not in either.publish().manifest.curated
    browser.post(f"{ONE}/tam-ngung", ban=revision(browser), tam_ngung="0")
    browser.post(f"{ONE}/bo", ban=revision(browser), bo="1")
    assert SLUG not in listed(browser)
    assert SLUG in listed(browser, "?can=retired")
    browser.post(f"{ONE}/bo", ban=revision(browser), bo="0")
    assert SLUG in either.publish().manifest.curated
    assert either.actions()[-4:] == [
        "curated_suspended",
        "curated_resumed",
        "curated_retired",
        "curated_restored",
    ]


def test_a_matter_that_is_never_answered_is_refused_in_the_next_release(room: Newsroom) -> None:
    from knowledge.context import Context

    browser = room.signed_in()
    form = {
        "loai": "khong-tra-loi",
        "cum-tu": "mật khẩu của cán bộ\ntài liệu mật … ở đâu",
        "tra-loi": "Tôi không trả lời về việc này.",
        "co-quan": "Công an tỉnh",
        "ra-soat": "2027-06-30",
    }
    kept = browser.fill(f"{ANSWERS}/moi", form)
    assert kept.status_code == 303
    assert "Tôi không trả lời về việc này." in html.unescape(browser.get(kept.headers["location"]).text)
    release = room.publish()
    answer = room.console.answerer.answer(release, "tài liệu mật của tỉnh để ở đâu", Context())
    assert answer.text == "Tôi không trả lời về việc này."
    assert "mật khẩu của cán bộ" in listed(browser, "?loai=khong-tra-loi")
    assert "mật khẩu của cán bộ" not in listed(browser, "?loai=tra-loi")


def test_the_list_is_narrowed_by_department(room: Newsroom) -> None:
    browser = room.signed_in()
    write(browser)
    write(browser, **{"cau-hoi": "Trồng bao nhiêu cây hoa đào?", "co-quan": "Sở Xây dựng"})
    assert "Trồng bao nhiêu cây" not in listed(browser, "?co-quan=S%E1%BB%9F+C%C3%B4ng+Th%C6%B0%C6%A1ng")
    assert "Trồng bao nhiêu cây" in listed(browser)


def test_two_answers_to_the_same_question_get_names_of_their_own_and_a_warning(room: Newsroom) -> None:
    browser = room.signed_in()
    assert write(browser) == ONE
    assert write(browser) == f"{ONE}-2"
    assert "cũng có câu hỏi này" in html.unescape(browser.get(ONE).text)


def test_what_editors_type_is_shown_as_text(room: Newsroom) -> None:
    browser = room.signed_in()
    place = write(browser, **{"tra-loi": "<script>alert(1)</script>", "cau-hoi": "<b>Giờ?</b>"})
    for path in (place, f"{place}/sua", ANSWERS):
        shown = browser.get(path).text
        assert "<script>" not in shown
        assert "<b>" not in shown


def test_before_the_first_release_answers_can_be_written_and_previewed(office: Office) -> None:
    browser = office.signed_in()
    shown = browser.fill(f"{ANSWERS}/moi", MARKET | {"buoc": "xem"})
    assert shown.status_code == 200
    assert "Câu trả lời do Sở Công Thương biên tập" in html.unescape(shown.text)
    write(browser)
