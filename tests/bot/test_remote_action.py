from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
import rasa.core.actions.action as rasa_actions
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import remote_action
from bot.remote_action import ActionFailed, QuickRemoteAction
from bot.replies import TurnChannel
from tests.bot.stand import ACTION_TOKEN, FakeApp

DOMAIN = Domain.empty()
SECRET = "tôi tên là Nguyễn Thị Bí Mật"


def run(url: str, events: list[Event] | None = None, channel: TurnChannel | None = None) -> list[Event]:
    """Run action_answer of the app at ``url``."""
    endpoint = EndpointConfig(url, headers={"Authorization": f"Bearer {ACTION_TOKEN}"})
    tracker = DialogueStateTracker.from_events("c1", events or [UserUttered(SECRET)])
    nlg = TemplatedNaturalLanguageGenerator({})
    action = QuickRemoteAction("action_answer", endpoint)
    return asyncio.run(action.run(channel or TurnChannel(), nlg, tracker, DOMAIN))


def test_what_the_action_says_and_sets_becomes_events(app: FakeApp) -> None:
    slot = {"event": "slot", "name": "feedback", "value": None, "timestamp": None}
    app.answer = lambda call: {
        "events": [slot],
        "responses": [{"text": "đáp", "custom": {"outcome": "answered"}}],
    }
    uttered, emptied = run(app.url)
    assert isinstance(uttered, BotUttered)
    assert (uttered.text, uttered.data["custom"]) == ("đáp", {"outcome": "answered"})
    assert emptied == SlotSet("feedback", None)


def test_the_action_sees_the_message_its_metadata_and_the_slots(app: FakeApp) -> None:
    run(app.url, [UserUttered("hỏi", {"name": "follow_up"}, metadata={"release": "r7"})])
    [call] = app.calls
    assert call["next_action"] == "action_answer"
    assert call["tracker"]["sender_id"] == "c1"
    message = call["tracker"]["latest_message"]
    assert (message["text"], message["intent"]["name"], message["metadata"]) == (
        "hỏi",
        "follow_up",
        {"release": "r7"},
    )


def test_the_request_of_a_long_conversation_is_no_larger(app: FakeApp) -> None:
    for turns in (20, 400):
        run(
            app.url,
            [event for n in range(turns) for event in (UserUttered(f"câu {n:03}"), BotUttered("đáp"))],
        )
    short, long = (len(json.dumps(call)) for call in app.calls)
    assert abs(long - short) < 200


BAD_REPLIES: list[Any] = [
    None,
    [],
    {"events": {}},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "no such event"}]},
    {"responses": ["text"]},
]


@pytest.mark.parametrize("reply", BAD_REPLIES, ids=json.dumps)
def test_a_reply_against_the_schema_fails_the_turn(app: FakeApp, reply: Any) -> None:
    app.answer = lambda call: reply
    channel = TurnChannel()
    with pytest.raises(ActionFailed):
        run(app.url, channel=channel)
    assert isinstance(channel.failure, ActionFailed)


def _rasa_refuses(reply: Any) -> bool:
    try:
        RemoteAction("a", None)._validate_action_result(reply)  # noqa: SLF001 - Rasa's own check, to compare with
    except ValidationError:
        return True
    return False


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_event = st.fixed_dictionaries(
    {"event": st.sampled_from(["slot", "bot", "user", "action", "followup", "x"])},
    optional={"name": _json, "value": _json, "timestamp": _json, "text": _json, "data": _json},
)


@given(
    _json
    | st.fixed_dictionaries(
        {}, optional={"events": st.lists(_event, max_size=2), "responses": st.lists(_json, max_size=2)}
    )
)
def test_no_check_of_rasas_is_lost(reply: Any) -> None:
    assert remote_action.accepts(reply) is not _rasa_refuses(reply)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_error_of_the_app_fails_the_turn_without_quoting_it(app: FakeApp, status: int) -> None:
    app.status, app.answer = status, lambda call: {"message": SECRET}
    with pytest.raises(ActionFailed, match=str(status)) as error:
        run(app.url)
    assert SECRET not in repr(error.value)
    assert error.value.__cause__ is None


def test_no_connection_fails_the_turn(free_port: int) -> None:
    with pytest.raises(ActionFailed, match="ClientConnectorError"):
        run(f"http://127.0.0.1:{free_port}/webhook")


def test_no_reply_in_time_fails_the_turn(app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_action, "_TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    app.answer = lambda call: time.sleep(1)
    with pytest.raises(ActionFailed, match="TimeoutError"):
        run(app.url)


def test_an_action_may_decline_to_run(app: FakeApp) -> None:
    app.status, app.answer = 400, lambda call: {"action_name": "action_answer", "error": "not now"}
    channel = TurnChannel()
    with pytest.raises(ActionExecutionRejection, match="not now"):
        run(app.url, channel=channel)
    assert channel.failure is None


def test_a_bad_request_that_is_no_rejection_fails_the_turn(app: FakeApp) -> None:
    app.status, app.answer = 400, lambda call: ["what?"]
    with pytest.raises(ActionFailed):
        run(app.url)


def test_rasa_runs_actions_of_the_app_this_way_once_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_actions, "RemoteAction", RemoteAction)
    remote_action.install()
    domain = Domain.from_dict({"actions": ["action_answer"]})
    assert isinstance(rasa_actions.action_for_name_or_text("action_answer", domain, None), QuickRemoteAction)
