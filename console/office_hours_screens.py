"""The screen of the office hours."""

from __future__ import annotations

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.roles import ADMINS, OFFICERS
from console.screens import Screen
from console.visit import HOME, Visit, go
from conversations.office_calendar import OfficeCalendar
from conversations.office_hours import WEEKDAYS, read_hours
from foundation.errors import InputError

OFFICE_HOURS = f"{HOME}/gio-truc"


class OfficeHoursScreens:
    """Their handlers."""

    def __init__(self, calendar: OfficeCalendar, audit: AuditLog) -> None:
        self._calendar = calendar
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; officers may read."""
        return (
            Screen("GET", OFFICE_HOURS, "giờ trực của cán bộ", self.show, roles=OFFICERS),
            Screen("POST", OFFICE_HOURS, "đổi giờ trực", self.change, roles=ADMINS),
        )

    def show(self, visit: Visit) -> Response:
        """The hours in force, to be changed by administrators."""
        hours = self._calendar.hours()
        days = [", ".join(map(str, periods)) for periods in hours.days]
        closed = "\n".join(f"{day:%d/%m/%Y}" for day in sorted(hours.closed))
        return self._form(visit, days, closed, described=hours.described())

    def change(self, visit: Visit) -> Response:
        """Other hours; what cannot be read comes back as it was typed."""
        days = [visit.form.get(f"ngay-{place}", "") for place in range(7)]
        closed = visit.form.get("ngay-nghi", "")
        try:
            hours = read_hours(days, closed)
        except InputError as error:
            trouble = f"{error.message} {error.hint}"
            return self._form(visit, days, closed, trouble=trouble, status=422)
        said = hours.described()[:200] or "không trực"
        noted = self._audit.witness(visit.actor, Action.OFFICE_HOURS_CHANGED, "", {"hours": said})
        self._calendar.change(hours, noted)
        return go(OFFICE_HOURS, "gio-truc")

    def _form(
        self,
        visit: Visit,
        days: list[str],
        closed: str,
        *,
        described: str = "",
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        return visit.page(
            "office_hours.html",
            status=status,
            days=list(zip(WEEKDAYS, days, strict=True)),
            closed=closed,
            described=described,
            trouble=trouble,
            admin=visit.me.role in ADMINS,
        )
