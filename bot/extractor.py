"""The graph component that finds entities: years, document numbers, what lookup tables and regexes name.

Everything is matched without regard to case and diacritics, and placed in the text as typed. Editors extend
the tables in ``data/nlu/lookups.yml``; an entry of a table is also the value of the entity it finds.
"""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.patterns import Patterns

_FILE = "patterns.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class VietnameseExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of :class:`Patterns` to each message."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, patterns: Patterns) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._patterns = patterns

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "VietnameseExtractor":
        return cls(model_storage, resource, Patterns({}, []))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "VietnameseExtractor":
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, Patterns(**stored))

    def train(self, training_data: TrainingData) -> Resource:
        stored: dict[str, Any] = {
            "tables": {table["name"]: table["elements"] for table in training_data.lookup_tables},
            "regexes": [(regex["name"], regex["pattern"]) for regex in training_data.regex_features],
        }
        self._patterns = Patterns(**stored)  # a faulty pattern fails the training, not a citizen's turn
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            entities = [
                {
                    ENTITY_ATTRIBUTE_TYPE: found.kind,
                    ENTITY_ATTRIBUTE_START: found.start,
                    ENTITY_ATTRIBUTE_END: found.end,
                    ENTITY_ATTRIBUTE_VALUE: found.value,
                }
                for found in self._patterns.find(message.get(TEXT) or "")
            ]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(entities), add_to_output=True)
        return messages
