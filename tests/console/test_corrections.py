"""Correcting documents: what is seen afterwards, what the log says, and that two editors never lose anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from knowledge.model import Document, Doubt
from knowledge.store import DocumentStore
from tests.console.conftest import Browser, Office
from tests.console.desk import LIST, decision, filed, hidden, store_of
from tests.knowledge.samples import RULES

HERE = f"{LIST}/cho-dem"
FEE = f"{HERE}/quy-dinh/-2.-1"
OLD, NEW = "Mỗi gian hàng nộp 50.000 đồng một tối.", "Mỗi gian hàng nộp 60.000 đồng một tối."


@pytest.fixture
def desk(both: Office) -> Office:
    """A console with a document, over a database of each kind."""
    filed(both, "cho-dem.md", RULES)
    return both


@pytest.fixture
def editor(desk: Office) -> Browser:
    return desk.signed_in()


def wording(office: Office, path: str = "-2.-1") -> str:
    node = store_of(office).entry("cho-dem").record.find(path)
    assert node is not None
    return node.text


def save(browser: Browser, path: str, seen: str, **fields: str) -> Response:
    return browser.post(path, headers=None, thay=seen, **fields)


def logged(office: Office) -> tuple[str, str, str, dict[str, str]]:
    entry = list(office.console.audit.all())[-1]
    return entry.action, entry.actor, entry.subject, dict(entry.details)


def test_a_corrected_provision_shows_its_difference_to_the_file(desk: Office, editor: Browser) -> None:
    seen = hidden(editor.get(FEE).text, "thay", FEE)
    saved = save(editor, FEE, seen, chu=NEW)
    assert saved.headers["location"] == f"{FEE}?da=da-sua"
    assert wording(desk) == NEW
    for path in (saved.headers["location"], HERE):
        page = editor.get(path).text
        assert "<del>50</del><ins>60</ins>" in page, path
    assert "1 quy định đã sửa lời" in editor.get(HERE).text
    assert logged(desk) == (
        "provision_corrected",
        "lan.nguyen",
        "cho-dem",
        {"path": "-2.-1", "part": "lời"},
    )
    assert store_of(desk).entry("cho-dem").changed_by == "lan.nguyen"


def test_the_files_wording_can_be_taken_back(desk: Office, editor: Browser) -> None:
    save(editor, FEE, hidden(editor.get(FEE).text, "thay", FEE), chu=NEW)
    page = editor.get(FEE).text
    back = page.rpartition(f'action="{FEE}"')[2]
    assert "Lấy lại lời trong tệp gốc" in back or "Lấy lại lời trong tệp gốc" in page
    save(editor, FEE, hidden(page, "thay", FEE), chu=hidden(page, "chu"))
    assert wording(desk) == OLD
    assert "<del>" not in editor.get(HERE).text


def test_the_same_again_writes_nothing(desk: Office, editor: Browser) -> None:
    saved = save(editor, FEE, hidden(editor.get(FEE).text, "thay", FEE), chu=f"  {OLD}\n")
    assert saved.headers["location"] == f"{FEE}?da=khong-doi"
    assert store_of(desk).entry("cho-dem").revision == 1
    assert "provision_corrected" not in desk.actions()


def test_two_editors_on_one_provision_see_both_wordings_and_lose_nothing(
    desk: Office, editor: Browser
) -> None:
    other = desk.signed_in("hai.tran")
    seen = hidden(editor.get(FEE).text, "thay", FEE)
    assert save(other, FEE, seen, chu=NEW).status_code == 303
    met = save(editor, FEE, seen, chu="Mỗi gian hàng nộp 55.000 đồng một đêm.")
    assert met.status_code == 409
    assert wording(desk) == NEW
    assert "Người khác vừa sửa đúng chỗ này" in met.text
    assert f"<strong>Bản người khác vừa ghi:</strong> {NEW}" in met.text
    assert "Mỗi gian hàng nộp 55.000 đồng một đêm.</textarea>" in met.text
    assert "<del>60</del><ins>55</ins>.000 đồng một <del>tối</del><ins>đêm</ins>." in met.text
    again = save(editor, FEE, hidden(met.text, "thay"), chu="Mỗi gian hàng nộp 60.000 đồng một đêm.")
    assert again.status_code == 303
    assert wording(desk) == "Mỗi gian hàng nộp 60.000 đồng một đêm."


def test_who_corrected_another_place_since_is_not_blamed(desk: Office, editor: Browser) -> None:
    second, third, hours = desk.signed_in("hai.tran"), desk.signed_in("ba.le"), f"{HERE}/quy-dinh/-1.-2"
    seen = hidden(editor.get(FEE).text, "thay", FEE)
    save(second, FEE, seen, chu=NEW)
    save(third, hours, hidden(third.get(hours).text, "thay", hours), chu="Ngày lễ mở cửa đến 1 giờ.")
    met = save(editor, FEE, seen, chu="Mỗi gian hàng nộp 55.000 đồng một đêm.")
    assert met.status_code == 409
    assert "ba.le" not in met.text
    assert "Người khác vừa sửa đúng chỗ này" in met.text


def test_two_editors_on_two_provisions_are_not_in_each_others_way(desk: Office, editor: Browser) -> None:
    other, hours = desk.signed_in("hai.tran"), f"{HERE}/quy-dinh/-1.-2"
    seen = hidden(editor.get(FEE).text, "thay", FEE)
    save(other, hours, hidden(other.get(hours).text, "thay", hours), chu="Ngày lễ mở cửa đến 1 giờ.")
    assert save(editor, FEE, seen, chu=NEW).status_code == 303
    assert (wording(desk), wording(desk, "-1.-2")) == (NEW, "Ngày lễ mở cửa đến 1 giờ.")


def test_what_cannot_be_so_comes_back_as_it_was_typed(desk: Office, editor: Browser) -> None:
    term = f"{FEE}/hieu-luc"
    seen = hidden(editor.get(FEE).text, "thay", term)
    fields = {"hieu_luc_tu": "2026-07-01", "het_hieu_luc": "2026-01-01", "bai_bo_boi": "30/QĐ-UBND"}
    refused = save(editor, term, seen, **fields)
    assert refused.status_code == 422
    assert "đứng trước ngày có hiệu lực" in refused.text
    assert 'value="30/QĐ-UBND"' in refused.text
    assert save(editor, term, seen, hieu_luc_tu="ngày mai").status_code == 422
    assert save(editor, FEE, hidden(editor.get(FEE).text, "thay", FEE), chu=" ").status_code == 422
    assert wording(desk) == OLD


def test_a_provision_gets_a_validity_of_its_own(desk: Office, editor: Browser) -> None:
    term = f"{FEE}/hieu-luc"
    seen = hidden(editor.get(FEE).text, "thay", term)
    save(editor, term, seen, het_hieu_luc="2026-07-01", bai_bo_boi="30/QĐ-UBND")
    page = editor.get(HERE).text
    assert "hết hiệu lực từ 01/07/2026; theo 30/QĐ-UBND" in page
    assert logged(desk)[3] == {"path": "-2.-1", "part": "hiệu lực"}


def test_the_head_is_corrected_and_the_record_with_it(desk: Office, editor: Browser) -> None:
    path = f"{HERE}/thong-tin"
    fields = {
        "tieu_de": "Quyết định 13 về chợ đêm",
        "ten": "13/QĐ-UBND",
        "so_hieu": "13/QĐ-UBND",
        "nguoi_ky": "Nguyễn Văn An",
        "ngay": "2026-02-03",
        "het_hieu_luc": "2027-01-01",
        "tom_luoc": "1",
    }
    saved = save(editor, path, hidden(editor.get(path).text, "thay"), **fields)
    assert saved.headers["location"] == f"{HERE}?da=da-sua"
    record = store_of(desk).entry("cho-dem").record
    assert (record.number, record.signer, record.digest) == ("13/QĐ-UBND", "Nguyễn Văn An", True)
    stated = record.find("thong-tin")
    assert stated is not None
    assert "Người ký: Nguyễn Văn An" in stated.text
    assert logged(desk)[0] == "document_corrected"
    missing = save(editor, path, hidden(editor.get(path).text, "thay"), tieu_de="", ten="x")
    assert missing.status_code == 422


def test_relations_are_corrected_row_by_row(desk: Office, editor: Browser) -> None:
    path = f"{HERE}/quan-he"
    fields = {"loai_0": "thay_the", "so_0": "9/QĐ-UBND", "loai_1": "sua_doi", "so_1": ""}
    save(editor, path, hidden(editor.get(path).text, "thay"), **fields)
    assert store_of(desk).entry("cho-dem").record.relations == (("thay_the", "9/QĐ-UBND"),)
    odd = save(editor, path, hidden(editor.get(path).text, "thay"), loai_0="x", so_0="9/QĐ-UBND")
    assert odd.status_code == 422
    assert "9/QĐ-UBND" in editor.get(HERE).text


def test_the_statements_of_a_paper_keep_where_they_stand(desk: Office, editor: Browser) -> None:
    text = Path("knowledge/documents/ke-hoach-ubnd-tinh-lang-son.txt").read_text("utf-8")
    slug = filed(desk, "ke-hoach.txt", text)
    path = f"{LIST}/{slug}/quan-he"
    before = store_of(desk).entry(slug).record.statements
    fields: dict[str, str] = {}
    for index, one in enumerate(before):
        fields |= {f"loai_{index}": one.kind.value, f"so_{index}": one.paper, f"phan_{index}": one.parts}
        fields |= {f"tru_{index}": one.excepted}
    fields["tu_0"] = "2026-05-01"
    assert save(editor, path, hidden(editor.get(path).text, "thay"), **fields).status_code == 303
    after = store_of(desk).entry(slug).record.statements
    assert [(one.path, one.place, one.paper) for one in after] == [
        (one.path, one.place, one.paper) for one in before
    ]
    assert (before[0].since, str(after[0].since)) == (None, "2026-05-01")


def test_no_row_of_a_table_is_lost_where_two_editors_meet(desk: Office, editor: Browser) -> None:
    path = f"{HERE}/quan-he"
    seen = hidden(editor.get(path).text, "thay")
    save(editor, path, seen, loai_0="thay_the", so_0="9/QĐ-UBND")
    rows = {f"so_{index}": f"{index + 20}/QĐ-UBND" for index in range(6)}
    rows |= {f"loai_{index}": "sua_doi" for index in range(6)}
    met = save(desk.signed_in("hai.tran"), path, seen, **rows)
    assert met.status_code == 409
    assert all(f'value="{number}/QĐ-UBND"' in met.text for number in range(20, 26))
    assert "Người khác vừa ghi: 9/QĐ-UBND" in met.text


def test_notes_are_kept_and_shown_here_alone(desk: Office, editor: Browser) -> None:
    path = f"{HERE}/ghi-chu"
    page = editor.get(path).text
    assert "cần đối chiếu mức phí với bản công báo." in page
    save(editor, path, hidden(page, "thay"), ghi_chu="gọi Sở Công Thương\n\n hỏi lại phí ")
    record = store_of(desk).entry("cho-dem").record
    assert [text for _, text in record.notes] == ["gọi Sở Công Thương", "hỏi lại phí"]
    assert all("Sở Công Thương" not in node.text for node in record.walk())
    assert "gọi Sở Công Thương" in editor.get(HERE).text


def test_a_doubt_is_settled_and_opened_again(desk: Office, editor: Browser) -> None:
    store_of(desk).import_content(Path("quyet-dinh-45.docx"), decision())
    here = f"{LIST}/quyet-dinh-45"
    [doubt] = store_of(desk).entry("quyet-dinh-45").record.doubts
    mark = hidden(editor.get(here).text, "dau")
    assert editor.post(f"{here}/nghi-van", dau=mark).headers["location"] == f"{here}?da=da-xem"
    assert store_of(desk).entry("quyet-dinh-45").record.doubts == ()
    page = editor.get(here).text
    assert "Chỗ đáng ngờ (0)" in page
    assert "1 chỗ đã xem" in page
    assert logged(desk) == ("doubt_settled", "lan.nguyen", "quyet-dinh-45", {"path": "dòng 9"})
    again = editor.post(f"{here}/nghi-van", dau=mark, viec="mo-lai")
    assert again.headers["location"] == f"{here}?da=mo-lai-nghi-van"
    assert store_of(desk).entry("quyet-dinh-45").record.doubts == (doubt,)
    assert editor.post(f"{here}/nghi-van", dau="x").headers["location"] == f"{here}?da=khong-doi"


def test_another_editors_doubt_is_not_lost_where_one_is_opened_again(desk: Office, editor: Browser) -> None:
    store = store_of(desk)
    ours, added = Doubt("dòng 1", "của tệp"), Doubt("", "thêm sau")
    record = store.entry("cho-dem").record
    store.change(replace(record, doubts=(ours, added)), 1, "lan")
    mark = hidden(editor.get(HERE).text, "dau")
    editor.post(f"{HERE}/nghi-van", dau=mark)
    assert store.entry("cho-dem").record.doubts == (added,)


# --- changed files ------------------------------------------------------------------------------------------


def propose(office: Office, fee: str = "80.000") -> None:
    store_of(office).import_content(Path("cho-dem.md"), RULES.replace("50.000", fee).encode())


def test_a_changed_file_is_accepted_as_it_was_shown(desk: Office, editor: Browser) -> None:
    save(editor, FEE, hidden(editor.get(FEE).text, "thay", FEE), chu=NEW)
    propose(desk)
    assert "Có tệp thay đổi chờ duyệt" in editor.get(HERE).text
    page = editor.get(f"{HERE}/de-xuat").text
    assert "<del>60</del><ins>80</ins>" in page
    assert "1 quy định sửa lời" in page  # what an editor corrected goes lost
    form = {"ban": hidden(page, "ban"), "tep": hidden(page, "tep")}
    assert editor.post(f"{HERE}/de-xuat", headers=None, **form).headers["location"] == f"{HERE}?da=chap-nhan"
    assert "80.000" in wording(desk)
    assert logged(desk)[0] == "proposal_accepted"
    assert editor.get(f"{HERE}/de-xuat").status_code == 404


def test_what_was_not_shown_is_not_accepted(desk: Office, editor: Browser) -> None:
    propose(desk)
    page = editor.get(f"{HERE}/de-xuat").text
    form = {"ban": hidden(page, "ban"), "tep": hidden(page, "tep")}
    propose(desk, "90.000")
    assert editor.post(f"{HERE}/de-xuat", headers=None, **form).status_code == 409
    assert editor.post(f"{HERE}/de-xuat/bo", tep=form["tep"]).status_code == 409
    newer = {"ban": form["ban"], "tep": hidden(editor.get(f"{HERE}/de-xuat").text, "tep")}
    save(editor, FEE, hidden(editor.get(FEE).text, "thay", FEE), chu=NEW)
    assert editor.post(f"{HERE}/de-xuat", headers=None, **newer).status_code == 409
    assert editor.post(f"{HERE}/de-xuat", ban="x", tep="y").status_code == 422
    assert wording(desk) == NEW
    assert "proposal_accepted" not in desk.actions()


def test_what_was_typed_for_a_provision_that_went_away_is_still_there(desk: Office, editor: Browser) -> None:
    shown = editor.get(FEE).text
    rules = RULES.replace(f"- {OLD}\n", "")
    assert rules != RULES
    store_of(desk).import_content(Path("cho-dem.md"), rules.encode())
    page = editor.get(f"{HERE}/de-xuat").text
    editor.post(f"{HERE}/de-xuat", headers=None, ban=hidden(page, "ban"), tep=hidden(page, "tep"))
    assert store_of(desk).entry("cho-dem").record.find("-2.-1") is None
    late = save(editor, FEE, hidden(shown, "thay", FEE), chu=NEW)
    assert late.status_code == 404
    assert f"{NEW}</textarea>" in late.text
    assert "không còn quy định ấy" in late.text
    assert f'href="{HERE}"' in late.text
    term = f"{FEE}/hieu-luc"
    late = save(editor, term, hidden(shown, "thay", term), het_hieu_luc="2026-07-01", bai_bo_boi="30/QĐ-UBND")
    assert "2026-07-01</textarea>" in late.text
    assert "30/QĐ-UBND</textarea>" in late.text


def test_what_was_typed_outlives_others_who_keep_changing_the_document(
    desk: Office, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = hidden(editor.get(FEE).text, "thay", FEE)

    change = DocumentStore.change

    def always_late(store: DocumentStore, record: Document, seen: int, *more: Any) -> int:
        """Somebody else writes another note each time, just before."""
        present = store.entry(record.slug)
        noted = replace(present.record, notes=((0, f"lần {present.revision}"),))
        change(store, noted, present.revision, "hai.tran")
        return change(store, record, seen, *more)

    with monkeypatch.context() as patched:
        patched.setattr(DocumentStore, "change", always_late)
        late = save(editor, FEE, seen, chu=NEW)
    assert late.status_code == 409
    assert 'role="alert"' in late.text
    assert f"{NEW}</textarea>" in late.text
    assert save(editor, FEE, hidden(late.text, "thay"), chu=NEW).status_code == 303
    assert wording(desk) == NEW


def test_a_changed_file_can_be_done_away_with(desk: Office, editor: Browser) -> None:
    propose(desk)
    tep = hidden(editor.get(f"{HERE}/de-xuat").text, "tep")
    assert editor.post(f"{HERE}/de-xuat/bo", tep=tep).headers["location"] == f"{HERE}?da=da-bo"
    assert store_of(desk).proposals() == []
    assert wording(desk) == OLD
    assert logged(desk)[0] == "proposal_dismissed"


def test_a_document_is_retired_and_brought_back(desk: Office, editor: Browser) -> None:
    ban = hidden(editor.get(HERE).text, "ban")
    assert editor.post(f"{HERE}/ngung", ban=ban).headers["location"] == f"{HERE}?da=ngung-dung"
    assert store_of(desk).digests() == {}
    assert editor.post(f"{HERE}/dung-lai", ban=ban).status_code == 409
    page = editor.get(HERE).text
    assert "đã ngừng dùng từ" in page
    editor.post(f"{HERE}/dung-lai", ban=hidden(page, "ban"))
    assert set(store_of(desk).digests()) == {"cho-dem"}
    assert desk.actions()[-2:] == ["document_retired", "document_restored"]
