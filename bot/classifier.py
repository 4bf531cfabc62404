"""The graph component that names the intent of a message: three judges, their chances averaged.

A logistic regression over the sparse features is good at set phrases, one over the sentence vector at paraphrases,
and the nearest examples at what is said in few ways. Their mean is better than each, and surer where it is right.
Where the words alone leave no doubt that a message is for knowledge, the other two, and the vector, are spared.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
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

from bot.nearest_examples import NearestExamples
from bot.sentence_encoder import add_sentence_vector

_FILE = "judges.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AveragingClassifier(IntentClassifier, GraphComponent):
    """Ranks all intents. A message without features (no words in it) gets no intent."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Strengths (inverse, of regularisation) and sharpness by cross-validation on the training examples.
        return {
            "sparse_C": 30.0,
            "dense_C": 100.0,
            "nearest": 3,
            "sharpness": 20.0,
            # The words alone settle a message where they give the intents that knowledge answers anyway at least
            # this chance together, and a call for help at most that one.
            "answered": [],
            "settled": 0.8,
            "alarm": 0.02,
        }

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._config = config
        self._sparse = LogisticRegression(C=config["sparse_C"], max_iter=2000)
        self._dense = LogisticRegression(C=config["dense_C"], max_iter=2000)
        self._nearest = NearestExamples(config["nearest"], config["sharpness"])

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
            for learnt in stored:
                judge, attribute = learnt.split(".")
                setattr(component.judges[judge], attribute, stored[learnt])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        messages = [message for message in training_data.intent_examples if _features(message)]
        intents = [message.get(INTENT) for message in messages]
        sparse, dense = zip(*(_features(message) for message in messages), strict=True)
        self._sparse.fit(vstack(sparse), intents)
        self._dense.fit(np.vstack(dense), intents)
        self._nearest.fit(np.vstack(dense), intents)
        learnt = {
            f"{name}.{attribute}": value
            for name, judge in self.judges.items()
            for attribute, value in vars(judge).items()
            if attribute.endswith("_")
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
        _, words = message.get_sparse_features(TEXT)
        if not words:
            return []
        chances = self._sparse.predict_proba(words.features)
        if not self._settled(chances[0]):
            add_sentence_vector(message)
            features = _features(message)
            if features:
                _, dense = features
                judged = (chances, self._dense.predict_proba(dense), self._nearest.predict_proba(dense))
                chances = np.mean(judged, axis=0)
        return self._ranked(chances[0])

    def _settled(self, chances: npt.NDArray[np.float64]) -> bool:
        """Whether the words alone say that a message is for knowledge: the other judges could not divert it."""
        chance = dict(zip(self._sparse.classes_, chances, strict=True))
        answered = sum(chance.get(intent, 0.0) for intent in self._config["answered"])
        return bool(
            answered >= self._config["settled"] and chance.get("emergency", 0.0) <= self._config["alarm"]
        )

    def _ranked(self, chances: npt.NDArray[np.float64]) -> list[dict[str, Any]]:
        return [
            {
                INTENT_NAME_KEY: str(self._sparse.classes_[index]),
                PREDICTED_CONFIDENCE_KEY: float(chances[index]),
            }
            for index in np.argsort(-chances)
        ]

    @property
    def judges(self) -> dict[str, Any]:
        """The judges by the names under which they are stored."""
        return {"sparse": self._sparse, "dense": self._dense, "nearest": self._nearest}


def _features(message: Message) -> tuple[Any, Any] | None:
    """The sparse row and the dense row of ``message``, or None where it has no words."""
    _, sparse = message.get_sparse_features(TEXT)
    _, dense = message.get_dense_features(TEXT)
    return (sparse.features, dense.features) if sparse and dense else None
