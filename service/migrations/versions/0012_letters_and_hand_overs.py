"""What citizens leave becomes letters that officers claim and answer; hand-overs, their exchange, office hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_LIVE = sa.text("ended_at IS NULL")
#: What the letters that there are begin with.
_ADDED = (
    ("turn", sa.String(length=32), None),
    ("state", sa.String(length=10), "new"),
    ("contact", sa.LargeBinary(), None),
    ("contact_at", _MOMENT, None),
    ("officer", sa.String(length=40), ""),
    ("claimed_at", _MOMENT, None),
    ("draft", sa.Text(), ""),
    ("answer", sa.Text(), ""),
    ("settled_at", _MOMENT, None),
)


def upgrade() -> None:
    """Go forward."""
    op.rename_table("reports", "letters")
    with op.batch_alter_table("letters") as letters:
        for name, kind, default in _ADDED:
            letters.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))
        letters.add_column(sa.Column("pushed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("letters") as letters:
        for name in (*(name for name, _, default in _ADDED if default is not None), "pushed"):
            letters.alter_column(name, server_default=None)
    op.create_index("ix_letters_state", "letters", ["state", "left_at", "code"])
    op.create_index("ix_letters_officer", "letters", ["officer", "state", "left_at"])
    op.create_index("ix_letters_left", "letters", ["left_at", "code"])
    op.create_index("ix_letters_conversation_id", "letters", ["conversation_id"])
    op.create_index("ix_letters_turn", "letters", ["turn"], unique=True)
    op.create_table(
        "handovers",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("officer", sa.String(length=40), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("spoke_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_handovers_live",
        "handovers",
        ["conversation_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("ix_handovers_conversation", "handovers", ["conversation_id", "ended_at"])
    op.create_index("ix_handovers_ended", "handovers", ["ended_at"])
    op.create_table(
        "exchange",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("handover_id", _NUMBER, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exchange_handover", "exchange", ["handover_id", "id"])
    op.create_table(
        "office_hours",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Go back: letters are reports again, without what officers did with them."""
    op.drop_table("office_hours")
    op.drop_table("exchange")
    op.drop_table("handovers")
    for name in ("state", "officer", "left", "conversation_id", "turn"):
        op.drop_index(f"ix_letters_{name}", "letters")
    with op.batch_alter_table("letters") as letters:
        for name in (*(name for name, _, _ in _ADDED), "pushed"):
            letters.drop_column(name)
    op.rename_table("letters", "reports")
