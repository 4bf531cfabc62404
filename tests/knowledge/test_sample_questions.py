"""Sample questions: what editors write beside a provision is found by those who ask in other words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import utc_now
from foundation.database import Base, Database
from foundation.errors import DocumentError
from knowledge.answer import Answer, Answerer
from knowledge.context import Context
from knowledge.encoder import Encoder, Vectors
from knowledge.imported import Imported
from knowledge.importer.samples import is_samples, read_samples
from knowledge.outcome import Outcome
from knowledge.placing import waiting
from knowledge.release import Release, Written, build_release, load_release
from knowledge.sampled import NOWHERE
from knowledge.samples import Sample
from knowledge.store import DocumentStore
from tests.knowledge.samples import NOW, RULES, HashEncoder, two_sources

FILE = """\
---
loai: câu hỏi mẫu
van_ban: {document}
---

## {path}

- Tối thứ bảy rủ nhau ra phố ăn vặt thì từ lúc nào?
- Mấy giờ phố ẩm thực đông?

## không nêu

- Thuê một sạp hàng hết mấy đồng?
"""
DOCUMENT, PATH = "cho-dem", "-1.-1"


def a_file(document: str = DOCUMENT, path: str = PATH) -> bytes:
    return FILE.format(document=document, path=path).encode()


def built(folder: Path, encoder: Encoder | None, *files: bytes, previous: Release | None = None) -> Release:
    read = [
        (read_samples(Path(f"cau-hoi-{number}.md"), file), str(number)) for number, file in enumerate(files)
    ]
    return build_release(
        folder, two_sources(), encoder, NOW, written=Written(samples=read), previous=previous
    )


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_file_tells_its_document_its_questions_and_what_is_not_stated() -> None:
    read = read_samples(Path("cau-hoi-cho.md"), a_file())
    assert (read.slug, read.document) == ("cau-hoi-cho", DOCUMENT)
    assert read.samples[1] == Sample(PATH, "Mấy giờ phố ẩm thực đông?")
    assert read.gaps == ("Thuê một sạp hàng hết mấy đồng?",)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("câu hỏi mẫu", "câu trả lời biên tập", 1, "câu hỏi mẫu"),
        ("van_ban: cho-dem", "van_ban:", 1, "tên văn bản"),
        ("## -1.-1\n", "\n", 8, "chưa thuộc quy định nào"),
        ("## -1.-1", "## Mục một", 6, "không phải đường dẫn"),
        ("- Mấy giờ phố ẩm thực đông?", "Mấy giờ phố ẩm thực đông?", 9, "gạch đầu dòng"),
        ("- Mấy giờ phố ẩm thực đông?", "- " + "dài " * 100, 9, "quá 300"),
        ("- Mấy giờ phố ẩm thực đông?", "- Tối thứ bảy rủ nhau ra phố ăn vặt thì từ lúc nào?", 9, "dòng 8"),
    ],
)
def test_what_is_not_of_the_form_is_named_with_its_line(old: str, new: str, line: int, reason: str) -> None:
    broken = a_file().decode().replace(old, new).encode()
    with pytest.raises(DocumentError) as refused:
        read_samples(Path("cau-hoi-cho.md"), broken)
    assert refused.value.line == line
    assert reason in refused.value.message


def test_a_document_or_a_curated_answer_is_no_file_of_samples() -> None:
    assert is_samples(Path("a.md"), a_file())
    assert not is_samples(Path("a.txt"), a_file())
    assert not is_samples(
        Path("a.md"), a_file().replace("câu hỏi mẫu".encode(), "câu trả lời biên tập".encode())
    )
    assert not is_samples(Path("a.md"), b"# Quy ch\xe1\xba\xbf\n\nloai: cau hoi mau\n")


@given(st.text(alphabet="#-: loaivnbckhôngêu\n\x00\ufeff", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_samples(Path("cau-hoi.md"), f"---\nloai: câu hỏi mẫu\nvan_ban: a\n---\n{text}".encode())
    except DocumentError:
        return
    assert read.questions


# --- what they do ----------------------------------------------------------------------------------------------------


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


def asked(release: Release, encoder: Encoder, text: str) -> Answer:
    return Answerer(encoder, utc_now).answer(release, text, Context())


def test_questions_of_documents_or_provisions_that_are_not_there_wait(
    tmp_path: Path, encoder: HashEncoder
) -> None:
    release = built(tmp_path, encoder, a_file(document="khong-co"), a_file(path="-9"))
    # Of the second file only its gap is left: its document is there.
    assert [one.passage for one in release.samples] == [-1]


def test_few_samples_leave_answers_as_they_were(tmp_path: Path, encoder: HashEncoder) -> None:
    bare, release = built(tmp_path / "a", encoder), built(tmp_path / "b", encoder, a_file())
    for text in ("Chợ đêm mở cửa đến mấy giờ?", "Thuê một sạp hàng hết mấy đồng?", "Giá vàng hôm nay?"):
        with_samples, without = asked(release, encoder, text), asked(bare, encoder, text)
        assert (with_samples.outcome, with_samples.text) == (without.outcome, without.text)


@pytest.mark.parametrize("built_with", [None, HashEncoder()])
def test_without_an_encoder_samples_are_left_aside(tmp_path: Path, built_with: HashEncoder | None) -> None:
    release = built(tmp_path, built_with, a_file())
    answer = Answerer(None, utc_now).answer(release, "Chợ đêm mở cửa từ mấy giờ đến mấy giờ?", Context())
    assert answer.outcome is Outcome.ANSWERED
    assert "18 giờ" in answer.text


def test_what_waits_is_named_and_a_gap_that_a_provision_answers_is_none(
    tmp_path: Path, encoder: HashEncoder
) -> None:
    contrary = a_file().replace(
        "Thuê một sạp hàng hết mấy đồng?".encode(), "Mấy giờ phố ẩm thực đông?".encode()
    )
    release = built(tmp_path, encoder, contrary)
    assert all(one.passage != NOWHERE for one in release.samples)
    misplaced = [read_samples(Path("cau-hoi-cho.md"), a_file(path="-9"))]
    assert waiting(misplaced, release.space.passages) == [("cau-hoi-cho", "cho-dem#-9")]


def test_a_release_with_samples_can_be_loaded_again(tmp_path: Path, encoder: HashEncoder) -> None:
    release = built(tmp_path, encoder, a_file())
    again = load_release(tmp_path / release.id)
    assert again.samples == release.samples
    assert len(again.samples) == 3
    assert asked(again, encoder, "mấy giờ phố ẩm thực đông?") == asked(
        release, encoder, "mấy giờ phố ẩm thực đông?"
    )


def test_unchanged_samples_are_not_encoded_again(tmp_path: Path) -> None:
    class Counting(HashEncoder):
        """Counts the questions that it encodes."""

        counted = 0

        def question(self, text: str) -> Vectors:
            self.counted += 1
            return super().question(text)

    encoder = Counting()
    first = built(tmp_path / "a", encoder, a_file())
    before = encoder.counted
    built(tmp_path / "b", encoder, a_file(), previous=first)
    assert before == 3
    assert encoder.counted == before


# --- in the database -------------------------------------------------------------------------------------------------


def test_a_changed_file_is_a_proposal_that_tells_what_changed(store: DocumentStore) -> None:
    file = Path("cau-hoi-cho.md")
    assert store.import_content(file, a_file()).outcome is Imported.NEW
    assert store.import_content(file, a_file()).outcome is Imported.UNCHANGED
    other = a_file().replace("Mấy giờ phố ẩm thực đông?".encode(), "Khi nào phố ẩm thực đông?".encode())
    changed = store.import_content(file, other)
    assert changed.outcome is Imported.PROPOSED
    assert [(one.before, one.after) for one in changed.changes] == [
        ("Mấy giờ phố ẩm thực đông?", ""),
        ("", "Khi nào phố ẩm thực đông?"),
    ]
    assert "Khi nào" in store.samples.accept("cau-hoi-cho").samples[1].question


def test_a_file_of_samples_has_a_name_of_its_own(store: DocumentStore) -> None:
    assert store.import_content(Path("cho-dem.md"), RULES.encode()).outcome is Imported.NEW
    refused = store.import_content(Path("cho-dem.md"), a_file())
    assert refused.outcome is Imported.FAILED
    assert refused.error is not None
    assert "cau-hoi-cho-dem.md" in refused.error.hint


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    Base.metadata.create_all(database.engine)
    return DocumentStore(database, lambda: NOW)
