"""Graph components trained and run by themselves, as Rasa's graph runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def made(kind: type[GraphComponent], folder: Path, **settings: Any) -> Any:
    """A fresh component of ``kind``."""
    return kind.create(_config(kind, settings), *_place(kind, folder))


def loaded(kind: type[GraphComponent], folder: Path, **settings: Any) -> Any:
    """The component of ``kind`` as it was trained in ``folder``."""
    return kind.load(_config(kind, settings), *_place(kind, folder))


def trained(kind: type[GraphComponent], folder: Path, data: TrainingData, **settings: Any) -> Any:
    """A component of ``kind`` trained on ``data``, which it has then processed."""
    component = made(kind, folder, **settings)
    if hasattr(component, "train"):
        component.train(data)
    if hasattr(component, "process_training_data"):
        component.process_training_data(data)
    return component


def examples(*texts: str, intent: str = "ask_documents") -> list[Message]:
    """Training examples of one intent."""
    return [Message.build(text, intent) for text in texts]


def processed(component: Any, text: str) -> Message:
    """A citizen's message after ``component``."""
    message: Message = component.process([Message({"text": text}, output_properties={"text_tokens"})])[0]
    return message


def _config(kind: type[GraphComponent], settings: dict[str, Any]) -> dict[str, Any]:
    return {**kind.get_default_config(), **settings}


def _place(kind: type[GraphComponent], folder: Path) -> tuple[LocalModelStorage, Resource, ExecutionContext]:
    return (
        LocalModelStorage(folder),
        Resource(kind.__name__),
        ExecutionContext(GraphSchema({}), node_name=kind.__name__),
    )
