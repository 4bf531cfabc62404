"""What one can do in a citizen's place, and in an officer's, on each fake platform."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from connectors.messenger.events import GET_STARTED
from tests.fakes import messenger, zalo_oa
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import DROP_AFTER, OK_FALSE, FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa
from tests.service.crowd import says

#: What becomes of the next message that the service sends, by the platform's doing.
FAULTS = {
    "429": "trả lời “quá nhiều tin” (429)",
    "503": "trả lời “đang bận” (503)",
    OK_FALSE: "trả lời 200 nhưng ghi là lỗi",
    DROP_AFTER: "nhận tin rồi ngắt kết nối (tin “không rõ”)",
}

Did = list[Future[None]] | None
_PICTURE = "https://example.vn/anh.jpg"


def open_chat(fake: FakePlatform, chat: str) -> Did:
    """The first contact, before anything is written."""
    match fake:
        case FakeZaloOa():
            return fake.brings("user_click_chatnow", chat, oa_id=zalo_oa.OA, user_id=chat)
        case FakeMessenger():
            pressed = {"mid": f"m{fake.number()}", "title": "Bắt đầu", "payload": GET_STARTED}
            return fake.brings(fake.item(chat, postback=pressed))
        case _:
            return says(fake, chat, "/start")


def send_picture(fake: FakePlatform, chat: str) -> Did:
    """A picture, which nobody reads."""
    match fake:
        case FakeZaloOa():
            attached = {"type": "image", "payload": {"url": _PICTURE, "thumbnail": _PICTURE}}
            said = {"msg_id": f"m{fake.number()}", "attachments": [attached]}
            return fake.brings("user_send_image", chat, message=said)
        case FakeZaloBot():
            return fake.brings(chat, "message.image.received", photo=_PICTURE)
        case FakeMessenger():
            attached = {"type": "image", "payload": {"url": _PICTURE}}
            return fake.brings(
                fake.item(chat, message={"mid": f"m{fake.number()}", "attachments": [attached]})
            )
        case FakeTelegram():
            photo = [{"file_id": "1", "file_unique_id": "1", "width": 90, "height": 90}]
            return fake.brings(message=fake.message(chat, photo=photo))
        case _:
            raise TypeError(fake)


def press(fake: FakePlatform, chat: str, payload: str, title: str) -> Did:
    """A press of a button under an answer."""
    match fake:
        case FakeMessenger():
            return fake.presses(chat, payload, title)
        case FakeTelegram():
            return fake.presses(chat, payload)
        case _:
            return says(fake, chat, payload)  # Zalo: a hidden text


def answer_as_officer(fake: FakePlatform, chat: str, text: str) -> Did:
    """A person answers in the platform's own inbox; the platform echoes it to the service."""
    match fake:
        case FakeZaloOa():
            return fake.brings(
                "oa_send_text",
                chat,
                sender={"id": zalo_oa.OA, "admin_id": "officer-1"},
                recipient={"id": chat},
                message={"msg_id": f"m{fake.number()}", "text": text},
            )
        case FakeMessenger():
            said = {"mid": f"m{fake.number()}", "text": text, "is_echo": True, "app_id": "page-inbox"}
            return fake.brings(
                fake.item(chat, sender={"id": messenger.PAGE}, recipient={"id": chat}, message=said)
            )
        case _:
            raise TypeError(fake)


def withdraw(fake: FakePlatform, chat: str) -> Did:
    """The citizen takes back the consent to keep data."""
    match fake:
        case FakeZaloOa():
            return fake.brings("user_withdraw", chat, user_id=chat)
        case _:
            raise TypeError(fake)


#: What a form's button does on which kinds of platform: its words, and what is done.
ACTS: dict[str, tuple[str, tuple[type[FakePlatform], ...], Callable[[FakePlatform, str], Any]]] = {
    "mo": (
        "Mở cuộc trò chuyện lần đầu",
        (FakeZaloOa, FakeZaloBot, FakeMessenger, FakeTelegram),
        open_chat,
    ),
    "anh": ("Gửi một bức ảnh", (FakeZaloOa, FakeZaloBot, FakeMessenger, FakeTelegram), send_picture),
    "can-bo": (
        "Cán bộ trả lời thay",
        (FakeZaloOa, FakeMessenger),
        lambda fake, chat: answer_as_officer(fake, chat, "Chào anh/chị, tôi là cán bộ trực."),
    ),
    "rut": ("Rút lại sự đồng ý (xoá dữ liệu)", (FakeZaloOa,), withdraw),
}


def acts_of(fake: FakePlatform) -> dict[str, str]:
    """The acts that a platform knows, with their words."""
    return {name: words for name, (words, kinds, _) in ACTS.items() if isinstance(fake, kinds)}
