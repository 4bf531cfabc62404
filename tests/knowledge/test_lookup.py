"""Looking provisions up to cite them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curated import Reference
from knowledge.lookup import Lookup
from tests.knowledge.samples import source_documents, two_sources


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(source_documents())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kế hoạch I.1.2.b", "ke-hoach-ubnd-tinh-lang-son#I.1.2.b"),
        ("Mục III.1 kinh phí thực hiện", "ke-hoach-ubnd-tinh-lang-son#III.1"),
        ("kinh phi thuc hien muc iii.1", "ke-hoach-ubnd-tinh-lang-son#III.1"),
        ("khoản 2 điều 6 luật 93/2025", "luat-93-2025-qh15#-4"),
        ("/van-ban/luat-93-2025-qh15#-1.-2", "luat-93-2025-qh15#-1.-2"),
    ],
)
def test_a_provision_is_found_by_path_place_number_and_words(lookup: Lookup, typed: str, found: str) -> None:
    assert str(lookup.find(typed)[0].reference) == found


def test_words_that_no_document_has_find_nothing(lookup: Lookup) -> None:
    assert lookup.find("tàu vũ trụ sao Hoả") == []


def test_nothing_typed_finds_nothing(lookup: Lookup) -> None:
    assert lookup.find("  ") == lookup.find("…?!") == []


def test_every_provision_is_known_by_its_reference() -> None:
    documents = [document for document, _ in two_sources()]
    lookup = Lookup(documents)
    for document in documents:
        for provision in document.walk():
            found = lookup.cited(Reference(document.slug, provision.path))
            assert found is not None
            assert found.provision is provision
    assert lookup.cited(Reference("cho-dem", "-9")) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_looked_up(typed: str) -> None:
    documents = [document for document, _ in two_sources()]
    for found in Lookup(documents).find(typed):
        assert found.document in documents
        assert found.document.find(found.reference.path) == found.provision
