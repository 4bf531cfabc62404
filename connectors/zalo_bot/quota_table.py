"""How many messages a bot has sent this month: its plan has a limit, and nobody else counts."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import VIETNAM, Clock
from foundation.database import Base, Database
from foundation.upsert import insert_into


class ZaloBotQuotaRow(Base):
    """Messages sent in a month, named by bot and month: "123456:2026-11"."""

    __tablename__ = "zalo_bot_quota"

    month: Mapped[str] = mapped_column(String(60), primary_key=True)
    sent: Mapped[int]


class Quota:
    """Counts what a bot sends."""

    def __init__(self, database: Database, clock: Clock, bot: str, limit: int) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot
        self._limit = limit

    def left(self) -> int:
        """How many messages the plan allows until the month ends."""
        with self._database.reading() as session:
            row = session.get(ZaloBotQuotaRow, self._month())
            return max(0, self._limit - (row.sent if row else 0))

    def count(self) -> None:
        """One more was sent."""
        with self._database.transaction() as session:
            insert = insert_into(session, ZaloBotQuotaRow).values(month=self._month(), sent=1)
            session.execute(
                insert.on_conflict_do_update(
                    index_elements=["month"], set_={"sent": ZaloBotQuotaRow.sent + 1}
                )
            )

    def _month(self) -> str:
        return f"{self._bot}:{self._clock().astimezone(VIETNAM):%Y-%m}"
