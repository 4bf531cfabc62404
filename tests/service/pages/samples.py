"""Small documents built by hand, a library of them and an answerer with canned answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from foundation.errors import HoidapError
from knowledge.model import Document, Provision, ProvisionKind, Validity
from knowledge.scores import Score

_REPEALED = Validity(end=date(2025, 10, 1), ended_by="93/2025/QH15")

RESOLUTION = Document(
    slug="nghi-quyet-193-2025-qh15",
    title="Nghị quyết 193/2025/QH15 ngày 19/02/2025",
    name="193/2025/QH15",
    number="193/2025/QH15",
    kind="Nghị quyết",
    subject="Thí điểm một số cơ chế, chính sách đặc biệt",
    issuer="Quốc hội",
    issued=date(2025, 2, 19),
    validity=Validity(start=date(2025, 2, 19)),
    digest=True,
    source="Cổng thông tin điện tử Chính phủ: https://vanban.chinhphu.vn",
    relations=(("bai_bo", "Điều 3 từ 2025-10-01"), ("duoc_sua_doi_boi", "93/2025/QH15")),
    notes=((17, "Ghi chú biên tập: mới đọc được một phần"),),
    provisions=(
        Provision("thong-tin", ProvisionKind.RECORD, "Nghị quyết số 193/2025/QH15 do Quốc hội ban hành"),
        Provision(
            "s1",
            ProvisionKind.SECTION,
            "Thuế",
            place="Điều 9",
            validity=_REPEALED,
            children=(
                Provision(
                    "s1.-1",
                    ProvisionKind.BULLET,
                    "Được trừ khi tính thuế.",
                    "-",
                    "Điều 9",
                    validity=_REPEALED,
                ),
            ),
        ),
        Provision(
            "s2",
            ProvisionKind.SECTION,
            "Thủ tục",
            children=(
                Provision(
                    "s2.t1",
                    ProvisionKind.TABLE,
                    "",
                    cells=("Số", "Thủ tục", "Thời hạn"),
                    children=(
                        Provision(
                            "s2.t1.r1", ProvisionKind.ROW, "Số: 1", cells=("1", "Công nhận", "15 ngày")
                        ),
                        Provision("s2.t1.r2", ProvisionKind.ROW, "Số: 2", cells=("2", "Cấp lại", "10 ngày")),
                    ),
                ),
                Provision("s2.-1", ProvisionKind.PARAGRAPH, "Nộp tại https://dichvucong.gov.vn."),
            ),
        ),
    ),
)
LAW = Document(
    slug="luat-93-2025-qh15",
    title="Luật Khoa học, công nghệ và đổi mới sáng tạo",
    name="93/2025/QH15",
    number="93/2025/QH15",
    kind="Luật",
    issuer="Quốc hội",
    issued=date(2025, 6, 27),
    validity=Validity(start=date(2025, 10, 1)),
)


@dataclass(frozen=True)
class Shelf:
    """A library of given documents."""

    shelved: Sequence[Document]
    scored: Sequence[Score] = ()

    def documents(self) -> Sequence[Document]:
        return self.shelved

    def document(self, slug: str) -> Document | None:
        return next((document for document in self.shelved if document.slug == slug), None)

    def release(self) -> str:
        return "r-0001"

    def scores(self) -> Sequence[Score]:
        return self.scored


@dataclass(frozen=True)
class CannedCitation:
    document: str = "193/2025/QH15"
    title: str = "Nghị quyết 193/2025/QH15"
    place: str = "Điều 9"
    url: str = "/van-ban/nghi-quyet-193-2025-qh15#s1"
    digest: bool = True
    in_force: bool = False
    quote: str = "Được trừ khi tính thuế."
    highlight: str = ""


@dataclass(frozen=True)
class CannedButton:
    id: str
    title: str


@dataclass(frozen=True)
class CannedReply:
    text: str = "Được trừ khi tính thuế."
    citations: Sequence[CannedCitation] = (CannedCitation(),)
    buttons: Sequence[CannedButton] = ()


@dataclass(frozen=True)
class CannedResult:
    token: str = "token-1"
    replies: Sequence[CannedReply] = (CannedReply(),)


@dataclass
class CannedAnswers:
    """An answerer that says what it was told to, and remembers what it was asked."""

    result: CannedResult = CannedResult()
    error: HoidapError | None = None
    asked: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)

    async def __call__(
        self, text: str | None, conversation: str | None, *, button: str | None, address: str
    ) -> CannedResult:
        assert address
        self.asked.append((text, button, conversation))
        if self.error:
            raise self.error
        return self.result
