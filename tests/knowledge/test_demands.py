"""What kind of thing a question demands, and which provisions state one."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.demands import DEMANDS, Demand, demands_in, thing_of
from vietnamese.text import fold

KINDS = [demand.kind for demand in DEMANDS]
PIECES = "so dien thoai ai ky bao nhieu tien khi nao ten la gi ba da (?: % ngay may".split()
TYPED = st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join)


def the(kind: str) -> Demand:
    return next(demand for demand in DEMANDS if demand.kind == kind)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Mục tiêu năm 2026 của tỉnh là gì?", set()),
        ("Số điện thoại đường dây nóng là gì?", {"phone"}),
        ("cho xin sđt của sở", {"phone"}),
        ("Ai ký văn bản này?", {"signature"}),
        ("Văn bản đang ký duyệt", set()),
        ("Họ và tên trưởng ban", {"name"}),
        ("Email của sở", {"mailbox"}),
        ("Hạn chót là ngày nào?", {"day"}),
        ("Mở cửa mấy giờ?", {"hours"}),
        ("Vì sao chậm tiến độ?", {"cause"}),
        ("Kinh phí hết bao nhiêu tiền?", {"money", "fee"}),
        ("Đạt bao nhiêu phần trăm?", {"percent"}),
        ("Hồ sơ gồm những giấy tờ gì?", {"papers"}),
        ("Diện tích của tỉnh", {"area"}),
    ],
)
def test_the_words_of_a_question_tell_what_it_demands(question: str, kinds: set[str]) -> None:
    assert {demand.kind for demand in demands_in(fold(question))} == kinds


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "Điện thoại: 0205.3812.345"),
        ("phone", "Tổng đài 1022"),
        ("mailbox", "gửi về thư điện tử skhcn@langson.gov.vn"),
        ("link", "tại https://langson.gov.vn/chuyen-doi-so"),
        ("name", "Phó Chủ tịch Dương Xuân Huyên"),
        ("signature", "Người ký: Dương Xuân Huyên"),
        ("signature", "Dương Xuân Huyên đã ký"),
        ("money", "Mỗi gian hàng nộp 50.000 đồng"),
        ("percent", "đạt 80%"),
        ("day", "trước ngày 10 tháng 6"),
        ("day", "trước 10/6"),
        ("hours", "từ 18 giờ đến 23 giờ"),
        ("fee", "Lệ phí do người nộp trả"),
    ],
)
def test_a_provision_that_states_such_a_thing_does(kind: str, text: str) -> None:
    assert the(kind).stated_in(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "Nghị quyết số 57-NQ/TW ngày 22/12/2024, giai đoạn 2026-2030, 500 tỷ đồng"),
        ("mailbox", "gửi bản giấy về Sở Khoa học và Công nghệ"),
        ("link", "đăng trên trang thông tin của tỉnh"),
        ("name", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("name", "ông dương xuân huyên"),
        ("signature", "Dương Xuân Huyên chủ trì cuộc họp"),
        ("money", "bảo đảm kinh phí từ ngân sách"),
        ("percent", "đạt một phần ba"),
        ("day", "theo quy định hiện hành"),
        ("hours", "mở cửa các ngày trong tuần"),
        ("fee", "khu phố"),
    ],
)
def test_a_provision_on_the_matter_without_such_a_thing_does_not(kind: str, text: str) -> None:
    assert not the(kind).stated_in(text)


def test_every_kind_has_a_name_of_its_own_and_a_thing_that_citizens_read() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert all(thing_of(kind) == the(kind).thing != "" for kind in KINDS)
    assert thing_of("phone") == "số điện thoại"


@pytest.mark.parametrize("kind", ["", "year", "no such kind"])
def test_what_is_no_kind_has_no_thing(kind: str) -> None:
    assert thing_of(kind) == ""


@pytest.mark.parametrize("demand", DEMANDS, ids=KINDS)
def test_no_kind_is_demanded_or_stated_by_nothing(demand: Demand) -> None:
    assert demand not in demands_in("")
    assert not demand.stated_in("")


def test_what_the_question_gives_itself_is_no_answer_to_it() -> None:
    spent = "Quyết định 12/QĐ-UBND ngày 05/3/2026 cấp 40 triệu đồng"
    assert the("money").stated_in(spent, known=frozenset({"12", "2026"}))
    assert not the("money").stated_in(spent, known=frozenset({"40"}))


@given(TYPED)
def test_any_text_demands_known_kinds_each_once_in_order(text: str) -> None:
    found = [demand.kind for demand in demands_in(text)]
    assert found == [kind for kind in KINDS if kind in found]


@given(before=TYPED, after=TYPED)
def test_what_is_demanded_is_demanded_in_whatever_company(before: str, after: str) -> None:
    assert the("phone") in demands_in(f"{before} . so dien thoai . {after}")


@given(st.sampled_from([*PIECES, "ba ten ", "so ", "bao nhieu ", "1", "a", "ạ", " ", "kinh phi "]))
def test_a_long_question_takes_a_moment(piece: str) -> None:
    started = process_time()
    demands_in(piece * (10_000 // len(piece)))
    assert process_time() - started < 2


@pytest.mark.parametrize(
    ("question", "kind", "demanded"),
    [
        ("đưa kết quả tới công chúng bằng cách gì", "papers", False),
        ("bản sao có cần công chứng không", "papers", True),
        ("phải xem bản nào mới hơn", "body", False),
        ("ban nào lo việc này", "body", True),
        ("nhóm này gồm những người ở đâu", "street", False),
        ("tiền ở đâu ra", "street", False),
        ("sở này ở đâu", "street", True),
        ("năm 2025 đã tính chưa hay sang năm mới tính", "result", False),
        ("tỉnh đã làm việc này chưa", "result", True),
    ],
)
def test_words_that_look_alike_without_diacritics_are_told_apart_by_them(
    question: str, kind: str, demanded: bool
) -> None:
    found = {demand.kind for demand in demands_in(fold(question), question)}
    assert (kind in found) is demanded
