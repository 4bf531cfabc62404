"""What editors change, and what a turn was about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FILED = ("documents", "curated", "samples")


def upgrade() -> None:
    """Go forward."""
    for table in _FILED:
        op.add_column(table, sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
        op.add_column(table, sa.Column("read", sa.JSON(), nullable=True))
        op.add_column(table, sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("changed_by", sa.String(length=80), nullable=False, server_default=""))
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        op.execute(f"UPDATE {table} SET digest = sha256")  # noqa: S608 - our own names
    op.add_column("turns", sa.Column("question", sa.Text(), nullable=True))
    op.add_column("turns", sa.Column("trace", sa.JSON(), nullable=True))
    op.create_index("ix_turns_accepted", "turns", ["accepted_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_turns_accepted", "turns")
    op.drop_column("turns", "trace")
    op.drop_column("turns", "question")
    for table in _FILED:
        for column in ("retired_at", "changed_by", "changed_at", "revision", "read", "digest"):
            op.drop_column(table, column)
