"""The screens of live talks: who waits, the exchange, what an officer says, giving the conversation back."""

from __future__ import annotations

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.letter_screens import saved
from console.render import Policy, static
from console.roles import OFFICERS, Role
from console.screens import Handler, Screen
from console.visit import HOME, Visit, go
from conversations.exchange import HandoverState
from conversations.handovers import LONGEST_MESSAGE, Handovers
from conversations.witness import Witness
from foundation.errors import MissingError
from foundation.ids import new_id

TALKS = f"{HOME}/trao-doi"
_ENDED = 20


class HandoverScreens:
    """Their handlers."""

    def __init__(self, handovers: Handovers, audit: AuditLog) -> None:
        self._handovers = handovers
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for."""

        def post(end: str, does: str, handle: Handler) -> Screen:
            return Screen("POST", f"{TALKS}/{{handover}}/{end}", does, handle, roles=OFFICERS)

        return (
            Screen("GET", TALKS, "người dân đang chờ gặp cán bộ", self.show_all, roles=OFFICERS),
            Screen("GET", f"{TALKS}/{{handover}}", "một cuộc trao đổi trực tiếp", self.show, roles=OFFICERS),
            post("nhan", "nhận cuộc trao đổi, trợ lý tự động im lặng", self.take),
            post("nhap", "lưu tin nhắn đang viết", self.save),
            post("gui", "nhắn tin cho người dân", self.say),
            post("ket-thuc", "kết thúc, trả lại cho trợ lý tự động", self.end),
            Screen("GET", f"{HOME}/tuc-thi.js", "kịch bản cập nhật trang", self.script, roles=OFFICERS),
        )

    def show_all(self, visit: Visit) -> Response:
        """Who waits, who talks to whom, what ended last."""
        live = self._handovers.live()
        return visit.page(
            "handovers.html",
            policy=Policy(scripts=True),
            waiting=[one for one in live if one.state is HandoverState.WAITING],
            taken=[one for one in live if one.state is HandoverState.TAKEN],
            ended=self._handovers.ended(_ENDED),
        )

    def show(self, visit: Visit) -> Response:
        """The exchange, and the field for the next message."""
        handover, lines = self._handovers.find(_number(visit))
        return visit.page(
            "handover.html",
            policy=Policy(scripts=True),
            handover=handover,
            lines=lines,
            mine=handover.state is HandoverState.TAKEN and handover.officer == visit.me.name,
            admin=visit.me.role is Role.ADMIN,
            key=new_id(),
            longest=LONGEST_MESSAGE,
        )

    def take(self, visit: Visit) -> Response:
        """Lead the conversation."""
        number = _number(visit)
        self._handovers.take(number, visit.me.name, self._noted(visit, Action.HANDOVER_TAKEN))
        return go(f"{TALKS}/{number}", "trao-doi-nhan")

    def save(self, visit: Visit) -> Response:
        """Keep what is being written."""
        number = _number(visit)
        self._handovers.save(number, visit.me.name, visit.form.get("noi-dung", ""))
        return saved(visit, f"{TALKS}/{number}")

    def say(self, visit: Visit) -> Response:
        """Say something; the form's key keeps a second click from saying it twice."""
        number = _number(visit)
        sent = self._handovers.say(
            number,
            visit.me.name,
            visit.form.get("noi-dung", ""),
            visit.form.get("khoa", "")[:32] or new_id(),
            self._noted(visit, Action.HANDOVER_SAID),
        )
        return go(f"{TALKS}/{number}", "" if sent else "trao-doi-loi")

    def end(self, visit: Visit) -> Response:
        """Give the conversation back to the bot; administrators also that of somebody who has left."""
        self._handovers.end(
            _number(visit),
            visit.me.name,
            any_officer=visit.me.role is Role.ADMIN,
            witness=self._noted(visit, Action.HANDOVER_ENDED),
        )
        return go(TALKS, "trao-doi-het")

    def script(self, _visit: Visit) -> Response:
        """Brings what is new onto an open page."""
        return static("live.js")

    def _noted(self, visit: Visit, action: Action) -> Witness:
        return self._audit.witness(visit.actor, action, visit.params["handover"])


def _number(visit: Visit) -> int:
    """The hand-over in the address.

    Raises:
        MissingError: what stands there is no number.
    """
    text = visit.params["handover"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise MissingError("Không có cuộc trao đổi này.", hint="Xem danh sách trao đổi.")
    return int(text)
