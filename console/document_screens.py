"""The screens on which documents are looked at: the list, one of them beside its original, the original itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from starlette.responses import Response

from console.document_view import DoubtView, doubtful_words, spot_of, term_in_words, tree_of
from console.impact import Impacts
from console.papers import Papers, mark_of
from console.render import Policy, download, picture
from console.roles import EDITING
from console.screens import Screen
from console.shelf import SORTS, Status, chosen, read_filter, shelved
from console.upload_screens import LIST
from console.visit import Visit
from foundation.clock import VIETNAM, Clock
from foundation.errors import DocumentError, MissingError
from knowledge.editing import corrected, settled
from knowledge.importer.record import RELATIONS
from knowledge.intake import slug_of
from knowledge.originals import Original, Originals, picture_of
from knowledge.summaries import Summaries

_MOST_LISTED = 500


class DocumentScreens:
    """Their handlers."""

    def __init__(self, papers: Papers, impacts: Impacts, summaries: Summaries, clock: Clock) -> None:
        self._papers = papers
        self._impacts = impacts
        self._summaries = summaries
        self._clock = clock
        self._originals = Originals()

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; everybody may read them."""
        one = f"{LIST}/{{slug}}"
        return (
            Screen("GET", LIST, "danh sách văn bản", self.list),
            Screen("GET", one, "xem một văn bản", self.show),
            Screen("GET", f"{one}/goc", "xem bản gốc của văn bản", self.original, slow=True),
            Screen("GET", f"{one}/goc/{{page}}", "xem một trang của bản gốc", self.page, slow=True),
            Screen("GET", f"{one}/tep", "tải tệp gốc về", self.file, slow=True),
        )

    def list(self, visit: Visit) -> Response:
        """The documents that are wanted, with how many there are of each sort."""
        shelf = shelved(self._summaries.all(), self._papers.live(), self._papers.proposed())
        wanted = read_filter(visit.query)
        found = chosen(shelf, wanted)
        return visit.page(
            "documents.html",
            wanted=wanted,
            found=found[:_MOST_LISTED],
            total=len(shelf),
            matching=len(found),
            counts=Counter(status for one in shelf for status in one.statuses),
            statuses=tuple(Status),
            kinds=sorted({one.summary.kind for one in shelf if one.summary.kind}),
            issuers=sorted({one.summary.issuer for one in shelf if one.summary.issuer}),
            sorts=SORTS,
            scans=self._papers.scans(),
            may_edit=visit.me.role in EDITING,
        )

    def show(self, visit: Visit) -> Response:
        """A document's tree beside its original."""
        slug = visit.params["slug"]
        entry = self._papers.entry(slug)
        document = entry.record
        words = doubtful_words(document, document.doubts)
        doubtful: dict[str, tuple[str, ...]] = {}
        for places in words:
            for path, found in places.items():
                doubtful[path] = tuple(dict.fromkeys((*doubtful.get(path, ()), *found)))
        called = {node.path: node.place for node in document.walk()}
        changed = corrected(entry.source, document)
        return visit.page(
            "document.html",
            policy=Policy(frames=True),
            entry=entry,
            document=document,
            lines=tree_of(
                document,
                changed,
                doubtful,
                self._impacts.by_path(document),
                self._clock().astimezone(VIETNAM).date(),
            ),
            doubts=[
                DoubtView(
                    doubt,
                    mark_of(doubt),
                    spot_of(doubt),
                    tuple((path, called[path] or path) for path in places),
                )
                for doubt, places in zip(document.doubts, words, strict=True)
            ],
            settled=[DoubtView(doubt, mark_of(doubt), "", ()) for doubt in settled(entry.source, document)],
            corrections=len(changed),
            term=term_in_words(document.validity),
            relations=[(RELATIONS.get(name, name), target) for name, target in document.relations],
            impact=self._impacts.of(document),
            proposed=slug in self._papers.proposed(),
            live=self._papers.live().get(slug),
            may_edit=visit.me.role in EDITING,
        )

    def original(self, visit: Visit) -> Response:
        """The original: its lines, or a picture of each page; what is in doubt stands out."""
        slug = visit.params["slug"]
        entry = self._papers.entry(slug)
        spots: dict[str, list[str]] = {}
        for doubt in entry.record.doubts:
            if spot := spot_of(doubt):
                spots.setdefault(spot, []).append(doubt.message)
        original, trouble = Original(), ""
        if entry.file_name:
            try:
                original = self._originals.of(entry.sha256, lambda: self._papers.file(slug))
            except DocumentError as error:
                trouble = f"{error.reason}. {error.hint}"
        return visit.page(
            "original.html",
            policy=Policy(framed=True),
            entry=entry,
            document=entry.record,
            original=original,
            spots=spots,
            trouble=trouble,
        )

    def page(self, visit: Visit) -> Response:
        """A picture of one page."""
        number = visit.params["page"]
        name, content = self._papers.file(visit.params["slug"])
        if not content or not (number.isascii() and number.isdigit() and len(number) <= 5):
            raise MissingError("Tệp gốc không có trang này.", hint="Mời anh/chị mở lại trang văn bản.")
        return picture(picture_of(Path(name), content, int(number)))

    def file(self, visit: Visit) -> Response:
        """The file itself, to be kept."""
        name, content = self._papers.file(visit.params["slug"])
        if not content:
            raise MissingError(
                "Văn bản này không có tệp gốc.", hint="Nó được viết ngay trong trang quản trị."
            )
        suffix = Path(name).suffix
        return download(
            content, f"{slug_of(visit.params['slug'] + suffix)}{suffix}", "application/octet-stream"
        )
