"""The graph component that lets NLU divert a message from the documents only when it is sure.

Some intents are answered from the documents whatever their confidence. Every other intent takes the message
away from them: below the threshold it becomes ``nlu_fallback``, which the documents answer as well. So does a
message whose metadata says that editors wrote for its very wording: no guess of ours knows better.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DivertGate(GraphComponent):
    """Lets the intents ``answered`` pass, and the others from a confidence of ``threshold`` on.

    A message with ``written`` in its metadata goes to the documents in any case.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"threshold": 1.0, "answered": []}

    def __init__(self, config: dict[str, Any]) -> None:
        self._threshold: float = config["threshold"]
        self._answered = frozenset(config["answered"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DivertGate":
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if _is_written_for(message) or not self._passes(message.get(INTENT)):
                # In front of the ranking, as Rasa's own fallback does it: `rasa test` looks behind it.
                fallback = {
                    INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME,
                    PREDICTED_CONFIDENCE_KEY: self._threshold,
                }
                message.set(INTENT, fallback, add_to_output=True)
                message.set(
                    INTENT_RANKING_KEY, [fallback, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True
                )
        return messages

    def _passes(self, intent: dict[str, Any]) -> bool:
        name = intent[INTENT_NAME_KEY]
        sure: bool = name is not None and intent[PREDICTED_CONFIDENCE_KEY] >= self._threshold
        return sure or name in self._answered


def _is_written_for(message: Message) -> bool:
    return "written" in (message.get(METADATA) or {})
