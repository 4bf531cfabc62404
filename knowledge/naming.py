"""Naming: papers that only the conversation names ("luật mới", "văn bản thay thế nó"): what changed the last answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.context import Context
from knowledge.model import Document
from knowledge.succession import changes_of
from vietnamese.text import fold_aligned, nfc

_PAPER = r"(?:luat|nghi quyet|nghi dinh|van ban|quyet dinh|quy dinh|ke hoach|ban|cai)"
_NEWER = re.compile(
    rf"\b{_PAPER} (?:moi(?: nhat| day| nay| ra)?|hien hanh|sau nay|(?:da |duoc )?(?:thay the|sua doi|sua|bai bo)"
    rf"(?: (?:no|nay|do|ay))?)\b(?! (?:nhat|gi|nao|bao|khi))"
)


def named(text: str, context: Context, documents: Sequence[Document]) -> str:
    """The message with the number of the paper that it calls the newer one; as it is where no one paper is meant.

    Args:
        text: as typed.
        context: of the conversation; what ended or amended the provision of its last answer is the newer paper.
        documents: of the release.
    """
    clean = nfc(text)
    folded, offsets = fold_aligned(clean)
    match = _NEWER.search(folded)
    document = next((one for one in documents if one.slug == context.document), None) if match else None
    provision = document.find(context.path) if document else None
    if match is None or document is None or provision is None:
        return text
    newer = {change.by for change in changes_of(document, provision, documents) if change.document}
    if len(newer) != 1:
        return text
    return f"{clean[: offsets[match.start()]]}văn bản {newer.pop()}{clean[offsets[match.end()] :]}"
