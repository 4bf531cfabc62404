"""Templates of the console to HTML responses, with the headers that every one of its pages carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, JSONResponse, Response

from console.actions import label_of, spelled_out
from console.roles import Role
from console.turn_words import CHANNELS, word
from console.unsaved import VERSION
from conversations.letters import kind_label
from foundation.clock import VIETNAM

_HEADERS = {
    # No script unless a page's policy allows ours, no frame around it, no cache.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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
    "kenh-tat": "Đã tắt kênh, có hiệu lực trong hai giây. Bật lại ở ngay dưới đây khi xong.",
    "kenh-bat": "Đã bật kênh, có hiệu lực trong hai giây.",
    "thong-bao": "Đã đặt thông báo, người dân thấy trong hai giây.",
    "go-thong-bao": "Đã gỡ thông báo.",
    "loi": "Đã lưu, có hiệu lực trong hai giây.",
    "loi-mac-dinh": "Đã quay về lời mặc định.",
    "thoi-han": "Đã đổi thời hạn lưu. Phần quá hạn được xoá trong vòng một giờ.",
    "da-xoa": "Đã xoá mọi dữ liệu của hội thoại ấy.",
    "da-sua": "Đã ghi. Thay đổi nằm trong bản nháp; người dân thấy sau lần phát hành tới.",
    "khong-doi": "Không có gì thay đổi.",
    "da-xem": "Đã đánh dấu là đã xem.",
    "mo-lai-nghi-van": "Đã mở lại chỗ đáng ngờ.",
    "ngung-dung": "Đã ngừng dùng văn bản; từ lần phát hành tới nó không còn được trả lời.",
    "dung-lai-van-ban": "Văn bản được dùng lại từ lần phát hành tới.",
    "bo-quet": "Đã bỏ bản quét không đọc được.",
    "chap-nhan": "Đã chấp nhận tệp thay đổi.",
    "da-bo": "Đã bỏ tệp thay đổi; văn bản giữ như cũ.",
    "thoi": "Đã thôi bắt buộc xác thực hai lớp.",
    "them-cau-tra-loi": "Đã lưu câu trả lời vào bản nháp. Người dân đọc thấy nó từ bản phát hành tới.",
    "sua-cau-tra-loi": "Đã lưu thay đổi vào bản nháp. Người dân đọc thấy nó từ bản phát hành tới.",
    "ra-soat": "Đã ghi nhận: câu trả lời được rà soát và vẫn đúng.",
    "tam-ngung": "Đã tạm ngừng: câu trả lời không vào các bản phát hành tới.",
    "dung-lai": "Câu trả lời được dùng lại từ bản phát hành tới.",
    "bo": "Đã bỏ câu trả lời. Nó không vào các bản phát hành tới và lấy lại được.",
    "lay-lai": "Đã lấy lại câu trả lời.",
    "giao": "Đã đổi người phụ trách nhóm câu hỏi.",
    "bo-qua": "Đã bỏ qua nhóm câu hỏi.",
    "mo-lai": "Đã mở lại nhóm câu hỏi.",
    "phat-hanh": "Đã phát hành. Người dân thấy bản mới trong hai giây.",
    "hen": "Đã hẹn giờ phát hành.",
    "huy-hen": "Đã huỷ hẹn.",
    "quay-lai": "Đã quay lại bản trước. Bản nháp giữ nguyên.",
    "quy-tac": "Đã đổi quy tắc phát hành.",
    "them-cau-hoi": "Đã thêm câu hỏi kiểm tra; lần kiểm tra sau sẽ hỏi.",
    "sua-cau-hoi": "Đã lưu câu hỏi kiểm tra.",
    "ngung-cau-hoi": "Đã ngừng hỏi câu ấy.",
    "dung-lai-cau-hoi": "Câu ấy lại được hỏi mỗi lần kiểm tra.",
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


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else "–"


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["moment"] = _moment
_templates.filters["day"] = _day
_templates.filters["letter_kind"] = kind_label
_templates.filters["channel_name"] = partial(word, CHANNELS)
_templates.filters["action_label"] = label_of
_templates.filters["spelled_out"] = spelled_out
_templates.globals["roles"] = tuple(Role)
_templates.globals["notices"] = _NOTICES
_templates.globals["unsaved_version"] = VERSION
_templates.globals["record_names"] = {
    "turns": "lượt hỏi đáp",
    "feedback": "đánh giá câu trả lời",
    "reports": "điều để lại cho cán bộ",
    "letters": "điều để lại cho cán bộ",
    "handovers": "lần gặp cán bộ",
    "exchange": "lời trao đổi với cán bộ",
    "web_messages": "lời chờ hiện trên trang web",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What a page may do besides showing itself.

    Attributes:
        scripts: run modules of ours, which may ask our server.
        keeps: run the module that keeps what is typed, which may not.
        frames: show another page of ours in a frame.
        framed: be that other page.
    """

    scripts: bool = False
    keeps: bool = False
    frames: bool = False
    framed: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Of the response."""
        headers = dict(_HEADERS)
        name = "Content-Security-Policy"
        if self.scripts or self.keeps:
            headers[name] += "; script-src 'self'"
        if self.scripts:
            headers[name] += "; connect-src 'self'"
        if self.frames:
            headers[name] += "; frame-src 'self'"
        if self.framed:
            headers["X-Frame-Options"] = "SAMEORIGIN"
            headers[name] = headers[name].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        return headers


PLAIN = Policy()


def page(template: str, *, status: int = 200, policy: Policy = PLAIN, **context: object) -> Response:
    """The page that ``template`` makes of ``context``."""
    return HTMLResponse(_templates.get_template(template).render(context), status, policy.headers)


def fields(**given: str | int) -> Response:
    """What a module of ours asked for, as JSON."""
    return JSONResponse(given, headers=_HEADERS)


def stylesheet() -> Response:
    """The console's own style: every sheet of its folder, one after another."""
    sheets = sorted((Path(__file__).parent / "static").glob("*.css"))
    content = b"\n".join(sheet.read_bytes() for sheet in sheets)
    return Response(content, media_type="text/css", headers=_HEADERS)


def static(name: str) -> Response:
    """A file of ``console/static``: a style or a module."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    media_type = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(content, media_type=media_type, headers=_HEADERS)


def module(content: bytes) -> Response:
    """A module that this browser may keep for good: its address stands for just this content."""
    kept = {**_HEADERS, "Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, media_type="text/javascript", headers=kept)


def picture(content: bytes) -> Response:
    """A JPEG that this browser may keep for an hour: its address names what is in it."""
    return Response(
        content, media_type="image/jpeg", headers={**_HEADERS, "Cache-Control": "private, max-age=3600"}
    )


def drawing(svg: bytes) -> Response:
    """A picture; its style is its own, and it reaches nothing outside of itself."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return Response(svg, media_type="image/svg+xml", headers={**_HEADERS, "Content-Security-Policy": policy})


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to be kept."""
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
