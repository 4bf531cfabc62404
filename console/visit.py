"""A request to the console once it has been let in, and the ways to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.responses import RedirectResponse, Response

from console.accounts import Account
from console.audit import Actor
from console.render import PLAIN, Policy, page
from console.sessions import Session, form_token
from console.sign_in import Visitor
from console.uploads import Upload
from foundation.errors import TokenError

HOME = "/quan-tri"


@dataclass(frozen=True, slots=True)
class Cookie:
    """The console's cookie. Its name with ``__Host-`` binds it to this host where the service has HTTPS."""

    secure: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return "__Host-hoidap-quan-tri" if self.secure else "hoidap-quan-tri"

    def set(self, response: Response, token: str) -> None:
        """Hand ``token`` to the browser, until it is closed; the server ends sessions earlier."""
        response.set_cookie(self.name, token, secure=self.secure, httponly=True, samesite="lax", path="/")

    def clear(self, response: Response) -> None:
        """Take it away."""
        response.delete_cookie(self.name, secure=self.secure, httponly=True, samesite="lax", path="/")


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that has passed the door.

    Attributes:
        token: the cookie's value; a new one where the browser had none.
        session, account: ``None`` for those who have not signed in.
        params, query, form: of the path, behind the question mark, and of the body.
        files: that came with the form; gone once it is answered.
    """

    address: str
    agent: str
    token: str
    cookie: Cookie
    session: Session | None
    account: Account | None
    params: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: tuple[Upload, ...] = ()

    @property
    def me(self) -> Account:
        """The account that is signed in.

        Raises:
            TokenError: nobody is.
        """
        if self.account is None:
            raise TokenError("Chưa đăng nhập.", hint="Mời anh/chị đăng nhập.")
        return self.account

    @property
    def here(self) -> Session:
        """The present session; raises as :attr:`me`."""
        if self.session is None:
            raise TokenError("Chưa đăng nhập.", hint="Mời anh/chị đăng nhập.")
        return self.session

    @property
    def actor(self) -> Actor:
        """Who the audit log names."""
        return Actor(self.me.name, self.address)

    @property
    def visitor(self) -> Visitor:
        """The browser."""
        return Visitor(self.address, self.agent)

    def page(
        self, template: str, *, status: int = 200, policy: Policy = PLAIN, **context: object
    ) -> Response:
        """A page, with what each of them needs."""
        verified = self.session is not None and self.session.verified
        return page(
            template,
            status=status,
            policy=replace(policy, keeps=verified and not policy.framed),
            me=self.account if verified else None,
            answering=bool(self.form),
            form_token=form_token(self.token),
            notice=self.query.get("da", ""),
            **context,
        )


def go(path: str, notice: str = "") -> Response:
    """On to another page after a form, so that reloading it repeats nothing; ``notice`` says what was done."""
    return RedirectResponse(f"{path}?da={notice}" if notice else path, 303, {"Cache-Control": "no-store"})
