"""Clients that others wrote are content with the fakes: these are no mere mirrors of our own mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import zalo_bot
from fbmessenger import MessengerClient
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter
from zalo_bot.error import BadRequest as ZaloBadRequest
from zalo_bot.error import NetworkError

from tests.fakes import messenger, telegram
from tests.fakes import zalo_bot as zalo
from tests.fakes.messenger import FakeMessenger
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def fake_telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def fake_zalo_bot() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as fake:
        yield fake


@pytest.mark.anyio
async def test_python_telegram_bot_is_content(
    fake_telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with Bot(telegram.TOKEN, base_url=f"{fake_telegram.url}/bot") as bot:
        assert bot.username == "hoidap_bot"
        assert await bot.set_webhook("https://hoidap.example.vn/webhooks/telegram", secret_token="abc-1")
        assert (await bot.get_webhook_info()).url == "https://hoidap.example.vn/webhooks/telegram"
        message = await bot.send_message("42", "Kinh tế số &lt; <b>30%</b>", parse_mode="HTML")
        assert (message.chat.id, message.text) == (42, "Kinh tế số < 30%")
        fake_telegram.ahead += 1.0
        with pytest.raises(BadRequest):
            await bot.send_message("42", "1 < 2", parse_mode="HTML")
        with pytest.raises(BadRequest):
            await bot.send_message("42", "x" * 4097)
        with pytest.raises(BadRequest):
            await bot.answer_callback_query("never asked")
        with pytest.raises(BadRequest):
            await bot.set_webhook("https://hoidap.example.vn", secret_token="có dấu")
        fake_telegram.blocked.add("42")
        with pytest.raises(Forbidden):
            await bot.send_message("42", "?")
        fake_telegram.faults.append("429")
        with pytest.raises(RetryAfter):
            await bot.send_message("43", "?")
        await bot.send_message("44", "một")
        with pytest.raises(RetryAfter) as limited:
            await bot.send_message("44", "hai")
        assert limited.value.retry_after == timedelta(seconds=1)
        fake_telegram.ahead += 1.0
        await bot.send_message("44", "hai")
        for number in range(29):
            await bot.send_message(f"{1000 + number}", "?")
        with pytest.raises(RetryAfter):  # the thirty of a second are used up
            await bot.send_message("2000", "?")


@pytest.mark.anyio
async def test_python_zalo_bot_is_content(fake_zalo_bot: FakeZaloBot) -> None:
    fake_zalo_bot.known["c1"] = None
    async with zalo_bot.Bot(zalo.TOKEN, base_url=fake_zalo_bot.url) as bot:
        message = await bot.send_message("c1", "Kinh tế số")
        assert message.message_id == fake_zalo_bot.of("c1")[0].id
        with pytest.raises(ZaloBadRequest):
            await bot.send_message("c1", "x" * 2001)
        with pytest.raises(ZaloBadRequest):
            await bot.send_message("a stranger", "?")
        for _ in range(fake_zalo_bot.left(fake_zalo_bot.allowances()[0])):
            fake_zalo_bot.over("c1")
        with pytest.raises(NetworkError, match="429"):  # the month is spent
            await bot.send_message("c1", "?")


def test_fbmessenger_is_content() -> None:
    with FakeMessenger() as fake:
        fake.heard["u1"] = fake.now()
        client = MessengerClient(messenger.TOKEN, app_secret=messenger.SECRET)
        client.graph_url = f"{fake.url}/v2.12"
        sent = client.send({"text": "Kinh tế số"}, "u1", "RESPONSE", timeout=5)
        assert sent["message_id"] == fake.of("u1")[0].id
        assert client.send({"text": "x" * 2001}, "u1", "RESPONSE", timeout=5)["error"]["code"] == 100
        client.send_action("typing_on", "u1", timeout=5)
        assert fake.typing == ["u1"]
        fake.heard = {"u1": fake.now()}
        while fake.left(fake.allowances()[1]):  # 200 a day for the one visitor
            fake.over("u1")
            fake.ahead += 0.01
        spent = client.send({"text": "?"}, "u1", "RESPONSE", timeout=5)
        assert spent["error"]["code"] == 80006
        fake.ahead = 25 * 3600.0
        late = client.send({"text": "?"}, "u1", "RESPONSE", timeout=5)
        assert (late["error"]["code"], late["error"]["error_subcode"]) == (10, 2018278)
        client.session.close()
