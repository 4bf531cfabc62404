"""Cries for help while the engine is down: the number first, nothing else.

With the engine up NLU recognises them, and far more of them. Here a cry counts only where danger and urgency are
both said, so that a question about compensation after accidents is still answered.
"""

from __future__ import annotations

import re

from vietnamese.abbreviations import expand
from vietnamese.text import fold, nfc

_URGENT = re.compile(
    r"\b(?:cuu (?:voi|toi|em|chau|nguoi|me|bo|ba|ong|chung)|giup voi|khan cap|goi (?:cuu hoa|cap cuu|cong an)|"
    r"dang (?:chay|bi|duoi|ngat|co giat|chay mau)|(?:roi|qua) (?:cuu|giup))\b"
)
_DANGERS = (
    (
        "114",
        "để báo cháy, cứu nạn, cứu hộ",
        r"\b(?:chay (?:nha|rung|lon|no|cho|xe|roi)|hoa hoan|duoi nuoc|sap nha)\b",
    ),
    (
        "115",
        "để gọi cấp cứu y tế",
        r"\b(?:cap cuu|ngat|bat tinh|tai nan|chay mau|dot quy|co giat|ngo doc)\b",
    ),
    (
        "113",
        "để báo công an",
        r"\b(?:cuop|trom|danh (?:nhau|nguoi)|bi danh|bat coc|giet|dam nguoi|hanh hung)\b",
    ),
)


def emergency_reply(text: str) -> str | None:
    """The reply to a cry for help, or ``None`` if the text is not one."""
    plain = fold(expand(nfc(text)))
    if not _URGENT.search(plain):
        return None
    for number, purpose, pattern in _DANGERS:
        if re.search(pattern, plain):
            return f"{number} – anh/chị gọi ngay số này {purpose}!"
    return None
