"""Documents in the console: the list and how each stands, one beside its original, whom a change concerns."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from console.roles import Role
from conversations.conversation import Asked, ConversationStore
from conversations.reply import new_reply
from knowledge.citation import cite
from knowledge.context import Context
from knowledge.model import Doubt
from knowledge.outcome import Outcome
from knowledge.release import build_release, switch_live
from tests.console.conftest import Office
from tests.console.desk import LIST, decision, filed, papers_of, store_of
from tests.knowledge.samples import GARDENS, NOW, RULES, HashEncoder
from tests.knowledge.scans import scanned_pdf

CURATED = """\
---
loai: câu trả lời biên tập
co_quan_phu_trach: Sở Công Thương
ra_soat_truoc: 2027-06-30
---

# Câu hỏi

- Phí chợ đêm bao nhiêu?

# Trả lời

Mỗi gian hàng 50.000 đồng một tối.

# Trích dẫn

- cho-dem#-2.-1
"""


def names(page: str) -> list[str]:
    """The slugs of the list, in order."""
    return re.findall(r'<th scope="row"><a href="/quan-tri/van-ban/([^"]+)">', page)


def count(page: str, label: str) -> int:
    found = re.search(rf'{label} <span class="count">(\d+)<', page)
    assert found, label
    return int(found[1])


@pytest.fixture
def stocked(office: Office) -> Office:
    """Two documents, both live as they are."""
    filed(office, "cho-dem.md", RULES)
    filed(office, "cay-xanh.md", GARDENS)
    publish(office)
    return office


def publish(office: Office) -> None:
    stock = papers_of(office).stock
    folder = stock.uploads.parent / "releases"
    switch_live(folder, build_release(folder, stock.documents.sources(), HashEncoder(), NOW).id)
    stock.library.refresh()


def answered(office: Office, message: str, question: str, path: str) -> None:
    """A turn whose answer cites a provision of the night market."""
    store = ConversationStore(office.database, office.clock, lambda _engine_id: None)
    store.open("web", "c1")
    document = store_of(office).entry("cho-dem").record
    provision = document.find(path)
    assert provision is not None
    reply = new_reply("x", Outcome.ANSWERED, citations=(cite(document, provision, "x", NOW.date()),))
    store.finish("c1", store.claim("c1", message, "r"), (reply,), Context(), "app", asked=Asked(question))


def linked(page: str, where: str) -> list[str]:
    """What a page links to of a list of the console."""
    return re.findall(rf'href="/quan-tri/{where}/([^"]+)"', page)


def test_the_list_says_how_each_document_stands(stocked: Office) -> None:
    store = store_of(stocked)
    page = stocked.signed_in().get(LIST).text
    assert sorted(names(page)) == ["cay-xanh", "cho-dem"]
    assert [count(page, label) for label in ("tất cả", "khác bản đang phục vụ")] == [2, 0]
    record = replace(store.entry("cho-dem").record, doubts=(Doubt("dòng 3", "thiếu số"),))
    store.change(record, 1, "lan")
    store.retire("cay-xanh", 1, "lan")
    store.import_content(Path("cho-dem.md"), RULES.replace("50.000", "60.000").encode())
    filed(stocked, "moi.md", RULES)
    browser = stocked.signed_in("hai")
    page = browser.get(LIST).text
    labels = {
        "khác bản đang phục vụ": 3,
        "còn chỗ đáng ngờ": 1,
        "có tệp thay đổi chờ duyệt": 1,
        "đã sửa so với tệp": 1,
        "đã ngừng dùng": 1,
    }
    assert {label: count(page, label) for label in labels} == labels
    assert names(browser.get(f"{LIST}?trang-thai=nghi-van").text) == ["cho-dem"]
    assert names(browser.get(f"{LIST}?trang-thai=ngung-dung").text) == ["cay-xanh"]
    publish(stocked)
    assert count(browser.get(LIST).text, "khác bản đang phục vụ") == 0


def test_the_list_is_searched_filtered_and_sorted(stocked: Office) -> None:
    browser = stocked.signed_in("can.bo", Role.OFFICER)
    assert names(browser.get(f"{LIST}?tim=cho+dem").text) == ["cho-dem"]
    assert names(browser.get(f"{LIST}?tim=34/KH").text) == ["cay-xanh"]
    assert names(browser.get(f"{LIST}?tim=khong+co").text) == []
    assert names(browser.get(f"{LIST}?loai=Kế hoạch").text) == ["cay-xanh"]
    assert names(browser.get(f"{LIST}?co-quan=UBND tỉnh Lạng Sơn&xep=ten").text) == ["cho-dem", "cay-xanh"]
    assert names(browser.get(f"{LIST}?xep=ngay").text) == ["cho-dem", "cay-xanh"]
    assert len(names(browser.get(f"{LIST}?xep=x&trang-thai=y").text)) == 2


def test_an_officer_reads_and_is_offered_nothing_to_change(stocked: Office) -> None:
    browser = stocked.signed_in("can.bo", Role.OFFICER)
    page = browser.get(f"{LIST}/cho-dem").text
    assert "Mỗi gian hàng nộp 50.000 đồng một tối." in page
    assert "Sửa" not in page.partition("<main")[2]
    assert "<form" not in page.partition("<main")[2]
    assert browser.get(f"{LIST}/cho-dem/thong-tin").status_code == 403
    assert browser.get(f"{LIST}/cho-dem/goc").status_code == 200


def test_doubts_lead_to_the_original_and_to_the_words_in_the_tree(office: Office) -> None:
    store_of(office).import_content(Path("quyet-dinh-45.docx"), decision())
    record = store_of(office).entry("quyet-dinh-45").record
    unsure = Doubt("trang 2, dòng 9", "Máy đọc chữ chưa chắc: “70.000”. Anh/chị đối chiếu với bản quét.")
    store_of(office).change(replace(record, doubts=(*record.doubts, unsure)), 1, "lan")
    browser = office.signed_in()
    page = browser.get(f"{LIST}/quyet-dinh-45").text
    assert "Chỗ đáng ngờ (2)" in page
    assert '/goc#dong-9" target="goc"' in page
    assert '/goc#trang-2" target="goc"' in page
    assert "<mark>70.000</mark>" in page
    assert 'href="#qd-dieu-2"' in page
    original = browser.get(f"{LIST}/quyet-dinh-45/goc")
    assert 'id="dong-9" class="doubted"' in original.text
    assert "Mỗi gian hàng nộp 70.000 đồng một ngày." in original.text


def test_the_original_may_be_framed_by_our_own_page_alone(stocked: Office) -> None:
    browser = stocked.signed_in()
    framed = browser.get(f"{LIST}/cho-dem/goc")
    assert "frame-ancestors 'self'" in framed.headers["content-security-policy"]
    assert framed.headers["x-frame-options"] == "SAMEORIGIN"
    assert "script-src" not in framed.headers["content-security-policy"]
    page = browser.get(f"{LIST}/cho-dem")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert 'sandbox="allow-same-origin"' in page.text


def test_what_a_file_says_is_shown_and_never_run(office: Office) -> None:
    filed(office, "xau.md", RULES.replace("Ngày lễ", "<script>alert(1)</script> Ngày lễ"))
    browser = office.signed_in()
    for path in (f"{LIST}/xau", f"{LIST}/xau/goc", f"{LIST}/xau/quy-dinh/-1.-2"):
        page = browser.get(path).text
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert" in page, path
    kept = browser.get(f"{LIST}/xau/tep")
    assert kept.headers["content-disposition"] == 'attachment; filename="xau.md"'
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["x-content-type-options"] == "nosniff"


def test_the_pages_of_a_pdf_stand_beside_what_was_read(stocked: Office) -> None:
    """Its file is put in the place of another one, so that no OCR is needed."""
    with stocked.database.transaction() as session:
        from knowledge.store import DocumentRow

        row = session.get_one(DocumentRow, "cho-dem")
        row.content, row.file_name, row.sha256 = scanned_pdf(2), "cho-dem.pdf", "a" * 64
    browser = stocked.signed_in()
    page = browser.get(f"{LIST}/cho-dem/goc").text
    pictures = re.findall(r'src="([^"]+/goc/\d\?tep=a{16})"', page)
    assert len(pictures) == 2
    picture = browser.get(pictures[1])
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture.headers["content-type"] == "image/jpeg"
    for end in ("3", "0", "x", "99999999"):
        assert browser.get(f"{LIST}/cho-dem/goc/{end}").status_code in (404, 422), end


def test_a_document_without_a_file_says_so(office: Office) -> None:
    filed(office, "cho-dem.md", RULES)
    store_of(office).add(replace(store_of(office).entry("cho-dem").record, slug="moi"), "lan")
    browser = office.signed_in()
    assert "không có tệp gốc" in browser.get(f"{LIST}/moi/goc").text
    assert browser.get(f"{LIST}/moi/tep").status_code == 404
    assert browser.get(f"{LIST}/moi").status_code == 200
    assert browser.get(f"{LIST}/khong-co").status_code == 404


def test_the_answers_that_a_change_touches_are_named(stocked: Office) -> None:
    store_of(stocked).curated.import_file(Path("phi-cho-dem.md"), CURATED.encode())
    answered(stocked, "1", "chợ đêm mấy giờ", "-1.-1")
    answered(stocked, "2", "phí chợ đêm", "-2.-1")
    answered(stocked, "3", "phí gian hàng", "-2.-1")
    browser = stocked.signed_in()
    page = browser.get(f"{LIST}/cho-dem").text
    assert ">phi-cho-dem</a></strong> (Sở Công Thương)" in page
    assert "3 câu trả lời đã gửi trong 90 ngày" in page
    assert "2 lần trích" in page
    fee = browser.get(f"{LIST}/cho-dem/quy-dinh/-2").text  # with what stands below it
    assert "phi-cho-dem" in fee
    assert "2 câu trả lời đã gửi" in fee
    assert "phí gian hàng" in fee
    assert "Sở Công Thương" in browser.get(f"/quan-tri/cau-tra-loi/{linked(fee, 'cau-tra-loi')[0]}").text
    assert [
        "phí gian hàng" in browser.get(f"/quan-tri/luot/{turn}").text for turn in linked(fee, "luot")
    ] == [
        True,
        False,
    ]
    hours = browser.get(f"{LIST}/cho-dem/quy-dinh/-1.-2").text
    assert "phi-cho-dem" not in hours
    assert "chưa có câu trả lời nào" in hours
