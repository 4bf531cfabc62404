"""Each channel's connector beside its fake platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connectors.connector import Connector
from connectors.zalo_oa.tokens import Pair, TokenStore
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from foundation.settings import Settings
from service.connectors import build_connector
from tests.connectors.webhook_bodies import SETTINGS
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

SECRET = "a secret of the tests of 40 characters"
FAKES: dict[str, type[FakePlatform]] = {
    "zalo_oa": FakeZaloOa,
    "zalo_bot": FakeZaloBot,
    "messenger": FakeMessenger,
    "telegram": FakeTelegram,
}
#: A chat that each platform can name.
CHAT = "8840512345"


def settings_for(urls: dict[str, str], **more: Any) -> dict[str, Any]:
    """The settings with every platform's address."""
    return SETTINGS | {
        "zalo_oa_api": urls.get("zalo_oa", "http://127.0.0.1:9"),
        "zalo_oa_oauth": urls.get("zalo_oa", "http://127.0.0.1:9"),
        "zalo_bot_api": urls.get("zalo_bot", "http://127.0.0.1:9"),
        "messenger_api": urls.get("messenger", "http://127.0.0.1:9"),
        "telegram_api": urls.get("telegram", "http://127.0.0.1:9"),
        **more,
    }


@dataclass
class Line:
    """A connector and its fake."""

    name: str
    fake: FakePlatform
    connector: Connector


def connector_to(name: str, url: str, database: Database, **more: Any) -> Connector:
    """The connector of a channel whose platform is at ``url``; Zalo's account has given its consent."""
    settings = Settings.model_validate(settings_for({name: url}, **more))
    seal = Seal([SECRET])
    if name == "zalo_oa":
        pair = Pair("access-0", "refresh-0", timedelta(hours=25))
        TokenStore(database, utc_now, seal, "oa-1").begin(pair)
    return build_connector(name, settings, database, seal)
