"""Templates of the console to HTML responses, with the headers that every one of its pages carries."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from console.actions import label_of, spelled_out
from console.roles import Role
from conversations.letters import kind_label
from foundation.clock import VIETNAM

_HEADERS = {
    # Scripts of our own alone, no frame around it, no cache.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
#: What was done, by the word that stands in the address; other words show nothing.
_NOTICES = {
    "mat-khau": "Đã đổi mật khẩu và kết thúc mọi phiên. Mời anh/chị đăng nhập bằng mật khẩu mới.",
    "dang-xuat": "Anh/chị đã đăng xuất.",
    "het-phien": "Phiên làm việc đã hết hoặc chưa đăng nhập. Mời anh/chị đăng nhập.",
    "phien": "Đã kết thúc các phiên khác.",
    "tat": "Đã tắt xác thực hai lớp.",
    "vai-tro": "Đã đổi vai trò, có hiệu lực ngay.",
    "ngung": "Đã ngừng tài khoản và kết thúc các phiên của người ấy.",
    "mo": "Đã mở lại tài khoản.",
    "go": "Đã gỡ xác thực hai lớp. Người ấy đăng nhập chỉ bằng mật khẩu, rồi nên đăng ký lại thiết bị.",
    "bat-buoc": "Đã bắt buộc xác thực hai lớp. Người ấy chưa có thì phải đăng ký ngay khi vào trang.",
    "thoi": "Đã thôi bắt buộc xác thực hai lớp.",
    "cau-hoi-nhan": "Anh/chị đã nhận câu hỏi này. Bản nháp được giữ trên máy chủ khi anh/chị viết.",
    "cau-hoi-tra": "Đã trả lại câu hỏi để người khác nhận; bản nháp vẫn còn.",
    "cau-hoi-nhap": "Đã lưu bản nháp.",
    "cau-hoi-gui": "Đã trả lời: câu trả lời được gửi vào hội thoại của người dân, và xem được bằng mã.",
    "cau-hoi-ma": "Đã trả lời. Kênh không còn cho gửi tới người dân; họ xem câu trả lời bằng mã.",
    "cau-hoi-dong": "Đã đóng câu hỏi.",
    "trao-doi-nhan": "Anh/chị đang trao đổi trực tiếp; trợ lý tự động im lặng cho tới khi anh/chị kết thúc.",
    "trao-doi-loi": "Tin đã ghi lại nhưng kênh không cho gửi tới người dân. Mời anh/chị kết thúc cuộc trao đổi.",
    "trao-doi-het": "Đã kết thúc. Trợ lý tự động trả lời tiếp và người dân đã được báo.",
    "gio-truc": "Đã đổi giờ trực, có hiệu lực ngay.",
}


_CHANNELS = {
    "web": "trang web",
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "messenger": "Messenger",
    "telegram": "Telegram",
}


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else "–"


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["moment"] = _moment
_templates.filters["letter_kind"] = kind_label
_templates.filters["channel_name"] = lambda name: _CHANNELS.get(name, name)
_templates.filters["action_label"] = label_of
_templates.filters["spelled_out"] = spelled_out
_templates.globals["roles"] = tuple(Role)
_templates.globals["notices"] = _NOTICES


def page(template: str, *, status: int = 200, **context: object) -> Response:
    """The page that ``template`` makes of ``context``."""
    return HTMLResponse(_templates.get_template(template).render(context), status, _HEADERS)


def stylesheet() -> Response:
    """The console's own style."""
    content = (Path(__file__).parent / "static" / "console.css").read_bytes()
    return Response(content, media_type="text/css", headers=_HEADERS)


def script(name: str) -> Response:
    """One of the console's own scripts, by its file."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return Response(content, media_type="text/javascript", headers=_HEADERS)


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to be kept."""
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
