"""Alembic's entry: runs the migrations on the connection that :mod:`service.schema` hands over."""

from __future__ import annotations

from alembic import context

from connectors.zalo_bot import quota_table
from connectors.zalo_oa import token_table
from console import tables as console_tables
from conversations import channel_tables, tables, tally_tables
from foundation.database import Base
from knowledge import store

#: They register their tables.
_MODULES = (quota_table, token_table, console_tables, channel_tables, tables, tally_tables, store)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
