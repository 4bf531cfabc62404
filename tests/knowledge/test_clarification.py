"""Clarifying: what is asked back, how the readings are told apart, and what an answer to it picks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import buttons_of
from knowledge.answer import Answer, Answerer
from knowledge.clarification import MAX_CHOICES, MAX_TITLE
from knowledge.context import Choice, Context, dump_context, load_context
from knowledge.outcome import Outcome
from knowledge.picking import picked
from knowledge.release import Release, build_release
from tests.knowledge.samples import NOW, HashEncoder, a_source

MARKET = """\
---
so_hieu: 12/QĐ-UBND
loai_van_ban: Quyết định
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2026-01-05
---

# Quyết định 12/QĐ-UBND về chợ đêm

## Báo cáo {vi_tri: "Điều 4"}

- Ban quản lý chợ báo cáo trước ngày 05 hằng tháng.
"""
GARDEN = """\
---
so_hieu: 34/NQ-HĐND
loai_van_ban: Nghị quyết
co_quan_ban_hanh: Hội đồng nhân dân tỉnh Lạng Sơn
ngay_ban_hanh: 2026-02-01
---

# Nghị quyết 34/NQ-HĐND về cây xanh

## Báo cáo {vi_tri: "Mục II"}

- Các phường báo cáo trước ngày 20 tháng 12.

## Tưới cây {vi_tri: "Mục III"}

