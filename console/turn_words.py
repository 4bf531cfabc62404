"""What is stored of turns by stable names, in the words of the screens."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.demands import thing_of
from knowledge.grounds import Way
from knowledge.outcome import Outcome

OUTCOMES: Mapping[str, str] = {
    Outcome.ANSWERED: "trả lời được",
    Outcome.CLARIFY: "hỏi lại cho rõ",
    Outcome.NOT_FOUND: "văn bản không nêu",
    Outcome.OUT_OF_SCOPE: "ngoài phạm vi",
    Outcome.EXPIRED_SOURCE: "trả lời bằng quy định hết hiệu lực",
    Outcome.SMALL_TALK: "chào hỏi",
    Outcome.HANDOVER: "chuyển cán bộ",
    Outcome.FORM: "điền biểu mẫu",
    Outcome.BLOCKED: "chủ đề không trả lời",
    Outcome.UNAVAILABLE: "tạm thời không phục vụ",
}
CHANNELS: Mapping[str, str] = {
    "web": "trang web",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "messenger": "Messenger",
    "telegram": "Telegram",
}
LED_BY: Mapping[str, str] = {
    "engine": "bộ máy hội thoại",
    "fallback": "kho tri thức (bộ máy không kịp hoặc đang nghỉ)",
    "app": "lời có sẵn của dịch vụ",
}
WAYS: Mapping[str, str] = {
    Way.PICKED: "theo lựa chọn của người hỏi, hoặc chuyển sang quy định liền kề; không tìm kiếm",
    Way.CURATED: "câu trả lời biên tập",
    Way.EXCLUSION: "chủ đề không trả lời",
    Way.AT_ONCE: "từ chối ngay, không tìm kiếm",
    Way.STATUS: "tình trạng hiệu lực của văn bản",
    Way.SEARCH: "tìm kiếm trong văn bản",
}
WANTS: Mapping[str, str] = {
    "list": "cả danh sách",
    "record": "thông tin về văn bản",
    "who": "ai, cơ quan nào",
    "when": "khi nào",
    "how_much": "bao nhiêu",
    "where": "ở đâu",
}
LACKING: Mapping[str, str] = {
    "figure": "con số",
    "year": "năm",
    "number": "văn bản số",
    "place": "nơi",
    "agency": "cơ quan",
    "office": "chức vụ",
    "article": "điều khoản",
}


def word(words: Mapping[str, str], name: str) -> str:
    """What ``name`` is called; one of another version is shown as it is."""
    return words.get(name, name)


def thing(kind: str) -> str:
    """What a kind of thing that a question asks for is called."""
    return WANTS.get(kind) or thing_of(kind) or kind


def lack(traced: str) -> str:
    """What a question pins down and a provision does not have, as a trace keeps it: "year: 2035" is "năm 2035"."""
    kind, _, wanted = traced.partition(": ")
    return f"{LACKING.get(kind) or thing(kind)} {wanted}".strip()
