"""The public app: the Chat API, the pages, one error shape."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from connectors.limits import RateLimit
from connectors.sites import open_to, read_sites
from connectors.web import build_web_router
from connectors.web_events import build_events_router
from connectors.webhooks import build_webhook_router
from connectors.zalo_oa.connector import ZaloOa
from console.console import mount_console
from conversations.message import read_message
from conversations.opening import Openings
from conversations.web_turns import TurnResult
from foundation.errors import ReleaseError
from knowledge.library import Library
from knowledge.model import Document
from knowledge.scores import Score
from service.failures import install_failures
from service.pages.codes import build_codes_router
from service.pages.embedding import build_embedding_router
from service.pages.privacy import build_privacy_router
from service.pages.routes import build_router
from service.pages.static_files import mount_static
from service.parts import Parts
from service.zalo_consent import build_consent_router

#: Passwords and codes a minute, from one network address and for one account.
_GUESSES_OF_ADDRESS, _GUESSES_OF_ACCOUNT = 20, 10
#: Looks at a new password a minute while its owner types it; the page asks after each pause of half a second.
_LOOKS_WHILE_TYPING = 60


class PageLibrary:
    """The live release as the pages see it; empty before the first one."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def documents(self) -> Sequence[Document]:
        """All documents, by title."""
        try:
            return sorted(self._library.release.documents, key=lambda document: document.name)
        except ReleaseError:
            return ()

    def document(self, slug: str) -> Document | None:
        """The document with this slug."""
        return next((document for document in self.documents() if document.slug == slug), None)

    def release(self) -> str:
        """The live release's id."""
        try:
            return self._library.release.id
        except ReleaseError:
            return ""

    def scores(self) -> Sequence[Score]:
        """What was measured of the live release."""
        try:
            return self._library.scores()
        except ReleaseError:
            return ()


def create_app(parts: Parts) -> FastAPI:
    """The app over its parts."""
    app = FastAPI(title="Hỏi đáp Lạng Sơn", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    install_failures(app)
    allowed = read_sites(parts.settings.sites, parts.settings.public_url)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    open_to(app, allowed)
    known_site = [Depends(allowed.check)]
    web = build_web_router(parts.web_turns, parts.web_feed, parts.rate, parts.wordings)
    app.include_router(web, dependencies=known_site)
    events = build_events_router(parts.web_turns, parts.web_messages, parts.web_feed, parts.listening_rate)
    app.include_router(events, dependencies=known_site)
    zalo_oa = parts.messengers.connectors.get("zalo_oa")
    if isinstance(zalo_oa, ZaloOa):
        app.include_router(build_consent_router(zalo_oa.tokens))
    app.include_router(build_webhook_router(parts.messengers.webhooks))

    @app.get("/health")
    async def health() -> dict[str, str]:
        return await parts.health()

    async def answer(
        text: str | None, conversation: str | None, *, button: str | None, address: str
    ) -> TurnResult:
        parts.rate.check(address)
        await parts.web_feed.require_open()
        return await parts.web_turns.run(read_message(text, button, None), conversation, address=address)

    opening = Openings(parts.wordings, parts.messengers.switches)
    app.include_router(build_router(PageLibrary(parts.library), answer, opening=opening))
    app.include_router(build_codes_router(parts.lookup))
    app.include_router(build_embedding_router(allowed, parts.settings.public_url, opening))
    app.include_router(build_privacy_router(parts.periods.all, parts.wordings.words))
    if parts.settings.console:
        mount_console(
            app,
            parts.console,
            parts.console_networks,
            public_url=parts.settings.public_url,
            address_limit=RateLimit(_GUESSES_OF_ADDRESS),
            account_limit=RateLimit(_GUESSES_OF_ACCOUNT),
            typing_limit=RateLimit(_LOOKS_WHILE_TYPING),
        )
    mount_static(app, parts.settings.data / "widget")
    return app
