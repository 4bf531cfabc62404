"""A connector: one messenger's side of the spine, with what its webhook and its commands need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from conversations.channel import Channel
from conversations.event import Event
from conversations.wording import Words


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``hoidap channel status`` or ``test``.

    Attributes:
        name: what was looked at, in Vietnamese.
        ok: whether it is as it should be.
        detail: what was found, or what to do, in Vietnamese; never a secret.
    """

    name: str
    ok: bool
    detail: str


class Connector(Channel, Protocol):
    """A channel with its webhook."""

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """The answer to the platform's GET on the webhook, where it asks for one.

        Raises:
            ForgedError: the platform's token is not ours.
        """

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """The events of a webhook's body that concern us, in its order; empty for what we do not use.

        The body is authenticated as raw bytes before anything in it is believed.

        Args:
            headers: names in lower case.
            body: as it came.

        Raises:
            ForgedError: the signature or the secret is missing or wrong.
            InputError: authentic, but not in the platform's form.
        """

    async def connect(self, webhook: str) -> Sequence[Check]:
        """Register the webhook where the platform lets programs do so, and say what is left for a person to do."""

    async def status(self) -> Sequence[Check]:
        """Ask the platform who we are and whether our credentials and webhook stand."""

    async def publish_menu(self, words: Words) -> Sequence[Check]:
        """Set the greeting, the menu and first questions where the platform has them."""
