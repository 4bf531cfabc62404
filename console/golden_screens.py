"""The screens of golden questions: what a check asks of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.curated.typed import number_of
from console.golden_form import KINDS, citation_lines, known_in, read_golden
from console.roles import EDITING
from console.screens import Handler, Screen
from console.visit import HOME, Visit, go
from conversations.kept_question import KeptQuestion, kept_question
from evaluation.golden_store import Golden, GoldenStore
from foundation.errors import ConflictError, HoidapError, InputError
from knowledge.outcome import Outcome
from knowledge.store import DocumentStore

LIST = f"{HOME}/cau-hoi-kiem-tra"
_PAGE = 50


class GoldenScreens:
    """Their handlers."""

    def __init__(
        self, golden: GoldenStore, documents: DocumentStore, releases: Path, audit: AuditLog
    ) -> None:
        self._golden = golden
        self._known = known_in(documents, releases)
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; all who prepare what is published may use them."""

        def post(end: str, does: str, handle: Handler) -> Screen:
            return Screen("POST", f"{LIST}{end}", does, handle, roles=EDITING)

        def get(end: str, does: str, handle: Handler) -> Screen:
            return Screen("GET", f"{LIST}{end}", does, handle, roles=EDITING)

        return (
            get("", "danh sách câu hỏi kiểm tra", self.show),
            get("/moi", "trang thêm câu hỏi kiểm tra", self.begin),
            post("", "thêm câu hỏi kiểm tra", self.add),
            get("/{golden}", "xem một câu hỏi kiểm tra", self.show_one),
            post("/{golden}", "sửa câu hỏi kiểm tra", self.change),
            post("/{golden}/ngung", "ngừng câu hỏi kiểm tra", self.retire),
            post("/{golden}/dung-lai", "dùng lại câu hỏi kiểm tra", self.restore),
        )

    def show(self, visit: Visit) -> Response:
        """Those that are wanted, a page at a time."""
        query = visit.query
        text, kind, retired = query.get("tim", ""), query.get("mong-doi", ""), query.get("ngung") == "1"
        number = number_of(query.get("trang", "1")) or 1
        skip = (number - 1) * _PAGE
        questions, count = self._golden.listed(text, kind, retired=retired, skip=skip, limit=_PAGE)
        filters = {"tim": text, "mong-doi": kind, "ngung": "1" if retired else ""}

        def page(other: int) -> str:
            return f"{LIST}?{urlencode(filters | {'trang': str(other)})}"

        return visit.page(
            "golden.html",
            questions=questions,
            count=count,
            kinds=KINDS,
            filters=filters,
            number=number,
            newer=page(number - 1) if number > 1 else "",
            older=page(number + 1) if skip + _PAGE < count else "",
        )

    def begin(self, visit: Visit) -> Response:
        """An empty form, or one that begins with what a citizen asked and was answered."""
        turn = visit.query.get("luot", "")
        return self._form(visit, _from_turn(kept_question(self._audit.database, turn)) if turn else {})

    def add(self, visit: Visit) -> Response:
        """A new one."""
        try:
            golden = read_golden(visit.form, self._known)
            self._golden.add(golden, visit.me.name, self._audit.witness(visit.actor, Action.GOLDEN_ADDED))
        except InputError as error:
            return self._form(visit, visit.form, trouble=error)
        return go(LIST, "them-cau-hoi")

    def show_one(self, visit: Visit) -> Response:
        """One, to be changed."""
        golden = self._golden.get(visit.params["golden"])
        return self._form(visit, _fields(golden), golden)

    def change(self, visit: Visit) -> Response:
        """Another wording or expectation."""
        golden = self._golden.get(visit.params["golden"])
        try:
            wanted = read_golden(visit.form, self._known)
            wanted = Golden(wanted.question, wanted.kind, wanted.citations, wanted.facts, golden.id)
            noted = self._audit.witness(visit.actor, Action.GOLDEN_CHANGED, golden.id)
            self._golden.change(wanted, number_of(visit.form.get("ban", "")), visit.me.name, noted)
        except ConflictError as error:
            # What was typed is shown beside who was faster; saving once more is then meant.
            now = self._golden.get(golden.id)
            return self._form(visit, {**visit.form, "ban": str(now.revision)}, now, trouble=error)
        except InputError as error:
            return self._form(visit, visit.form, golden, trouble=error)
        return go(LIST, "sua-cau-hoi")

    def retire(self, visit: Visit) -> Response:
        """Ask it no longer."""
        return self._retire(visit, retired=True)

    def restore(self, visit: Visit) -> Response:
        """Ask it again."""
        return self._retire(visit, retired=False)

    def _retire(self, visit: Visit, *, retired: bool) -> Response:
        golden = self._golden.get(visit.params["golden"])
        action = Action.GOLDEN_RETIRED if retired else Action.GOLDEN_RESTORED
        noted = self._audit.witness(visit.actor, action, golden.id)
        seen = number_of(visit.form.get("ban", ""))
        self._golden.retire(golden.id, seen, visit.me.name, retired=retired, beside=noted)
        return go(LIST, "ngung-cau-hoi" if retired else "dung-lai-cau-hoi")

    def _form(
        self,
        visit: Visit,
        fields: Mapping[str, str],
        golden: Golden | None = None,
        *,
        trouble: HoidapError | None = None,
    ) -> Response:
        names = ("cau-hoi", "mong-doi", "trich-dan", "phai-co", "ban")
        return visit.page(
            "golden_form.html",
            status=trouble.status if trouble else 200,
            golden=golden,
            fields={name: fields.get(name, "") for name in names},
            kinds=KINDS,
            turn=visit.query.get("luot", ""),
            trouble=trouble,
        )


def _fields(golden: Golden) -> dict[str, str]:
    return {
        "cau-hoi": golden.question,
        "mong-doi": golden.kind,
        "trich-dan": citation_lines(golden.citations),
        "phai-co": "\n".join(golden.facts),
        "ban": str(golden.revision),
    }


def _from_turn(turn: KeptQuestion) -> dict[str, str]:
    kinds = {
        Outcome.CLARIFY: "ambiguous",
        Outcome.NOT_FOUND: "unanswerable",
        Outcome.OUT_OF_SCOPE: "out_of_scope",
    }
    cited = turn.citations if turn.outcome in (Outcome.ANSWERED, Outcome.EXPIRED_SOURCE) else ()
    return {
        "cau-hoi": turn.question,
        "mong-doi": kinds.get(turn.outcome, "answerable"),
        "trich-dan": citation_lines(cited),
    }
