"""From which networks the console can be seen at all."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from foundation.errors import SettingsError


class Networks:
    """Networks by their numbers; none at all means anywhere."""

    def __init__(self, networks: tuple[IPv4Network | IPv6Network, ...]) -> None:
        self._networks = networks

    def hold(self, address: str) -> bool:
        """Whether a visitor at ``address`` may see the console."""
        if not self._networks:
            return True
        try:
            visitor = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        mapped = visitor.ipv4_mapped if isinstance(visitor, IPv6Address) else None
        numbers = (visitor, mapped or visitor)
        return any(number in network for network in self._networks for number in numbers)


def read_networks(text: str) -> Networks:
    """The networks that a setting names: ``10.20.0.0/16, 2001:db8::/32``, separated by commas or spaces.

    Raises:
        SettingsError: one is not written so.
    """
    found = []
    for entry in text.replace(",", " ").split():
        try:
            found.append(ip_network(entry))
        except ValueError as error:
            raise SettingsError(
                f"HOIDAP_CONSOLE_NETWORKS có mục không đúng dạng: {entry[:60]}.",
                hint="Ví dụ: 10.20.0.0/16, 203.0.113.7; phần sau mặt nạ mạng phải là số 0.",
            ) from error
    return Networks(tuple(found))
