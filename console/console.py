"""The console, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.account_screens import AccountScreens
from console.accounts import Accounts
from console.audit import AuditLog
from console.audit_screens import AuditScreens
from console.correction_screens import CorrectionScreens
from console.curated.desk import Desk
from console.curated.screens import CuratedScreens
from console.data_screens import DataScreens
from console.document_screens import DocumentScreens
from console.door import Door, Limit
from console.golden_screens import GoldenScreens
from console.handover_screens import HandoverScreens
from console.impact import Impacts
from console.letter_screens import LetterScreens
from console.names import Names
from console.networks import Networks
from console.office_hours_screens import OfficeHoursScreens
from console.overview_screens import OverviewScreens
from console.own_account import OwnAccount
from console.own_screens import OwnScreens
from console.papers import Papers
from console.publishing import Publishing
from console.publishing_screens import PublishingScreens
from console.quota import Allowance, Quota
from console.reception import Reception
from console.replay import Replayer
from console.screens import Screen
from console.sessions import Sessions
from console.sign_in import SignIn
from console.sign_in_screens import SignInScreens
from console.stock import Stock
from console.switch_screens import SwitchScreens
from console.turn_screens import TurnScreens
from console.unanswered.grouping import Grouping
from console.unanswered.groups import Groups
from console.unanswered.near import near
from console.unanswered.screens import UnansweredScreens
from console.unsaved_screens import UnsavedScreens
from console.upload_screens import UploadScreens
from console.uploads import Uploads
from console.visit import HOME, Cookie
from console.wording_screens import WordingScreens
from conversations.cited import Cited
from conversations.desk import Desk as OfficersDesk
from conversations.past_turns import PastTurns
from conversations.periods import Periods
from conversations.personal_records import PersonalRecords
from conversations.retention import EngineRows
from conversations.switches import Switches
from conversations.tally import Tally
from conversations.wording import Wordings
from evaluation.golden_store import GoldenStore
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.answer import Answerer
from knowledge.curated import Reference
from knowledge.draft_differences import Drafts
from knowledge.library import Library
from knowledge.store import DocumentStore
from knowledge.summaries import Summaries

#: Every method that there is, so that none of them tells outsiders that an address exists.
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


@dataclass(frozen=True, slots=True)
class Console:
    """What pages and command line work with."""

    database: Database
    audit: AuditLog
    accounts: Accounts
    sessions: Sessions
    sign_in: SignIn
    own: OwnAccount
    library: Library
    answerer: Answerer
    desk: Desk
    groups: Groups
    grouping: Grouping
    switches: SwitchScreens
    wordings: WordingScreens
    data: DataScreens
    documents: DocumentStore
    golden: GoldenStore
    publishing: Publishing
    turns: PastTurns
    tally: Tally
    names: Names
    replayer: Replayer
    papers: Papers
    reception: Reception
    impacts: Impacts
    summaries: Summaries
    uploads: Uploads
    officers: OfficersDesk
    clock: Clock

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All screens."""
        return (
            *SignInScreens(self.sign_in).screens,
            *UnsavedScreens().screens,
            *OwnScreens(self.own, self.sign_in, self.sessions).screens,
            *AccountScreens(self.accounts).screens,
            *AuditScreens(self.audit).screens,
            *CuratedScreens(self.desk, self.groups, self._near).screens,
            *UnansweredScreens(self.groups, self.desk, self.library, self.answerer).screens,
            *self.switches.screens,
            *self.wordings.screens,
            *self.data.screens,
            *PublishingScreens(self.publishing).screens,
            *GoldenScreens(self.golden, self.documents, self.publishing.folder, self.audit).screens,
            *TurnScreens(self.turns, self.tally, self.names, self.replayer).screens,
            *OverviewScreens(self.tally, self.names, self.clock).screens,
            *UploadScreens(self.papers, self.reception).screens,
            *CorrectionScreens(self.papers, self.impacts).screens,
            *DocumentScreens(self.papers, self.impacts, self.summaries, self.clock).screens,
            *LetterScreens(self.officers.letters, self.officers.delivery, self.audit).screens,
            *HandoverScreens(self.officers.handovers, self.audit).screens,
            *OfficeHoursScreens(self.officers.calendar, self.audit).screens,
        )

    def _near(self, question: str) -> Sequence[Reference]:
        return near(self.library, self.answerer, question).references


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the console looks at and changes beside its own tables.

    Attributes:
        stock: what editors draft, and the release that citizens have.
        answerer: says what the service answers today.
        officers: what citizens leave for officers, and the talks with them.
        engine_rows: what the engine keeps of conversations.
        allowance: what one person may hand in on one day.
        channels: those that can be switched.
    """

    stock: Stock
    answerer: Answerer
    officers: OfficersDesk
    engine_rows: EngineRows
    allowance: Allowance
    channels: Sequence[str] = ("web",)


def build_console(database: Database, secrets: Sequence[str], clock: Clock, around: Surroundings) -> Console:
    """The console over its database and what is around it; ``secrets`` seal what must be read again."""
    audit, seal = AuditLog(database, clock), Seal(secrets)
    stock = around.stock
    documents, library = stock.documents, stock.library
    records = PersonalRecords(database, clock, seal, around.engine_rows)
    return Console(
        database=database,
        audit=audit,
        accounts=Accounts(database, audit, clock),
        sessions=Sessions(database, clock),
        sign_in=SignIn(database, audit, seal, clock),
        own=OwnAccount(database, audit, seal, clock),
        library=library,
        answerer=around.answerer,
        desk=Desk(database, audit, library, clock),
        groups=Groups(database, audit, clock),
        grouping=Grouping(database, library, around.answerer, clock),
        switches=SwitchScreens(Switches(database, clock), audit, around.channels),
        wordings=WordingScreens(Wordings(database, clock), audit),
        data=DataScreens(Periods(database, clock), records, audit),
        documents=documents,
        golden=GoldenStore(database, clock),
        publishing=Publishing(database, audit, Drafts(documents, library.folder), library.folder, clock),
        turns=PastTurns(database),
        tally=Tally(database, clock),
        names=Names(library),
        replayer=Replayer(library, around.answerer),
        papers=Papers(stock, audit),
        reception=Reception(stock, audit, Quota(audit, around.allowance)),
        impacts=Impacts(documents.curated, Cited(database, clock)),
        summaries=Summaries(database),
        uploads=Uploads(stock.uploads),
        officers=around.officers,
        clock=clock,
    )


def mount_console(
    app: FastAPI,
    console: Console,
    networks: Networks,
    *,
    public_url: str,
    address_limit: Limit,
    account_limit: Limit,
    typing_limit: Limit,
) -> None:
    """Serve the console below ``/quan-tri`` of ``app``."""
    door = Door(
        database=console.database,
        sessions=console.sessions,
        networks=networks,
        cookie=Cookie(secure=public_url.startswith("https://")),
        origin=public_url,
        address_limit=address_limit,
        account_limit=account_limit,
        typing_limit=typing_limit,
        uploads=console.uploads,
    )
    console.uploads.clear()
    by_path: dict[str, dict[str, Screen]] = {}
    for screen in console.screens:
        by_path.setdefault(screen.path, {})[screen.method] = screen
    for path, screens in by_path.items():
        app.add_route(path, _endpoint(door, screens), methods=_METHODS, include_in_schema=False)
    # Else a slash at the end would be answered by a redirection, which tells outsiders that there is something.
    app.add_route(f"{HOME}/{{rest:path}}", _nothing, methods=_METHODS, include_in_schema=False)


def _endpoint(door: Door, screens: dict[str, Screen]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await door.enter(request, screens)

    return endpoint


async def _nothing(_request: Request) -> Response:
    raise HTTPException(404)
