"""The settings of the messengers. What is not proven on a live account is a setting with the safe choice."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, SecretStr

_NONE = SecretStr("")


class ChannelSettings(BaseModel):
    """What all messengers share."""

    channels: str = Field(
        "",
        pattern="^ *((zalo_oa|zalo_bot|messenger|telegram)( *, *(zalo_oa|zalo_bot|messenger|telegram))*)? *$",
        description="Các kênh nhắn tin được bật, cách nhau bằng dấu phẩy: zalo_oa, zalo_bot, messenger, telegram "
        "(trống: chỉ trang web).",
    )
    public_url: str = Field(
        "",
        pattern="^(https?://[^/ ]+)?$",
        description="Địa chỉ công khai của dịch vụ, ví dụ https://hoidap.langson.gov.vn: dùng cho webhook và đường dẫn "
        "trong câu trả lời.",
    )
    sender_rate: int = Field(20, ge=1, description="Số tin tối đa mỗi phút từ một người trên kênh nhắn tin.")
    channel_rate: int = Field(
        6000,
        ge=1,
        description="Số sự kiện tối đa mỗi phút của một kênh nhắn tin; vượt thì nền tảng gửi lại sau.",
    )
    takeover_minutes: int = Field(
        60, ge=1, description="Số phút máy im lặng sau khi cán bộ trả lời trong hộp thư của nền tảng."
    )


class ZaloOaSettings(BaseModel):
    """A Zalo Official Account."""

    zalo_oa_id: str = Field("", description="Zalo OA: id của OA.")
    zalo_oa_app_id: str = Field("", description="Zalo OA: id của ứng dụng.")
    zalo_oa_app_secret: SecretStr = Field(_NONE, description="Zalo OA: khoá bí mật của ứng dụng.")
    zalo_oa_webhook_secret: SecretStr = Field(
        _NONE, description="Zalo OA: OA Secret Key ở trang Webhook, dùng kiểm chữ ký."
    )
    zalo_oa_verifier: SecretStr = Field(
        _NONE,
        description="Zalo OA: code verifier cố định, 43 ký tự (trống: mỗi lần kết nối tạo một cái mới).",
    )
    zalo_oa_template_type: Literal["", "button"] = Field(
        "", description="Zalo OA: template_type gửi kèm nút bấm (trống: không gửi; button)."
    )
    zalo_oa_diagnose: bool = Field(
        False,
        description="Zalo OA: khi chữ ký sai, thử các cách tính khác và ghi vào nhật ký cách nào khớp; "
        "vẫn từ chối tin. Chỉ bật khi kết nối lần đầu.",
    )
    zalo_oa_api: str = Field("https://openapi.zalo.me", description="Zalo OA: địa chỉ API.")
    zalo_oa_oauth: str = Field("https://oauth.zaloapp.com", description="Zalo OA: địa chỉ cấp quyền.")


class ZaloBotSettings(BaseModel):
    """A bot of the Zalo Bot platform."""

    zalo_bot_token: SecretStr = Field(_NONE, description="Zalo Bot: token của bot.")
    zalo_bot_webhook_secret: SecretStr = Field(
        _NONE, description="Zalo Bot: mã bí mật của webhook, 8–256 ký tự."
    )
    zalo_bot_client: Literal["own", "python-zalo-bot"] = Field(
        "own", description="Zalo Bot: thư viện gửi tin, own hoặc python-zalo-bot."
    )
    zalo_bot_monthly_quota: int = Field(
        3000, ge=1, description="Zalo Bot: số tin mỗi tháng của gói đang dùng."
    )
    zalo_bot_api: str = Field("https://bot-api.zaloplatforms.com", description="Zalo Bot: địa chỉ API.")


class MessengerSettings(BaseModel):
    """A Facebook page."""

    messenger_page_id: str = Field("", description="Messenger: id của Trang.")
    messenger_page_token: SecretStr = Field(_NONE, description="Messenger: mã truy cập của Trang.")
    messenger_app_id: str = Field("", description="Messenger: id của ứng dụng.")
    messenger_app_secret: SecretStr = Field(_NONE, description="Messenger: khoá bí mật của ứng dụng.")
    messenger_verify_token: SecretStr = Field(_NONE, description="Messenger: mã xác minh webhook, tự đặt.")
    messenger_api: str = Field("https://graph.facebook.com", description="Messenger: địa chỉ Graph API.")
    messenger_version: str = Field(
        "v25.0", pattern=r"^v\d+\.\d+$", description="Messenger: phiên bản Graph API."
    )


class TelegramSettings(BaseModel):
    """A Telegram bot."""

    telegram_token: SecretStr = Field(_NONE, description="Telegram: token của bot.")
    telegram_webhook_secret: SecretStr = Field(
        _NONE, description="Telegram: mã bí mật của webhook, 1–256 ký tự A-Z a-z 0-9 _ -."
    )
    telegram_proxy: SecretStr = Field(
        _NONE, description="Telegram: máy chủ trung gian để ra ngoài, ví dụ socks5://… hoặc http://…"
    )
    telegram_api: str = Field("https://api.telegram.org", description="Telegram: địa chỉ API.")


class AllChannelSettings(
    ChannelSettings, ZaloOaSettings, ZaloBotSettings, MessengerSettings, TelegramSettings
):
    """The settings of all messengers, mixed into the one record."""

    def enabled_channels(self) -> tuple[str, ...]:
        """The channels that are switched on by the settings, in their order."""
        return tuple(dict.fromkeys(name.strip() for name in self.channels.split(",") if name.strip()))
