"""Places as texts name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.places import Place, find_places, place_from


def named(text: str) -> list[Place]:
    return [place for mention in find_places(text) for place in mention.places]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Điều 5", [Place(article="5")]),
        ("khoản 2 Điều 5", [Place(article="5", clause="2")]),
        ("điểm a khoản 2 Điều 5", [Place(article="5", clause="2", point="a")]),
        (
            "các điểm a, b và đ khoản 1 Điều 3",
            [Place(article="3", clause="1", point=point) for point in ("a", "b", "đ")],
        ),
        ("khoản 1, khoản 2 Điều 9", [Place(article="9", clause=clause) for clause in ("1", "2")]),
        ("Điều 3, 4, 5", [Place(article=article) for article in ("3", "4", "5")]),
        ("Điều 3 đến Điều 6", [Place(article=article) for article in ("3", "4", "5", "6")]),
        ("Điều 8, khoản 1 Điều 9", [Place(article="8"), Place(article="9", clause="1")]),
        ("Điều 5a", [Place(article="5a")]),
        ("Mục I.1.2 điểm b", [Place(section="I.1.2", point="b")]),
        ("Chương II", [Place(chapter="II")]),
        ("Phụ lục số 01", [Place(annex="phụ lục 1")]),
        ("Điều 4 Quy định ban hành kèm theo", [Place(annex="quy định", article="4")]),
        ("Mục 1 Phụ lục I", [Place(annex="phụ lục i", section="1")]),
        ("Nghị quyết số 12/2024/NQ-HĐND ngày 8/7/2024", []),
        ("điều kiện, mục tiêu, chương trình 5 năm, phần mềm", []),
        ("Điều 1 đến Điều 9999", [Place(article="1")]),
    ],
)
def test_every_place_is_found(text: str, places: list[Place]) -> None:
    assert named(text) == places


@pytest.mark.parametrize(
    ("outer", "inner", "covered"),
    [
        ("Điều 5", "Điểm a Khoản 2 Điều 5", True),
        ("Khoản 2 Điều 5", "Điều 5", False),
        ("Điều 5", "Điều 5a", False),
        ("Điều 5", "Điều 5 Quy định kèm theo", False),
        ("Mục I.1", "Mục I.1.2 điểm b", True),
        ("Mục I.1", "Mục I.12", False),
        ("Phụ lục I", "Mục 2 Phụ lục I", True),
        ("Phụ lục I", "Mục 2 Phụ lục II", False),
        ("Chương II", "Mục 1, Chương II", True),
        ("", "Điều 5", False),
    ],
)
def test_a_place_covers_what_lies_in_it(outer: str, inner: str, covered: bool) -> None:
    assert place_from(outer).covers(place_from(inner)) is covered


@given(st.text(alphabet="Điềukhoảnểmục PhụlC 0123456789,;.ađbI") | st.text())
def test_any_text_has_places_within_it(text: str) -> None:
    for mention in find_places(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.places
        assert all(place != Place() for place in mention.places)
