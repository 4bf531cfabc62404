"""Starting: what is held, what is taken, and what is said where it is."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from foundation.errors import StartError
from service.serve import bind, hold_data


def test_a_port_that_is_taken_is_said_with_the_setting_to_change(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(StartError) as refused:
        bind("127.0.0.1", free_port, "HOIDAP_PORT")
    assert str(free_port) in refused.value.message
    assert "HOIDAP_PORT" in refused.value.hint


def test_an_address_of_another_machine_cannot_be_listened_on() -> None:
    with pytest.raises(StartError) as refused:
        bind("192.0.2.1", 0, "HOIDAP_PORT")
    assert "192.0.2.1" in refused.value.message


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_port_zero_takes_a_free_one(host: str) -> None:
    with bind(host, 0, "HOIDAP_PORT") as one, bind(host, 0, "HOIDAP_PORT") as two:
        assert one.getsockname()[1] != two.getsockname()[1]


def test_a_port_is_free_again_at_once(free_port: int) -> None:
    for _ in range(2):
        with bind("127.0.0.1", free_port, "HOIDAP_PORT") as listener:
            listener.listen()
            with socket.create_connection(("127.0.0.1", free_port), timeout=2) as caller:
                assert caller.getpeername() == listener.getsockname() == ("127.0.0.1", free_port)


def test_one_service_a_data_folder(tmp_path: Path) -> None:
    with hold_data(tmp_path / "data"):
        with pytest.raises(StartError) as refused, hold_data(tmp_path / "data"):
            pass
        assert str(tmp_path / "data") in refused.value.message
        assert "HOIDAP_DATA" in refused.value.hint
        with hold_data(tmp_path / "another"):
            pass
    with hold_data(tmp_path / "data"):
        pass


def test_a_service_that_fails_lets_go_of_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_data(tmp_path):
        _ = 1 / 0
    with hold_data(tmp_path):
        pass


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StartError) as refused, hold_data(tmp_path / "data"):
        pass
    assert "HOIDAP_DATA" in refused.value.hint


def test_answers_do_not_wait_for_the_acknowledgement_of_their_headers() -> None:
    """asyncio leaves Nagle's algorithm on where a socket does not name its protocol: 40 ms an answer."""

    async def delays() -> bool:
        listener = bind("127.0.0.1", 0, "HOIDAP_PORT")
        accepted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        async def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            served = writer.get_extra_info("socket")
            accepted.set_result(served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0)
            writer.close()

        server = await asyncio.start_server(accept, sock=listener)
        async with server:
            _, writer = await asyncio.open_connection(*listener.getsockname())
            delayed = await accepted
            writer.close()
            await writer.wait_closed()
        return delayed

    assert asyncio.run(delays()) is False
