"""A citizen who asks the running stack through the Chat API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Answer:
    """The answer to one message.

    Attributes:
        status: HTTP status.
        body: as it came.
    """

    status: int
    body: dict[str, Any]

    @property
    def replies(self) -> list[dict[str, Any]]:
        """All replies."""
        replies: list[dict[str, Any]] = self.body["replies"]
        return replies

    @property
    def reply(self) -> dict[str, Any]:
        """The reply, where there is one."""
        [reply] = self.replies
        return reply

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.reply["text"])

    @property
    def outcome(self) -> str:
        """How the turn ended."""
        return str(self.replies[-1]["outcome"])

    @property
    def places(self) -> list[tuple[str, str]]:
        """Place and address of every citation."""
        return [(citation["place"], citation["url"]) for citation in self.reply["citations"]]

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons by title."""
        return {button["title"]: button["id"] for reply in self.replies for button in reply["buttons"]}


class Citizen:
    """Goes on with one conversation."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.token: str | None = None

    def send(self, **body: str | None) -> Answer:
        """Send a message."""
        response = self._client.post("/api/v1/chat", json={"conversation": self.token} | body)
        answer = Answer(response.status_code, response.json())
        self.token = answer.body.get("conversation", self.token)
        return answer

    def ask(self, text: str, **more: str) -> Answer:
        """Ask; the service has to answer."""
        answer = self.send(text=text, **more)
        assert answer.status == 200, answer.body
        return answer

    def press(self, answer: Answer, title: str) -> Answer:
        """Press a button."""
        pressed = self.send(button=answer.buttons[title])
        assert pressed.status == 200, pressed.body
        return pressed

    def erase(self) -> int:
        """Erase the conversation; the HTTP status."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self._client.delete("/api/v1/conversation", headers=headers).status_code
