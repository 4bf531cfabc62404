"""The screens of the switches: each channel on or off, and what everyone on it is told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.roles import ADMINS, Role
from console.screens import Screen
from console.visit import HOME, Visit, go
from conversations.switches import NOTICE_ROOM, REASON_ROOM, Switches
from foundation.errors import MissingError

SWITCHES = f"{HOME}/cong-tac"
READERS = ADMINS | {Role.OFFICER}
NAMES = {
    "web": "Trang web",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "messenger": "Messenger",
    "telegram": "Telegram",
}


class SwitchScreens:
    """Their handlers.

    Args:
        channels: those that there are.
    """

    def __init__(self, switches: Switches, audit: AuditLog, channels: Sequence[str]) -> None:
        self._switches = switches
        self._audit = audit
        self._channels = channels

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; officers see how things stand, administrators change it."""
        one = f"{SWITCHES}/{{channel}}"
        return (
            Screen("GET", SWITCHES, "xem công tắc và thông báo của các kênh", self.show, roles=READERS),
            Screen("POST", f"{one}/tat", "tắt một kênh", self.turn_off, roles=ADMINS),
            Screen("POST", f"{one}/bat", "bật lại một kênh", self.turn_on, roles=ADMINS),
            Screen(
                "POST", f"{one}/thong-bao", "đặt hay gỡ thông báo của một kênh", self.announce, roles=ADMINS
            ),
        )

    def show(self, visit: Visit) -> Response:
        """How each channel stands, with the forms to change it."""
        return visit.page(
            "switches.html",
            channels=[(name, NAMES.get(name, name), self._switches.state(name)) for name in self._channels],
            changing=visit.me.role in ADMINS,
            reason_room=REASON_ROOM,
            notice_room=NOTICE_ROOM,
        )

    def turn_off(self, visit: Visit) -> Response:
        """Off, at once and in every process within two seconds."""
        channel, reason = self._channel(visit), visit.form.get("ly-do", "")

        def note(session: Session) -> None:
            self._audit.add(
                session, visit.actor, Action.CHANNEL_OFF, channel, {"reason": reason[:REASON_ROOM]}
            )

        self._switches.turn(channel, on=False, reason=reason, beside=note)
        return go(SWITCHES, "kenh-tat")

    def turn_on(self, visit: Visit) -> Response:
        """On again."""
        channel = self._channel(visit)

        def note(session: Session) -> None:
            self._audit.add(session, visit.actor, Action.CHANNEL_ON, channel)

        self._switches.turn(channel, on=True, beside=note)
        return go(SWITCHES, "kenh-bat")

    def announce(self, visit: Visit) -> Response:
        """Another notice, or none."""
        channel, notice = self._channel(visit), visit.form.get("thong-bao", "")

        def note(session: Session) -> None:
            told = {"notice": notice.strip()[:NOTICE_ROOM]}
            self._audit.add(session, visit.actor, Action.NOTICE_CHANGED, channel, told)

        self._switches.announce(channel, notice, note)
        return go(SWITCHES, "thong-bao" if notice.strip() else "go-thong-bao")

    def _channel(self, visit: Visit) -> str:
        if visit.params["channel"] not in self._channels:
            raise MissingError("Không có kênh này.", hint="Xem danh sách kênh ở trang Công tắc.")
        return visit.params["channel"]
