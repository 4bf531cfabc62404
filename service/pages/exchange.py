"""One question and its answer on the page for browsers without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.errors import HoidapError, InputError, TokenError
from service.pages.ports import Answerer, Reply


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the plain chat page shows after a question.

    Attributes:
        question: what the citizen sent.
        replies: the answer; empty where the question was refused.
        conversation: the token with which the next question goes on; empty for a new conversation.
        draft: what stands in the field for the next question: a refused one, so that nothing is lost.
        error: why the question was refused.
    """

    question: str = ""
    replies: tuple[Reply, ...] = ()
    conversation: str = ""
    draft: str = ""
    error: HoidapError | None = None

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return self.error.status if self.error else 200


async def exchange(fields: dict[str, str], answer: Answerer, *, address: str) -> Exchange:
    """Put what the form says to ``answer``; a refusal becomes part of the page.

    Args:
        fields: ``text``, or ``button`` with its ``title``; ``conversation`` where it goes on.
        answer: runs the turn.
        address: the citizen's network address.
    """
    text, button = fields.get("text", "").strip(), fields.get("button")
    conversation = fields.get("conversation", "")
    if not text and not button:
        empty = InputError("Anh/chị chưa nhập câu hỏi.", hint="Anh/chị vui lòng viết câu hỏi rồi bấm “Gửi”.")
        return Exchange(conversation=conversation, error=empty)
    question = fields.get("title", "") if button else text
    try:
        result = await answer(None if button else text, conversation or None, button=button, address=address)
    except TokenError as error:
        # The next attempt must not carry the token that was just refused.
        return Exchange(question, draft=question, error=error)
    except HoidapError as error:
        return Exchange(question, conversation=conversation, draft=question, error=error)
    return Exchange(question, tuple(result.replies), result.token)
