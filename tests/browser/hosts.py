"""Pages of another site that embed the chat."""

from __future__ import annotations

from service.pages import bundle
from tests.browser.portal import SITE, Portal

_PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cổng</title>{head}</head>
<body><main><h1>Cổng thông tin</h1><p><a href="/">Trang nhất</a></p>{body}</main></body>
</html>
"""


def script(portal: Portal, **settings: str) -> str:
    """The tag that a host pastes."""
    given = {"site": SITE} | settings
    attributes = " ".join(f'data-{name}="{value}"' for name, value in given.items())
    return (
        f'<script defer src="{portal.address}/widget/{bundle.current().name}" '
        f'integrity="{bundle.current().integrity}" crossorigin="anonymous" {attributes}></script>'
    )


def page(portal: Portal, body: str = "", *, head: str = "", **settings: str) -> None:
    """Have the other site show a page with the chat's script."""
    portal.host_files["page"] = ("text/html", _PAGE.format(head=head + script(portal, **settings), body=body))
