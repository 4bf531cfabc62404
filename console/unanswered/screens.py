"""The screens of the inbox of unanswered questions."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from console.curated.desk import Desk
from console.curated.typed import number_of
from console.roles import EDITING, EVERYBODY
from console.screens import Handler, Screen
from console.unanswered.groups import BACK_AFTER, NOBODY, Groups, State, Wanted
from console.unanswered.near import near
from console.unanswered.reasons import Reason
from console.unanswered.sources import Cause
from console.visit import HOME, Visit, go
from foundation.errors import InputError
from knowledge.answer import Answerer
from knowledge.curated import Curated, CuratedKind
from knowledge.library import Library
from knowledge.question import terms_in

LIST = f"{HOME}/chua-tra-loi"
ONE = f"{LIST}/{{group}}"
#: So many answers are offered to take a group's wordings in.
_KIN = 5
#: No list is that long; a page beyond it is a slip.
_LAST_PAGE = 2000


class UnansweredScreens:
    """Their handlers."""

    def __init__(self, groups: Groups, desk: Desk, library: Library, answerer: Answerer) -> None:
        self._groups = groups
        self._desk = desk
        self._library = library
        self._answerer = answerer

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for."""

        def write(end: str, does: str, handle: Handler) -> Screen:
            return Screen("POST", f"{ONE}{end}", does, handle, roles=EDITING)

        return (
            Screen("GET", LIST, "hộp câu hỏi chưa trả lời được", self.overview, roles=EVERYBODY),
            Screen("GET", ONE, "xem một nhóm câu hỏi chưa trả lời được", self.show, roles=EVERYBODY),
            write("/giao", "giao nhóm câu hỏi cho một người", self.assign),
            write("/bo-qua", "bỏ qua nhóm câu hỏi", self.dismiss),
            write("/mo-lai", "mở lại nhóm câu hỏi đã xử lý", self.reopen),
        )

    def overview(self, visit: Visit) -> Response:
        """A page of groups, the most urgent first."""
        filters = {name: visit.query.get(name, "") for name in ("trang-thai", "vi-sao", "nguoi")}
        wanted = _wanted(visit.query)
        groups, more = self._groups.page(wanted)

        def page(number: int) -> str:
            return f"{LIST}?{urlencode(filters | {'trang': str(number)})}"

        return visit.page(
            "unanswered_list.html",
            groups=groups,
            wanted=wanted,
            counts=self._groups.counts(),
            states=tuple(State),
            causes=tuple(Cause),
            assignees=self._groups.assignees(),
            nobody=NOBODY,
            before=page(wanted.page - 1) if wanted.page > 1 else "",
            behind=page(wanted.page + 1) if more else "",
        )

    def show(self, visit: Visit) -> Response:
        """One group: how it is worded, what is near it, and what can be done."""
        number = _number(visit)
        group = self._groups.group(number)
        nearness = near(self._library, self._answerer, group.question)
        lookup = self._desk.draft.lookup
        return visit.page(
            "unanswered.html",
            group=group,
            wordings=self._groups.wordings(number),
            near=[one for reference in nearness.references if (one := lookup.cited(reference))],
            answer=nearness.answer,
            reasons=tuple(Reason),
            back_after=BACK_AFTER,
            assignees=self._groups.assignees(),
            kin=self._kin(group.question),
            may_edit=visit.me.role in EDITING,
        )

    def assign(self, visit: Visit) -> Response:
        """Give it to somebody."""
        number = _number(visit)
        self._groups.assign(visit.actor, number, _seen(visit), visit.form.get("nguoi", ""))
        return go(f"{LIST}/{number}", "giao")

    def dismiss(self, visit: Visit) -> Response:
        """Lay it aside."""
        try:
            reason = Reason(visit.form.get("ly-do", ""))
        except ValueError as error:
            raise InputError("Chưa chọn lý do bỏ qua.", hint="Mời anh/chị quay lại và chọn lý do.") from error
        typed = visit.form.get("sau", "").strip()
        back_after = number_of(typed) if typed else None
        self._groups.dismiss(visit.actor, _number(visit), _seen(visit), reason, back_after)
        return go(LIST, "bo-qua")

    def reopen(self, visit: Visit) -> Response:
        """Take it up again."""
        number = _number(visit)
        self._groups.reopen(visit.actor, number, _seen(visit))
        return go(f"{LIST}/{number}", "mo-lai")

    def _kin(self, question: str) -> list[Curated]:
        """The answers in use whose questions share most words with ``question``."""
        asked = set(terms_in(question))
        shared = [
            (max(len(asked.intersection(terms_in(text))) for text in one.curated.questions), one.curated)
            for one in self._desk.all()
            if one.entry.retired_at is None and one.curated.kind is CuratedKind.ANSWER
        ]
        shared.sort(key=lambda each: -each[0])
        return [curated for count, curated in shared[:_KIN] if count]


def _wanted(query: Mapping[str, str]) -> Wanted:
    """What the filter asks for; a word that it does not know asks for nothing."""
    state, cause = query.get("trang-thai", ""), query.get("vi-sao", "")
    return Wanted(
        state=State(state) if state in set(State) else State.OPEN,
        cause=Cause(cause) if cause in set(Cause) else None,
        assignee=query.get("nguoi", "")[:40],
        page=min(max(number_of(query.get("trang", "")), 1), _LAST_PAGE),
    )


def _number(visit: Visit) -> int:
    return number_of(visit.params["group"])


def _seen(visit: Visit) -> int:
    return number_of(visit.form.get("ban", ""))
