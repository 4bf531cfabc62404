"""All actions, registered with rasa-sdk's executor."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.answer import ActionAnswer
from actions.letters import (
    SUBMISSIONS,
    ActionAskContactWish,
    ActionSubmit,
    ActionSubmitContact,
    ValidateContact,
)
from actions.officer import ActionAskOfficer
from conversations.conversation import ConversationStore
from conversations.desk import Desk
from conversations.told import TurnDesk
from conversations.wording import Wordings
from foundation.clock import Clock
from knowledge.answer import Answerer
from knowledge.library import Library


def build_executor(
    library: Library,
    answerer: Answerer,
    store: ConversationStore,
    desk: Desk,
    wordings: Wordings,
    clock: Clock,
    told: TurnDesk | None = None,
) -> ActionExecutor:
    """The executor that serves the engine's action calls; what answers rest on is left at ``told``."""
    executor = ActionExecutor()
    answer = ActionAnswer(library, answerer, store, told)
    executor.register_action(answer)
    for submission in SUBMISSIONS:
        executor.register_action(ActionSubmit(submission, desk.letters))
    executor.register_action(ActionAskContactWish(wordings))
    executor.register_action(ValidateContact(desk.at_hand))
    executor.register_action(ActionSubmitContact(desk.letters, desk.at_hand, answer))
    executor.register_action(ActionAskOfficer(desk.handovers, desk.calendar, clock))
    return executor
