"""The office hours in the database; what an administrator changes is in force with the next question."""

from __future__ import annotations

from sqlalchemy.orm import Session

from conversations.office_hours import OfficeHours, dump_days, load_hours
from conversations.officer_tables import OfficeHoursRow
from conversations.witness import Witness, nobody
from foundation.clock import Clock
from foundation.database import Database


class OfficeCalendar:
    """Reads and changes the hours."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def hours(self) -> OfficeHours:
        """The hours in force."""
        with self._database.reading() as session:
            row = session.get(OfficeHoursRow, 1)
            return OfficeHours() if row is None else load_hours(row.days, row.closed)

    def change(self, hours: OfficeHours, witness: Witness = nobody) -> None:
        """Put other hours in force."""
        with self._database.transaction() as session:
            row = _row(session)
            row.days, row.closed = dump_days(hours), sorted(day.isoformat() for day in hours.closed)
            row.changed_at = self._clock()
            session.add(row)
            witness(session)


def _row(session: Session) -> OfficeHoursRow:
    return session.get(OfficeHoursRow, 1, with_for_update=True) or OfficeHoursRow(id=1)
