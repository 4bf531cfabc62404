"""Templates to HTML responses, with the headers that every page carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conversations.highlights import pieces
from service.pages import bundle
from service.pages.ports import Reply
from service.pages.validity import written_date

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self' {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def _pieces(reply: Reply) -> list[tuple[str, bool]]:
    return pieces(reply.text, [(citation.quote, citation.highlight) for citation in reply.citations])


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["written_date"] = written_date
_templates.filters["pieces"] = _pieces
_templates.globals["bundle"] = bundle.current


def page(
    template: str, *, status: int = 200, private: bool = False, ancestors: Sequence[str] = (), **context: Any
) -> HTMLResponse:
    """The page that ``template`` makes of ``context``.

    Args:
        template: its file.
        status: HTTP status.
        private: it is kept by no cache.
        ancestors: origins of other sites whose frames may hold it.
        context: what the template names.
    """
    policy = _CONTENT_SECURITY_POLICY.format(
        styles=" ".join(bundle.current().styles), ancestors=" ".join(ancestors)
    )
    headers = _HEADERS | {"Content-Security-Policy": policy.strip()}
    if private:
        headers["Cache-Control"] = "no-store"
    return HTMLResponse(_templates.get_template(template).render(context), status, headers)


def message_page(status: int, title: str, message: str) -> HTMLResponse:
    """A page that only says something, with the ways back; for unknown addresses and failures."""
    return page("message.html", status=status, title=title, message=message)
