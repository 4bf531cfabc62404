"""Where Zalo sends an administrator back who has given the Official Account's consent."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from connectors.zalo_oa.access import AccessTokens
from connectors.zalo_oa.connector import CALLBACK
from foundation.errors import HoidapError
from service.pages.render import message_page


def build_consent_router(tokens: AccessTokens) -> APIRouter:
    """The route that takes the code and fetches the first tokens for it."""
    router = APIRouter(include_in_schema=False)

    @router.get(CALLBACK)
    async def consent(code: str = "", state: str = "") -> HTMLResponse:
        try:
            await tokens.finish_consent(code, state)
        except HoidapError as error:
            return message_page(error.status, "Chưa kết nối được", f"{error.message} {error.hint}")
        return message_page(200, "Đã kết nối", "Zalo OA đã cấp quyền. Anh/chị có thể đóng trang này.")

    return router
