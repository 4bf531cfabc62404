"""The graph component that gives every message one spelling: composed, expanded, with full diacritics.

The text as typed stays where it is, for entities and the tracker; the normalised text lies beside it.
"""

# No `from __future__ import annotations` in graph components: Rasa reads the annotations at run time.
import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from vietnamese.abbreviations import expand
from vietnamese.restorer import Restorer, background_sentences
from vietnamese.text import has_marks, nfc
from vietnamese.tones import place_tones

_NORMALISED = "normalised_text"
_FILE = "restorer.json"


def normalised(message: Message) -> str:
    """The normalised text of a message that the normaliser has seen; empty for a message without text."""
    text: str = message.get(_NORMALISED, "")
    return text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class VietnameseNormaliser(GraphComponent):
    """Composes, places tones, expands abbreviations, restores diacritics.

    The restorer learns from the accented training examples and from general background sentences.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, restorer: Restorer) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._restorer = restorer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "VietnameseNormaliser":
        return cls(model_storage, resource, Restorer.learn([]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "VietnameseNormaliser":
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, Restorer.from_dict(learnt))

    def train(self, training_data: TrainingData) -> Resource:
        examples = (
            _spelt(message.get(TEXT)) for message in training_data.training_examples if message.get(TEXT)
        )
        self._restorer = Restorer.learn(
            [example for example in examples if has_marks(example)], background_sentences()
        )
        with self._model_storage.write_to(self._resource) as folder:
            learnt = json.dumps(self._restorer.as_dict(), ensure_ascii=False)
            (folder / _FILE).write_text(learnt, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                message.set(_NORMALISED, self._restorer.restore(_spelt(text)))
        return messages


def _spelt(text: str) -> str:
    return expand(place_tones(nfc(text)))
