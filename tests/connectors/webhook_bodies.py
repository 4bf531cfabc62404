"""Bodies as the platforms send them, signed with other code than ours (``openssl`` made the constants in the tests)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

SETTINGS: dict[str, Any] = {
    "channels": "zalo_oa, zalo_bot, messenger, telegram",
    "public_url": "https://hoidap.example.vn",
    "zalo_oa_id": "oa-1",
    "zalo_oa_app_id": "4300",
    "zalo_oa_app_secret": "app-secret",
    "zalo_oa_webhook_secret": "oa-secret",
    "zalo_bot_token": "77:bot-secret",
    "zalo_bot_webhook_secret": "zalo-bot-webhook",
    "messenger_page_id": "page-1",
    "messenger_page_token": "page-token",
    "messenger_app_id": "app-1",
    "messenger_app_secret": "fb-secret",
    "messenger_verify_token": "verify-me",
    "telegram_token": "99:tg-secret",
    "telegram_webhook_secret": "telegram-webhook",
}
CHANNELS = ("zalo_oa", "zalo_bot", "messenger", "telegram")


def now_ms() -> int:
    return int(time.time() * 1000)


def body_of(channel: str, text: str, *, chat: str = "c1", message: str = "m1") -> dict[str, Any]:
    """A text message."""
    now = now_ms()
    match channel:
        case "zalo_oa":
            return {
                "app_id": "4300",
                "event_name": "user_send_text",
                "timestamp": str(now),
                "sender": {"id": chat},
                "recipient": {"id": "oa-1"},
                "message": {"msg_id": message, "text": text},
            }
        case "zalo_bot":
            said = {
                "from": {"id": chat, "display_name": "A", "is_bot": False},
                "chat": {"id": chat, "chat_type": "PRIVATE"},
                "text": text,
                "message_id": message,
                "date": now,
            }
            return {"ok": True, "result": {"event_name": "message.text.received", "message": said}}
        case "messenger":
            item = {
                "sender": {"id": chat},
                "recipient": {"id": "page-1"},
                "timestamp": now,
                "message": {"mid": message, "text": text},
            }
            return {"object": "page", "entry": [{"id": "page-1", "time": now, "messaging": [item]}]}
        case _:
            number = int(hashlib.sha256(f"{chat}:{message}".encode()).hexdigest()[:8], 16)
            person = int(hashlib.sha256(chat.encode()).hexdigest()[:8], 16)
            said = {
                "message_id": number,
                "date": now // 1000,
                "chat": {"id": person, "type": "private"},
                "from": {"id": person, "is_bot": False, "first_name": "A"},
                "text": text,
            }
            return {"update_id": number, "message": said}


def sealed(channel: str, body: object) -> tuple[bytes, dict[str, str]]:
    """The raw body and the headers with which the platform would send it."""
    # Messenger escapes what is not ASCII, and slashes.
    raw = json.dumps(body, ensure_ascii=channel == "messenger")
    content = (raw.replace("/", "\\/") if channel == "messenger" else raw).encode()
    return content, headers_for(channel, content, body)


def headers_for(channel: str, content: bytes, body: object) -> dict[str, str]:
    """The headers that make ``content`` authentic."""
    match channel:
        case "zalo_oa":
            stamp = str(body.get("timestamp", "")) if isinstance(body, dict) else ""
            mac = hashlib.sha256(b"4300" + content + stamp.encode() + b"oa-secret").hexdigest()
            return {"X-ZEvent-Signature": f"mac={mac}"}
        case "zalo_bot":
            return {"X-Bot-Api-Secret-Token": "zalo-bot-webhook"}
        case "messenger":
            return {
                "X-Hub-Signature-256": "sha256=" + hmac.new(b"fb-secret", content, hashlib.sha256).hexdigest()
            }
        case _:
            return {"X-Telegram-Bot-Api-Secret-Token": "telegram-webhook"}
