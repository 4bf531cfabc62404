"""The library: the live release in memory, exchanged when another one goes live.

Readers take :attr:`Library.release` once at the start of a turn and keep it to the end.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from foundation.errors import ReleaseError
from knowledge.release import Release, live_id, load_release, read_manifest
from knowledge.scores import Score

_log = logging.getLogger(__name__)


class Library:
    """Holds the live release of a folder; safe to read from many threads.

    Attributes:
        folder: where releases live.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._release: Release | None = None
        self._previous: Release | None = None
        self._older: Release | None = None
        self._refused: str | None = None
        self._lock = threading.Lock()
        self._older_lock = threading.Lock()

    @property
    def release(self) -> Release:
        """The live release.

        Raises:
            ReleaseError: none was published yet, or it could not be loaded.
        """
        if self._release is None:
            self.refresh()
        if self._release is None:
            raise ReleaseError("Chưa có bản phát hành nào.", hint="Chạy hoidap knowledge publish.")
        return self._release

    def at(self, release: str) -> Release:
        """The release of a turn that began before the last exchange; the live one where it is gone."""
        previous = self._previous
        return previous if previous is not None and previous.id == release else self.release

    def kept(self, release: str) -> Release | None:
        """A release of the folder, live or not, to ask it again; ``None`` where it is gone or cannot be read.

        One that is neither live nor the one before is loaded, which takes a while; the last one loaded stays in memory.
        """
        for held in (self._release, self._previous):
            if held is not None and held.id == release:
                return held
        with self._older_lock:
            if self._older is None or self._older.id != release:
                folder = self.folder / release
                if not release or folder.parent != self.folder or not folder.is_dir():
                    return None
                try:
                    self._older = load_release(folder)
                except ReleaseError as error:
                    _log.warning("release %s cannot be asked again: %s", release, error.message)
                    return None
            return self._older

    def scores(self) -> list[Score]:
        """What was measured of the live release, as its manifest says now: scores are taken after it went live.

        Raises:
            ReleaseError: there is no live release, or its manifest cannot be read.
        """
        return list(read_manifest(self.folder / self.release.id).scores.values())

    def refresh(self) -> bool:
        """Load the live release if it changed; one that is not intact is refused and the present one goes on.

        Returns:
            Whether another release is now held.
        """
        with self._lock:
            wanted = live_id(self.folder)
            if wanted is None or wanted == self._refused or (self._release and self._release.id == wanted):
                return False
            try:
                loaded = load_release(self.folder / wanted)
            except ReleaseError as error:
                self._refused = wanted
                _log.error("release %s refused: %s", wanted, error.message)
                return False
            loaded.space.warm()
            self._previous, self._release = self._release, loaded
            self._refused = None
            _log.info("release %s is live, %d passages", wanted, loaded.manifest.passages)
            return True
