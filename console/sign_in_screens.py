"""The screens before and after the work: signing in, the second factor, where to go, signing out."""

from __future__ import annotations

from starlette.responses import Response

from console.accounts import TEMPORARY_FOR
from console.door import OWN, SECOND_STEP, SIGN_IN
from console.render import Policy, static, stylesheet
from console.screens import Screen, Stage
from console.sign_in import FAILURES, LOCKED_FOR, SignIn, Step
from console.visit import HOME, Visit, go

_WRONG_PASSWORD = (
    "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khoá. Sai "
    f"{FAILURES} lần liền thì tài khoản tạm khoá {LOCKED_FOR.seconds // 60} phút. Quên mật khẩu thì "
    "anh/chị nhờ người quản trị đặt lại."
)
_EXPIRED = (
    f"Mật khẩu tạm chỉ dùng được trong {TEMPORARY_FOR.days} ngày và đã hết hạn. Anh/chị nhờ người quản trị "
    "đặt lại."
)
_WRONG_CODE = (
    "Mã không đúng, đã dùng rồi hoặc đã hết hạn. Anh/chị chờ mã mới trên điện thoại rồi nhập lại; mất điện thoại "
    "thì nhập một mã dự phòng."
)


class SignInScreens:
    """Their handlers."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for and who may use them."""
        nobody, half, signed_in = Stage.NOBODY, Stage.HALF, Stage.SIGNED_IN
        return (
            Screen("GET", HOME, "trang đầu", self.home),
            Screen("GET", SIGN_IN, "trang đăng nhập", self.ask, nobody),
            Screen("POST", SIGN_IN, "đăng nhập bằng mật khẩu", self.enter, nobody, guessed=True),
            Screen("GET", SECOND_STEP, "trang nhập mã xác thực", self.ask_code, half),
            Screen("POST", SECOND_STEP, "đăng nhập, bước hai", self.enter_code, half, guessed=True),
            Screen("GET", f"{HOME}/kieu.css", "kiểu trình bày của các trang", self.style, nobody),
            Screen("GET", f"{HOME}/mat-khau.js", "hiện mật khẩu, đo độ mạnh khi gõ", self.module, nobody),
            Screen("POST", f"{HOME}/dang-xuat", "đăng xuất", self.leave, signed_in),
        )

    def style(self, _visit: Visit) -> Response:
        """The style sheet; it passes the door too, so that it tells outsiders nothing."""
        return stylesheet()

    def module(self, _visit: Visit) -> Response:
        """The module of password fields; like the style it passes the door."""
        return static("passwords.js")

    def home(self, visit: Visit) -> Response:
        """Where the work begins."""
        return visit.page("home.html")

    def ask(self, visit: Visit) -> Response:
        """The form for name and password."""
        if visit.session is not None and visit.session.verified:
            return go(HOME)
        return _form(visit)

    def enter(self, visit: Visit) -> Response:
        """Name and password; the cookie is a new one whatever the browser came with."""
        name = visit.form.get("ten", "")[:80]
        attempt = self._sign_in.with_password(name, visit.form.get("mat-khau", "")[:1000], visit.visitor)
        if attempt.step is Step.REFUSED:
            return _form(visit, status=401, name=name, trouble=_WRONG_PASSWORD)
        if attempt.step is Step.EXPIRED:
            return _form(visit, status=401, name=name, trouble=_EXPIRED)
        response = go(HOME if attempt.step is Step.DONE else SECOND_STEP)
        visit.cookie.set(response, attempt.token)
        return response

    def ask_code(self, visit: Visit) -> Response:
        """The form for the code."""
        return visit.page("second_step.html", trouble="")

    def enter_code(self, visit: Visit) -> Response:
        """The code; the cookie is a new one again."""
        attempt = self._sign_in.with_code(visit.here, visit.form.get("ma", "")[:80], visit.visitor)
        if attempt.step is Step.REFUSED:
            return visit.page("second_step.html", status=401, trouble=_WRONG_CODE)
        response = go(HOME if visit.me.ready else OWN)
        visit.cookie.set(response, attempt.token)
        return response

    def leave(self, visit: Visit) -> Response:
        """End the session."""
        self._sign_in.sign_out(visit.token, visit.actor)
        response = go(SIGN_IN, "dang-xuat")
        visit.cookie.clear(response)
        return response


def _form(visit: Visit, *, status: int = 200, name: str = "", trouble: str = "") -> Response:
    policy = Policy(scripts=True)
    return visit.page("sign_in.html", status=status, policy=policy, name=name, trouble=trouble)
