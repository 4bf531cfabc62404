"""The screens on which a document is corrected. What was typed is never lost: it comes back with what is wrong."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from console.actions import Action
from console.fields import typed
from console.impact import Impacts
from console.papers import Correction, Papers, PartConflict, mark_of, revision_of
from console.relations_sheet import RelationsSheet
from console.roles import EDITING
from console.screens import Handler, Screen
from console.sheets import HeadSheet, NotesSheet, Sheet, TermSheet, WordingSheet, orphaned
from console.upload_screens import LIST
from console.visit import Visit, go
from foundation.errors import ConflictError, InputError, MissingError
from knowledge.changes import ChangeKind, changes
from knowledge.difference import difference
from knowledge.editing import corrected, provision_of, settled, with_doubts
from knowledge.model import Document, Provision, ProvisionKind

_MOST_CHANGES = 500
_CHANGES = {
    ChangeKind.ADDED: "thêm",
    ChangeKind.REMOVED: "bỏ",
    ChangeKind.CHANGED: "sửa",
    ChangeKind.MOVED: "chuyển chỗ",
}


class CorrectionScreens:
    """Their handlers."""

    def __init__(self, papers: Papers, impacts: Impacts) -> None:
        self._papers = papers
        self._impacts = impacts

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; officers read only."""
        one = f"{LIST}/{{slug}}"
        provision = f"{one}/quy-dinh/{{provision}}"

        def get(end: str, does: str, handle: Handler, *, slow: bool = False) -> Screen:
            return Screen("GET", f"{one}{end}", does, handle, roles=EDITING, slow=slow)

        def post(path: str, does: str, handle: Handler, *, slow: bool = False) -> Screen:
            return Screen("POST", path, does, handle, roles=EDITING, long=True, slow=slow)

        return (
            get("/thong-tin", "trang sửa thông tin, hiệu lực của văn bản", self._asking(HeadSheet())),
            post(f"{one}/thong-tin", "sửa thông tin, hiệu lực của văn bản", self._saving(HeadSheet())),
            get("/quan-he", "trang sửa quan hệ với văn bản khác", self._asking(RelationsSheet())),
            post(f"{one}/quan-he", "sửa quan hệ với văn bản khác", self._saving(RelationsSheet())),
            get("/ghi-chu", "trang ghi chú biên tập", self._asking(NotesSheet())),
            post(f"{one}/ghi-chu", "sửa ghi chú biên tập", self._saving(NotesSheet())),
            get("/quy-dinh/{provision}", "trang sửa một quy định", self.provision),
            post(provision, "sửa lời một quy định", self.reword),
            post(f"{provision}/hieu-luc", "sửa hiệu lực riêng của một quy định", self.set_term),
            post(f"{one}/nghi-van", "đánh dấu chỗ đáng ngờ đã xem, hay mở lại", self.settle),
            get("/de-xuat", "xem tệp thay đổi", self.proposal, slow=True),
            post(f"{one}/de-xuat", "chấp nhận tệp thay đổi", self.accept, slow=True),
            post(f"{one}/de-xuat/bo", "bỏ tệp thay đổi", self.dismiss),
            post(f"{one}/ngung", "ngừng dùng văn bản", self.retire),
            post(f"{one}/dung-lai", "dùng lại văn bản", self.restore),
        )

    # --- forms ------------------------------------------------------------------------------------------------

    def _asking(self, sheet: Sheet) -> Handler:
        def ask(visit: Visit) -> Response:
            return self._form(visit, sheet, _home(visit))

        return ask

    def _saving(self, sheet: Sheet) -> Handler:
        def save(visit: Visit) -> Response:
            return self._save(visit, sheet, _home(visit))

        return save

    def reword(self, visit: Visit) -> Response:
        """Another wording of one provision."""
        return self._save(visit, WordingSheet(visit.params["provision"]), _provision(visit))

    def set_term(self, visit: Visit) -> Response:
        """Another validity of one provision."""
        return self._save(visit, TermSheet(visit.params["provision"]), _provision(visit))

    def _save(self, visit: Visit, sheet: Sheet, back: str) -> Response:
        correction = Correction(
            part=sheet.part,
            seen=visit.form.get("thay", ""),
            change=lambda document: sheet.filled(document, visit.form),
            action=sheet.action,
            details=sheet.details,
        )
        try:
            changed = self._papers.correct(visit.actor, visit.params["slug"], correction)
        except ConflictError as error:
            return self._form(visit, sheet, back, error, status=409)
        except InputError as error:
            return self._form(visit, sheet, back, error, status=422)
        except MissingError as error:
            return self._orphan(visit, error)
        return go(back, "da-sua" if changed else "khong-doi")

    def _form(
        self,
        visit: Visit,
        sheet: Sheet,
        back: str,
        error: ConflictError | InputError | None = None,
        status: int = 200,
    ) -> Response:
        """The form: as it is stored, or with what was typed, beside what is stored now where somebody came first."""
        document = self._papers.entry(visit.params["slug"]).record
        met = isinstance(error, PartConflict)
        try:
            fields = sheet.fields(document, visit.form)
        except MissingError as missing:
            return self._orphan(visit, missing)
        if error is not None:
            fields = typed(fields, visit.form, beside=met)
        # A form that met nobody else's words still answers for what it showed.
        seen = mark_of(sheet.part(document)) if error is None or met else visit.form.get("thay", "")
        action = f"{_home(visit)}/{sheet.end}"
        return visit.page(
            "correct.html",
            status=status,
            document=document,
            sheet=sheet,
            columns=sheet.columns(document),
            fields=fields,
            seen=seen,
            trouble=error,
            met=met,
            action=action,
            found_at=_provision(visit) if "provision" in visit.params else action,
            back=back,
        )

    def _orphan(self, visit: Visit, error: MissingError) -> Response:
        """What was typed for a provision that went away meanwhile, to be copied to where it belongs now."""
        return visit.page(
            "correction_orphaned.html",
            status=404,
            document=self._papers.entry(visit.params["slug"]).record,
            fields=orphaned(visit.form),
            trouble=error,
            back=_home(visit),
        )

    def provision(self, visit: Visit) -> Response:
        """One provision: what the file says, what is in force, its validity, whom it concerns."""
        path = visit.params["provision"]
        entry = self._papers.entry(visit.params["slug"])
        document = entry.record
        node = provision_of(document, path)
        wording, term = WordingSheet(path), TermSheet(path)
        before = corrected(entry.source, document).get(path)
        return visit.page(
            "provision.html",
            document=document,
            node=node,
            trail=_trail(document.provisions, path),
            editable=node.kind is not ProvisionKind.RECORD,
            parts_of=() if before is None else difference(before, node.text),
            before=before,
            source_fields=wording.fields(entry.source) if before is not None else (),
            wording=wording.fields(document),
            wording_seen=mark_of(wording.part(document)),
            term=term.fields(document),
            term_seen=mark_of(term.part(document)),
            impact=self._impacts.of(document, node),
            action=_provision(visit),
            back=f"{_home(visit)}#qd-{quote(path)}",
        )

    # --- doubts -----------------------------------------------------------------------------------------------

    def settle(self, visit: Visit) -> Response:
        """Mark a doubt as settled, or open it again; nobody is in anybody's way."""
        slug, wanted = visit.params["slug"], visit.form.get("dau", "")
        again = visit.form.get("viec") == "mo-lai"
        source = self._papers.entry(slug).source

        def change(document: Document) -> Document:
            if again:
                opened = {mark_of(doubt) for doubt in document.doubts} | {wanted}
                kept = [doubt for doubt in source.doubts if mark_of(doubt) in opened]
                kept += [doubt for doubt in document.doubts if doubt not in source.doubts]
            else:
                kept = [doubt for doubt in document.doubts if mark_of(doubt) != wanted]
            return with_doubts(document, kept)

        place = next((doubt.place for doubt in source.doubts if mark_of(doubt) == wanted), "")
        correction = Correction(
            part=_nothing,
            seen=mark_of(None),
            change=change,
            action=Action.DOUBT_REOPENED if again else Action.DOUBT_SETTLED,
            details={"path": place[:120]} if place else {},
        )
        changed = self._papers.correct(visit.actor, slug, correction)
        return go(_home(visit), ("mo-lai-nghi-van" if again else "da-xem") if changed else "khong-doi")

    # --- changed files, retiring ------------------------------------------------------------------------------

    def proposal(self, visit: Visit) -> Response:
        """What a changed file would change, and what goes lost of an editor's corrections."""
        proposal = self._papers.proposal(visit.params["slug"])
        found = changes(proposal.entry.record, proposal.record)
        lost: dict[str, str] = corrected(proposal.entry.source, proposal.entry.record)
        return visit.page(
            "proposal.html",
            document=proposal.entry.record,
            proposal=proposal,
            changes=[
                (_CHANGES[change.kind], change, difference(change.before, change.after))
                for change in found[:_MOST_CHANGES]
            ],
            more=max(0, len(found) - _MOST_CHANGES),
            lost=len(lost),
            settled=len(settled(proposal.entry.source, proposal.entry.record)),
            edited=proposal.entry.source != proposal.entry.record,
            impact=self._impacts.of(proposal.entry.record),
            back=_home(visit),
        )

    def accept(self, visit: Visit) -> Response:
        """Put it in force."""
        seen = revision_of(visit.form.get("ban", ""))
        self._papers.accept(visit.actor, visit.params["slug"], seen, visit.form.get("tep", ""))
        return go(_home(visit), "chap-nhan")

    def dismiss(self, visit: Visit) -> Response:
        """Do away with it."""
        self._papers.dismiss(visit.actor, visit.params["slug"], visit.form.get("tep", ""))
        return go(_home(visit), "da-bo")

    def retire(self, visit: Visit) -> Response:
        """Out of the next release."""
        seen = revision_of(visit.form.get("ban", ""))
        self._papers.retire(visit.actor, visit.params["slug"], seen, retired=True)
        return go(_home(visit), "ngung-dung")

    def restore(self, visit: Visit) -> Response:
        """Into the next release again."""
        seen = revision_of(visit.form.get("ban", ""))
        self._papers.retire(visit.actor, visit.params["slug"], seen, retired=False)
        return go(_home(visit), "dung-lai-van-ban")


def _home(visit: Visit) -> str:
    return f"{LIST}/{quote(visit.params['slug'])}"


def _provision(visit: Visit) -> str:
    return f"{_home(visit)}/quy-dinh/{quote(visit.params['provision'])}"


def _nothing(_document: Document) -> None:
    return None


def _trail(nodes: tuple[Provision, ...], path: str) -> tuple[Provision, ...]:
    """The provisions above the one at ``path``."""
    for node in nodes:
        if node.path == path:
            return ()
        if any(below.path == path for below in node.walk()):
            return (node, *_trail(node.children, path))
    return ()
