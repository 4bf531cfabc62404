"""The connector of a channel, from the settings."""

from __future__ import annotations

from connectors.connector import Connector
from foundation.database import Database
from foundation.errors import SettingsError
from foundation.sealing import Seal
from foundation.settings import Settings, variable

#: What a channel cannot do without.
_NEEDED = {
    "zalo_oa": ("zalo_oa_id", "zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_webhook_secret"),
    "zalo_bot": ("zalo_bot_token", "zalo_bot_webhook_secret"),
    "messenger": (
        "messenger_page_id",
        "messenger_app_id",  # without it the bot takes its own echoes for an officer's and falls silent
        "messenger_page_token",
        "messenger_app_secret",
        "messenger_verify_token",
    ),
    "telegram": ("telegram_token", "telegram_webhook_secret"),
}


def build_connector(name: str, settings: Settings, database: Database, seal: Seal) -> Connector:
    """The connector of the channel ``name``.

    Raises:
        SettingsError: it lacks what it needs.
    """
    given = settings.model_dump()
    missing = [variable(need) for need in _NEEDED[name] if not _shown(given[need])]
    if missing:
        raise SettingsError(
            f"Kênh {name} được bật nhưng thiếu thiết lập: {', '.join(missing)}.",
            hint=f"Xem docs/kenh/{name.replace('_', '-')}.md, hoặc bỏ kênh này khỏi HOIDAP_CHANNELS.",
        )
    # A channel's libraries are loaded only where it is used.
    match name:
        case "zalo_oa":
            from connectors.zalo_oa.connector import ZaloOa

            return ZaloOa(settings, database, seal)
        case "zalo_bot":
            from connectors.zalo_bot.connector import ZaloBot

            return ZaloBot(settings, database)
        case "messenger":
            from connectors.messenger.connector import Messenger

            return Messenger(settings)
        case _:
            from connectors.telegram.connector import Telegram

            return Telegram(settings)


def _shown(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal() if reveal else value)
