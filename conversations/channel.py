"""What the spine needs of a channel: to render replies, to send a part, and to say what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from conversations.event import Event
from conversations.reply import Reply

#: A rendered part: what the channel's ``send`` takes, in the channel's own JSON. Kept in the outbox, names nobody.
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform accepted the part.

    Attributes:
        id: the platform's name of the message.
        note: what an officer may want to know, such as the quota it was counted under.
    """

    id: str
    note: str = ""


class Refusal(StrEnum):
    """Why a part was certainly not delivered, by what there is to do."""

    BUSY = "busy"
    """The platform is down, busy or limits us, or could not be reached: try again later."""
    HELD = "held"
    """We have not asked the platform, to keep within its limits: it is sent as soon as these allow."""
    RECIPIENT = "recipient"
    """This citizen cannot be written to: blocked, gone, banned."""
    WINDOW = "window"
    """The time in which one may answer is over, until the citizen writes again."""
    CHANNEL = "channel"
    """The account is misconfigured, its token dead, its package spent: nothing goes out until a person mends it."""
    PART = "part"
    """The platform does not take this part: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform did not accept the part, or was never reached.

    Attributes:
        why: what there is to do.
        code: the platform's error, for officers: "-216", "10/2018278", "ConnectError".
        retry_after: seconds the platform asks us to wait, or a part is held.
    """

    why: Refusal
    code: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left and no answer came: the citizen may or may not have the part."""

    code: str


SendResult = Sent | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show.

    Attributes:
        text_limit: longest text of a part, in code points of NFC; channels that count UTF-16 units say less.
        text_with_buttons_limit: longest text of the part that carries the buttons.
        buttons: how many buttons a part may carry; 0 where there are none, then they are numbered in the text.
        button_title_limit: longest title of a button.
        numbered: whether the buttons are numbered in the text although the channel has buttons, because some of its
            programs do not show them.
        typing: whether it can show that an answer is on its way.
        window: how long after a citizen's last message one may still answer.
        max_age: older events are not answered any more.
        free_window: how long writing by ourselves costs nothing, where that is shorter than ``window``.
    """

    text_limit: int
    text_with_buttons_limit: int
    buttons: int
    button_title_limit: int
    numbered: bool
    typing: bool
    window: timedelta
    max_age: timedelta
    free_window: timedelta | None = None


class Channel(Protocol):
    """A messenger's account as the spine sees it. All coroutines have time-outs of their own."""

    @property
    def name(self) -> str:
        """``zalo_oa``, ``zalo_bot``, ``messenger`` or ``telegram``."""

    @property
    def account(self) -> str:
        """The account's id at the platform; scopes keys and lanes."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can show."""

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        """Replies as parts in the order in which they are to be sent; buttons on the last part of their reply."""

    async def send(self, chat: str, part: Part) -> SendResult:
        """Send one part; raises nothing for what platforms and networks do."""

    async def show_typing(self, chat: str) -> None:
        """Show that an answer is on its way, where the channel can; failing is no matter and raises nothing."""

    async def acknowledge(self, event: Event) -> None:
        """Tell the platform that a press was seen (``event.receipt``); failing is no matter and raises nothing."""

    async def close(self) -> None:
        """Let go of connections."""
