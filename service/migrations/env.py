"""Alembic's entry: runs the migrations on the connection that :mod:`service.schema` hands over."""

from __future__ import annotations

from alembic import context

import conversations.channel_tables  # these modules
import conversations.tables  # noqa: F401
import knowledge.store  # noqa: F401  # register their tables
from foundation.database import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
