"""The console is seen from its networks only; elsewhere nothing tells that it is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.form import parse_form
from console.networks import read_networks
from foundation.errors import InputError, SettingsError
from tests.console.conftest import Office

PATHS = (
    "/quan-tri",
    "/quan-tri/",
    "/quan-tri/dang-nhap",
    "/quan-tri/dang-nhap/",
    "/quan-tri/toi",
    "/quan-tri/kieu.css",
    "/quan-tri/x",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_elsewhere_every_address_is_as_unknown_as_any_other(
    open_office: Callable[..., Office], path: str, method: str
) -> None:
    office = open_office(networks="10.20.0.0/16")
    seen = office.browser("192.0.2.7").client.request(method, path, follow_redirects=False)
    unknown = office.browser("192.0.2.7").client.request(method, "/khong-co-gi", follow_redirects=False)
    assert (seen.status_code, seen.text) == (404, unknown.text)
    assert "set-cookie" not in seen.headers


@pytest.mark.parametrize("address", ["10.20.3.4", "::ffff:10.20.3.4", "2001:db8::7"])
def test_from_its_networks_it_is_there(open_office: Callable[..., Office], address: str) -> None:
    office = open_office(networks="10.20.0.0/16, 2001:db8::/32")
    assert office.browser(address).get("/quan-tri/dang-nhap").status_code == 200


@pytest.mark.parametrize("address", ["", "testclient", "10.21.0.1", "2001:db9::1"])
def test_who_is_not_known_to_be_inside_is_outside(address: str) -> None:
    assert not read_networks("10.20.0.0/16 2001:db8::/32").hold(address)


@pytest.mark.parametrize("text", ["10.20.0.0/33", "10.20.0.1/16", "mạng nội bộ", "10.20.0.0/16;10.21.0.0/16"])
def test_a_malformed_network_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_networks(text)
    assert "HOIDAP_CONSOLE_NETWORKS" in refused.value.message
    assert refused.value.hint


@given(st.lists(st.ip_addresses(), min_size=1, max_size=5))
def test_what_is_written_is_what_is_read(addresses: list[object]) -> None:
    networks = read_networks(", ".join(map(str, addresses)))
    assert all(networks.hold(str(address)) for address in addresses)


@given(st.text(max_size=60))
def test_any_text_is_networks_or_refused(text: str) -> None:
    with suppress(SettingsError):
        assert read_networks(text).hold("192.0.2.7") in (True, False)


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_network_holds_what_the_mask_says(number: int, length: int) -> None:
    network = ip_network((number, length), strict=False)
    held = read_networks(str(network))
    assert held.hold(str(network.network_address))
    assert held.hold(str(network.broadcast_address))


@given(st.binary(max_size=200))
def test_any_body_is_a_form_or_refused(body: bytes) -> None:
    with suppress(InputError):
        assert all("\0" not in name + value for name, value in parse_form(body).items())
