"""Turns are looked for by words and ratings, and counted day by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from conversations.past_turns import words_of

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_FOUND_BY = ["accepted_at", "id", "outcome", "channel", "release", "words"]


def upgrade() -> None:
    """Go forward."""
    op.add_column("turns", sa.Column("words", sa.String(length=400), nullable=True))
    op.add_column("turns", sa.Column("channel", sa.String(length=20), nullable=False, server_default=""))
    op.execute(
        "UPDATE turns SET channel = (SELECT channel FROM conversations WHERE conversations.id = conversation_id)"
    )
    _write_words()
    op.drop_index("ix_turns_accepted", "turns")
    op.create_index("ix_turns_found", "turns", _FOUND_BY)
    op.add_column("feedback", sa.Column("turn_id", sa.String(length=32), nullable=True))
    op.create_index("ix_feedback_turn_id", "feedback", ["turn_id"])
    op.create_table(
        "daily_counts",
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "day", "channel", "subject"),
    )
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.String(length=32), nullable=False),
        sa.Column("rated", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("tally")
    op.drop_table("daily_counts")
    op.drop_index("ix_feedback_turn_id", "feedback")
    op.drop_column("feedback", "turn_id")
    op.drop_index("ix_turns_found", "turns")
    op.create_index("ix_turns_accepted", "turns", ["accepted_at"])
    op.drop_column("turns", "channel")
    op.drop_column("turns", "words")


def _write_words() -> None:
    turns = sa.table("turns", sa.column("id"), sa.column("question"), sa.column("words"))
    connection = op.get_bind()
    asked = connection.execute(
        sa.select(turns.c.id, turns.c.question).where(turns.c.question.is_not(None))
    ).all()
    if asked:
        connection.execute(
            turns.update().where(turns.c.id == sa.bindparam("of")).values(words=sa.bindparam("said")),
            [{"of": turn, "said": words_of(question)} for turn, question in asked],
        )
