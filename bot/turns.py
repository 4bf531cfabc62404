"""Turns: one message in, the replies of the dialogue out, each exactly once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.constants import DEFAULT_INTENTS, REQUESTED_SLOT, USER_INTENT_OUT_OF_SCOPE
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.replies import TurnChannel, reply
from bot.tracker_store import RecentTrackerStore

#: What ends a form that waits for free text, besides a button: "thôi", and a call for help.
_LEAVING = frozenset({"stop", "emergency"})
#: So many intents and entities of a message are told; whoever asks why wants the likeliest.
_RANKED = 3
_FOUND = 8


class TurnFailed(Exception):
    """The turn could not be run; nothing of it was kept, so that it may be sent again."""


@dataclass(frozen=True)
class Turn:
    """A citizen's message: the text as typed, or the intent behind a button of ours."""

    message_id: str
    conversation: str
    text: str | None = None
    intent: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


class Turns:
    """Runs turns through a loaded agent, one at a time for each conversation."""

    def __init__(self, agent: Agent) -> None:
        """
        Raises:
            RuntimeError: the agent has no model or does not keep its conversations in a RecentTrackerStore.
        """
        # Rasa wraps the store so that conversations silently go on in memory while the database is down. Here
        # the turn fails instead, and the app answers without the engine.
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        if agent.processor is None or not isinstance(store, RecentTrackerStore):
            raise RuntimeError(
                "The engine needs a model and tracker_store type bot.tracker_store.RecentTrackerStore."
            )
        self._processor: MessageProcessor = agent.processor
        self._processor.tracker_store = store
        self._store = store
        self._last_component = _last_component(self._processor)
        self._running: dict[tuple[str, str], asyncio.Task[dict[str, Any]]] = {}
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def intents(self) -> frozenset[str]:
        """The intents a button may carry: those of the domain, without Rasa's own such as restart."""
        return frozenset(self._processor.domain.intents) - (
            frozenset(DEFAULT_INTENTS) - {USER_INTENT_OUT_OF_SCOPE}
        )

    async def answer(self, turn: Turn) -> dict[str, Any]:
        """The answer to ``turn``: ``{"message_id", "intent", "ranking", "entities", "replies"}``.

        ``intent`` is ``{"name", "confidence"}``, ``ranking`` the likeliest three such, ``entities`` what was found in
        the message as ``{"entity", "text"}``.

        A message id that the conversation has seen gets the answer it got, and the turn is not run again.

        Raises:
            TurnFailed: the turn could not be run.
        """
        key = (turn.conversation, turn.message_id)
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.ensure_future(self._answer_once(turn))
            task.add_done_callback(lambda done: self._forget(key, done))
        # A caller that hangs up must not end the turn: it may ask again.
        return await asyncio.shield(task)

    async def erase(self, conversation: str) -> None:
        """Delete everything the engine knows of ``conversation``, after the turn that runs in it."""
        async with self._lane(conversation):
            self._store.erase(conversation)

    def _forget(self, key: tuple[str, str], task: asyncio.Task[dict[str, Any]]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # retrieved here, so that asyncio does not log it when every caller has hung up

    def _lane(self, conversation: str) -> asyncio.Lock:
        # Rasa's own lock looks every second whether it is its turn.
        return self._lanes.setdefault(conversation, asyncio.Lock())

    async def _answer_once(self, turn: Turn) -> dict[str, Any]:
        async with self._lane(turn.conversation):
            try:
                events = self._store.turn(turn.conversation, turn.message_id) or await self._run(turn)
            except TurnFailed:
                raise
            except Exception as error:
                raise TurnFailed(type(error).__name__) from error
        return _answer(turn.message_id, events)

    async def _run(self, turn: Turn) -> list[Event]:
        """As MessageProcessor.handle_message; but text is no command, and a failed turn leaves no trace."""
        channel = TurnChannel()
        message = UserMessage(
            turn.text or f"/{turn.intent}",
            channel,
            turn.conversation,
            input_channel=channel.name(),
            message_id=turn.message_id,
            metadata=turn.metadata,
        )
        message.parse_data = self._understood(message, turn)
        tracker = await self._processor.log_message(message, should_save_tracker=False)
        if turn.intent or message.parse_data["intent"]["name"] in _LEAVING:
            self._leave_form(tracker)
        await self._processor.run_action_extract_slots(channel, tracker)
        # Rasa has no public way to run a turn without storing it.
        await self._processor._run_prediction_loop(channel, tracker)  # noqa: SLF001
        if channel.failure:
            raise TurnFailed(str(channel.failure))
        await self._store.save(tracker)
        return list(tracker.events)[_beginning(tracker, turn.message_id) :]

    def _understood(self, message: UserMessage, turn: Turn) -> dict[str, Any]:
        """What the message means: for a text what our components find, and no "/intent" is executed."""
        if turn.intent:
            return {"text": message.text, "intent": {"name": turn.intent, "confidence": 1.0}, "entities": []}
        nobody = DialogueStateTracker.from_events(message.sender_id, [])
        outcome = self._processor.graph_runner.run(
            inputs={PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: nobody},
            targets=[self._last_component],
        )
        found: dict[str, Any] = outcome[self._last_component][0].as_dict(only_output_properties=True)
        return {"intent": {"name": None, "confidence": 0.0}, "entities": [], **found}

    def _leave_form(self, tracker: DialogueStateTracker) -> None:
        """End the form that waits for an answer, if any, with nothing filled in."""
        domain = self._processor.domain
        if form := tracker.active_loop_name:
            slots = [*domain.required_slots_for_form(form), REQUESTED_SLOT]
            tracker.update_with_events([ActiveLoop(None), *(SlotSet(slot, None) for slot in slots)], domain)


def _last_component(processor: MessageProcessor) -> str:
    """The node of the model's graph before the one that takes "/intent" typed by anybody for a command."""
    handler = processor.model_metadata.predict_schema.nodes[f"run_{RegexMessageHandler.__name__}"]
    node: str = handler.needs["messages"]
    return node


def _beginning(tracker: DialogueStateTracker, message_id: str) -> int:
    return next(
        index
        for index in range(len(tracker.events) - 1, -1, -1)
        if isinstance(event := tracker.events[index], UserUttered) and event.message_id == message_id
    )


def _answer(message_id: str, events: list[Event]) -> dict[str, Any]:
    message = next(event for event in events if isinstance(event, UserUttered))
    ranking: Any = message.parse_data.get("intent_ranking") or []
    return {
        "message_id": message_id,
        "intent": _guess(message.intent),
        "ranking": [_guess(one) for one in ranking[:_RANKED]],
        "entities": [
            {"entity": found["entity"], "text": (message.text or "")[found["start"] : found["end"]]}
            for found in message.entities[:_FOUND]
            if {"entity", "start", "end"} <= found.keys()
        ],
        "replies": [reply(event) for event in events if isinstance(event, BotUttered)],
    }


def _guess(intent: dict[str, Any]) -> dict[str, Any]:
    return {"name": intent.get("name"), "confidence": intent.get("confidence", 0.0)}
