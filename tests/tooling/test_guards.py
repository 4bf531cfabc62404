"""The guards of tests/conftest.py hold: shown on a test folder of their own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

# The addresses are those kept for documentation: nobody answers there.
CASES = """
    import asyncio, os, socket
    import httpx, pytest
    from hypothesis import settings

    @pytest.mark.parametrize("reach", [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.create_connection(("2001:db8::1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.gethostbyname("example.org"),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
        lambda: httpx.get("http://example.org/", timeout=1),
        lambda: asyncio.run(asyncio.wait_for(asyncio.open_connection("192.0.2.1", 80), 1)),
    ])
    def test_refused(reach):
        reach()

    def test_refused_though_swallowed():
        with pytest.raises(Exception):
            httpx.get("http://example.org/", timeout=1)

    def test_allowed_loopback(free_port):
        with socket.create_server(("127.0.0.1", free_port)) as server:
            socket.create_connection(("localhost", free_port), timeout=1).close()
            socket.create_connection(server.getsockname(), timeout=1).close()
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
            socket.create_connection(server.getsockname()[:2], timeout=1).close()

    def test_allowed_unix_socket(tmp_path):
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(str(tmp_path / "s"))
            server.listen()
            client.connect(str(tmp_path / "s"))

    def test_allowed_environment_is_clean():
        assert "HOIDAP_PORT" not in os.environ
        assert "HTTPS_PROXY" not in os.environ and "http_proxy" not in os.environ
        os.environ["HOIDAP_PORT"] = "1"
        os.environ["HOME"] = "/elsewhere"

    def test_allowed_environment_is_clean_after_a_test_that_left_something():
        assert "HOIDAP_PORT" not in os.environ
        assert os.environ["HOME"] != "/elsewhere"

    def test_allowed_examples_are_the_same_every_time_in_ci():
        assert settings.default.derandomize

    @pytest.mark.slow
    def test_allowed_more_time(request):
        assert request.node.get_closest_marker("timeout").args == (300,)
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each case and how it ended, in a machine with settings and proxies of its own."""
    folder = tmp_path_factory.mktemp("guards")
    shutil.copy(CONFTEST, folder / "conftest.py")
    (folder / "test_cases.py").write_text(textwrap.dedent(CASES))
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    slow: takes long\n")
    machine = {
        "CI": "true",
        "HOIDAP_PORT": "9",
        "HTTPS_PROXY": "http://192.0.2.1:1",
        "http_proxy": "http://192.0.2.1:1",
    }
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            "-rA",
            "-W",
            "ignore",
        ],
        cwd=folder,
        env=os.environ | machine,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    found = re.findall(r"^(\w+) test_cases\.py::test_(\S+)(.*)$", ended.stdout, flags=re.MULTILINE)
    assert len(found) >= CASES.count("def test_"), ended.stdout + ended.stderr
    return {name: outcome + reason for outcome, name, reason in found}


def test_reaching_another_machine_fails_the_test(outcomes: dict[str, str]) -> None:
    refused = {name: outcome for name, outcome in outcomes.items() if name.startswith("refused")}
    assert len(refused) == 8
    for name, outcome in refused.items():
        assert re.search("NetworkUsed|the network was used", outcome), (name, outcome)


def test_loopback_unix_sockets_and_a_clean_environment_are_there(outcomes: dict[str, str]) -> None:
    allowed = {name: outcome for name, outcome in outcomes.items() if name.startswith("allowed")}
    assert set(allowed.values()) == {"PASSED"}, allowed


def test_a_free_port_can_be_listened_on(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)) as server:
        assert server.getsockname() == ("127.0.0.1", free_port)
