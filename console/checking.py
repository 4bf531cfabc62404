"""Running a check: the release of the draft is built beside the live one and the golden questions are asked of both."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from console.checks import Checks, Phase
from evaluation.golden_store import GoldenStore
from evaluation.trial import try_out
from foundation.clock import Clock
from foundation.errors import HoidapError, StorageError
from knowledge.answer import Answerer
from knowledge.draft import sources_of
from knowledge.encoder import Encoder
from knowledge.release import Release, build_release, delete_release, live_id, load_release
from knowledge.store import DocumentStore

#: Seconds between two notes of how far it is.
_NOTE_EVERY = 0.5
#: A release takes about as much room as the live one; while it is built some of it twice. And bytes for a first one.
_ROOM, _LEAST_ROOM = 1.5, 20_000_000


@dataclass(frozen=True, slots=True)
class Checking:
    """What a check is run with.

    Attributes:
        folder: of the releases.
        encoder: loads it; ``None`` for lexical search alone. One that is missing fails the check, since a release
            without vectors would be worse than the live one.
    """

    store: DocumentStore
    golden: GoldenStore
    checks: Checks
    folder: Path
    encoder: Callable[[], Encoder | None]
    clock: Clock

    def run(self, check: str) -> None:
        """Run a check that was claimed, to its end; why it came to nothing is kept with it.

        A release that was built for a check that came to nothing is deleted.

        Raises:
            HoidapError: why it came to nothing, where that could not be kept.
        """
        built: Release | None = None
        try:
            encoder, live = self.encoder(), live_id(self.folder) or ""
            before = load_release(self.folder / live) if live else None
            self._check_room(self.folder / live if live else None)
            sources = sources_of(self.store)
            told = _Progress(self.checks, check)
            self.checks.progress(check, Phase.BUILDING, 0, 0, draft=sources.digest, base=live)
            built = build_release(
                self.folder,
                sources.documents,
                encoder,
                self.clock(),
                progress=told.of(Phase.BUILDING),
                previous=before,
                written=sources.written,
            )
            questions = self.golden.active()
            self.checks.progress(check, Phase.ASKING, 0, len(questions), release=built.id)
            answerer = Answerer(encoder, self.clock)
            trial = try_out(before or built, built, answerer, questions, told.of(Phase.ASKING))
            self.checks.finish(check, trial)
        except BaseException as error:
            if built is not None:
                with suppress(HoidapError):
                    delete_release(self.folder, built.id)
            if not isinstance(error, HoidapError):
                raise
            try:
                self.checks.fail(check, error)
            except SQLAlchemyError:
                raise error from None  # the database may lie on the same full disk: whoever started us notes it

    def _check_room(self, live: Path | None) -> None:
        """See early that there is room, so that nobody waits for nothing.

        Raises:
            StorageError: there is not.
        """
        size = sum(file.stat().st_size for file in live.rglob("*") if file.is_file()) if live else 0
        needed = int(size * _ROOM) + _LEAST_ROOM
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise StorageError(
                f"Ổ đĩa chỉ còn {free // 1_000_000} MB, dựng bản phát hành cần khoảng {needed // 1_000_000} MB.",
                hint="Dọn chỗ trên ổ đĩa, hoặc giảm số bản giữ lại, rồi bấm Kiểm tra lần nữa. "
                "Bản đang dùng không bị ảnh hưởng.",
            )


@dataclass(slots=True)
class _Progress:
    """Notes how far a check is, not too often."""

    checks: Checks
    check: str
    noted: float = field(default=0.0)

    def of(self, phase: Phase) -> Callable[[int, int], None]:
        def note(done: int, total: int) -> None:
            now = time.monotonic()
            if done == total or now - self.noted >= _NOTE_EVERY:
                self.noted = now
                self.checks.progress(self.check, phase, done, total)

        return note
