"""What somebody finds who comes to the web page: the words, the notice, and whether the chat is open."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.switches import Switch, Switches
from conversations.web_feed import CHANNEL
from conversations.wording import Language, Wordings, Words, default_words


@dataclass(frozen=True, slots=True)
class Opening:
    """The words in one language and how the web channel stands."""

    words: Words
    switch: Switch


class Openings:
    """Reads them anew, at most a second late."""

    def __init__(self, wordings: Wordings, switches: Switches) -> None:
        self._wordings = wordings
        self._switches = switches

    def __call__(self, language: Language = Language.VIETNAMESE) -> Opening:
        """What is in force now; may block for the database."""
        return Opening(self._wordings.words(language), self._switches.state(CHANNEL))


def default_opening(language: Language = Language.VIETNAMESE) -> Opening:
    """What nobody changed."""
    return Opening(default_words(language), Switch())
