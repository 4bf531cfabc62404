"""The table of an Official Account's tokens; what is secret in it is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class ZaloTokenRow(Base):
    """The tokens of an account, and the consent that is being asked for.

    ``generation`` grows with every pair of tokens. ``refreshing_until`` is set while somebody fetches the next pair;
    a pair whose refresh token may be spent without our knowing is ``lost``.
    """

    __tablename__ = "zalo_tokens"

    oa_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    access_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    refresh_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    generation: Mapped[int]
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refreshing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost: Mapped[bool]
    consent: Mapped[bytes | None] = mapped_column(LargeBinary)
