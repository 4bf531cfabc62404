"""The screens of the audit log, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog, Wanted
from console.audit_export import csv_of
from console.days import beginning, read_day
from console.render import download
from console.roles import ADMINS
from console.screens import Screen
from console.visit import HOME, Visit
from foundation.errors import InputError

LOG = f"{HOME}/nhat-ky"
_PAGE = 100


class AuditScreens:
    """Their handlers."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; administrators alone may use them. Exporting is noted, so it is asked for by a form."""
        return (
            Screen("GET", LOG, "xem nhật ký thao tác", self.show, roles=ADMINS),
            Screen("POST", f"{LOG}/csv", "xuất nhật ký thao tác ra CSV", self.export, roles=ADMINS),
            Screen("POST", f"{LOG}/kiem", "kiểm tra nhật ký có bị sửa không", self.check, roles=ADMINS),
        )

    def show(self, visit: Visit) -> Response:
        """The newest entries that are wanted, a page at a time."""
        entries = self._audit.newest(read_wanted(visit.query), _PAGE)
        filters = _filters(visit.query)
        older = ""
        if len(entries) == _PAGE:
            older = f"{LOG}?{urlencode(filters | {'truoc': str(entries[-1].number)})}"
        return visit.page(
            "audit.html",
            entries=entries,
            filters=filters,
            actors=self._audit.actors(),
            actions=tuple(Action),
            older=older,
        )

    def export(self, visit: Visit) -> Response:
        """What is wanted as a file."""
        wanted = read_wanted(visit.form)
        self._audit.note(visit.actor, Action.AUDIT_EXPORTED)
        content = csv_of(self._audit.all(wanted))
        return download(content.encode(), "nhat-ky.csv", "text/csv; charset=utf-8")

    def check(self, visit: Visit) -> Response:
        """Follow the chain."""
        anchor = visit.form.get("ma-bam", "").strip().lower()
        return visit.page("audit_check.html", verdict=self._audit.check(anchor), anchor=anchor)


def read_wanted(fields: Mapping[str, str]) -> Wanted:
    """Which entries a filter asks for; days are days in Vietnam, the last one included.

    Raises:
        InputError: a day or a number is malformed.
    """
    since, until = read_day(fields.get("tu-ngay", "")), read_day(fields.get("den-ngay", ""))
    below = fields.get("truoc", "") or "0"
    if not (below.isascii() and below.isdigit() and len(below) <= 15):
        raise InputError("Địa chỉ trang không đúng dạng.", hint="Mời anh/chị mở lại trang nhật ký.")
    return Wanted(
        actor=fields.get("nguoi", ""),
        action=fields.get("viec", ""),
        subject=fields.get("doi-tuong", "").strip(),
        since=beginning(since) if since else None,
        until=beginning(until + timedelta(days=1)) if until else None,
        below=int(below),
    )


def _filters(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in ("nguoi", "viec", "doi-tuong", "tu-ngay", "den-ngay")}
