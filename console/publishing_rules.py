"""What administrators decide about publishing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.actions import Action
from console.audit import Actor, AuditLog
from console.publishing_tables import PublishingRulesRow
from foundation.database import Database
from foundation.errors import InputError

_FEWEST, _MOST = 2, 100


def hold_publishing(session: Session) -> None:
    """Let all others who check or publish wait until this transaction is over."""
    session.get(PublishingRulesRow, 1, with_for_update=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """See :class:`console.publishing_tables.PublishingRulesRow`."""

    alone: bool = False
    kept: int = 10


class PublishingRules:
    """The rules in force."""

    def __init__(self, database: Database, audit: AuditLog) -> None:
        self._database = database
        self._audit = audit

    def present(self) -> Rules:
        """As they are now."""
        with self._database.reading() as session:
            row = session.get(PublishingRulesRow, 1)
            return Rules(row.alone, row.kept) if row is not None else Rules()

    def change(self, actor: Actor, rules: Rules) -> None:
        """Put others in force.

        Raises:
            InputError: too few or too many releases would be kept.
        """
        if not _FEWEST <= rules.kept <= _MOST:
            raise InputError(
                f"Số bản giữ lại phải từ {_FEWEST} đến {_MOST}.", hint="Mời anh/chị quay lại và nhập số khác."
            )
        with self._database.transaction() as session:
            row = session.get(PublishingRulesRow, 1, with_for_update=True)
            if row is None:
                row = PublishingRulesRow(id=1)
                session.add(row)
            row.alone, row.kept = rules.alone, rules.kept
            details = {"alone": "có" if rules.alone else "không", "kept": str(rules.kept)}
            self._audit.add(session, actor, Action.PUBLISHING_RULES_CHANGED, "", details)
