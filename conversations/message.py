"""A message as it comes in, checked: what cannot be a question is refused with the reason."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from foundation.errors import InputError
from vietnamese.text import nfc

#: Longer than any question; a phone screen shows about 700.
MAX_CHARACTERS = 2000
MAX_ID = 64


@dataclass(frozen=True, slots=True)
class Message:
    """A checked message: a text or a button's id, never both.

    Attributes:
        text: NFC, stripped; ``None`` for a button.
        button: a button's id; ``None`` for a text.
        client_message_id: the client's own id; a repeat gets the same replies.
    """

    text: str | None
    button: str | None
    client_message_id: str | None


def read_message(text: str | None, button: str | None, client_message_id: str | None) -> Message:
    """Check what a client sent.

    Raises:
        InputError: nothing or both were given, or the text is empty, too long, binary or without letters.
    """
    if (text is None) == (button is None):
        raise InputError("Cần đúng một trong hai: text hoặc button.", hint="Gửi câu hỏi trong text.")
    if client_message_id is not None and not 0 < len(client_message_id) <= MAX_ID:
        raise InputError(f"client_message_id dài từ 1 đến {MAX_ID} ký tự.", hint="Dùng một UUID.")
    if button is not None:
        if not 0 < len(button) <= MAX_ID:
            raise InputError("Nút bấm không hợp lệ.", hint="Gửi id của nút trong câu trả lời gần nhất.")
        return Message(None, button, client_message_id)
    return Message(_clean(text or ""), None, client_message_id)


def _clean(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"Tin nhắn dài {len(text)} ký tự, tối đa {MAX_CHARACTERS}.",
            hint="Anh/chị vui lòng rút gọn hoặc chia thành nhiều câu hỏi.",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("Tin nhắn có ký tự không hợp lệ.", hint="Gửi văn bản Unicode (UTF-8).") from error
    odd = sum(
        1
        for sign in text
        if sign == "\ufffd" or (unicodedata.category(sign) == "Cc" and sign not in "\t\r\n")
    )
    if odd:
        raise InputError(
            "Tin nhắn có ký tự điều khiển hoặc sai bảng mã.",
            hint="Gửi văn bản Unicode (UTF-8), không gửi tệp.",
        )
    clean = nfc(text).strip()
    if not clean:
        raise InputError("Tin nhắn trống.", hint="Anh/chị vui lòng nhập câu hỏi.")
    if not any(sign.isalnum() for sign in clean):
        raise InputError("Tin nhắn chưa có chữ nào.", hint="Anh/chị vui lòng nhập câu hỏi bằng chữ.")
    return clean
