"""Why editors dismiss a group of unanswered questions."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a group is dismissed."""

    NOT_OURS = "not_ours"
    ANSWERED_NOW = "answered_now"
    NO_QUESTION = "no_question"
    PERSONAL = "personal"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _REASONS[self]


_REASONS = {
    Reason.NOT_OURS: "không thuộc việc của tỉnh hay của các văn bản",
    Reason.ANSWERED_NOW: "văn bản hiện có đã trả lời được",
    Reason.NO_QUESTION: "không phải câu hỏi",
    Reason.PERSONAL: "hỏi hồ sơ hay việc riêng của một người",
    Reason.OTHER: "lý do khác",
}
