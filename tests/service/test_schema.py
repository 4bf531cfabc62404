"""Migrations: they end where the tables of the code are, however often and by however many they are run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import conversations.officer_tables
import conversations.tables  # noqa: F401 - register
import knowledge.store  # noqa: F401 - their tables
import service.schema
from conversations.letters import Letters, LetterState
from foundation.clock import utc_now
from foundation.database import Base, Database
from foundation.sealing import Seal
from service.project import ROOT
from service.schema import HEAD, migrate

MIGRATIONS = Path(service.schema.__file__).parent / "migrations"


@pytest.fixture
def database(new_database: Database) -> Database:
    return new_database


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def test_migrating_is_done_once(database: Database) -> None:
    assert migrate(database) is True
    assert migrate(database) is False


def test_there_is_one_newest_revision_and_the_code_knows_it() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_after_migrating_the_database_is_what_the_code_takes_it_for(database: Database) -> None:
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD


def test_every_way_forward_has_a_way_back(database: Database) -> None:
    migrate(database)
    with database.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    assert migrate(database) is True


def test_answers_given_before_are_looked_through_for_what_they_cite(database: Database) -> None:
    with database.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        given = {"at": datetime(2026, 11, 1, tzinfo=UTC), "replies": json.dumps([{"citations": [_CITATION]}])}
        connection.execute(
            text(
                "INSERT INTO conversations (id, channel, engine_id, context, created_at, updated_at)"
                " VALUES ('c', 'web', 'e', '{}', :at, :at)"
            ),
            given,
        )
        turn = (
            "INSERT INTO turns (id, conversation_id, client_message_id, release, led_by, outcome, replies, accepted_at)"
            " VALUES (:turn, 'c', :turn, 'r', 'app', 'answered', :replies, :at)"
        )
        connection.execute(text(turn), given | {"turn": "t1"})
        connection.execute(text(turn), given | {"turn": "t2", "replies": None})
    migrate(database)
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT turn_id, document, path FROM turn_citations ORDER BY path"))
        assert [tuple(row) for row in found] == [
            ("t1", "cho-dem", ""),
            ("t1", "cho-dem", "I"),
            ("t1", "cho-dem", "I.1"),
        ]


_CITATION = {"url": "/van-ban/cho-dem#I.1", "document": "12/QĐ-UBND"}


def test_what_citizens_left_before_is_there_as_letters_that_nobody_has_answered(database: Database) -> None:
    config = alembic_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        connection.execute(
            text(
                "INSERT INTO conversations (id, channel, engine_id, context, created_at, updated_at) "
                "VALUES ('c1', 'web', 'e1', '{}', '2026-11-20 03:00:00', '2026-11-20 03:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO reports (code, kind, conversation_id, text, place, left_at) "
                "VALUES ('K7M2QX', 'officer_question', 'c1', 'Hỏi', 'xã A', '2026-11-20 03:00:00')"
            )
        )
    migrate(database)
    letters = Letters(database, utc_now, Seal(["a secret of the tests, 32 characters"]))
    letter = letters.find("K7M2QX")
    assert (letter.text, letter.place, letter.state) == ("Hỏi", "xã A", LetterState.NEW)
    assert not letter.has_contact
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        assert connection.scalar(text("SELECT text FROM reports WHERE code = 'K7M2QX'")) == "Hỏi"


MIGRATE_AT_ONCE = """
import sys, time
from pathlib import Path
from alembic import command
from foundation.database import Database
from service.schema import migrate
folder = Path(sys.argv[1])
(folder / f"ready-{sys.argv[2]}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
print(migrate(Database(f"sqlite:///{folder / 'shared.sqlite'}")))
"""


def test_of_several_processes_that_migrate_at_once_one_does_it(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE_AT_ONCE, str(tmp_path), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    while len(list(tmp_path.glob("ready-*"))) < len(running) and not any(one.poll() for one in running):
        time.sleep(0.01)
    (tmp_path / "go").touch()
    ended = [one.communicate(timeout=30) for one in running]
    assert sorted(said.strip() for said, _ in ended) == ["False", "True"], ended


def test_a_migration_that_fails_leaves_nothing_half_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.create_index", fail)
        with pytest.raises(RuntimeError):
            migrate(database)
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    assert migrate(database) is True
