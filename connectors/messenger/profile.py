"""The page's Messenger profile: what a citizen sees before writing.

Source: Messenger Platform, "Messenger Profile API" (get_started, greeting, ice_breakers, persistent_menu).
"""

from __future__ import annotations

from typing import Any

from connectors.messenger.events import GET_STARTED, QUESTION
from connectors.splitting import shorten
from conversations.wording import Words

#: Signs a greeting may have, first questions there may be, signs a menu's title may have.
_GREETING = 160
_QUESTIONS = 4
_TITLE = 30


def profile(words: Words) -> dict[str, Any]:
    """The body of ``POST /me/messenger_profile``."""
    questions = words.examples[:_QUESTIONS]
    asked = [{"question": question, "payload": QUESTION + question} for question in questions]
    menu = [
        {"type": "postback", "title": shorten(question, _TITLE), "payload": QUESTION + question}
        for question in questions[:2]
    ]
    menu.append({"type": "postback", "title": "Gặp cán bộ", "payload": QUESTION + "Tôi muốn gặp cán bộ"})
    return {
        "get_started": {"payload": GET_STARTED},
        "greeting": [{"locale": "default", "text": shorten(words.short_greeting, _GREETING)}],
        "ice_breakers": [{"locale": "default", "call_to_actions": asked}],
        "persistent_menu": [{"locale": "default", "composer_input_disabled": False, "call_to_actions": menu}],
    }
