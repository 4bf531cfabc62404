"""Calls of the app's actions: the reply checked by a validator compiled once, the request kept small.

Rasa compiles the JSON schema of the reply at every call (two fifths of a short turn), sends the whole history
of the conversation and the domain with each request, waits up to five minutes, and logs what came back when
something goes wrong, citizens' words included. This action does the same work without these four.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import rasa
import rasa.core.actions.action as rasa_actions
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError

from bot.replies import TurnChannel

#: How long an action may take in all, and until the app accepts the connection, in seconds.
_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=2, sock_connect=2, sock_read=10)
#: How many of the newest events of the conversation an action is shown.
_EVENTS = 12

_SCHEMA = RemoteAction.action_response_format_spec()
_Validator = validator_for(_SCHEMA)
_Validator.check_schema(_SCHEMA)
_VALIDATOR = _Validator(_SCHEMA)


class ActionFailed(RasaException):
    """An action of the app gave no usable reply; the message names the action and why, nothing it said."""


class QuickRemoteAction(RemoteAction):
    """Rasa's remote action with a bounded request, a ready validator, a deadline and discreet errors."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Ask the app and give back what it wants said, then the events it wants logged.

        Raises:
            ActionExecutionRejection: the action declined to run; the policies choose another.
            ActionFailed: no connection, no reply in time, or a reply that is none. The turn has failed.
        """
        try:
            result = await self._ask(self._action_call_format(tracker, domain))
        except ActionFailed as failure:
            # Rasa swallows this exception and goes on; the turn finds it in its channel.
            if isinstance(output_channel, TurnChannel):
                output_channel.failure = failure
            raise
        utterances = await self._utter_responses(result.get("responses", []), output_channel, nlg, tracker)
        return [*utterances, *deserialise_events(result.get("events", []))]

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self.action_endpoint is None:
            raise ActionFailed(f"{self.name()}: no action_endpoint in endpoints.yml; add it.")
        try:
            result: Any = await self.action_endpoint.request(method="post", json=request, timeout=_TIMEOUT)
            _VALIDATOR.validate(result)
        except ClientResponseError as error:
            if error.status == 400:
                raise self._rejection(error) from None
            raise ActionFailed(f"{self.name()}: the app answered with status {error.status}.") from None
        except ValidationError as error:
            where = "/".join(str(step) for step in error.absolute_path) or "the reply"
            raise ActionFailed(f"{self.name()}: {where} breaks Rasa's schema ({error.validator}).") from None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise ActionFailed(f"{self.name()}: no reply of the app ({type(error).__name__}).") from None
        checked: dict[str, Any] = result
        return checked

    def _rejection(self, error: ClientResponseError) -> RasaException:
        try:
            reason = json.loads(error.text)
            return ActionExecutionRejection(reason["action_name"], reason.get("error"))
        except (ValueError, TypeError, KeyError):
            return ActionFailed(f"{self.name()}: the app answered with status 400 and no rejection.")

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        newest = list(tracker.events)[-_EVENTS:]
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {
                **tracker.current_state(EventVerbosity.NONE),
                "events": [event.as_dict() for event in newest],
            },
            # rasa-sdk wants a domain; actions of the app use none.
            "domain": {},
            "version": rasa.__version__,
        }


def accepts(reply: object) -> bool:
    """Whether ``reply`` is what Rasa's schema wants of an action."""
    return bool(_VALIDATOR.is_valid(reply))


def install() -> None:
    """Make Rasa run the app's actions as QuickRemoteAction from now on."""
    rasa_actions.RemoteAction = QuickRemoteAction  # type: ignore[misc]  # Rasa looks it up by this name
