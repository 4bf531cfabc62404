"""Which provisions the answers cite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    """Go forward; answers given before are looked through once."""
    table = op.create_table(
        "turn_citations",
        sa.Column(
            "turn_id", sa.String(length=32), sa.ForeignKey("turns.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("turn_id", "document", "path"),
    )
    op.create_index("ix_turn_citations_place", "turn_citations", ["document", "path", "accepted_at"])
    connection = op.get_bind()
    last = ""
    while True:
        turns = connection.execute(
            sa.text(
                "SELECT id, replies, accepted_at FROM turns WHERE id > :last ORDER BY id LIMIT :most"
            ).columns(accepted_at=sa.DateTime(timezone=True)),
            {"last": last, "most": _AT_ONCE},
        ).all()
        if not turns:
            return
        found = [
            {"turn_id": turn.id, "document": document, "path": path, "accepted_at": turn.accepted_at}
            for turn in turns
            for document, path in dict.fromkeys(_cited(turn.replies))
        ]
        if found:
            connection.execute(sa.insert(table), found)
        last = turns[-1].id


def _cited(replies: Any) -> Iterator[tuple[str, str]]:
    # SQLite hands JSON out as text.
    for reply in (json.loads(replies) if isinstance(replies, str) else replies) or ():
        for citation in reply.get("citations", ()):
            document, mark, path = citation["url"].removeprefix("/van-ban/").partition("#")
            if mark and len(document) <= 200 and len(path) <= 200:
                labels = path.split(".")
                for depth in range(len(labels) + 1):
                    yield document, ".".join(labels[:depth])


def downgrade() -> None:
    """Go back."""
    op.drop_table("turn_citations")
