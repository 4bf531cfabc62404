"""Saying plainly that the documents do not say it, and what they do have."""

from __future__ import annotations

from knowledge.constraints import Unmet
from knowledge.demands import thing_of
from knowledge.finding import Finding
from knowledge.model import Document, ProvisionKind
from knowledge.outcome import Outcome
from vietnamese.dates import find_years

NO_QUESTION = "Anh/chị vui lòng cho biết muốn hỏi nội dung gì, ví dụ: “Mục tiêu năm 2026 của tỉnh là gì?”."
NO_MATTER = (
    "Anh/chị vui lòng cho biết muốn hỏi quy định về nội dung gì, ví dụ: “Tại thời điểm tháng 3/2025, quy định về chấp "
    "nhận rủi ro trong nghiên cứu khoa học thế nào?”."
)
_NOT_FOUND = (
    "Các văn bản hiện có trong kho không nêu nội dung này. Anh/chị có thể hỏi cách khác, nêu rõ tên văn bản, năm "
    "hoặc cơ quan, hoặc để lại câu hỏi cho cán bộ trực."
)
_OUT_OF_SCOPE = (
    "Câu hỏi này nằm ngoài các văn bản tôi có. Tôi trả lời về Nghị quyết 57-NQ/TW, Quyết định 1169/QĐ-TTg và các văn "
    "bản của tỉnh Lạng Sơn về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số."
)
_NO_SUCH_PAPER = (
    "Trong kho hiện không có văn bản {names}, và các văn bản hiện có cũng không nhắc đến văn bản này."
)


def refuse(finding: Finding, scope_cosine: float) -> tuple[Outcome, str]:
    """The outcome and the words of a refusal.

    Args:
        finding: what was found and does not answer.
        scope_cosine: below this best cosine the question is on another matter altogether.
    """
    if finding.chosen is None:
        return Outcome.NOT_FOUND, _NOT_FOUND
    if finding.lacking and finding.near:
        return Outcome.NOT_FOUND, _lacking(finding.lacking[-1], finding.chosen.document)
    # Who names one of our papers is not on another matter, however far the words are.
    if 0 < finding.cosine < scope_cosine and not finding.question.numbers:
        return Outcome.OUT_OF_SCOPE, _OUT_OF_SCOPE
    if finding.lacking:
        return Outcome.NOT_FOUND, _lacking(finding.lacking[-1], finding.chosen.document)
    return Outcome.NOT_FOUND, _NOT_FOUND


def no_such_paper(names: str) -> str:
    """The words for papers that no document is or mentions."""
    return _NO_SUCH_PAPER.format(names=names)


def _lacking(unmet: Unmet, document: Document) -> str:
    if unmet.kind == "year" and (known := milestones(document)):
        return (
            f"{document.kind or 'Văn bản'} {document.number or ''}".strip()
            + f" nêu nội dung cho {known}, không có năm {unmet.wanted}. Anh/chị muốn xem mốc nào, xin hỏi lại giúp."
        )
    if thing := "con số" if unmet.kind == "figure" else thing_of(unmet.kind):
        return (
            f"Về nội dung này, các văn bản hiện có không nêu {thing}. Anh/chị có thể hỏi cách khác hoặc để lại câu hỏi "
            "cho cán bộ trực."
        )
    return _NOT_FOUND


def milestones(document: Document) -> str:
    """The years that headings and column heads of a document name: "năm 2025, 2026 và giai đoạn 2028–2030"."""
    heads = [
        text
        for node in document.walk()
        if node.kind in (ProvisionKind.SECTION, ProvisionKind.TABLE)
        for text in (node.text, *node.cells)
    ]
    spans = sorted({(mention.first, mention.last) for text in heads for mention in find_years(text)})
    years = ", ".join(str(first) for first, last in spans if first == last)
    periods = ", ".join(f"{first}–{last}" for first, last in spans if first != last)
    return " và ".join(
        part for part in (f"năm {years}" if years else "", f"giai đoạn {periods}" if periods else "") if part
    )
