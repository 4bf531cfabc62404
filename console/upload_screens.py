"""The screens of handing in documents, and of the scans that are being read."""

from __future__ import annotations

from starlette.responses import Response

from console.papers import Papers
from console.reception import Reception
from console.render import Policy, static
from console.roles import EDITING
from console.screens import Screen
from console.uploads import LARGEST, LARGEST_TOGETHER, MIB, MOST_FILES
from console.visit import HOME, Visit, go
from foundation.errors import InputError
from knowledge.importer import SUFFIXES

LIST = f"{HOME}/van-ban"
UPLOAD = f"{LIST}/tai-len"
SCANS = f"{LIST}/ban-quet"


class UploadScreens:
    """Their handlers."""

    def __init__(self, papers: Papers, reception: Reception) -> None:
        self._papers = papers
        self._reception = reception

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for and who may use them."""
        return (
            Screen("GET", UPLOAD, "trang tải văn bản lên", self.ask, roles=EDITING),
            Screen("POST", UPLOAD, "tải văn bản lên", self.take, roles=EDITING, files=True),
            Screen("GET", SCANS, "xem tiến độ đọc bản quét", self.scans),
            Screen("POST", SCANS, "bỏ bản quét không đọc được", self.dismiss, roles=EDITING),
            Screen("GET", f"{HOME}/tai-len.js", "kéo thả tệp, tiến độ tải lên", _upload_module),
            Screen("GET", f"{HOME}/ban-quet.js", "tự cập nhật tiến độ đọc bản quét", _scans_module),
        )

    def ask(self, visit: Visit) -> Response:
        """The form."""
        return self._form(visit)

    def take(self, visit: Visit) -> Response:
        """File what came in, one after the other; what is refused keeps nobody else out."""
        if not visit.files:
            raise InputError("Chưa có tệp nào được chọn.", hint="Mời anh/chị quay lại và chọn tệp.")
        results = [self._reception.take(visit.actor, upload) for upload in visit.files]
        return self._form(visit, results=results)

    def scans(self, visit: Visit) -> Response:
        """How far the reading of scans is."""
        return visit.page(
            "scans.html",
            policy=Policy(scripts=True),
            jobs=self._papers.scans(),
            may_edit=visit.me.role in EDITING,
        )

    def dismiss(self, visit: Visit) -> Response:
        """Do away with one that could not be read."""
        gone = self._reception.dismiss(visit.actor, visit.form.get("viec", ""))
        return go(SCANS, "bo-quet" if gone else "khong-doi")

    def _form(self, visit: Visit, **context: object) -> Response:
        left = self._reception.quota.left(visit.me.name)
        return visit.page(
            "upload.html",
            policy=Policy(scripts=True),
            results=context.get("results", ()),
            suffixes=SUFFIXES,
            largest=LARGEST,
            largest_mib=LARGEST // MIB,
            together_mib=LARGEST_TOGETHER // MIB,
            most=MOST_FILES,
            left_files=left.files,
            left_mib=left.size // MIB,
        )


def _upload_module(_visit: Visit) -> Response:
    return static("upload.js")


def _scans_module(_visit: Visit) -> Response:
    return static("scans.js")
