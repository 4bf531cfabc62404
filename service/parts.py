"""The parts of a running app, put together once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from connectors.limits import RateLimit
from console.console import Console, Surroundings, build_console
from console.networks import Networks, read_networks
from console.quota import Allowance
from console.stock import Stock
from conversations.breaker import EngineBreaker
from conversations.conversation import ConversationStore
from conversations.desk import Desk, build_desk
from conversations.engine import HttpEngine
from conversations.letter_lookup import LetterLookup
from conversations.periods import Kept, Periods
from conversations.personal_records import PersonalRecords
from conversations.retention import purge_all
from conversations.tokens import Tokens
from conversations.turns import Turns
from conversations.web_feed import WebFeed
from conversations.web_messages import WebMessages
from conversations.web_turns import WebTurns
from conversations.wording import Wordings
from foundation.clock import utc_now
from foundation.database import Database
from foundation.errors import EncoderError, ReleaseError, SettingsError
from foundation.sealing import Seal
from foundation.settings import Settings
from knowledge.answer import Answerer
from knowledge.encoder import Encoder, load_encoder
from knowledge.library import Library
from knowledge.scan_jobs import ScanJobs
from knowledge.store import DocumentStore
from service.desk import build_lookup
from service.messengers import Messengers, build_connectors, build_messengers
from service.secrets import load_secrets
from service.supervisor import EngineState, Supervisor
from service.tracker import TrackerRows, forget_tracker_rows

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Parts:
    """What routes, actions and the command line work with.

    Attributes:
        scans: the scans that are read in the background.
        desk, lookup: what leads citizens to officers and back, and what they were answered.
        wants_encoder: whether the settings ask for one; it may still be missing.
        rate, listening_rate: limits for questions, and for looks at what came later, which must not use those up.
        console_networks: from where the console can be seen.
        supervisor: of the engine, ``None`` where the engine is switched off.
    """

    settings: Settings
    database: Database
    documents: DocumentStore
    scans: ScanJobs
    library: Library
    answerer: Answerer
    store: ConversationStore
    turns: Turns
    web_turns: WebTurns
    wordings: Wordings
    periods: Periods
    records: PersonalRecords
    web_messages: WebMessages
    web_feed: WebFeed
    messengers: Messengers
    desk: Desk
    lookup: LetterLookup
    rate: RateLimit
    listening_rate: RateLimit
    console: Console
    console_networks: Networks
    engine: HttpEngine | None
    wants_encoder: bool
    supervisor: Supervisor | None = None

    async def health(self) -> dict[str, str]:
        """Each rung of the degradation ladder."""
        engine = self.supervisor.state if self.supervisor else EngineState.DOWN
        encoder = "ok" if self.answerer.encoder or not self.wants_encoder else "down"
        try:
            await asyncio.to_thread(self.database.check)
            database = "ok"
        except SQLAlchemyError:
            database = "down"
        try:
            release = self.library.release.id
        except ReleaseError:
            release = ""
        well = engine is EngineState.OK and encoder == "ok" and database == "ok" and release
        return {
            "status": "ok" if well else "degraded",
            "engine": engine.value,
            "encoder": encoder,
            "database": database,
            "release": release,
        }

    async def close(self) -> None:
        """Let go of connections."""
        await self.messengers.close()
        if self.engine is not None:
            await self.engine.close()
        self.database.close()


def build_parts(settings: Settings, *, engine_url: str = "", engine_token: str = "") -> Parts:
    """Put the parts together; ``engine_url`` is empty where no engine is used."""
    secrets = load_secrets(settings)
    console_networks = read_networks(settings.console_networks)
    database = _database(settings)
    tracker = tracker_file(settings)
    store = ConversationStore(database, utc_now, lambda engine_id: forget_tracker_rows(tracker, engine_id))
    documents = DocumentStore(database, utc_now, settings.data / "scans" / "pages")
    library = Library(releases_folder(settings))
    answerer = Answerer(encoder_of(settings), utc_now)
    engine = HttpEngine(engine_url, engine_token) if engine_url else None
    guarded = EngineBreaker(engine) if engine is not None else None
    connectors = build_connectors(settings, database, secrets)
    desk = build_desk(database, utc_now, Seal(secrets), connectors)
    lookup = build_lookup(desk)
    turns = Turns(
        store,
        guarded,
        answerer,
        library,
        deadline=settings.turn_deadline,
        lookup=lookup,
        at_hand=desk.at_hand,
    )
    wordings = Wordings(database, utc_now)
    messengers = build_messengers(settings, database, secrets, store, turns, connectors, wordings)
    web_messages = WebMessages(database, utc_now)
    scans = ScanJobs(settings.data / "scans" / "jobs", documents, utc_now)
    stock = Stock(documents, scans, library, settings.data / "uploads")
    return Parts(
        settings=settings,
        database=database,
        documents=documents,
        scans=scans,
        library=library,
        answerer=answerer,
        store=store,
        turns=turns,
        messengers=messengers,
        wordings=wordings,
        periods=Periods(database, utc_now),
        records=PersonalRecords(database, utc_now, Seal(secrets), TrackerRows(tracker)),
        desk=desk,
        lookup=lookup,
        web_messages=web_messages,
        web_feed=WebFeed(web_messages, messengers.switches),
        web_turns=WebTurns(turns, store, Tokens(secrets), key=secrets[0].encode()),
        rate=RateLimit(settings.rate),
        listening_rate=RateLimit(settings.rate),
        console=build_console(
            database,
            secrets,
            utc_now,
            Surroundings(
                stock,
                answerer,
                desk,
                TrackerRows(tracker),
                Allowance(settings.upload_files, settings.upload_megabytes),
                ("web", *settings.enabled_channels()),
            ),
        ),
        console_networks=console_networks,
        engine=engine,
        wants_encoder=settings.encoder != "none",
    )


def _database(settings: Settings) -> Database:
    try:
        return Database(settings.database)
    except (ArgumentError, ImportError) as error:  # the URL itself might show a password
        raise SettingsError(
            "HOIDAP_DATABASE_URL không đúng dạng hoặc thiếu thư viện cho loại cơ sở dữ liệu này.",
            hint="Xem bảng thiết lập trong README.md; ví dụ sqlite:////đường/dẫn/hoidap.sqlite.",
        ) from error
    except OSError as error:
        raise SettingsError(
            f"Không tạo được thư mục của cơ sở dữ liệu: {error.strerror}.",
            hint="Kiểm tra HOIDAP_DATA và HOIDAP_DATABASE_URL.",
        ) from error


def encoder_of(settings: Settings) -> Encoder | None:
    """The encoder of the settings; a missing one leaves lexical search alone."""
    try:
        return load_encoder(settings.encoder)
    except EncoderError as error:
        _log.error("%s %s", error.message, error.hint)
        return None


def releases_folder(settings: Settings) -> Path:
    """Where releases live."""
    return settings.data / "releases"


def tracker_file(settings: Settings) -> Path:
    """Rasa's tracker database."""
    return (settings.data / "tracker.sqlite").resolve()


def forget_old(parts: Parts) -> dict[Kept, int]:
    """Forget everything whose period is over; how much of each kind.

    Raises:
        SQLAlchemyError: part of it could not be forgotten; it is tried again the next time.
        sqlite3.Error: the same of what the engine keeps.
    """
    forgotten = purge_all(parts.database, utc_now, TrackerRows(tracker_file(parts.settings)))
    forgotten[Kept.SESSIONS] = parts.console.sessions.clear()
    return forgotten
