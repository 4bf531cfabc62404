"""What the pages need from the rest of the service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.model import Document
from knowledge.scores import Score


class Library(Protocol):
    """The documents of the live release."""

    def documents(self) -> Sequence[Document]:
        """All documents, in the order in which they are listed."""
        ...

    def document(self, slug: str) -> Document | None:
        """The document named ``slug`` in addresses, or ``None``."""
        ...

    def release(self) -> str:
        """The name of the live release; empty while there is none."""
        ...

    def scores(self) -> Sequence[Score]:
        """What was measured of the live release; empty where nothing was."""
        ...


class Citation(Protocol):
    """Where an answer stands; the fields of the chat API's ``citations``."""

    @property
    def document(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def digest(self) -> bool: ...
    @property
    def in_force(self) -> bool: ...
    @property
    def quote(self) -> str: ...
    @property
    def highlight(self) -> str: ...


class Button(Protocol):
    """A choice offered with a reply."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class Reply(Protocol):
    """One reply of a turn."""

    @property
    def text(self) -> str: ...
    @property
    def citations(self) -> Sequence[Citation]: ...
    @property
    def buttons(self) -> Sequence[Button]: ...


class ChatResult(Protocol):
    """A turn's replies, and the token with which the conversation goes on."""

    @property
    def token(self) -> str: ...
    @property
    def replies(self) -> Sequence[Reply]: ...


class Answerer(Protocol):
    """Runs a turn for browsers without JavaScript; the others call the chat API."""

    async def __call__(
        self, text: str | None, conversation: str | None, *, button: str | None, address: str
    ) -> ChatResult:
        """Answer a typed text or a pressed button, never both.

        Args:
            text: what was typed.
            conversation: token of the conversation; ``None`` opens one.
            button: id of the button pressed.
            address: the citizen's network address, for the rate limit.

        Raises:
            foundation.errors.HoidapError: the question cannot be taken; message and hint are shown.
        """
        ...
