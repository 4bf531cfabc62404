"""What a messenger shows of a reply."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.rendering import render
from conversations.channel import Capabilities
from conversations.reply import Button, Reply
from knowledge.citation import Citation
from knowledge.outcome import Outcome

PLAIN = Capabilities(200, 200, 0, 0, False, False, timedelta(days=2), timedelta(hours=2))
BUTTONS = replace(PLAIN, buttons=3, button_title_limit=20)
URL = "https://hoidap.example.vn"
CITATION = Citation(
    document="57-NQ/TW",
    title="Nghị quyết",
    place="Mục II.1",
    quote="Kinh tế số đạt tối thiểu 30% GDP.",
    url="/van-ban/nq57#II.1",
    digest=False,
    in_force=True,
    highlight="30% GDP",
)


def reply(text: str = "Đáp", buttons: tuple[str, ...] = (), *citations: Citation) -> Reply:
    made = tuple(Button(f"id{number}", title, "payload") for number, title in enumerate(buttons))
    return Reply("r", text, Outcome.ANSWERED, citations, made)


def texts(parts: list[dict[str, Any]]) -> list[str]:
    return [part["text"] for part in parts]


def test_the_figure_is_emphasised_where_it_stands_in_its_part() -> None:
    text = f"Theo 57-NQ/TW, Mục II.1:\n{CITATION.quote}"
    (part,) = render([reply(text, (), CITATION)], PLAIN, "")
    ((start, end),) = part["emphasis"]
    assert part["text"][start:end] == "30% GDP"


def test_emphasis_follows_its_words_into_a_later_part() -> None:
    text = f"{'Dẫn nhập dài dòng. ' * 12}\n\n{CITATION.quote}"
    parts = render([reply(text, (), CITATION)], PLAIN, "")
    assert len(parts) == 2
    assert parts[0]["emphasis"] == []
    ((start, end),) = parts[1]["emphasis"]
    assert parts[1]["text"][start:end] == "30% GDP"


def test_a_source_that_the_text_names_gets_only_its_link() -> None:
    text = f"Theo 57-NQ/TW, Mục II.1:\n{CITATION.quote}"
    (part,) = render([reply(text, (), CITATION, CITATION)], PLAIN, URL)
    assert part["text"] == f"{text}\n\nXem: {URL}/van-ban/nq57#II.1"
    assert texts(render([reply(text, (), CITATION)], PLAIN, "")) == [text]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Nguồn: 57-NQ/TW, Mục II.1"),
        ({"place": ""}, "Nguồn: 57-NQ/TW"),
        ({"digest": True}, "Nguồn: 57-NQ/TW, Mục II.1 (bản tóm lược, không phải văn bản chính thức)"),
        ({"in_force": False}, "Nguồn: 57-NQ/TW, Mục II.1 (đã hết hiệu lực hoặc chưa có hiệu lực)"),
    ],
)
def test_a_source_that_the_text_does_not_name_is_named(changes: dict[str, Any], line: str) -> None:
    (part,) = render([reply("Có.", (), replace(CITATION, **changes))], PLAIN, URL)
    assert part["text"] == f"Có.\n\n{line} – {URL}/van-ban/nq57#II.1"


def test_that_a_source_is_not_in_force_is_said_though_the_text_names_it() -> None:
    (part,) = render([reply("Theo 57-NQ/TW: có.", (), replace(CITATION, in_force=False))], PLAIN, "")
    assert part["text"].endswith("Nguồn: 57-NQ/TW, Mục II.1 (đã hết hiệu lực hoặc chưa có hiệu lực)")


def test_a_channel_without_buttons_numbers_them() -> None:
    (part,) = render([reply("Chọn ạ", ("Năm 2026", "Năm 2027"))], PLAIN, "")
    assert part["text"] == "Chọn ạ\n\nTrả lời số:\n1. Năm 2026\n2. Năm 2027"
    assert part["buttons"] == []


def test_buttons_that_fit_are_not_said_twice() -> None:
    (part,) = render([reply("Chọn ạ", ("Năm 2026", "Năm 2027"))], BUTTONS, "")
    assert part["text"] == "Chọn ạ"
    assert part["buttons"] == [["id0", "Năm 2026"], ["id1", "Năm 2027"]]


def test_a_channel_whose_programs_do_not_all_show_buttons_has_both() -> None:
    (part,) = render([reply("Chọn ạ", ("Năm 2026",))], replace(BUTTONS, numbered=True), "")
    assert part["text"].endswith("1. Năm 2026")
    assert len(part["buttons"]) == 1


@pytest.mark.parametrize("titles", [("Một cái tên rất dài không vừa nút",), ("a", "b", "c", "d")])
def test_buttons_that_do_not_fit_are_numbered_whole(titles: tuple[str, ...]) -> None:
    (part,) = render([reply("Chọn ạ", titles)], BUTTONS, "")
    assert all(f"{number}. {title}" in part["text"] for number, title in enumerate(titles, start=1))
    assert all(len(title) <= 20 for _, title in part["buttons"])
    assert len(part["buttons"]) == min(3, len(titles))


def test_buttons_hang_on_the_last_part_of_their_reply() -> None:
    parts = render([reply("Dài dòng. " * 60, ("a",)), reply("Xong")], BUTTONS, "")
    assert [len(part["buttons"]) for part in parts] == [0] * (len(parts) - 2) + [1, 0]
    assert len(parts) > 3


def test_the_part_with_buttons_fits_its_own_limit() -> None:
    capabilities = replace(BUTTONS, text_with_buttons_limit=64)
    parts = render([reply("Dài dòng lắm. " * 20, ("a",))], capabilities, "")
    assert len(parts[-1]["text"]) <= 64
