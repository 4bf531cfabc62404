"""The screens of curated answers and of what is never answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.responses import Response

from console.curated.desk import Beside, CitedConflict, Desk
from console.curated.standing import Need, Standing
from console.curated.typed import CITES, Typed, number_of, read_typed, typed_of
from console.roles import EDITING, EVERYBODY
from console.screens import Handler, Screen
from console.unanswered.groups import Groups
from console.visit import HOME, Visit, go
from foundation.errors import ConflictError, InputError
from knowledge.curated import CuratedKind, Reference, changes_of
from knowledge.lookup import Found

LIST = f"{HOME}/cau-tra-loi"
NEW = f"{LIST}/moi"
ONE = f"{LIST}/{{slug}}"
Near = Callable[[str], Sequence[Reference]]
"""The provisions of the live release that are near a question, best first."""

#: How long a new answer is good, unless its editor says otherwise.
_GOOD_FOR = timedelta(days=365)
#: So many wordings of a group of unanswered questions become questions of its answer.
_WORDINGS = 10


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is said above the form."""

    wrong: Sequence[str] = ()
    conflict: Standing | None = None
    reworded: bool = False
    preview: bool = False


class CuratedScreens:
    """Their handlers.

    Args:
        desk: where answers are written.
        groups: of unanswered questions, which an answer can serve.
        near: what is near a question in the live release.
    """

    def __init__(self, desk: Desk, groups: Groups, near: Near) -> None:
        self._desk = desk
        self._groups = groups
        self._near = near

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; the fixed address comes before the one that a name fills."""

        def write(method: str, path: str, does: str, handle: Handler) -> Screen:
            return Screen(method, path, does, handle, roles=EDITING)

        return (
            Screen("GET", LIST, "danh sách câu trả lời biên tập", self.overview, roles=EVERYBODY),
            write("GET", NEW, "soạn câu trả lời biên tập mới", self.new),
            write("POST", NEW, "tìm quy định, xem trước hoặc lưu câu trả lời mới", self.save_new),
            Screen("GET", ONE, "xem một câu trả lời biên tập", self.show, roles=EVERYBODY),
            write("GET", f"{ONE}/sua", "sửa câu trả lời biên tập", self.edit),
            write("POST", f"{ONE}/sua", "tìm quy định, xem trước hoặc lưu câu trả lời đang sửa", self.save),
            write("POST", f"{ONE}/ra-soat", "xác nhận câu trả lời vẫn đúng", self.confirm),
            write("POST", f"{ONE}/tam-ngung", "tạm ngừng hay dùng lại câu trả lời", self.suspend),
            write("POST", f"{ONE}/bo", "bỏ hay lấy lại câu trả lời", self.retire),
        )

    def overview(self, visit: Visit) -> Response:
        """All that are wanted; retired ones only where they are asked for."""
        everything = self._desk.all()
        wanted = {name: visit.query.get(name, "") for name in ("loai", "co-quan", "can")}
        shown = [standing for standing in everything if _wanted(standing, wanted)]
        counts = {need: sum(need in standing.needs for standing in everything) for need in Need}
        return visit.page(
            "curated_list.html",
            standings=shown,
            wanted=wanted,
            owners=_owners(everything),
            needs=tuple(Need),
            counts=counts,
            may_edit=visit.me.role in EDITING,
        )

    def show(self, visit: Visit) -> Response:
        """One answer as citizens read it, and what can be done with it."""
        standing = self._desk.one(visit.params["slug"])
        curated = standing.curated
        return visit.page(
            "curated.html",
            standing=standing,
            preview=self._desk.preview(curated),
            doubts=self._desk.doubts(curated),
            shown=self._desk.cited_digest(curated),
            review=max(curated.review, self._desk.today + _GOOD_FOR)
            if curated.overdue(self._desk.today)
            else curated.review,
            may_edit=visit.me.role in EDITING,
        )

    def new(self, visit: Visit) -> Response:
        """An empty form, or one filled with the wordings of a group of unanswered questions."""
        exclusion = visit.query.get("loai") == "khong-tra-loi"
        group = number_of(visit.query.get("nhom", ""))
        typed = Typed(
            CuratedKind.EXCLUSION if exclusion else CuratedKind.ANSWER,
            questions=self._worded(group),
            owner=_usual_owner(self._desk.all()),
            review=(self._desk.today + _GOOD_FOR).isoformat(),
            group=group,
        )
        return self._form(visit, "", typed)

    def edit(self, visit: Visit) -> Response:
        """The form filled with what there is, and with the wordings of a group where one is named."""
        standing = self._desk.one(visit.params["slug"])
        shown = self._desk.cited_digest(standing.curated)
        typed = typed_of(standing.curated, standing.entry.revision, shown)
        if group := number_of(visit.query.get("nhom", "")):
            questions = "\n".join(filter(None, (typed.questions, self._worded(group))))
            typed = replace(typed, questions=questions, group=group)
        return self._form(visit, standing.curated.slug, typed)

    def save_new(self, visit: Visit) -> Response:
        """A step of the form of a new answer."""
        typed = read_typed(visit.form)
        curated, wrong = typed.curated("")
        if (step := self._step(visit, "", typed, wrong)) is not None or curated is None:
            return step or self._form(visit, "", typed, _Notes(wrong), status=422)
        slug = self._desk.add(visit.actor, curated, self._answering(visit, typed))
        return go(f"{LIST}/{slug}", "them-cau-tra-loi")

    def save(self, visit: Visit) -> Response:
        """A step of the form of an answer that there is."""
        slug, typed = visit.params["slug"], read_typed(visit.form)
        present = self._desk.one(slug)
        curated, wrong = typed.curated(slug)
        if (step := self._step(visit, slug, typed, wrong)) is not None or curated is None:
            return step or self._form(visit, slug, typed, _Notes(wrong), status=422)
        try:
            self._desk.change(visit.actor, curated, typed.seen, typed.shown, self._answering(visit, typed))
        except ConflictError as error:
            present = self._desk.one(slug)
            shown = self._desk.cited_digest(present.curated)
            typed = replace(typed, seen=present.entry.revision, shown=shown)
            notes = _Notes(reworded=True) if isinstance(error, CitedConflict) else _Notes(conflict=present)
            return self._form(visit, slug, typed, notes, status=409)
        return go(f"{LIST}/{slug}", "sua-cau-tra-loi")

    def confirm(self, visit: Visit) -> Response:
        """It was reviewed and still holds."""
        slug, form = visit.params["slug"], visit.form
        try:
            review = date.fromisoformat(form.get("ra-soat", ""))
        except ValueError as error:
            raise InputError(
                "Chưa chọn ngày rà soát lại.", hint="Mời anh/chị quay lại và chọn ngày."
            ) from error
        self._desk.confirm(visit.actor, slug, number_of(form.get("ban", "")), form.get("thay", ""), review)
        return go(f"{LIST}/{slug}", "ra-soat")

    def suspend(self, visit: Visit) -> Response:
        """Suspended, or in use again."""
        slug, suspended = visit.params["slug"], visit.form.get("tam-ngung") == "1"
        self._desk.suspend(visit.actor, slug, number_of(visit.form.get("ban", "")), suspended=suspended)
        return go(f"{LIST}/{slug}", "tam-ngung" if suspended else "dung-lai")

    def retire(self, visit: Visit) -> Response:
        """Retired, or taken in again."""
        slug, retired = visit.params["slug"], visit.form.get("bo") == "1"
        self._desk.retire(visit.actor, slug, number_of(visit.form.get("ban", "")), retired=retired)
        return go(f"{LIST}/{slug}", "bo" if retired else "lay-lai")

    def _step(self, visit: Visit, slug: str, typed: Typed, wrong: Sequence[str]) -> Response | None:
        """The form again, where something else than saving was asked for."""
        step = visit.form.get("buoc", "")
        if step == "tim":
            return self._form(visit, slug, typed)
        if step == "xem":
            return self._form(visit, slug, typed, _Notes(wrong, preview=True))
        return None

    def _answering(self, visit: Visit, typed: Typed) -> Beside | None:
        """Notes with the group that was answered; one that there is no longer is no reason not to keep the answer."""
        if not typed.group or not self._groups.exists(typed.group):
            return None
        return lambda session, slug: self._groups.answer(session, visit.actor, typed.group, slug)

    def _worded(self, group: int) -> str:
        return (
            "\n".join(worded.question for worded in self._groups.wordings(group, _WORDINGS)) if group else ""
        )

    def _form(
        self, visit: Visit, slug: str, typed: Typed, notes: _Notes | None = None, *, status: int = 200
    ) -> Response:
        notes, lookup = notes or _Notes(), self._desk.draft.lookup
        standing = self._desk.one(slug) if slug else None
        chosen = [(reference, lookup.cited(reference)) for reference in typed.references]
        offered = [one for one in self._offered(typed) if one.reference not in typed.references]
        curated, _ = typed.curated(slug)
        mine = None
        if notes.conflict is not None and curated is not None:
            mine = changes_of(notes.conflict.curated, curated)
        return visit.page(
            "curated_form.html",
            status=status,
            slug=slug,
            standing=standing,
            typed=typed,
            cites=CITES,
            chosen=chosen,
            offered=offered,
            found=lookup.find(typed.sought) if typed.sought.strip() else None,
            owners=_owners(self._desk.all()),
            notes=notes,
            mine=mine,
            preview=self._desk.preview(curated) if notes.preview and curated is not None else None,
        )

    def _offered(self, typed: Typed) -> list[Found]:
        """What is near the first question of a group that is being answered."""
        first = typed.questions.strip().partition("\n")[0]
        if not typed.group or not first or typed.kind is CuratedKind.EXCLUSION:
            return []
        lookup = self._desk.draft.lookup
        return [one for reference in self._near(first) if (one := lookup.cited(reference)) is not None]


def _wanted(standing: Standing, wanted: Mapping[str, str]) -> bool:
    kind = CuratedKind.EXCLUSION if wanted["loai"] == "khong-tra-loi" else CuratedKind.ANSWER
    need = wanted["can"]
    return (
        (not wanted["loai"] or standing.curated.kind is kind)
        and (not wanted["co-quan"] or standing.curated.owner == wanted["co-quan"])
        and (need in standing.needs if need else Need.RETIRED not in standing.needs)
    )


def _owners(standings: Sequence[Standing]) -> list[str]:
    return sorted({standing.curated.owner for standing in standings})


def _usual_owner(standings: Sequence[Standing]) -> str:
    """The department that answers for most."""
    owners = [standing.curated.owner for standing in standings]
    return max(sorted(set(owners)), key=owners.count, default="")
