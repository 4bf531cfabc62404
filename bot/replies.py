"""The replies of one turn, as the door gives them."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import BotUttered


def reply(utterance: BotUttered) -> dict[str, Any]:
    """One reply: text, buttons, and what the utterance carries under ``custom`` (outcome, citations …)."""
    buttons = utterance.data.get("buttons") or []
    return {
        "text": utterance.text or "",
        "buttons": [{"title": button["title"], "payload": button["payload"]} for button in buttons],
        **(utterance.data.get("custom") or {}),
    }


class TurnChannel(OutputChannel):
    """What actions of one turn write to: it learns whether one of them failed.

    Rasa goes on when an action fails, as if the action had said nothing; the turn asks here. The replies are
    read from the tracker, the same way for a turn just run and for one of last week, so none are kept here.
    """

    failure: Exception | None = None

    @classmethod
    def name(cls) -> str:
        return "door"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing is sent from here: the door answers the request when the turn has ended."""
