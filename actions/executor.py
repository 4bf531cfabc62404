"""All actions, registered with rasa-sdk's executor."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.answer import ActionAnswer
from actions.reports import SUBMISSIONS, ActionSubmit
from conversations.conversation import ConversationStore
from conversations.told import Desk
from knowledge.answer import Answerer
from knowledge.library import Library


def build_executor(
    library: Library, answerer: Answerer, store: ConversationStore, desk: Desk | None = None
) -> ActionExecutor:
    """The executor that serves the engine's action calls; what answers rest on is left at ``desk``."""
    executor = ActionExecutor()
    executor.register_action(ActionAnswer(library, answerer, store, desk))
    for submission in SUBMISSIONS:
        executor.register_action(ActionSubmit(submission, store))
    return executor
