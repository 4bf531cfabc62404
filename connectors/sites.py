"""Which other sites may use the web channel: each has a key and the origins on which it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware

from foundation.errors import SettingsError, SiteError

HEADER = "X-Hoidap-Site"
_KEY = re.compile(r"[a-z0-9-]{2,40}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?", re.IGNORECASE)


class Sites:
    """The sites that embed the chat.

    Args:
        origins: of each key.
        own: our own public origin, where a proxy hides it from us; else empty.
    """

    def __init__(self, origins: Mapping[str, tuple[str, ...]], own: str = "") -> None:
        self._origins = origins
        self._own = own

    def of(self, key: str) -> tuple[str, ...]:
        """The origins of ``key``; none where it is not known."""
        return self._origins.get(key, ())

    @property
    def all(self) -> tuple[str, ...]:
        """The origins of all sites."""
        return tuple(sorted({origin for origins in self._origins.values() for origin in origins}))

    def check(self, request: Request) -> None:
        """Let pass what comes from our own pages, from programs, or from a site under its key.

        Raises:
            SiteError: the page that asks stands elsewhere.
        """
        origin = request.headers.get("origin")
        if origin is None or origin == self._own or urlsplit(origin).netloc == request.headers.get("host"):
            return
        if origin not in self.of(request.headers.get(HEADER, "")):
            raise SiteError(
                "Trang web này chưa được phép dùng khung hỏi đáp.",
                hint="Người quản trị thêm khoá và địa chỉ của trang vào HOIDAP_SITES.",
            )


def read_sites(text: str, own: str = "") -> Sites:
    """The sites that a setting names: ``key=https://a.vn https://b.vn; other-key=https://c.vn``.

    Raises:
        SettingsError: it is malformed.
    """
    sites: dict[str, tuple[str, ...]] = {}
    for entry in filter(None, map(str.strip, text.split(";"))):
        key, _, listed = entry.partition("=")
        origins = tuple(origin.lower() for origin in listed.split())
        well = _KEY.fullmatch(key.strip()) and origins and all(map(_ORIGIN.fullmatch, origins))
        if not well or key.strip() in sites:
            raise SettingsError(
                f"HOIDAP_SITES có mục không đúng dạng: {entry[:60]}.",
                hint="Ví dụ: cong-tinh=https://langson.gov.vn https://www.langson.gov.vn; so-khcn=https://skhcn.vn. "
                "Khoá gồm chữ thường, số, gạch ngang; địa chỉ không có dấu / ở cuối.",
            )
        sites[key.strip()] = origins
    return Sites(sites, own)


def open_to(app: FastAPI, sites: Sites) -> None:
    """Let browsers send the calls of other sites to ``app``; :meth:`Sites.check` says which of them are taken."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sites.all,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID", HEADER],
        expose_headers=["Retry-After"],
        max_age=600,
    )
