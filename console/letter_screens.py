"""The screens of letters: what citizens left, who sees to it, the answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.render import Policy, static
from console.roles import LETTER_READERS, OFFICERS, Role
from console.screens import Handler, Screen
from console.visit import HOME, Visit, go
from conversations.delivery import Delivery
from conversations.letters import LONGEST_ANSWER, LetterKind, Letters, LetterState, Wanted
from conversations.witness import Witness

LETTERS = f"{HOME}/cau-hoi-de-lai"
_PAGE = 50
#: The lists, by the word in the address.
_LISTS = {
    "moi": "Mới",
    "cua-toi": "Tôi đang trả lời",
    "dang-tra-loi": "Đang có người trả lời",
    "da-tra-loi": "Đã trả lời",
    "da-dong": "Đã đóng",
    "tat-ca": "Tất cả",
}
_STATES = {
    "moi": LetterState.NEW,
    "cua-toi": LetterState.CLAIMED,
    "dang-tra-loi": LetterState.CLAIMED,
    "da-tra-loi": LetterState.ANSWERED,
    "da-dong": LetterState.CLOSED,
}


class LetterScreens:
    """Their handlers."""

    def __init__(self, letters: Letters, delivery: Delivery, audit: AuditLog) -> None:
        self._letters = letters
        self._delivery = delivery
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; reviewers may read."""

        def post(end: str, does: str, handle: Handler) -> Screen:
            return Screen("POST", f"{LETTERS}/{{letter}}/{end}", does, handle, roles=OFFICERS)

        return (
            Screen("GET", LETTERS, "danh sách câu hỏi để lại", self.show_all, roles=LETTER_READERS),
            Screen("GET", f"{LETTERS}/{{letter}}", "một câu hỏi để lại", self.show, roles=LETTER_READERS),
            post("nhan", "nhận trả lời một câu hỏi để lại", self.claim),
            post("tra", "trả lại câu hỏi đã nhận", self.give_back),
            post("nhap", "lưu bản nháp câu trả lời", self.save),
            post("tra-loi", "trả lời câu hỏi để lại", self.answer),
            post("dong", "đóng câu hỏi để lại", self.close),
            post("lien-he", "xem thông tin liên hệ của người hỏi", self.show_contact),
            Screen("GET", f"{HOME}/ban-nhap.js", "kịch bản lưu bản nháp", self.script, roles=OFFICERS),
        )

    def show_all(self, visit: Visit) -> Response:
        """The letters that are wanted, a page at a time."""
        chosen = visit.query.get("loc", "")
        chosen = chosen if chosen in _LISTS else "moi"
        kind = visit.query.get("loai", "")
        letters = self._letters.list(_wanted(visit, chosen, kind), _PAGE)
        more = ""
        if len(letters) == _PAGE:
            more = f"{LETTERS}?{urlencode({'loc': chosen, 'loai': kind, 'sau': letters[-1].code})}"
        return visit.page(
            "letters.html",
            letters=letters,
            lists=_LISTS,
            chosen=chosen,
            kind=kind,
            kinds=tuple(LetterKind),
            waiting=self._letters.waiting(),
            more=more,
        )

    def show(self, visit: Visit, *, contact: str = "") -> Response:
        """One letter with what may be done about it."""
        letter = self._letters.find(visit.params["letter"])
        return visit.page(
            "letter.html",
            policy=Policy(scripts=True),
            letter=letter,
            mine=letter.officer == visit.me.name,
            officer=visit.me.role in OFFICERS,
            admin=visit.me.role is Role.ADMIN,
            contact=contact,
            longest=LONGEST_ANSWER,
        )

    def claim(self, visit: Visit) -> Response:
        """See to it."""
        code = visit.params["letter"]
        self._letters.claim(code, visit.me.name, self._noted(visit, Action.LETTER_CLAIMED))
        return go(f"{LETTERS}/{code}", "cau-hoi-nhan")

    def give_back(self, visit: Visit) -> Response:
        """Let others see to it; administrators also that of somebody who is away."""
        code = visit.params["letter"]
        self._letters.give_back(
            code,
            visit.me.name,
            any_officer=visit.me.role is Role.ADMIN,
            witness=self._noted(visit, Action.LETTER_GIVEN_BACK),
        )
        return go(LETTERS, "cau-hoi-tra")

    def save(self, visit: Visit) -> Response:
        """Keep the draft; the page's script wants no page back."""
        code = visit.params["letter"]
        self._letters.save(code, visit.me.name, visit.form.get("noi-dung", ""))
        return saved(visit, f"{LETTERS}/{code}")

    def answer(self, visit: Visit) -> Response:
        """Answer it."""
        code = visit.params["letter"]
        pushed = self._letters.answer(
            code,
            visit.me.name,
            visit.form.get("noi-dung", ""),
            self._delivery,
            self._noted(visit, Action.LETTER_ANSWERED),
        )
        return go(f"{LETTERS}/{code}", "cau-hoi-gui" if pushed else "cau-hoi-ma")

    def close(self, visit: Visit) -> Response:
        """Be done with it."""
        code = visit.params["letter"]
        self._letters.close(code, visit.me.name, self._noted(visit, Action.LETTER_CLOSED))
        return go(LETTERS, "cau-hoi-dong")

    def show_contact(self, visit: Visit) -> Response:
        """Who has looked stands in the log before it is shown."""
        noted = self._noted(visit, Action.CONTACT_SHOWN)
        return self.show(visit, contact=self._letters.contact(visit.params["letter"], visit.me.name, noted))

    def script(self, _visit: Visit) -> Response:
        """Saves drafts while they are written."""
        return static("drafts.js")

    def _noted(self, visit: Visit, action: Action) -> Witness:
        return self._audit.witness(visit.actor, action, visit.params["letter"])


def saved(visit: Visit, page: str) -> Response:
    """The answer to a draft that was kept: nothing to the page's script, the page to others."""
    return Response(status_code=204) if _by_script(visit.form) else go(page, "cau-hoi-nhap")


def _by_script(form: Mapping[str, str]) -> bool:
    return form.get("tu-dong") == "1"


def _wanted(visit: Visit, chosen: str, kind: str) -> Wanted:
    return Wanted(
        state=_STATES.get(chosen),
        officer=visit.me.name if chosen == "cua-toi" else "",
        kind=kind if kind in set(LetterKind) else "",
        after=visit.query.get("sau", "")[:12],
    )
