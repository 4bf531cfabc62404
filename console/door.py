"""The door of the console: every request passes the same checks in the same order before a screen sees it.

Network, session, stage and role, limits, origin and form token. The screens themselves are plain functions that
run in a thread, since hashing and the database block.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from console.accounts import account_of, read_name
from console.form import read_form
from console.networks import Networks
from console.screens import Screen, Stage
from console.sessions import Sessions, form_token, new_token
from console.tables import AccountRow
from console.uploads import LARGEST_TOGETHER, StaleForm, Uploads, is_multipart, receive, too_large
from console.visit import HOME, Cookie, Visit, go
from foundation.database import Database
from foundation.errors import HoidapError, InputError, RateError

_log = logging.getLogger(__name__)
_LONGEST_TOKEN = 128
SIGN_IN = f"{HOME}/dang-nhap"
SECOND_STEP = f"{HOME}/xac-thuc"
OWN = f"{HOME}/toi"
#: The header of requests that a page's script sends by the clock, without anybody doing anything.
_BY_ITSELF = "tu-dong"


class Limit(Protocol):
    """So many attempts a minute; raises :class:`RateError` where there were more."""

    def check(self, sender: str, cost: int = 1) -> None: ...


@dataclass(frozen=True, slots=True)
class Door:
    """What is asked of everybody.

    Attributes:
        networks: from where the console can be seen.
        origin: our own public origin, where a proxy hides it from us; else empty.
        address_limit, account_limit: for passwords and codes.
        typing_limit: of an account, for what is asked while somebody types.
        uploads: where files come in.
        slow_hands: threads for what opens large files or takes long.
    """

    database: Database
    sessions: Sessions
    networks: Networks
    cookie: Cookie
    origin: str
    address_limit: Limit
    account_limit: Limit
    typing_limit: Limit
    uploads: Uploads
    slow_hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "originals"))

    async def enter(self, request: Request, screens: dict[str, Screen]) -> Response:
        """Answer a request to an address with these ``screens``, by method.

        Raises:
            HTTPException: 404 for who may not know that there is a console, 405.
        """
        address = request.client.host if request.client else ""
        if not self.networks.hold(address):
            raise HTTPException(404)
        screen = screens.get("GET" if request.method == "HEAD" else request.method)
        if screen is None:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(screens))})
        visit = self._visit(request, address)
        try:
            return await self._answer(request, screen, visit)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except RateError as error:
            response = _trouble(visit, error)
            response.headers["Retry-After"] = str(error.retry_after)
            return response
        except HoidapError as error:
            _log.warning("console: %s", error.code)
            return _trouble(visit, error)
        except SQLAlchemyError as error:
            _log.error("console: database failed: %s", type(error).__name__)
            return visit.page(
                "message.html",
                status=503,
                title="Tạm thời chưa làm được",
                message="Cơ sở dữ liệu tạm thời không phục vụ được. Điều vừa gửi chưa được lưu.",
                hint="Anh/chị vui lòng thử lại sau ít phút.",
            )

    async def _answer(self, request: Request, screen: Screen, visit: Visit) -> Response:
        if any("\0" in text for text in (*visit.params.values(), *visit.query.values())):
            raise InputError("Địa chỉ trang không đúng dạng.", hint="Mời anh/chị về trang đầu.")
        by_itself = _BY_ITSELF in request.headers
        visit = await asyncio.to_thread(self._recognise, visit, by_itself=by_itself)
        turned_away = _turn_away(screen, visit)
        if turned_away is not None:
            return turned_away
        if screen.method == "POST":
            if not self._ours(request):
                return _stale(visit)
            if screen.files and is_multipart(request.headers.get("content-type", "")):
                return await self._take_files(request, screen, visit)
            visit = replace(visit, form=await read_form(request.stream(), long=screen.long))
            if not _genuine(visit, visit.form.get("the", "")):
                return _stale(visit)
        if screen.guessed and screen.method == "POST":
            self.address_limit.check(visit.address)
            name = visit.account.name if visit.account else read_name(visit.form.get("ten", ""))[:40]
            self.account_limit.check(name)
        if screen.typing:
            self.typing_limit.check(visit.me.name)
        hands = self.slow_hands if screen.slow else None
        response = await asyncio.get_running_loop().run_in_executor(hands, screen.handle, visit)
        if visit.session is None and "set-cookie" not in response.headers:
            visit.cookie.set(response, visit.token)  # the form that was just shown is bound to it
        return response

    def _visit(self, request: Request, address: str) -> Visit:
        token = request.cookies.get(self.cookie.name, "")
        return Visit(
            address=address[:45],
            agent=request.headers.get("user-agent", "")[:200],
            token=token if 0 < len(token) <= _LONGEST_TOKEN else new_token(),
            cookie=self.cookie,
            session=None,
            account=None,
            params={name: str(value) for name, value in request.path_params.items()},
            query=dict(request.query_params),
            form={},
        )

    def _recognise(self, visit: Visit, *, by_itself: bool) -> Visit:
        """The visit with its session and account, read anew each time so that changes are in force at once."""
        found = self.sessions.find(visit.token, used=not by_itself)
        if found is None:
            return visit
        with self.database.reading() as session:
            row = session.get(AccountRow, found.account_id)
        return visit if row is None else replace(visit, session=found, account=account_of(row))

    async def _take_files(self, request: Request, screen: Screen, visit: Visit) -> Response:
        """A form with files: refused before anything is read where that can be told."""
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length) > LARGEST_TOGETHER:
            raise too_large()
        kind = request.headers.get("content-type", "")
        with self.uploads.place(visit.me.name) as place:
            try:
                fields, files = await receive(
                    request.stream(), kind, place, lambda token: _genuine(visit, token)
                )
            except StaleForm:
                return _stale(visit)
            ready = replace(visit, form=fields, files=files)
            return await asyncio.get_running_loop().run_in_executor(self.uploads.hands, screen.handle, ready)

    def _ours(self, request: Request) -> bool:
        """Whether a form comes from our own origin."""
        claimed = request.headers.get("origin") or request.headers.get("referer") or ""
        try:
            parts = urlsplit(claimed)
        except ValueError:
            return False
        return f"{parts.scheme}://{parts.netloc}" == self.origin or (
            parts.netloc != "" and parts.netloc == request.headers.get("host")
        )


def _genuine(visit: Visit, token: str) -> bool:
    """Whether a form was made for this very browser."""
    return hmac.compare_digest(token.encode("utf-8", "replace"), form_token(visit.token).encode())


def _stale(visit: Visit) -> Response:
    return visit.page(
        "message.html",
        status=403,
        title="Biểu mẫu đã cũ",
        message="Điều anh/chị vừa gửi chưa được thực hiện, vì biểu mẫu không còn khớp với phiên làm việc.",
        hint="Mời anh/chị mở lại trang rồi gửi lần nữa.",
    )


def _turn_away(screen: Screen, visit: Visit) -> Response | None:
    """Where somebody is sent who may not use ``screen`` (yet); ``None`` for who may."""
    if screen.stage is Stage.NOBODY:
        return None
    if visit.session is None:
        return go(SIGN_IN, "het-phien")
    if visit.session.verified is (screen.stage is Stage.HALF):
        return go(HOME if visit.session.verified else SECOND_STEP)
    if screen.stage is Stage.HALF:
        return None
    if visit.me.role in screen.roles:
        return go(OWN) if screen.stage is Stage.READY and not visit.me.ready else None
    return visit.page(
        "message.html",
        status=403,
        title="Không có quyền",
        message=f"Vai trò {visit.me.role.label} không dùng được trang này.",
        hint="Nếu công việc cần, anh/chị nhờ người quản trị đổi vai trò.",
    )


def _trouble(visit: Visit, error: HoidapError) -> Response:
    return visit.page(
        "message.html", status=error.status, title="Chưa làm được", message=error.message, hint=error.hint
    )
