"""The documents of the knowledge base, as they are read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from knowledge.importer import read_document
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.passages import passages_of
from tests.knowledge.samples import DOCUMENTS, PLAN, source_document, source_documents
from vietnamese.text import nfc

FILES = sorted(DOCUMENTS.iterdir())
PLAN_TREE = Path(__file__).parents[1] / "plan_tree.txt"
NOTE = "Ghi chú biên tập:"
SIGNATURE = "Nơi nhận:"


def printed(provision: Provision) -> str:
    return f"{provision.label} {provision.text}".strip()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_source_document_imports_with_unique_paths(file: Path) -> None:
    document = read_document(file, file.read_bytes())
    paths = [provision.path for provision in document.walk()]
    assert len(set(paths)) == len(paths)
    assert paths[0] == RECORD_PATH
    assert len(paths) > 5
    assert document.slug == file.stem
    assert document.title
    assert document.kind


@pytest.mark.parametrize("document", source_documents(), ids=lambda document: document.slug)
def test_a_provision_lies_below_the_one_that_holds_it(document: Document) -> None:
    for provision in document.walk():
        assert document.find(provision.path) is provision
        for child in provision.children:
            assert child.path.startswith(f"{provision.path}.")


@pytest.mark.parametrize("document", source_documents(), ids=lambda document: document.slug)
def test_only_the_plan_is_official_wording(document: Document) -> None:
    assert document.digest is (document.slug != PLAN)


# --- the province's plan ------------------------------------------------------------------------------------


def expected_tree() -> list[tuple[str, str, str]]:
    lines = [line for line in PLAN_TREE.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [tuple(cell.strip() for cell in line.split("|", 2)) for line in lines]
    return [(path, place, words) for path, place, words in rows]


def test_the_plans_tree_is_the_one_on_paper(plan: Document) -> None:
    expected = expected_tree()
    read = [(provision.path, provision.place, printed(provision)) for provision in plan.walk()]
    shortened = [
        (path, place, text[: len(words)])
        for (path, place, text), (_, _, words) in zip(read, expected, strict=True)
    ]
    assert shortened == expected


def test_no_word_of_the_plan_is_lost_or_added_between_title_and_signature(plan: Document) -> None:
    paper = nfc((DOCUMENTS / f"{PLAN}.txt").read_text("utf-8")).partition(SIGNATURE)[0]
    body = "".join(paper.split()).removeprefix("KẾHOẠCH")
    read = [plan.subject, *(printed(provision) for provision in plan.walk() if provision.path != RECORD_PATH)]
    assert "".join("".join(read).split()) == body


def test_wrapped_numbers_are_whole_again(plan: Document) -> None:
    texts = [provision.text for provision in plan.walk()]
    assert not any(re.search(r"57- ?$|57- NQ", text) for text in texts)
    employees = plan.find("I.1.2.a.-2")
    assert employees is not None
    assert "Nghị quyết số 57-NQ/TW và hệ thống các văn bản" in employees.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("I.1.2.b.-2", "hệ thống thông tin cơ sở, mạng xã hội."),
        ("II.1.a", "Trang thông tin điện của các sở, ban, ngành"),
        ("II.2.c", "cán bộ truyền thông chuyên trách"),
        ("III.2", "dự toán chi ngân sách nhà nước"),
    ],
)
def test_a_sentence_goes_on_over_a_page_break(plan: Document, path: str, words: str) -> None:
    provision = plan.find(path)
    assert provision is not None
    assert words in provision.text


def test_the_plan_says_who_issued_and_signed_it_and_that_it_has_no_number(plan: Document) -> None:
    assert plan.name == "Kế hoạch của UBND tỉnh Lạng Sơn (không số)"
    assert plan.number == ""
    assert plan.kind == "Kế hoạch"
    assert plan.issuer == "UBND tỉnh Lạng Sơn"
    assert plan.signer == "Dương Xuân Huyên"
    assert plan.issued is None
    assert plan.relations == (("thuc_hien", "1169/QĐ-TTg"),)


def test_the_signature_block_is_no_provision(plan: Document) -> None:
    texts = "\n".join(provision.text for provision in plan.walk() if provision.path != RECORD_PATH)
    for line in ("Nơi nhận", "Lưu: VT", "TM. ỦY BAN", "KT. CHỦ TỊCH", "Dương Xuân Huyên"):
        assert line not in texts


# --- digests and compilations -------------------------------------------------------------------------------


def test_the_record_says_what_a_paper_says_of_itself() -> None:
    record = source_document("nghi-quyet-193-2025-qh15").find(RECORD_PATH)
    assert record is not None
    assert record.kind is ProvisionKind.RECORD
    assert record.place == ""
    for words in ("Số hiệu: 193/2025/QH15", "Cơ quan ban hành: Quốc hội", "Trần Thanh Mẫn", "19/02/2025"):
        assert words in record.text


def test_a_place_is_what_the_braces_say_and_is_inherited() -> None:
    law = source_document("luat-93-2025-qh15")
    places = {provision.place for provision in law.walk()}
    assert {"", "Điều 7", "Khoản 2 Điều 6", "Khoản 1 Điều 71"} <= places
    policy = next(provision for provision in law.walk() if provision.text == "Chính sách của Nhà nước")
    assert [child.place for child in policy.children] == ["Khoản 2 Điều 6"]


def test_a_heading_without_a_place_has_none() -> None:
    law = source_document("luat-93-2025-qh15")
    general = next(provision for provision in law.walk() if provision.text == "Thông tin chung")
    assert {node.place for node in general.walk()} == {""}


def test_a_repealed_heading_hands_its_term_to_what_it_heads() -> None:
    resolution = source_document("nghi-quyet-193-2025-qh15")
    tax = next(provision for provision in resolution.walk() if provision.text == "Thuế")
    for node in tax.walk():
        assert node.validity.end == date(2025, 10, 1)
        assert node.validity.ended_by == "93/2025/QH15"
    scope = next(provision for provision in resolution.walk() if provision.text == "Phạm vi, đối tượng")
    assert scope.validity.end is None


def test_a_row_of_a_compilation_speaks_for_the_paper_it_names() -> None:
    compilation = source_document("van-ban-tinh-lang-son")
    rows = [provision for provision in compilation.walk() if provision.kind is ProvisionKind.ROW]
    assert len(rows) == 10
    assert [row.path for row in rows] == [f"-1.r{number}" for number in range(1, 11)]
    papers = [row.papers for row in rows]
    assert papers[0] == ("49-NQ/TU",)
    assert papers[5] == ("145/KH-UBND",)
    assert papers[3] == ("Chương trình hành động số 150 của Ban Thường vụ Tỉnh ủy",)


def test_a_heading_of_a_compilation_speaks_for_the_paper_in_its_braces() -> None:
    compilation = source_document("van-ban-tinh-lang-son")
    results = next(
        provision for provision in compilation.walk() if provision.text.startswith("Kết quả chuyển")
    )
    assert {node.papers for node in results.walk()} == {("333/KH-UBND",)}
    board = next(provision for provision in compilation.walk() if provision.text == "Ban Chỉ đạo tỉnh")
    assert board.papers == ()


def test_cells_stand_under_their_heads() -> None:
    movement = source_document("ke-hoach-01-kh-bcdtw")
    table = next(provision for provision in movement.walk() if provision.kind is ProvisionKind.TABLE)
    assert table.cells == ("Đối tượng", "Năm 2025", "Năm 2026")
    assert all(len(row.cells) == 3 for row in table.children)
    assert table.children[3].text.endswith("Năm 2025: 40 triệu; Năm 2026: 60 triệu")


# --- editors' notes -----------------------------------------------------------------------------------------


def notes_on_file() -> list[tuple[str, int, str]]:
    return [
        (file.stem, number, line.partition(NOTE)[2].strip())
        for file in FILES
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if line.startswith("> ")
    ]


def test_every_editors_note_is_kept_with_its_line() -> None:
    kept = [(document.slug, line, note) for document in source_documents() for line, note in document.notes]
    assert sorted(kept) == sorted(notes_on_file())
    assert len(kept) > 1


@pytest.mark.parametrize(("slug", "note"), [(slug, note) for slug, _, note in notes_on_file()])
def test_an_editors_note_is_in_no_provision_and_no_passage(slug: str, note: str) -> None:
    document = source_document(slug)
    everything = [provision.text for provision in document.walk()]
    everything += [passage.text for passage in passages_of(document)]
    assert not any(note in text or NOTE in text for text in everything)
