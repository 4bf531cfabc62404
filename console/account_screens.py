"""The screens of administrators: the accounts."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from console.accounts import Accounts
from console.passwords import new_password
from console.roles import ADMINS, Role
from console.screens import Handler, Screen
from console.visit import HOME, Visit, go
from foundation.errors import InputError

LIST = f"{HOME}/tai-khoan"


class AccountScreens:
    """Their handlers."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; administrators alone may use them."""

        def post(end: str, does: str, handle: Handler) -> Screen:
            return Screen("POST", f"{LIST}{end}", does, handle, roles=ADMINS)

        return (
            Screen("GET", LIST, "danh sách tài khoản", self.show, roles=ADMINS),
            post("", "thêm tài khoản", self.add),
            post("/{account}/vai-tro", "đổi vai trò", self.set_role),
            post("/{account}/ngung", "ngừng tài khoản", self.disable),
            post("/{account}/mo", "mở lại tài khoản", self.enable),
            post("/{account}/mat-khau", "đặt lại mật khẩu", self.reset_password),
            post("/{account}/go-xac-thuc", "gỡ xác thực hai lớp của người khác", self.reset_second_factor),
            post("/{account}/bat-buoc", "bắt buộc hay thôi bắt buộc xác thực hai lớp", self.require),
        )

    def show(self, visit: Visit) -> Response:
        """All accounts, and the form for a new one."""
        accounts = self._accounts.all()
        locked = {account.id for account in accounts if self._accounts.locked(account)}
        return visit.page("accounts.html", accounts=accounts, locked=locked)

    def add(self, visit: Visit) -> Response:
        """A new account; its first password is shown this once."""
        password = new_password()
        form = visit.form
        account = self._accounts.add(
            visit.actor,
            form.get("ten", ""),
            form.get("ho-ten", ""),
            _role(form),
            password,
            temporary=True,
        )
        return visit.page("new_password.html", account=account, password=password, added=True)

    def set_role(self, visit: Visit) -> Response:
        """Another role."""
        self._accounts.set_role(visit.actor, visit.params["account"], _role(visit.form))
        return go(LIST, "vai-tro")

    def disable(self, visit: Visit) -> Response:
        """Switch an account off."""
        self._accounts.disable(visit.actor, visit.params["account"])
        return go(LIST, "ngung")

    def enable(self, visit: Visit) -> Response:
        """Switch it on again."""
        self._accounts.enable(visit.actor, visit.params["account"])
        return go(LIST, "mo")

    def reset_password(self, visit: Visit) -> Response:
        """A new password, shown this once."""
        password = new_password()
        account = self._accounts.reset_password(
            visit.actor, visit.params["account"], password, temporary=True
        )
        return visit.page("new_password.html", account=account, password=password, added=False)

    def reset_second_factor(self, visit: Visit) -> Response:
        """Take away a second factor that was lost."""
        self._accounts.reset_second_factor(visit.actor, visit.params["account"])
        return go(LIST, "go")

    def require(self, visit: Visit) -> Response:
        """Require a second factor, or no longer."""
        required = visit.form.get("bat-buoc") == "1"
        self._accounts.require_second_factor(visit.actor, visit.params["account"], required=required)
        return go(LIST, "bat-buoc" if required else "thoi")


def _role(form: Mapping[str, str]) -> Role:
    try:
        return Role(form.get("vai-tro", ""))
    except ValueError as error:
        raise InputError("Chưa chọn vai trò.", hint="Mời anh/chị quay lại và chọn một vai trò.") from error
