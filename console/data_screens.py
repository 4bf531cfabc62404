"""The screens of citizens' data: how long each kind is kept, and one conversation handed out or erased."""

from __future__ import annotations

import json

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.render import download
from console.roles import ADMINS
from console.screens import Screen
from console.visit import HOME, Visit, go
from conversations.periods import Kept, Periods
from conversations.personal_records import PersonalRecords
from foundation.errors import InputError, MissingError

DATA = f"{HOME}/du-lieu"


class DataScreens:
    """Their handlers."""

    def __init__(self, periods: Periods, records: PersonalRecords, audit: AuditLog) -> None:
        self._periods = periods
        self._records = records
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; administrators alone. Looking somebody up is a form: a code stands in no address."""
        return (
            Screen("GET", DATA, "thời hạn lưu và tra cứu dữ liệu người dân", self.show, roles=ADMINS),
            Screen("POST", f"{DATA}/thoi-han/{{kept}}", "đổi một thời hạn lưu", self.change, roles=ADMINS),
            Screen("POST", f"{DATA}/tim", "tìm dữ liệu theo mã hay hội thoại", self.find, roles=ADMINS),
            Screen("POST", f"{DATA}/xuat", "xuất dữ liệu của một hội thoại", self.export, roles=ADMINS),
            Screen("POST", f"{DATA}/xoa", "xoá dữ liệu của một hội thoại", self.erase, roles=ADMINS),
        )

    def show(self, visit: Visit) -> Response:
        """All kinds with their periods, and the form to look somebody up."""
        return visit.page("data.html", periods=self._periods.all())

    def change(self, visit: Visit) -> Response:
        """Another period; the purge obeys it within the hour."""
        try:
            kept = Kept(visit.params["kept"])
        except ValueError as error:
            raise MissingError("Không có loại dữ liệu này.", hint="Mời anh/chị về trang Dữ liệu.") from error
        typed = visit.form.get("so", "").strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
            raise InputError("Thời hạn phải là một số.", hint="Mời anh/chị quay lại và nhập số ngày.")
        note = self._audit.witness(visit.actor, Action.PERIOD_CHANGED, kept.value, {"to": typed})
        self._periods.change(kept, int(typed), note)
        return go(DATA, "thoi-han")

    def find(self, visit: Visit) -> Response:
        """What is kept under a code or of a conversation, with the ways to hand it out and to erase it."""
        named = _named(visit)
        return visit.page("data_record.html", record=self._records.find(named), named=named)

    def export(self, visit: Visit) -> Response:
        """All of it as a file."""
        named = _named(visit)
        told = self._records.export(named, self._audit.witness(visit.actor, Action.DATA_EXPORTED, named))
        content = json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")
        return download(content, "du-lieu-hoi-thoai.json", "application/json")

    def erase(self, visit: Visit) -> Response:
        """Erase all of it, once it is confirmed."""
        named = _named(visit)
        if visit.form.get("dong-y") != "1":
            raise InputError(
                "Chưa xác nhận xoá.",
                hint="Mời anh/chị quay lại và đánh dấu ô xác nhận, vì xoá rồi không lấy lại được.",
            )
        self._records.erase(named, self._audit.witness(visit.actor, Action.DATA_ERASED, named))
        return go(DATA, "da-xoa")


def _named(visit: Visit) -> str:
    named = visit.form.get("ma", "").strip()[:64]
    if not named:
        raise InputError("Chưa nhập mã.", hint="Nhập mã người dân đã nhận, hoặc mã hội thoại.")
    return named
