"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, ended by process id."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from foundation.database import Database
from service.schema import migrate

#: Where Debian puts the programs, which are not on the path.
_DEBIAN = "/usr/lib/postgresql/*/bin"
_USER = "postgres"


class PostgresServer:
    """A server with a superuser ``postgres`` and no password; every database is made anew.

    Raises:
        RuntimeError: PostgreSQL is not installed.
    """

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="hoidap-postgres-"))
        self._numbers = itertools.count()
        self._template: str | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb",
            "--pgdata",
            str(self._folder / "data"),
            "--username",
            _USER,
            "--auth",
            "trust",
            "--no-sync",
        )
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": 200,
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [
            *_as_owner(),
            str(self._programs / "postgres"),
            "-D",
            str(self._folder / "data"),
            *settings,
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        until = time.monotonic() + 30
        while True:
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self._folder / "log").read_text("utf-8", "replace")) from None
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End it as a crash would."""
        pid = int((self._folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(
            ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
        ).stdout
        for process in (pid, *map(int, children.split())):
            os.kill(process, signal.SIGKILL)
        self._process.wait(10)

    def new_database(self, template: str = "template1") -> str:
        """The URL of a new database, empty or a copy of ``template``."""
        name = f"test_{next(self._numbers)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self._connect("postgres") as connection:
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"

    def migrated_database(self) -> str:
        """The URL of a new database with the present schema."""
        if self._template is None:
            self._template = self.new_database()
            database = Database(self._template)
            migrate(database)
            database.close()
        return self.new_database(self._template.rpartition("/")[2])

    def close(self) -> None:
        """End it and delete everything."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=_USER, dbname=database, autocommit=True, connect_timeout=5
        )

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*_as_owner(), str(self._programs / program), *arguments],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=self._folder,
        )


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    newest = sorted(Path("/").glob(_DEBIAN.lstrip("/")), key=lambda folder: int(folder.parent.name))
    if not newest:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return newest[-1]


def _as_owner() -> list[str]:
    """PostgreSQL does not run as root."""
    return ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--init-groups"] if os.geteuid() == 0 else []
