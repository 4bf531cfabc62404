"""Citizens on the messengers, with the real engine behind them."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil
import pytest

from conversations import welcome
from tests.connectors.webhook_bodies import CHANNELS, body_of, sealed
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_oa import FakeZaloOa
from tests.service.crowd import says
from tests.stack.stack import MARKS, Stack

pytestmark = MARKS

#: Webhook bodies a second, for how many seconds, over how many connections.
RATE, SECONDS, CONNECTIONS = 200, 10, 8

QUESTIONS = (
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
_SOURCE = re.compile(r"\n\n(Xem: |Nguồn: )[^\0]*\Z")
_NUMBERED = re.compile(r"\n\nTrả lời số:[^\0]*\Z")
_TAGS = re.compile(r"</?b>")


def plain(text: str) -> str:
    """What was answered, without what each channel adds in its own way."""
    for added in (_NUMBERED, _SOURCE, _TAGS):
        text = added.sub("", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def answers(fake: FakePlatform, chat: str) -> list[str]:
    """What a citizen was answered to :data:`QUESTIONS`, one text a question."""
    got, seen = [], 0
    for question in QUESTIONS:
        for future in says(fake, chat, question):
            future.result()
        before = seen
        until = time.monotonic() + 20
        while seen == before or time.monotonic() - fake.of(chat)[-1].at < 0.4:
            assert time.monotonic() < until, question
            time.sleep(0.05)
            seen = len(fake.of(chat))
        got.append("\n".join(plain(shown.text) for shown in fake.of(chat)[before:]))
    return got


def test_the_same_questions_are_answered_alike_on_every_channel(stack: Stack) -> None:
    led_by_engine(stack)
    citizen = stack.citizen()
    expected = [citizen.ask(question).text for question in QUESTIONS]
    introduction = f"{welcome.DISCLOSURE} {welcome.PRIVACY}\n"
    for name in CHANNELS:
        got = answers(stack.platforms[name], "424242")
        assert got[0].startswith(introduction), name
        said = [got[0].removeprefix(introduction), *got[1:]]
        whole = [re.sub(r"\s+", " ", one) for one in said]
        assert whole == [re.sub(r"\s+", " ", one) for one in expected], name


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
    """A raw socket asks: a client library would choke before the service does."""
    url = urlsplit(stack.running.url)
    seconds: list[float] = []
    statuses: set[bytes] = set()
    chats = 100

    def bring(worker: int) -> None:
        connection = socket.create_connection((url.hostname or "", url.port or 0), timeout=10)
        with connection, connection.makefile("rb") as answers:
            each = CONNECTIONS / RATE
            began = time.monotonic()
            for number in range(RATE * SECONDS // CONNECTIONS):
                time.sleep(max(0.0, began + number * each - time.monotonic()))
                channel = CHANNELS[number % len(CHANNELS)]
                chat = f"{90000 + (worker * 1000 + number) % chats}"
                body = body_of(
                    channel, f"Mục tiêu năm {2041 + number % 50}?", chat=chat, message=f"{worker}-{number}"
                )
                content, headers = sealed(channel, body)
                lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                head = f"POST /webhooks/{channel} HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(content)}\r\n\r\n"
                started = time.monotonic()
                connection.sendall(head.encode() + content)
                statuses.add(answers.readline().split()[1])
                while (line := answers.readline()) not in {b"\r\n", b""}:
                    assert b"chunked" not in line
                seconds.append(time.monotonic() - started)

    for fake in stack.platforms.values():
        for number in range(chats):
            for known in ("heard", "known"):
                if hasattr(fake, known):
                    getattr(fake, known)[f"{90000 + number}"] = time.time()
    before = [len(fake.shown) for fake in stack.platforms.values()]
    workers = [threading.Thread(target=bring, args=(worker,)) for worker in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ranked = sorted(seconds)
    p99 = ranked[len(ranked) * 99 // 100]
    assert statuses == {b"200"}
    assert len(seconds) == RATE * SECONDS
    assert p99 <= 0.2, f"p50 {ranked[len(ranked) // 2]:.3f} s, p99 {p99:.3f} s, longest {ranked[-1]:.3f} s"
    stack.running.wait(
        lambda: (
            not stack.rows("SELECT 1 FROM inbound WHERE state = 'pending' LIMIT 1")
            and not stack.rows("SELECT 1 FROM outbound WHERE state IN ('pending', 'sending') LIMIT 1")
        ),
        240,
        "drained",
    )
    assert stack.rows("SELECT count(*) FROM inbound WHERE state NOT IN ('done')") == [(0,)]
    shown = sum(len(fake.shown) for fake in stack.platforms.values()) - sum(before)
    assert shown >= RATE * SECONDS
