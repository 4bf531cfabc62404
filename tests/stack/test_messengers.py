"""Citizens on the messengers, with the real engine behind them."""

from __future__ import annotations

import contextlib
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import psutil
import pytest

from conversations import welcome
from evaluation.golden import load_questions
from tests.connectors.webhook_bodies import CHANNELS
from tests.fakes.messenger import FakeMessenger
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_oa import FakeZaloOa
from tests.service.crowd import says
from tests.service.flood import flood, open_gates
from tests.stack.stack import MARKS, Stack

pytestmark = MARKS

#: Webhook bodies a second, for how many seconds.
RATE, SECONDS = 200, 10

#: As people type them; the others are golden questions of all kinds, one in four of a development split.
TYPED = (
    "Mục tiêu năm 2026 của tỉnh là gì?",
    "con nam 2027 thi sao",
    "NQ57 đặt mục tiêu gì đến năm 2030?",
    "Kinh phí thực hiện lấy từ đâu?",
    "Ai ký quyết định 1169?",
    "bình dân học vụ số là j",
    "Hồ sơ đăng ký kết hôn gồm những gì?",
    "Mục tiêu năm 2035 là gì?",
    "xin chào",
    "cảm ơn nhé",
)
QUESTIONS = (*TYPED, *[golden.question for golden in load_questions("development")[::4]])[:50]
_SOURCE = re.compile(r"\n\n(Xem: |Nguồn: )[^\0]*\Z")
_NUMBERED = re.compile(r"\n\nTrả lời số:[^\0]*\Z")
_TAGS = re.compile(r"</?b>")


def plain(text: str) -> str:
    """What was answered, without what each channel adds in its own way."""
    for added in (_NUMBERED, _SOURCE, _TAGS):
        text = added.sub("", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@dataclass(frozen=True)
class Answered:
    """What a citizen got for one question: its texts, and the buttons below them."""

    text: str
    buttons: tuple[str, ...]


def answers(stack: Stack, name: str, chat: str) -> list[Answered]:
    """What a citizen was answered to :data:`QUESTIONS` on a channel, all in one conversation."""
    fake, got, seen = stack.platforms[name], [], 0
    for question in QUESTIONS:
        for future in says(fake, chat, question):
            future.result()
        stack.running.wait(partial(idle, stack, name), 30, f"done with “{question}” on {name}")
        shown = fake.of(chat)[seen:]
        seen += len(shown)
        text = "\n".join(plain(part.text) for part in shown)
        got.append(Answered(alike(text), tuple(title for part in shown for _, title in part.buttons)))
    return got


def idle(stack: Stack, name: str) -> bool:
    """Whether nothing of a channel waits to be answered or sent."""
    waiting = "SELECT 1 FROM inbound WHERE channel = ? AND state = 'pending' LIMIT 1"
    on_its_way = "SELECT 1 FROM outbound WHERE channel = ? AND state IN ('pending', 'sending') LIMIT 1"
    return not stack.rows(waiting, name) and not stack.rows(on_its_way, name)


def alike(text: str) -> str:
    """``text`` without what only lays it out: a channel cuts where a message is full."""
    return re.sub(r"\s+", " ", text).strip()


def test_fifty_questions_are_answered_alike_on_all_five_channels(stack: Stack) -> None:
    assert len(set(QUESTIONS)) == 50
    led_by_engine(stack)
    citizen = stack.citizen()
    expected = []
    for question in QUESTIONS:
        replies = citizen.ask(question).replies
        titles = tuple(button["title"] for reply in replies for button in reply["buttons"])
        expected.append(Answered(alike("\n".join(str(reply["text"]) for reply in replies)), titles))
    introduction = f"{welcome.DISCLOSURE} {welcome.PRIVACY} "
    with open_gates(stack.platforms), ThreadPoolExecutor() as threads:
        channels = threads.map(lambda name: answers(stack, name, "424242"), CHANNELS)
    for name, (first, *others) in zip(CHANNELS, channels, strict=True):
        assert first.text.startswith(introduction), name
        got = [Answered(first.text.removeprefix(introduction), first.buttons), *others]
        for question, ours, its in zip(QUESTIONS, expected, got, strict=True):
            assert its.text == ours.text, f"{name}: {question}"
            if name == "zalo_oa":  # titles and buttons as many and as long as they come
                assert its.buttons == ours.buttons, f"{name}: {question}"


@pytest.mark.parametrize("name", ["messenger", "telegram", "zalo_oa"])
def test_a_pressed_button_leads_on(stack: Stack, name: str) -> None:
    fake, chat = stack.platforms[name], "515151"
    for future in says(fake, chat, "Ai ký?"):
        future.result()
    shown = fake.wait_for(chat, 2)[-1]
    (payload, _), *_ = shown.buttons
    if isinstance(fake, FakeMessenger | FakeTelegram):
        fake.presses(chat, payload)
    elif isinstance(fake, FakeZaloOa):
        fake.says(chat, payload)
    fake.wait_for(chat, 3)
    if isinstance(fake, FakeTelegram):
        assert len(fake.answered) == 1


@pytest.fixture
def hung_engine(stack: Stack) -> Iterator[None]:
    """The engine takes connections and says nothing."""
    engine = stack.engine()
    assert engine is not None
    engine.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):  # its supervisor may have ended it
            engine.send_signal(signal.SIGCONT)
        led_by_engine(stack)


def led_by_engine(stack: Stack) -> None:
    """Wait until the engine is up and turns are given to it again."""
    stack.wait_for_engine()
    stack.running.wait(
        lambda: stack.citizen().ask("xin chào").outcome == "small_talk", 60, "led by its engine"
    )


def test_webhooks_are_taken_at_once_while_the_engine_hangs(stack: Stack, hung_engine: None) -> None:
    before = [len(fake.shown) for fake in stack.platforms.values()]
    with open_gates(stack.platforms):
        brought = flood(stack.running.url, rate=RATE, seconds=SECONDS)
        stack.running.wait(
            lambda: (
                not stack.rows("SELECT 1 FROM inbound WHERE state = 'pending' LIMIT 1")
                and not stack.rows("SELECT 1 FROM outbound WHERE state IN ('pending', 'sending') LIMIT 1")
            ),
            240,
            "drained",
        )
    assert brought.statuses == {200}
    assert len(brought.seconds) == RATE * SECONDS
    p50, p99 = brought.percentile(0.5), brought.percentile(0.99)
    assert p99 <= 0.2, f"p50 {p50:.3f} s, p99 {p99:.3f} s, longest {brought.seconds[-1]:.3f} s"
    assert stack.rows("SELECT count(*) FROM inbound WHERE state NOT IN ('done')") == [(0,)]
    shown = sum(len(fake.shown) for fake in stack.platforms.values()) - sum(before)
    assert shown >= RATE * SECONDS
