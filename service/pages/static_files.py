"""The files that pages load: the widget's modules and the pages' own style."""

from __future__ import annotations

from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import Scope

_PAGES = Path(__file__).parent / "static"
_WIDGET = Path(__file__).resolve().parents[2] / "widget"


class _CheckedFiles(StaticFiles):
    """Files that browsers ask about each time (a cheap 304), so that modules of two versions never mix."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def mount_static(app: Starlette) -> None:
    """Serve the files under ``/static/pages`` and ``/static/widget`` of ``app``."""
    app.mount("/static/pages", _CheckedFiles(directory=_PAGES), name="pages")
    app.mount("/static/widget", _CheckedFiles(directory=_WIDGET), name="widget")
