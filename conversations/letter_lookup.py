"""Reading a letter's answer by its code: on any channel before the engine is asked, and on a page.

Codes have 45 random bits; look-ups are limited for each conversation and each network address, and an unknown, a
mistyped and an erased code are answered alike.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from conversations.letter_code import read_letter_code
from conversations.letters import Letter, Letters, LetterState
from conversations.reply import Reply, new_reply
from foundation.clock import VIETNAM
from foundation.errors import MissingError, RateError
from knowledge.outcome import Outcome

UNKNOWN = (
    "Tôi không tìm thấy mã này. Anh/chị vui lòng xem lại từng chữ; mã có dạng như K7M29-QXD4T và bị xoá cùng với "
    "hội thoại khi anh/chị chọn xoá."
)
#: What is kept of a look-up in the conversation in which it was made: the answer belongs to the letter's own.
LOOKED_UP = "(Kết quả tra mã chỉ hiện cho người tra, không lưu ở đây.)"


class Limit(Protocol):
    """So many look-ups a minute; raises :class:`RateError` where there were more."""

    def check(self, sender: str, cost: int = 1) -> None: ...


class LetterLookup:
    """Looks codes up.

    Args:
        of_conversation, of_address: limits for one conversation and one network address; used in one event loop.
    """

    def __init__(self, letters: Letters, of_conversation: Limit, of_address: Limit) -> None:
        self._letters = letters
        self._of_conversation = of_conversation
        self._of_address = of_address

    async def reply(self, text: str, conversation: str, address: str) -> Reply | None:
        """The reply to a message that is a code; ``None`` to any other.

        Args:
            text: the message.
            conversation: its conversation.
            address: where it comes from; empty on messengers, whose conversations are not had for nothing.
        """
        code = read_letter_code(text)
        if code is None:
            return None
        try:
            self._of_conversation.check(conversation)
            said = await self.told(code, address)
        except RateError as error:
            wait = f"Anh/chị đã tra mã nhiều lần liền. Vui lòng chờ {error.retry_after} giây rồi nhắn lại mã."
            return new_reply(wait, Outcome.BLOCKED)
        return new_reply(said, Outcome.HANDOVER)

    async def told(self, code: str | None, address: str) -> str:
        """What a citizen is told who gives ``code``, or something that is none.

        Raises:
            RateError: too many look-ups from ``address``.
        """
        if address:
            self._of_address.check(address)
        try:
            letter = await asyncio.to_thread(self._letters.find, code or "")
        except MissingError:
            return UNKNOWN
        return _words(letter)


def _words(letter: Letter) -> str:
    day = f"{letter.left_at.astimezone(VIETNAM):%d/%m/%Y}"
    match letter.state:
        case LetterState.ANSWERED:
            return f"Cán bộ trả lời mã {letter.code} (anh/chị gửi ngày {day}):\n{letter.answer}"
        case LetterState.CLOSED:
            return (
                f"Mã {letter.code} (anh/chị gửi ngày {day}) đã được cán bộ xem và kết thúc. Cảm ơn anh/chị."
            )
        case LetterState.CLAIMED:
            return f"Mã {letter.code} (anh/chị gửi ngày {day}): cán bộ đang xem, chưa có câu trả lời."
        case _:
            return f"Mã {letter.code} (anh/chị gửi ngày {day}) đã được ghi nhận, đang chờ cán bộ trả lời."
