"""The draft beside what is live: documents that others touch, sample questions, and the digest of it all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from foundation.clock import utc_now
from knowledge.draft import Became, Draft, Kind, digest_of, sources_of
from knowledge.draft_differences import Drafts
from knowledge.release import build_release, switch_live
from knowledge.samples import Sample, SampleFile
from knowledge.store import DocumentStore
from tests.conversations.house import blank_database
from tests.knowledge.samples import GARDENS, NOW, RULES

MARKET = RULES.replace("12/QĐ-UBND", "12/2026/QĐ-UBND")
ENDING = """\
---
so_hieu: 99/2026/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
hieu_luc_tu: 2026-12-01
thay_the: 12/2026/QĐ-UBND
---

# Quyết định 99/2026/QĐ-UBND

Quản lý bến thuyền theo cách khác.
"""


class Desk:
    """A store and a folder of releases."""

    def __init__(self, folder: Path) -> None:
        self.store = DocumentStore(blank_database(folder / "hoidap.sqlite"), utc_now)
        self.folder = folder / "releases"
        self.drafts = Drafts(self.store, self.folder)
        self.take("cho-dem.md", MARKET)
        self.take("cay-xanh.md", GARDENS)

    def take(self, name: str, text: str) -> None:
        self.store.import_content(Path(name), text.encode())

    def publish(self) -> None:
        sources = sources_of(self.store)
        built = build_release(self.folder, sources.documents, None, NOW, written=sources.written)
        switch_live(self.folder, built.id)

    @property
    def present(self) -> Draft:
        return self.drafts.present()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def samples(*questions: str) -> SampleFile:
    return SampleFile(
        "cau-hoi-cho-dem", "cho-dem", tuple(Sample("-1.-1", question) for question in questions)
    )


def test_before_anything_is_live_all_is_new(desk: Desk) -> None:
    assert {one.became for one in desk.present.differences} == {Became.NEW}
    assert desk.present.live == ""


def test_a_document_that_another_one_ends_is_told_as_well(desk: Desk) -> None:
    desk.publish()
    desk.take("thay-the.md", ENDING)
    found = {one.slug: one for one in desk.present.differences}
    assert found["thay-the"].became is Became.NEW
    touched = found["cho-dem"]
    assert (touched.became, touched.authors, touched.at) == (Became.AFFECTED, (), None)
    assert any("hết hiệu lực" in one.after for one in touched.changes)


def test_sample_questions_are_compared_word_by_word(desk: Desk) -> None:
    desk.store.samples.add(samples("Mấy giờ đóng cửa?"), "lan.nguyen")
    assert [(one.kind, one.became) for one in desk.present.differences if one.kind is Kind.SAMPLES] == [
        (Kind.SAMPLES, Became.NEW)
    ]
    desk.publish()
    assert not desk.present.differences
    desk.store.samples.change(samples("Mấy giờ đóng cửa?", "Chợ mở tới khi nào?"), 1, "hoa.tran")
    [changed] = desk.present.differences
    assert [(one.before, one.after) for one in changed.changes] == [("", "Chợ mở tới khi nào?")]
    assert changed.authors == ("hoa.tran",), "what is live is no longer anybody's change"


def test_samples_of_what_is_not_there_are_remarked(desk: Desk) -> None:
    desk.store.samples.add(replace(samples(), samples=(Sample("IX.9", "Ai trông chợ?"),)), "lan.nguyen")
    assert [(one.kind, "cho-dem#IX.9" in one.message) for one in desk.present.remarks] == [
        (Kind.SAMPLES, True)
    ]


def test_a_proposal_that_waits_is_remarked_and_is_no_difference(desk: Desk) -> None:
    desk.publish()
    desk.take("cho-dem.md", MARKET.replace("23 giờ", "22 giờ"))
    assert desk.present.differences == ()
    assert [(one.slug, "chờ chấp nhận" in one.message) for one in desk.present.remarks] == [("cho-dem", True)]


def test_the_digest_is_that_of_what_is_built_and_changes_with_all_that_goes_into_it(desk: Desk) -> None:
    digests = [digest_of(desk.store)]
    assert sources_of(desk.store).digest == digests[0] == desk.present.digest
    desk.store.samples.add(samples("Mấy giờ đóng cửa?"), "lan.nguyen")
    digests.append(digest_of(desk.store))
    desk.store.retire("cay-xanh", 1, "lan.nguyen")
    digests.append(digest_of(desk.store))
    assert len(set(digests)) == 3
    desk.store.retire("cay-xanh", 2, "lan.nguyen", retired=False)
    assert digest_of(desk.store) == digests[1], "as it was before"


def test_an_accepted_file_begins_anew_who_has_a_part_in_it(desk: Desk) -> None:
    entry = desk.store.entry("cho-dem")
    desk.store.change(replace(entry.record, title="Khác"), 1, "lan.nguyen")
    desk.take("cho-dem.md", MARKET.replace("23 giờ", "22 giờ"))
    desk.store.accept("cho-dem")
    desk.publish()
    desk.store.change(replace(desk.store.entry("cho-dem").record, title="Khác nữa"), 3, "hoa.tran")
    [changed] = desk.present.differences
    assert changed.authors == ("hoa.tran",)
