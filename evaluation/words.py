"""What measures, kinds of questions and ways of typing are called where people read of them."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES: Mapping[str, str] = {
    "right": "Trả lời đúng",
    "cited": "Dẫn đúng quy định",
    "answered": "Có trả lời",
    "refused_out_of_scope": "Từ chối câu ngoài phạm vi",
    "refused_unanswerable": "Từ chối câu đúng chủ đề nhưng văn bản không nêu",
    "clarified": "Hỏi lại câu có nhiều cách hiểu",
    "last_turn_right": "Lượt cuối của hội thoại đúng",
}
VARIANTS: Mapping[str, str] = {
    "accented": "gõ đủ dấu",
    "half": "gõ thiếu dấu một nửa",
    "nodia": "gõ không dấu",
    "teencode": "viết tắt, teencode",
    "chat": "viết tắt kiểu nhắn tin",
    "typo": "gõ sai phím",
    "messy": "viết tắt, không dấu, sai phím",
}
KINDS: Mapping[str, str] = {
    "answerable": "trả lời được",
    "out_of_scope": "ngoài phạm vi",
    "unanswerable": "đúng chủ đề, văn bản không nêu",
    "ambiguous": "có nhiều cách hiểu",
}
