"""Groups of unanswered questions, and how cited provisions read when an answer was confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "curated_confirmations",
        sa.Column("slug", sa.String(length=200), primary_key=True),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
    )
    op.create_table(
        "question_groups",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("example", sa.String(length=32), sa.ForeignKey("turns.id", ondelete="SET NULL")),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("encoder", sa.String(length=200), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("not_found", sa.Integer(), nullable=False),
        sa.Column("out_of_scope", sa.Integer(), nullable=False),
        sa.Column("unclear", sa.Integer(), nullable=False),
        sa.Column("not_useful", sa.Integer(), nullable=False),
        sa.Column("heat", sa.Float(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignee", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("back_after", sa.Integer()),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_groups_example", "question_groups", ["example"])
    op.create_index("ix_question_groups_state_heat", "question_groups", ["state", "heat"])
    op.create_index("ix_question_groups_assignee", "question_groups", ["assignee", "state", "heat"])
    op.create_table(
        "grouped_questions",
        sa.Column(
            "turn_id", sa.String(length=32), sa.ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column(
            "group_number",
            _number,
            sa.ForeignKey("question_groups.number", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("letters", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_grouped_questions_group", "grouped_questions", ["group_number", "letters"])
    op.create_index("ix_grouped_questions_letters", "grouped_questions", ["letters"])
    op.create_table(
        "grouping_progress",
        sa.Column("source", sa.String(length=20), primary_key=True),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Go back."""
    for table in ("grouping_progress", "grouped_questions", "question_groups", "curated_confirmations"):
        op.drop_table(table)
