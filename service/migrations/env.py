"""Alembic's entry: runs the migrations on the connection that :mod:`service.schema` hands over."""

from __future__ import annotations

from alembic import context

from connectors.zalo_bot import quota_table
from connectors.zalo_oa import token_table
from console import publishing_tables
from console import tables as console_tables
from console.unanswered import tables as unanswered_tables
from conversations import channel_tables, officer_tables, operator_tables, tables, tally_tables
from evaluation import golden_store
from foundation.database import Base
from knowledge import confirmations, store

#: They register their tables.
_MODULES = (
    quota_table,
    token_table,
    console_tables,
    publishing_tables,
    unanswered_tables,
    golden_store,
    channel_tables,
    officer_tables,
    operator_tables,
    tables,
    tally_tables,
    confirmations,
    store,
)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
