"""The real service in a process of its own, without engine and encoder: two of them, one behind a proxy."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from foundation.errors import EngineError, InputError
from service.terminal import Terminal
from tests.knowledge.samples import GARDENS, RULES
from tests.service.running import HOIDAP, Running, serving, start

pytestmark = pytest.mark.slow

RATE = 40


def _port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@dataclass(frozen=True)
class Pair:
    """One service that trusts a proxy on this machine, and one that trusts nobody."""

    proxied: Running
    bare: Running


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("running")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "cho-dem.md").write_text(RULES, "utf-8")
    (documents / "cay-xanh.md").write_text(GARDENS, "utf-8")
    settings = {"documents": documents, "encoder": "none", "engine": 0, "rate": RATE}
    with ExitStack() as stack:
        proxied = stack.enter_context(
            serving(folder / "proxied", _port(), trusted_proxies="127.0.0.1, 10.0.0.0/8", **settings)
        )
        bare = stack.enter_context(serving(folder / "bare", _port(), **settings))
        yield Pair(proxied, bare)


def ask(running: Running, forwarded: str | None = None) -> int:
    """The status of one message, as a proxy passes it on."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with running.client(headers=headers) as client:
        return client.post("/api/v1/chat", json={"text": "hỏi"}).status_code


# --- addresses ----------------------------------------------------------------------------------------------


def test_behind_a_trusted_proxy_everybody_has_a_limit_of_their_own(pair: Pair) -> None:
    with pair.proxied.client(headers={"X-Forwarded-For": "203.0.113.1"}) as client:
        statuses = [client.post("/api/v1/chat", json={"text": "hỏi"}).status_code for _ in range(RATE + 1)]
    assert statuses == [200] * RATE + [429]
    assert ask(pair.proxied, "203.0.113.2") == 200
    # What a citizen puts before the proxy's word does not count.
    assert ask(pair.proxied, "198.51.100.77, 203.0.113.1") == 429
    assert ask(pair.proxied, "203.0.113.1, 10.1.2.3") == 429


def test_nobody_else_is_believed_about_an_address(pair: Pair) -> None:
    statuses = []
    with pair.bare.client() as client:
        for number in range(RATE + 1):
            headers = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
            statuses.append(client.post("/api/v1/chat", json={"text": "hỏi"}, headers=headers).status_code)
    assert statuses == [200] * RATE + [429]


# --- a second service ---------------------------------------------------------------------------------------


def refused(data: Path, port: int, **settings: object) -> str:
    """What a service that cannot start says."""
    running = start(data, port, engine=0, encoder="none", **settings)
    assert running.process.wait(30) == 1
    assert "Traceback" not in running.log
    assert "Cách xử lý" in running.log
    return running.log


def test_a_second_service_on_the_same_data_is_refused_and_the_first_goes_on(pair: Pair) -> None:
    said = refused(pair.bare.data, _port())
    assert "HOIDAP_DATA" in said
    assert pair.bare.health()["database"] == "ok"


def test_a_port_that_is_taken_is_said_with_the_setting(pair: Pair, tmp_path: Path) -> None:
    port = int(pair.bare.url.rpartition(":")[2])
    said = refused(tmp_path / "data", port)
    assert str(port) in said
    assert "HOIDAP_PORT" in said


