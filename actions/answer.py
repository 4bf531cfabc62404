"""``action_answer``: whatever dialogue does not divert is asked of knowledge."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from typing_extensions import override

from actions.payload import payload_of
from conversations.answers import buttons_of
from conversations.conversation import ConversationStore
from conversations.told import Told, TurnDesk
from knowledge.answer import Answer, Answerer
from knowledge.context import dump_context
from knowledge.library import Library


class ActionAnswer(Action):
    """Answers the citizen's question from the release of the turn and the context in the database.

    What the answer rests on is left at the ``desk`` for the turn.
    """

    def __init__(
        self, library: Library, answerer: Answerer, store: ConversationStore, desk: TurnDesk | None = None
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._store = store
        self._desk = desk or TurnDesk()

    @override
    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    @override
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Utter one answer; the new context travels with it and is committed with the turn."""
        message = tracker.latest_message
        answer = await asyncio.to_thread(self._answer, message, tracker.sender_id)
        dispatcher.utter_message(
            json_message=payload_of(
                answer.text,
                answer.outcome,
                citations=answer.citations,
                buttons=buttons_of(answer),
                context=dump_context(answer.context),
            )
        )
        return []

    def _answer(self, message: dict[str, Any], engine_id: str) -> Answer:
        text, metadata = message.get("text") or "", message.get("metadata") or {}
        follow_up = (message.get("intent") or {}).get("name") == "follow_up"
        agency = _agency(message.get("entities") or [], text)
        release = self._library.at(str(metadata.get("release", "")))
        context = self._store.context_of(engine_id)
        began = time.perf_counter()
        answer = self._answerer.answer(release, text, context, follow_up=follow_up, agency=agency)
        if turn := metadata.get("turn"):
            told = Told(answer, follow_up, agency, time.perf_counter() - began)
            self._desk.leave(str(turn), told)
        return answer


def _agency(entities: list[dict[str, Any]], text: str) -> str:
    """The first agency that NLU found, as the citizen wrote it."""
    spans = ((found.get("start"), found.get("end")) for found in entities if found.get("entity") == "agency")
    return next(
        (text[start:end] for start, end in spans if isinstance(start, int) and isinstance(end, int)), ""
    )
