"""The screens of one's own account: password, second factor, sessions."""

from __future__ import annotations

from starlette.responses import Response

from console import totp
from console.door import OWN, SIGN_IN
from console.own_account import OwnAccount
from console.render import Policy, fields
from console.screens import Handler, Screen, Stage
from console.sessions import Sessions
from console.sign_in import SignIn
from console.strength import strength_of
from console.visit import Visit, go
from foundation.errors import InputError

ENROL = f"{OWN}/xac-thuc"


class OwnScreens:
    """Their handlers."""

    def __init__(self, own: OwnAccount, sign_in: SignIn, sessions: Sessions) -> None:
        self._own = own
        self._sign_in = sign_in
        self._sessions = sessions

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; everybody may change one's own account."""

        def post(path: str, does: str, handle: Handler, *, guessed: bool = True) -> Screen:
            return Screen("POST", path, does, handle, Stage.SIGNED_IN, guessed=guessed)

        return (
            Screen("GET", OWN, "tài khoản của tôi", self.show, Stage.SIGNED_IN),
            post(f"{OWN}/mat-khau", "đổi mật khẩu của mình", self.change_password),
            Screen(
                "POST",
                f"{OWN}/mat-khau/do-manh",
                "xem độ mạnh của mật khẩu mới khi đang gõ",
                self.look_at_password,
                Stage.SIGNED_IN,
                typing=True,
                slow=True,
            ),
            post(f"{OWN}/phien", "kết thúc các phiên khác của mình", self.end_others, guessed=False),
            Screen("GET", ENROL, "trang đăng ký thiết bị xác thực", self.enrolment, Stage.SIGNED_IN),
            post(f"{ENROL}/bat-dau", "bắt đầu đăng ký thiết bị xác thực", self.begin),
            post(ENROL, "xác nhận thiết bị xác thực", self.confirm),
            post(f"{ENROL}/tat", "tắt xác thực hai lớp của mình", self.remove),
            post(f"{ENROL}/ma-du-phong", "tạo lại mã dự phòng của mình", self.renew_codes),
        )

    def show(self, visit: Visit) -> Response:
        """One's account and the forms to change it."""
        return visit.page(
            "own.html",
            policy=Policy(scripts=True),
            sessions=self._sessions.of(visit.me.id),
            here=visit.here.id,
            codes_left=self._own.recovery_codes_left(visit.me.id),
            news=self._own.news(visit.me.name),
        )

    def change_password(self, visit: Visit) -> Response:
        """Another password; ends all sessions."""
        self._check_password(visit)
        wanted = visit.form.get("mat-khau-moi", "")
        if wanted != visit.form.get("nhap-lai", ""):
            raise InputError(
                "Hai lần nhập mật khẩu mới không giống nhau.",
                hint="Mời anh/chị quay lại và nhập lại cả hai ô.",
            )
        self._own.change_password(visit.actor, visit.me.id, wanted)
        response = go(SIGN_IN, "mat-khau")
        visit.cookie.clear(response)
        return response

    def look_at_password(self, visit: Visit) -> Response:
        """How strong the password is that is being typed; it is kept nowhere."""
        strength = strength_of(visit.form.get("mat-khau-moi", ""), visit.me.name)
        return fields(score=strength.score, words=strength.words)

    def end_others(self, visit: Visit) -> Response:
        """End all sessions but this one."""
        self._own.end_other_sessions(visit.actor, visit.me.id, visit.here.id)
        return go(OWN, "phien")

    def enrolment(self, visit: Visit) -> Response:
        """The picture to photograph and the form for the first code."""
        return self._enrolment(visit)

    def begin(self, visit: Visit) -> Response:
        """Make a new secret."""
        self._check_password(visit)
        self._own.begin_enrolment(visit.me.id)
        return go(ENROL)

    def confirm(self, visit: Visit) -> Response:
        """Take the new secret into use; its recovery codes are shown this once."""
        code = visit.form.get("ma", "")[:80]
        codes = self._own.confirm_enrolment(visit.actor, visit.me.id, visit.here.id, code)
        if codes is None:
            return self._enrolment(visit, status=422, trouble="Mã không đúng hoặc đã hết hạn.")
        return visit.page("recovery_codes.html", codes=codes)

    def remove(self, visit: Visit) -> Response:
        """Do without a second factor."""
        self._check_password(visit)
        self._own.remove_second_factor(visit.actor, visit.me.id)
        return go(OWN, "tat")

    def renew_codes(self, visit: Visit) -> Response:
        """New recovery codes, shown this once."""
        self._check_password(visit)
        return visit.page(
            "recovery_codes.html", codes=self._own.renew_recovery_codes(visit.actor, visit.me.id)
        )

    def _enrolment(self, visit: Visit, *, status: int = 200, trouble: str = "") -> Response:
        secret = self._own.pending_secret(visit.me.id)
        if secret is None:
            return go(OWN)
        return visit.page(
            "enrolment.html",
            status=status,
            picture=totp.picture(secret, visit.me.name),
            secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            trouble=trouble,
        )

    def _check_password(self, visit: Visit) -> None:
        password = visit.form.get("mat-khau", "")[:1000]
        if not self._sign_in.confirm(visit.me.id, password, visit.visitor):
            raise InputError(
                "Mật khẩu hiện tại không đúng, hoặc tài khoản đang tạm khoá.",
                hint="Mời anh/chị quay lại và nhập mật khẩu đang dùng để đăng nhập.",
            )
