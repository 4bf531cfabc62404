"""Messages that reach the web chat by themselves; reasons and notices of the channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTS = {"reason": 300, "notice": 500}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "web_messages",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_web_messages_conversation_id", "web_messages", ["conversation_id"])
    op.create_index("ix_web_messages_posted_at", "web_messages", ["posted_at"])
    with op.batch_alter_table("channels") as channels:
        for name, length in _TEXTS.items():
            channels.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    with op.batch_alter_table("channels") as channels:
        for name in _TEXTS:
            channels.alter_column(name, server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("channels") as channels:
        for name in _TEXTS:
            channels.drop_column(name)
    op.drop_table("web_messages")
