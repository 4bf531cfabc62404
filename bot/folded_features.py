"""The graph component that gives a message its sparse features: TF-IDF over the text without diacritics."""

import itertools
import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from vietnamese.text import fold

_FILE = "vocabularies.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FoldedFeatures(SparseFeaturizer, GraphComponent):
    """Adds one sparse row: words, pairs of words, and pieces of words of 2 to 4 characters."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to configure."""

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._words = TfidfVectorizer(analyzer=_words_and_pairs, sublinear_tf=True)
        self._pieces = TfidfVectorizer(
            preprocessor=" ".join, analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FoldedFeatures":
        return cls(config, str(execution_context.node_name), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "FoldedFeatures":
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        for vectorizer, (terms, idf) in zip(component.vectorizers, stored, strict=True):
            vectorizer.vocabulary_ = {term: column for column, term in enumerate(terms)}
            vectorizer.idf_ = np.array(idf)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        examples = [_folded(message) for message in training_data.training_examples if _is_cut(message)]
        for vectorizer in self.vectorizers:
            vectorizer.fit(examples)
        stored = [(list(v.get_feature_names_out()), v.idf_.tolist()) for v in self.vectorizers]
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if _is_cut(message):
                words = [_folded(message)]
                row = hstack([vectorizer.transform(words) for vectorizer in self.vectorizers]).tocsr()
                message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    @property
    def vectorizers(self) -> tuple[TfidfVectorizer, TfidfVectorizer]:
        """That of the words and that of their pieces."""
        return self._words, self._pieces


def _is_cut(message: Message) -> bool:
    return bool(message.get(TOKENS_NAMES[TEXT]))


def _folded(message: Message) -> list[str]:
    return [fold(token.text) for token in message.get(TOKENS_NAMES[TEXT])]


def _words_and_pairs(words: list[str]) -> list[str]:
    return words + [f"{first} {second}" for first, second in itertools.pairwise(words)]
