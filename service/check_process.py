"""A check in a process of its own that steps back for whoever answers citizens: ``python -m service.check_process ID``.

It ends when its standard input does, that is when the service ends, however that comes about.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

from console.checking import Checking
from console.checks import Checks
from evaluation.golden_store import GoldenStore
from foundation.clock import utc_now
from foundation.database import Database
from foundation.errors import StorageError
from foundation.settings import Settings, load_settings
from knowledge.encoder import load_encoder
from knowledge.store import DocumentStore
from service.parts import releases_folder

#: Its status where the disk is too full even to say so in the database.
NO_ROOM = 28
#: What it adds to its niceness: beside a citizen's answer it gets a tenth of a core, so that it still comes to its end.
_COURTESY = 10
#: Seconds to tidy up in: deleting a few files takes that long while a disk writes something large.
_PATIENCE = 15.0


def run(settings: Settings, check: str) -> None:
    """Run a check that was claimed."""
    database = Database(settings.database)
    try:
        Checking(
            DocumentStore(database, utc_now),
            GoldenStore(database, utc_now),
            Checks(database, utc_now),
            releases_folder(settings),
            lambda: load_encoder(settings.encoder),
            utc_now,
        ).run(check)
    finally:
        database.close()


def _end_with_the_service() -> None:
    while os.read(0, 1024):  # unbuffered: a buffer's lock would be in the way of this process's own end
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(_PATIENCE)
    os._exit(1)


def main() -> None:
    """Run the check that is named."""
    os.nice(_COURTESY)
    settings = load_settings(os.environ)
    logging.basicConfig(level=settings.log_level, format="%(message)s")
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    try:
        run(settings, sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(1)
    except StorageError:
        sys.exit(NO_ROOM)


if __name__ == "__main__":
    main()
