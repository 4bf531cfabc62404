"""Words and periods that administrators set; who on a messenger was told the notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "wordings",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "language"),
    )
    op.create_table(
        "periods",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.add_column("channels", sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contacts", sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_feedback_given_at", "feedback", ["given_at"])
    op.create_index("ix_feedback_conversation_id", "feedback", ["conversation_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_feedback_conversation_id", "feedback")
    op.drop_index("ix_feedback_given_at", "feedback")
    op.drop_column("contacts", "noticed_at")
    op.drop_column("channels", "announced_at")
    op.drop_table("periods")
    op.drop_table("wordings")
