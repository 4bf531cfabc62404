"""Files that come in have an author."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_PROPOSALS = ("document_proposals", "curated_proposals", "samples_proposals")


def upgrade() -> None:
    """Go forward."""
    for table in _PROPOSALS:
        op.add_column(table, sa.Column("by", sa.String(length=80), nullable=False, server_default=""))
    op.add_column(
        "filed_changes", sa.Column("proposed_by", sa.String(length=80), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("filed_changes", "proposed_by")
    for table in _PROPOSALS:
        op.drop_column(table, "by")
