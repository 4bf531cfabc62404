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
from console.door import Door, Limit
from console.handover_screens import HandoverScreens
from console.letter_screens import LetterScreens
from console.networks import Networks
from console.office_hours_screens import OfficeHoursScreens
from console.own_account import OwnAccount
from console.own_screens import OwnScreens
from console.screens import Screen
from console.sessions import Sessions
from console.sign_in import SignIn
from console.sign_in_screens import SignInScreens
from console.visit import HOME, Cookie
from conversations.desk import Desk, build_desk
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal

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
    desk: Desk

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All screens."""
        return (
            *SignInScreens(self.sign_in).screens,
            *OwnScreens(self.own, self.sign_in, self.sessions).screens,
            *AccountScreens(self.accounts).screens,
            *AuditScreens(self.audit).screens,
            *LetterScreens(self.desk.letters, self.desk.delivery, self.audit).screens,
            *HandoverScreens(self.desk.handovers, self.audit).screens,
            *OfficeHoursScreens(self.desk.calendar, self.audit).screens,
        )


def build_console(
    database: Database, secrets: Sequence[str], clock: Clock, desk: Desk | None = None
) -> Console:
    """The console over its database; ``secrets`` seal what must be read again.

    Without a ``desk`` officers answer by code alone on messengers.
    """
    audit, seal = AuditLog(database, clock), Seal(secrets)
    return Console(
        database=database,
        audit=audit,
        accounts=Accounts(database, audit, clock),
        sessions=Sessions(database, clock),
        sign_in=SignIn(database, audit, seal, clock),
        own=OwnAccount(database, audit, seal, clock),
        desk=desk or build_desk(database, clock, seal, {}),
    )


def mount_console(
    app: FastAPI,
    console: Console,
    networks: Networks,
    *,
    public_url: str,
    address_limit: Limit,
    account_limit: Limit,
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
    )
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
