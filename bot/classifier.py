"""The graph component that names the intent of a message: two logistic regressions, averaged.

One sees the sparse features and is good at set phrases, the other the sentence vector and is good at
paraphrases; the mean of their probabilities is better than either.
"""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack
from sklearn.linear_model import LogisticRegression

_FILE = "regressions.npz"
_LEARNT = ("classes_", "coef_", "intercept_")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AveragingClassifier(IntentClassifier, GraphComponent):
    """Ranks all intents. A message without features (no words in it) gets no intent."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Inverse strengths of regularisation, by cross-validation on the training examples.
        return {"sparse_C": 30.0, "dense_C": 100.0}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._sparse = LogisticRegression(C=config["sparse_C"], max_iter=2000)
        self._dense = LogisticRegression(C=config["dense_C"], max_iter=2000)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AveragingClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "AveragingClassifier":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE) as stored:
            for side, regression in component._sides.items():
                for name in _LEARNT:
                    setattr(regression, name, stored[side + name])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        messages = [message for message in training_data.intent_examples if _features(message)]
        intents = [message.get(INTENT) for message in messages]
        sparse, dense = zip(*(_features(message) for message in messages), strict=True)
        self._sparse.fit(vstack(sparse), intents)
        self._dense.fit(np.vstack(dense), intents)
        learnt = {
            side + name: getattr(regression, name)
            for side, regression in self._sides.items()
            for name in _LEARNT
        }
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **learnt)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._ranking(message)
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        features = _features(message)
        if not features:
            return []
        sparse, dense = features
        chances = (self._sparse.predict_proba(sparse)[0] + self._dense.predict_proba(dense)[0]) / 2
        return [
            {
                INTENT_NAME_KEY: str(self._sparse.classes_[index]),
                PREDICTED_CONFIDENCE_KEY: float(chances[index]),
            }
            for index in np.argsort(-chances)
        ]

    @property
    def _sides(self) -> dict[str, LogisticRegression]:
        return {"sparse_": self._sparse, "dense_": self._dense}


def _features(message: Message) -> tuple[Any, Any] | None:
    """The sparse row and the dense row of ``message``, or None where it has no words."""
    _, sparse = message.get_sparse_features(TEXT)
    _, dense = message.get_dense_features(TEXT)
    return (sparse.features, dense.features) if sparse and dense else None