def test_a_service_without_any_document_says_how_to_get_some(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert "hoidap knowledge import" in refused(tmp_path / "data", _port(), documents=tmp_path / "nothing")


# --- requests that only a socket can make -------------------------------------------------------------------


def test_a_client_that_hangs_up_in_the_middle_is_no_trouble(pair: Pair) -> None:
    port = int(pair.proxied.url.rpartition(":")[2])
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{")
    time.sleep(0.3)
    assert pair.proxied.health()["database"] == "ok"
    assert "Traceback" not in pair.proxied.log
    assert "unexpected" not in pair.proxied.log


def test_the_server_does_not_tell_what_it_is_made_of(pair: Pair) -> None:
    response = httpx.get(f"{pair.proxied.url}/health", trust_env=False)
    assert "server" not in response.headers
    assert "x-powered-by" not in response.headers


def test_no_address_and_no_question_is_in_the_log(pair: Pair) -> None:
    with pair.proxied.client(headers={"X-Forwarded-For": "203.0.113.50"}) as client:
        client.post("/api/v1/chat", json={"text": "chuyện riêng của tôi"})
    assert "203.0.113.50" not in pair.proxied.log
    assert "chuyện riêng" not in pair.proxied.log


# --- hoidap ask ---------------------------------------------------------------------------------------------


@pytest.fixture
def terminal(pair: Pair) -> Iterator[Terminal]:
    with Terminal(pair.proxied.url, Console()) as terminal:
        yield terminal


def test_a_question_at_a_terminal_is_answered(pair: Pair) -> None:
    ran = pair.proxied.hoidap("ask", "Năm 2026 trồng bao nhiêu cây hoa đào?")
    assert ran.returncode == 0, ran.stderr
    assert "văn bản" in ran.stdout or "hoa đào" in ran.stdout


def test_a_program_gets_the_answer_in_json(pair: Pair) -> None:
    ran = pair.proxied.hoidap("ask", "Chợ đêm mở cửa mấy giờ?", "--json", "--url", pair.proxied.url)
    answer = httpx.Response(200, text=ran.stdout).json()
    assert set(answer) == {"conversation", "turn", "replies"}


def test_a_conversation_at_a_terminal_goes_on_until_the_end_of_input(pair: Pair) -> None:
    ran = subprocess.run(
        [*HOIDAP, "ask", "--url", pair.proxied.url],
        input="cách nấu phở\n1\n\nchợ đêm mở cửa mấy giờ\n",
        env=os.environ | {"COLUMNS": "200"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    # The refusal's button was shown and pressed, and an empty line was no reason to leave.
    assert "[1] Gặp cán bộ" in ran.stdout
    assert "thử lại sau ít phút" in ran.stdout
    assert "Tin nhắn trống" in ran.stdout


def test_a_terminal_whose_conversation_has_ended_begins_another(terminal: Terminal) -> None:
    first = terminal.ask("hỏi")
    terminal._token = "no such token"  # noqa: SLF001 - as if a day had passed
    with pytest.raises(InputError):
        terminal.ask("hỏi tiếp")
    again = terminal.ask("hỏi tiếp")
    assert again["conversation"] != first["conversation"]


def test_a_terminal_tells_why_a_message_was_refused(terminal: Terminal) -> None:
    with pytest.raises(InputError) as refusal:
        terminal.ask("👍")
    assert refusal.value.hint


def test_a_terminal_at_a_wrong_address_says_so(free_port: int) -> None:
    with (
        Terminal(f"http://127.0.0.1:{free_port}", Console()) as terminal,
        pytest.raises(EngineError) as refusal,
    ):
        terminal.ask("hỏi")
    assert "scripts/run" in refusal.value.hint


# --- publishing and ending ----------------------------------------------------------------------------------


def test_a_document_that_is_published_is_served_within_two_seconds(pair: Pair, tmp_path: Path) -> None:
    file = tmp_path / "ben-thuyen.md"
    file.write_text(RULES.replace("12/QĐ-UBND", "56/QĐ-UBND").replace("Chợ đêm", "Bến thuyền"), "utf-8")
    for command in (("import", file), ("build",), ("publish",)):
        ran = pair.proxied.hoidap("knowledge", *command)
        assert ran.returncode == 0, ran.stderr
    published = time.monotonic()

    def is_served() -> bool:
        return httpx.get(f"{pair.proxied.url}/van-ban/ben-thuyen", trust_env=False).status_code == 200

    pair.proxied.wait(is_served, 2.0, "served")
    assert time.monotonic() - published < 2.5


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_end_ends_in_good_order(
    pair: Pair, tmp_path: Path, sign: signal.Signals
) -> None:
    documents = Path(pair.bare.settings["documents"])
    with serving(tmp_path / "data", _port(), documents=documents, encoder="none", engine=0) as running:
        began = time.monotonic()
        running.process.send_signal(sign)
        assert running.process.wait(20) == 0
        assert time.monotonic() - began < 10
        assert "Đã dừng" in running.log
        assert "Traceback" not in running.log


def test_open_chats_are_no_reason_to_end_late(pair: Pair, tmp_path: Path) -> None:
    documents = Path(pair.bare.settings["documents"])
    settings = {"documents": documents, "encoder": "none", "engine": 0}
    with serving(tmp_path / "data", _port(), **settings) as running, running.client() as client:
        token = client.post("/api/v1/chat", json={"text": "hỏi"}).json()["conversation"]
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        with client.stream("GET", "/api/v1/events", headers=headers) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 3000"
            began = time.monotonic()
            running.process.send_signal(signal.SIGTERM)
            assert list(lines)[-1] == ""  # the stream is ended, not cut off
        assert running.process.wait(20) == 0
        assert time.monotonic() - began < 5
        assert "Traceback" not in running.log


def test_without_the_engines_environment_knowledge_answers_and_the_log_says_what_to_do(
    pair: Pair, tmp_path: Path
) -> None:
    documents = Path(pair.bare.settings["documents"])
    settings = {"documents": documents, "encoder": "none", "engine_python": tmp_path / "no" / "python"}
    with serving(tmp_path / "data", _port(), **settings) as running:
        running.wait(lambda: "scripts/setup" in running.log, 10, "said")
        assert "HOIDAP_ENGINE=0" in running.log
        assert running.health()["engine"] == "down"
        assert ask(running) == 200
