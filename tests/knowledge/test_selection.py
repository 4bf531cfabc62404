"""One item, or the list it stands in."""

from __future__ import annotations

import pytest

from knowledge.calibration import Calibration
from knowledge.model import Document
from knowledge.passages import passages_of
from knowledge.question import analyse
from knowledge.search import Hit
from knowledge.selection import Selection, select, trail
from tests.knowledge.samples import PLAN, source_document
from vietnamese.restorer import Restorer

RESTORER = Restorer.learn(["Mục tiêu của tỉnh"])
CALIBRATION = Calibration()


def selected(question: str, *found: tuple[str, float], slug: str = PLAN) -> Selection | None:
    """What is chosen where search found these paths with these scores, best first."""
    document = source_document(slug)
    by_path = {passage.path: (index, passage) for index, passage in enumerate(passages_of(document))}
    hits = [Hit(*by_path[path], score=score, cosine=0.9, lexical=5.0) for path, score in found]
    return select(
        analyse(question, RESTORER), hits, [source_document("luat-93-2025-qh15"), document], CALIBRATION
    )


def path_of(selection: Selection | None) -> str:
    assert selection is not None
    return selection.provision.path


def test_nothing_found_is_nothing_chosen() -> None:
    assert selected("mục tiêu") is None


@pytest.mark.parametrize("question", ["mục tiêu năm 2026 của tỉnh là gì", "muc tieu nam 2026 cua tinh la gi"])
def test_an_item_that_the_question_does_not_single_out_gives_way_to_its_list(question: str) -> None:
    assert path_of(selected(question, ("I.1.2.b.-4", 0.9))) == "I.1.2.b"


def test_an_item_that_the_question_singles_out_answers_alone() -> None:
    selection = selected("năm 2026 mạng lưới truyền thông gồm những người nào", ("I.1.2.b.-4", 0.9))
    assert path_of(selection) == "I.1.2.b.-4"
    assert selection is not None
    assert [heading.path for heading in selection.headings] == ["I", "I.1", "I.1.2", "I.1.2.b"]


def test_a_list_nearly_as_good_as_its_item_answers() -> None:
    question = "mạng lưới truyền thông"
    near, far = 0.9 - CALIBRATION.group_margin / 2, 0.9 - CALIBRATION.group_margin * 2
    assert path_of(selected(question, ("I.1.2.b.-4", 0.9), ("I.1.2.b", near))) == "I.1.2.b"
    assert path_of(selected(question, ("I.1.2.b.-4", 0.9), ("I.1.2.b", far))) == "I.1.2.b.-4"


def test_asking_for_a_list_lets_the_list_be_further_behind() -> None:
    behind = 0.9 - (CALIBRATION.group_margin + CALIBRATION.list_margin) / 2
    hits = (("I.1.2.b.-4", 0.9), ("I.1.2.b", behind))
    assert path_of(selected("liệt kê những nội dung về mạng lưới truyền thông", *hits)) == "I.1.2.b"
    assert path_of(selected("mạng lưới truyền thông", *hits)) == "I.1.2.b.-4"


def test_a_list_gives_way_to_the_one_part_that_says_all_of_it_that_was_asked() -> None:
    hits = (("I.1.2", 0.9), ("I.1.2.b.-3", 0.7), ("I.1.2.b.-4", 0.6))
    assert path_of(selected("mạng lưới truyền thông năm 2026", *hits)) == "I.1.2.b.-4"
    assert path_of(selected("mục tiêu cụ thể", *hits)) == "I.1.2"


def test_a_list_that_is_asked_for_does_not_give_way() -> None:
    hits = (("I.1.2", 0.9), ("I.1.2.b.-4", 0.6))
    assert path_of(selected("liệt kê những nội dung về mạng lưới truyền thông năm 2026", *hits)) == "I.1.2"


def test_a_paragraph_is_never_replaced_by_what_it_closes() -> None:
    assert path_of(selected("yêu cầu", ("IV.-1", 0.9))) == "IV.-1"


def test_the_trail_leads_from_the_top_down(plan: Document) -> None:
    assert [node.path for node in trail(plan, "I.1.2.b.-4")] == ["I", "I.1", "I.1.2", "I.1.2.b", "I.1.2.b.-4"]
    assert trail(plan, "no.such.path") == ()


def test_every_provision_can_be_chosen(plan: Document) -> None:
    for provision in plan.walk():
        assert trail(plan, provision.path)[-1] is provision
