"""The tokens of a Zalo Official Account, the count of a Zalo bot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "zalo_tokens",
        sa.Column("oa_id", sa.String(length=40), nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("oa_id"),
    )
    op.create_table(
        "zalo_bot_quota",
        sa.Column("month", sa.String(length=60), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("zalo_bot_quota")
    op.drop_table("zalo_tokens")
