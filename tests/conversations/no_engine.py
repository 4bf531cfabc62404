"""An engine's rows where there is no engine; remembers what it was asked to forget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class NoEngineRows:
    """Fits :class:`conversations.retention.EngineRows`."""

    forgotten: list[str] = field(default_factory=list)
    before: list[datetime] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def forget(self, engine_id: str) -> None:
        self.forgotten.append(engine_id)
        self.rows.pop(engine_id, None)

    def forget_before(self, moment: datetime) -> int:
        self.before.append(moment)
        return 0

    def read(self, engine_id: str) -> Sequence[Mapping[str, Any]]:
        return self.rows.get(engine_id, [])