- Công ty môi trường tưới cây mỗi sáng.
"""
AMBIGUOUS = "báo cáo trước ngày nào?"


def built(folder: Path, *texts: str) -> Release:
    sources = [a_source(text, f"van-ban-{number}.md") for number, text in enumerate(texts, start=1)]
    release = build_release(folder, sources, HashEncoder(), NOW)
    calibration = replace(release.manifest.calibration, threshold=0.0)
    return replace(release, manifest=replace(release.manifest, calibration=calibration))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return built(tmp_path_factory.mktemp("releases"), MARKET, GARDEN)


def ask(release: Release, text: str, context: Context | None = None) -> Answer:
    return Answerer(HashEncoder(), lambda: NOW).answer(release, text, context or Context())


def test_a_question_that_two_papers_answer_alike_is_asked_back(release: Release) -> None:
    answer = ask(release, AMBIGUOUS)
    assert answer.outcome is Outcome.CLARIFY
    assert answer.citations == ()
    assert {title for title, _ in buttons_of(answer)} == {"Quyết định 12/QĐ-UBND", "Nghị quyết 34/NQ-HĐND"}
    for number, (title, _) in enumerate(buttons_of(answer), start=1):
        assert f"{number}. {title} – Báo cáo" in answer.text
    assert "05 hằng tháng" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết 34/NQ-HĐND: báo cáo trước ngày nào?",
        "nghị quyết của Hội đồng nhân dân tỉnh: báo cáo trước ngày nào?",
        "các phường báo cáo trước ngày nào trong tháng 12?",
        "Tưới cây mỗi sáng là ai?",
    ],
)
def test_a_question_that_says_which_paper_or_what_of_it_is_answered(release: Release, text: str) -> None:
    answer = ask(release, text)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].document == "34/NQ-HĐND"
    assert buttons_of(answer) == ()


def test_in_a_conversation_the_paper_it_is_about_is_meant(release: Release) -> None:
    about = ask(release, "Tưới cây mỗi sáng là ai?").context
    assert ask(release, AMBIGUOUS, about).citations[0].document == "34/NQ-HĐND"


def test_papers_that_say_the_same_are_no_choice(tmp_path: Path) -> None:
    twin = MARKET.replace("12/QĐ-UBND", "13/QĐ-UBND")
    assert ask(built(tmp_path, MARKET, twin), AMBIGUOUS).outcome is Outcome.ANSWERED


def test_what_is_out_of_force_is_no_choice_beside_what_is_in_force(tmp_path: Path) -> None:
    ended = MARKET.replace('"Điều 4"', '"Điều 4", het_hieu_luc: 2026-06-01, bai_bo_boi: "88/QĐ-UBND"')
    answer = ask(built(tmp_path, ended, GARDEN), AMBIGUOUS)
    assert (answer.outcome, answer.citations[0].document) == (Outcome.ANSWERED, "34/NQ-HĐND")


def test_there_are_never_more_buttons_than_channels_show(tmp_path: Path) -> None:
    many = [
        MARKET.replace("12/QĐ-UBND", f"{number}/QĐ-UBND").replace("ngày 05", f"ngày {number}")
        for number in range(11, 18)
    ]
    answer = ask(built(tmp_path, *many), AMBIGUOUS)
    titles = [title for title, _ in buttons_of(answer)]
    assert len(set(titles)) == len(titles) == MAX_CHOICES
    assert all(len(title) <= MAX_TITLE for title in titles)


@pytest.mark.parametrize("place", [0, 1])
def test_a_press_answers_that_very_reading_and_its_topic_leads_on(release: Release, place: int) -> None:
    asked = ask(release, AMBIGUOUS)
    choice = asked.context.choices[place]
    _, payload = buttons_of(asked)[place]
    carried = load_context(dump_context(asked.context))
    answer = ask(release, payload, carried)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].url == f"/van-ban/{choice.document}#{choice.path}"
    assert (answer.context.document, answer.context.path) == (choice.document, choice.path)
    assert answer.context.choices == ()


def test_a_press_after_the_conversation_moved_on_still_asks_its_question(release: Release) -> None:
    asked = ask(release, AMBIGUOUS)
    for (_, payload), choice in zip(buttons_of(asked), asked.context.choices, strict=True):
        assert ask(release, payload).citations[0].url.startswith(f"/van-ban/{choice.document}#")


def test_another_question_drops_the_choice(release: Release) -> None:
    asked = ask(release, AMBIGUOUS)
    answer = ask(release, "Công ty môi trường tưới cây thế nào?", asked.context)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.context.choices == ()
    refused = ask(release, "Quyết định 999/QĐ-TTg nói gì?", asked.context)
    assert (refused.outcome, refused.context.choices) == (Outcome.NOT_FOUND, ())


def test_a_reading_that_the_release_lost_is_asked_anew(release: Release) -> None:
    gone = Choice("Quyết định 12/QĐ-UBND", f"{AMBIGUOUS} (Quyết định 12/QĐ-UBND)", "gone", "I")
    answer = ask(release, "1", Context(choices=(gone,)))
    assert answer.citations[0].document == "12/QĐ-UBND"


CHOICES = (
    Choice("Quyết định 12/QĐ-UBND", "hỏi (Quyết định 12/QĐ-UBND)", "van-ban-1", "-1.-1"),
    Choice("Nghị quyết 34/NQ-HĐND", "hỏi (Nghị quyết 34/NQ-HĐND)", "van-ban-2", "-1.-1"),
    Choice("Ban Chỉ đạo Trung ương", "hỏi (Ban Chỉ đạo Trung ương)", "gone", "-1"),
)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("1", 0),
        ("số 2", 1),
        ("cái thứ hai", 1),
        ("cai dau tien nhe", 0),
        ("dạ em chọn số 3 ạ", 2),
        ("cái cuối", 2),
        ("nghị quyết 34", 1),
        ("NQ 34", 1),
        ("của Hội đồng nhân dân", 1),
        ("của trung ương", 2),
        ("quyết định", 0),
        ("hoi (nghi quyet 34/nq-hdnd)", 1),
    ],
)
def test_a_choice_is_picked_in_words_too(release: Release, said: str, place: int) -> None:
    assert picked(said, CHOICES, release.documents) == CHOICES[place]


@pytest.mark.parametrize(
    "said", ["7", "của tỉnh", "nghị quyết 34 ai ký?", "phí chỗ bán hàng bao nhiêu", "?", ""]
)
def test_what_means_none_of_them_or_several_picks_nothing(release: Release, said: str) -> None:
    assert picked(said, CHOICES, release.documents) is None


@given(st.text(max_size=60))
def test_any_text_picks_one_of_the_choices_or_none(text: str) -> None:
    assert picked(text, CHOICES, ()) in (None, *CHOICES)
    assert picked(text, (), ()) is None
