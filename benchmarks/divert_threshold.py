"""Measures the threshold of ``DivertGate`` in config.yml, by cross-validation on the training examples.

    PYTHONPATH=. bot/.venv/bin/python benchmarks/divert_threshold.py [--folds 5]

A message for the documents that NLU diverts gets small talk for an answer; one that NLU fails to divert is still
answered, from the documents. So the threshold is the smallest at which at most 1 % of the messages for the
documents are diverted. The held-out data of tests/nlu is never looked at.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file
from sklearn.model_selection import StratifiedGroupKFold

from bot.classifier import AveragingClassifier
from bot.folded_features import FoldedFeatures
from bot.normaliser import VietnameseNormaliser
from bot.sentence_encoder import SentenceEncoder
from bot.tokenizer import VietnameseTokenizer
from vietnamese.text import fold

COMPONENTS = (VietnameseNormaliser, VietnameseTokenizer, FoldedFeatures, SentenceEncoder, AveragingClassifier)
GRID = [step / 100 for step in range(20, 100)]
MAY_DIVERT = 0.01
CALL = "emergency"


@dataclass(frozen=True)
class Judged:
    """An example that a classifier not trained on it has judged."""

    intent: str
    guess: str
    confidence: float


def judged(examples: list[Message], folds: int) -> Iterator[Judged]:
    """Every example, judged by a pipeline trained on the other folds."""
    intents = [message.get(INTENT) for message in examples]
    # The same sentence with and without diacritics is one sentence: both go into one fold.
    sentences = [fold(message.get(TEXT)) for message in examples]
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=7)
    for fold_number, (seen, unseen) in enumerate(splitter.split(examples, intents, sentences), start=1):
        print(f"fold {fold_number} of {folds} …", flush=True)
        for message in run([fresh(examples[i]) for i in seen], [fresh(examples[i]) for i in unseen]):
            guess = message.get("guess")
            yield Judged(message.get(INTENT), guess["name"], guess["confidence"])


def fresh(message: Message) -> Message:
    return Message({TEXT: message.get(TEXT), INTENT: message.get(INTENT)})


def run(seen: list[Message], unseen: list[Message]) -> list[Message]:
    """Train the pipeline's components on ``seen`` and let them judge ``unseen``."""
    configured = {
        step["name"].rpartition(".")[2]: step for step in read_config_file("config.yml")["pipeline"]
    }
    training_data = TrainingData(seen)
    intents = [message.get(INTENT) for message in unseen]
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        for kind in COMPONENTS:
            settings = {key: value for key, value in configured[kind.__name__].items() if key != "name"}
            context = ExecutionContext(GraphSchema({}), node_name=kind.__name__)
            component: Any = kind.create(
                {**kind.get_default_config(), **settings}, storage, Resource(kind.__name__), context
            )
            if hasattr(component, "train"):
                component.train(training_data)
            if hasattr(component, "process_training_data"):
                component.process_training_data(training_data)
            component.process(unseen)
    for message, intent in zip(unseen, intents, strict=True):
        message.set("guess", message.get(INTENT))
        message.set(INTENT, intent)
    return unseen


def remember_vectors() -> None:
    """Encode each sentence once, though it is in every fold."""
    encode, vectors = SentenceEncoder.encode, {}

    def remembered(self: SentenceEncoder, text: str) -> Any:
        if text not in vectors:
            vectors[text] = encode(self, text)
        return vectors[text]

    SentenceEncoder.encode = remembered  # type: ignore[method-assign]


def share(found: list[bool]) -> float:
    """How much of ``found`` is true."""
    return sum(found) / len(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5)
    folds = parser.parse_args().folds
    remember_vectors()

    gate = next(
        step for step in read_config_file("config.yml")["pipeline"] if step["name"].endswith("DivertGate")
    )
    answered = frozenset(gate["answered"])
    data = TrainingDataImporter.load_nlu_importer_from_config("config.yml", training_data_paths=["data"])
    results = list(judged(data.get_nlu_data().intent_examples, folds))
    documents = [result for result in results if result.intent in answered]
    others = [result for result in results if result.intent not in answered]
    calls = [result for result in results if result.intent == CALL]

    def diverted(threshold: float) -> float:
        return share([r.guess not in answered and r.confidence >= threshold for r in documents])

    right = share([result.guess == result.intent for result in results])
    print(f"\n{len(results)} examples, {len(documents)} for the documents; intent right: {right:.1%}\n")
    print("threshold  documents diverted  others diverted rightly  calls for help understood")
    for threshold in GRID[::5]:
        rightly = share([r.guess == r.intent and r.confidence >= threshold for r in others])
        understood = share([r.guess == CALL and r.confidence >= threshold for r in calls])
        print(f"{threshold:9.2f}  {diverted(threshold):18.2%}  {rightly:23.1%}  {understood:25.1%}")
    print(f"\nthreshold: {next(t for t in GRID if diverted(t) <= MAY_DIVERT):.2f}")


if __name__ == "__main__":
    main()
