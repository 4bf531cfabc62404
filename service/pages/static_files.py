"""The files that pages load: the widget's script, its modules one by one, and the pages' own style."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from foundation.files import keep
from service.pages import bundle

_PAGES = Path(__file__).parent / "static"
_NAME = re.compile(r"hoi-dap\.[0-9a-f]{16}\.js")
_FOR_EVER = "public, max-age=31536000, immutable"
#: Other origins load the script, with its integrity, and learn nothing from it.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class _CheckedFiles(StaticFiles):
    """Files that browsers ask about each time (a cheap 304), so that files of two versions never mix."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if path.endswith(".woff2"):
            # Their names carry a version, and hosts may ask for them: an optional font that must be asked about first
            # comes too late to be used.
            response.headers.update(_OPEN | {"Cache-Control": _FOR_EVER})
        else:
            response.headers["Cache-Control"] = "no-cache"
            response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class Scripts:
    """The widget's script, of this version and of earlier ones, which hosts may have pinned.

    Args:
        folder: keeps them; ``None`` where only this version is served.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        script = bundle.current()
        if folder is not None and not (folder / script.name).exists():
            folder.mkdir(parents=True, exist_ok=True)
            keep(folder / script.name, script.content)

    def find(self, name: str) -> bytes | None:
        """The script called ``name``."""
        script = bundle.current()
        if name == script.name:
            return script.content
        if self._folder is None or not _NAME.fullmatch(name):
            return None
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None


def mount_static(app: Starlette, folder: Path | None = None) -> None:
    """Serve the script below ``/widget``, the files under ``/static/pages`` and ``/static/widget`` of ``app``."""
    scripts = Scripts(folder)

    async def script(request: Request) -> Response:
        name = request.path_params["name"]
        latest = name == bundle.ENTRY
        content = scripts.find(bundle.current().name if latest else name)
        if content is None:
            raise HTTPException(404)
        kept = "no-cache" if latest else _FOR_EVER
        return Response(content, media_type="text/javascript", headers=_OPEN | {"Cache-Control": kept})

    app.add_route("/widget/{name}", script, methods=["GET"], include_in_schema=False)
    app.mount("/static/pages", _CheckedFiles(directory=_PAGES), name="pages")
    app.mount("/static/widget", _CheckedFiles(directory=bundle.WIDGET), name="widget")
