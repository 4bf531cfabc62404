"""Curated answers: what fits one, what does not, and what citizens and editors read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.database import Base, Database
from foundation.errors import DocumentError
from knowledge.answer import Answer, Answerer
from knowledge.context import Context
from knowledge.curated import Curated
from knowledge.imported import Imported
from knowledge.importer.curated import is_curated, read_curated
from knowledge.outcome import Outcome
from knowledge.release import Release, Written, build_release
from knowledge.store import DocumentStore
from tests.knowledge.samples import DOCUMENTS, NOW, RULES, HashEncoder, two_sources

MARKET = """\
---
loai: câu trả lời biên tập
co_quan_phu_trach: Sở Công Thương
ra_soat_truoc: 2027-06-30
---

# Câu hỏi

- Chợ đêm mở cửa mấy giờ ngày lễ năm 2026?

# Trả lời

Ngày lễ chợ đêm
mở đến 24 giờ.

# Trích dẫn

- /van-ban/cho-dem#-1.-2
"""

PRIVATE = """\
---
loai: chủ đề không trả lời
co_quan_phu_trach: Sở Công Thương
ra_soat_truoc: 2027-06-30
---

# Cụm từ

- hồ sơ của tôi … đến đâu
- tối mật

# Trả lời

Tôi không trả lời về việc này.
"""
SHIPPED = sorted((DOCUMENTS.parent / "curated").iterdir())


def curated(text: str, name: str = "gio-le.md") -> Curated:
    return read_curated(Path(name), text.encode())


def a_release(folder: Path, *texts: str, encoder: HashEncoder | None = None) -> Release:
    sources = [(curated(text, f"tep-{position}.md"), "0" * 64) for position, text in enumerate(texts)]
    return build_release(folder, two_sources(), encoder or HashEncoder(), NOW, written=Written(sources))


def ask(release: Release, text: str, *, context: Context | None = None, at: datetime = NOW) -> Answer:
    return Answerer(HashEncoder(), lambda: at).answer(release, text, context or Context())


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return a_release(tmp_path, MARKET, PRIVATE)


@pytest.mark.parametrize(
    "typed", ["Chợ đêm mở cửa mấy giờ ngày lễ năm 2026?", "cho dem mo cua may gio ngay le nam 2026"]
)
def test_the_question_that_an_editor_wrote_gets_the_editors_words(release: Release, typed: str) -> None:
    answer = ask(release, typed)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text == (
        "Ngày lễ chợ đêm mở đến 24 giờ.\nCâu trả lời do Sở Công Thương biên tập; rà soát trước ngày 30/06/2027."
    )
    assert [citation.url for citation in answer.citations] == ["/van-ban/cho-dem#-1.-2"]
    assert (answer.context.document, answer.context.path, answer.context.year) == ("cho-dem", "-1.-2", 2026)


@pytest.mark.parametrize(
    "other",
    [
        "Chợ đêm mở cửa mấy giờ ngày lễ năm 2027?",
        "Chợ đêm Hà Nội mở cửa mấy giờ ngày lễ năm 2026?",
        "Ai mở cửa chợ đêm ngày lễ năm 2026?",
        "Gian hàng chợ đêm nộp phí mấy giờ năm 2026?",
    ],
)
def test_a_question_that_is_nearly_another_one_is_left_to_search(release: Release, other: str) -> None:
    assert "biên tập" not in ask(release, other).text


def test_past_its_review_an_answer_says_so(release: Release) -> None:
    late = ask(release, "Chợ đêm mở cửa mấy giờ ngày lễ năm 2026?", at=datetime(2027, 6, 30, 3, tzinfo=UTC))
    assert late.outcome is Outcome.ANSWERED
    assert "đã quá hạn rà soát (trước ngày 30/06/2027)" in late.text


def test_an_exclusion_is_refused_in_its_own_words_and_leaves_the_context(release: Release) -> None:
    before = Context(question="Giờ mở cửa chợ đêm", document="cho-dem", path="-1")
    answer = ask(release, "Hồ sơ của tôi nộp hôm qua giờ đến đâu rồi?", context=before)
    assert (answer.outcome, answer.text) == (Outcome.BLOCKED, "Tôi không trả lời về việc này.")
    assert (answer.citations, answer.context) == ((), before)


def test_what_must_not_be_answered_is_not_answered_of_another_day_either(release: Release) -> None:
    assert (
        ask(release, "Tại thời điểm tháng 3/2025, hồ sơ của tôi giải quyết đến đâu?").outcome
        is Outcome.BLOCKED
    )
    other_day = ask(release, "Tại thời điểm tháng 3/2025, chợ đêm mở cửa mấy giờ ngày lễ năm 2026?")
    assert "biên tập" not in other_day.text


def test_a_phrase_is_its_accented_words(release: Release) -> None:
    assert ask(release, "Cho xem giấy tối mật").outcome is Outcome.BLOCKED
    assert ask(release, "Gian hàng của tôi mất phí bao nhiêu?").outcome is not Outcome.BLOCKED


def test_what_is_suspended_or_cites_nothing_that_is_there_is_left_out(tmp_path: Path) -> None:
    idle = MARKET.replace("loai:", "trang_thai: tạm ngừng\nloai:")
    assert a_release(tmp_path, idle, MARKET.replace("#-1.-2", "#-9")).manifest.curated == {}


def test_a_changed_file_waits_for_an_editor(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    Base.metadata.create_all(database.engine)
    store = DocumentStore(database, lambda: NOW)
    file = tmp_path / "gio-le.md"
    file.write_text(MARKET, "utf-8")
    assert [store.import_file(file).outcome for _ in range(2)] == [Imported.NEW, Imported.UNCHANGED]
    assert store.sources() == []
    file.write_text(MARKET.replace("24 giờ", "23 giờ"), "utf-8")
    proposed = store.import_file(file)
    assert proposed.outcome is Imported.PROPOSED
    assert [change.path for change in proposed.changes] == ["Trả lời", "Trả lời"]
    assert "24 giờ" in store.curated.sources()[0][0].text
    store.curated.accept("gio-le")
    assert "23 giờ" in store.curated.sources()[0][0].text
    database.close()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("biên tập\n", "gì đó\n", 2),
        ("2027-06-30", "mai", 4),
        ("- Chợ đêm", "Chợ đêm", 9),
        ("/van-ban/cho-dem#-1.-2", "cho-dem", 18),
        ("# Trích dẫn", "# Nguồn", 16),
        ("mở đến 24 giờ.", "mở " * 400, 11),
    ],
)
def test_an_error_names_its_line_and_what_to_do(old: str, new: str, line: int) -> None:
    with pytest.raises(DocumentError) as error:
        curated(MARKET.replace(old, new))
    assert error.value.line == line


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    content = f"---\nloai: câu trả lời biên tập\n{text}".encode("utf-8", "replace")
    with suppress(DocumentError):
        assert read_curated(Path("a.md"), content).questions


def test_documents_are_no_curated_answers() -> None:
    assert not is_curated(Path("a.md"), RULES.encode())
    assert not any(is_curated(file, file.read_bytes()) for file in DOCUMENTS.iterdir())
    assert all(is_curated(file, file.read_bytes()) for file in SHIPPED)


def test_every_shipped_file_is_in_the_agreed_form() -> None:
    read = [read_curated(file, file.read_bytes()) for file in SHIPPED]
    assert len({replace(one, slug="").text for one in read}) == len(SHIPPED) >= 6
