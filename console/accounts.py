"""Accounts: made, changed and switched off by administrators, on the pages and on the command line alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.actions import Action
from console.audit import Actor, AuditLog
from console.passwords import check_password, hash_password
from console.roles import Role
from console.sessions import end_sessions
from console.tables import AccountRow, RecoveryCodeRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError, MissingError
from foundation.ids import new_id

_NAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
_LONGEST_FULL_NAME = 120
#: For so long a password that somebody else has made opens the door once.
TEMPORARY_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as others see it: without anything secret.

    Attributes:
        second_factor: whether one is enrolled.
        locked_until: wrong passwords or codes have locked it until then, perhaps in the past.
    """

    id: str
    name: str
    full_name: str
    role: Role
    disabled: bool
    must_change_password: bool
    second_factor: bool
    second_factor_required: bool
    locked_until: datetime | None
    signed_in_at: datetime | None

    @property
    def ready(self) -> bool:
        """Whether nothing is left to be set up before the work begins."""
        return not self.must_change_password and (self.second_factor or not self.second_factor_required)


def account_of(row: AccountRow) -> Account:
    """The record of a row."""
    return Account(
        id=row.id,
        name=row.name,
        full_name=row.full_name,
        role=Role(row.role),
        disabled=row.disabled_at is not None,
        must_change_password=row.must_change_password,
        second_factor=row.totp_secret is not None,
        second_factor_required=row.second_factor_required,
        locked_until=row.locked_until,
        signed_in_at=row.signed_in_at,
    )


def read_name(text: str) -> str:
    """A name to sign in with, as it is kept."""
    return text.strip().lower()


def locked_row(session: Session, account_id: str) -> AccountRow:
    """The row of an account, held against other writers until the transaction ends.

    Raises:
        MissingError: there is none.
    """
    row = session.get(AccountRow, account_id, with_for_update=True)
    if row is None:
        raise MissingError("Không có tài khoản này.", hint="Xem danh sách tài khoản.")
    return row


class Accounts:
    """The accounts, and every change of them written to the audit log in the same transaction."""

    def __init__(self, database: Database, audit: AuditLog, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as session:
            return tuple(map(account_of, session.scalars(select(AccountRow).order_by(AccountRow.name))))

    def locked(self, account: Account) -> bool:
        """Whether wrong passwords or codes keep it shut now."""
        return account.locked_until is not None and account.locked_until > self._clock()

    def named(self, name: str) -> Account:
        """The account called ``name``.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            row = session.scalars(select(AccountRow).where(AccountRow.name == read_name(name))).first()
        if row is None:
            raise MissingError(f"Không có tài khoản {name}.", hint="Xem danh sách: hoidap user list.")
        return account_of(row)

    def add(
        self, actor: Actor, name: str, full_name: str, role: Role, password: str, *, temporary: bool
    ) -> Account:
        """A new account; a ``temporary`` password has to be changed at the first sign-in, within a week.

        An administrator has to have a second factor, unless another one says otherwise.

        Raises:
            InputError: the name is malformed or taken, or the password is weak.
        """
        name, full_name = read_name(name), " ".join(full_name.split())
        if not _NAME.fullmatch(name):
            raise InputError(
                "Tên đăng nhập không đúng dạng.",
                hint="Từ 3 đến 40 chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ. Ví dụ: lan.nguyen.",
            )
        if not 0 < len(full_name) <= _LONGEST_FULL_NAME:
            raise InputError("Thiếu họ tên, hoặc họ tên quá dài.", hint="Ghi họ tên người dùng tài khoản.")
        check_password(password, name)
        row = AccountRow(
            id=new_id(),
            name=name,
            full_name=full_name,
            role=role.value,
            password_hash=hash_password(password),
            must_change_password=temporary,
            password_ends_at=self._clock() + TEMPORARY_FOR if temporary else None,
            second_factor_required=role is Role.ADMIN,
            totp_last_step=0,
            failures=0,
            created_at=self._clock(),
        )
        try:
            with self._database.transaction() as session:
                session.add(row)
                session.flush()
                self._audit.add(session, actor, Action.ACCOUNT_ADDED, name, {"role": role.value})
        except IntegrityError as error:
            raise InputError(f"Tên đăng nhập {name} đã có người dùng.", hint="Chọn một tên khác.") from error
        return account_of(row)

    def set_role(self, actor: Actor, account_id: str, role: Role) -> Account:
        """Give the account another role, in force at once.

        Raises:
            InputError: it is the actor's own, or that of the last administrator.
        """
        with self._database.transaction() as session:
            admins = _held_admins(session)
            row = locked_row(session, account_id)
            _refuse_own(actor, row)
            if row.role != role.value:
                _keep_an_admin(row, admins)
                change = {"from": row.role, "to": role.value}
                row.role = role.value
                row.second_factor_required = row.second_factor_required or role is Role.ADMIN
                self._audit.add(session, actor, Action.ROLE_CHANGED, row.name, change)
            return account_of(row)

    def disable(self, actor: Actor, account_id: str) -> Account:
        """Switch the account off and end its sessions; what it did stays in the log.

        Raises:
            InputError: it is the actor's own, or that of the last administrator.
        """
        with self._database.transaction() as session:
            admins = _held_admins(session)
            row = locked_row(session, account_id)
            _refuse_own(actor, row)
            if row.disabled_at is None:
                _keep_an_admin(row, admins)
                row.disabled_at = self._clock()
                end_sessions(session, row.id)
                self._audit.add(session, actor, Action.ACCOUNT_DISABLED, row.name)
            return account_of(row)

    def enable(self, actor: Actor, account_id: str) -> Account:
        """Switch the account on again, and open it where wrong passwords have locked it."""
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            row.disabled_at = row.locked_until = None
            row.failures = 0
            self._audit.add(session, actor, Action.ACCOUNT_ENABLED, row.name)
            return account_of(row)

    def reset_password(self, actor: Actor, account_id: str, password: str, *, temporary: bool) -> Account:
        """Give the account another password, end its sessions and open it where it was locked.

        Raises:
            InputError: the password is weak, or the account is the actor's own.
        """
        with self._database.reading() as session:
            name = _name_of(session, account_id)
        check_password(password, name)
        made = hash_password(password)
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            _refuse_own(actor, row)
            row.password_hash, row.must_change_password = made, temporary
            row.password_ends_at = self._clock() + TEMPORARY_FOR if temporary else None
            row.failures, row.locked_until, row.totp_pending = 0, None, None
            end_sessions(session, row.id)
            self._audit.add(session, actor, Action.PASSWORD_RESET, row.name)
            return account_of(row)

    def reset_second_factor(self, actor: Actor, account_id: str) -> Account:
        """Take the second factor away, for somebody who has lost it, and end the account's sessions.

        Raises:
            InputError: it is the actor's own account.
        """
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            _refuse_own(actor, row)
            row.totp_secret = row.totp_pending = None
            session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == row.id))
            end_sessions(session, row.id)
            self._audit.add(session, actor, Action.SECOND_FACTOR_RESET, row.name)
            return account_of(row)

    def require_second_factor(self, actor: Actor, account_id: str, *, required: bool) -> Account:
        """Say whether the account has to have a second factor; without one it then only gets to enrol.

        Raises:
            InputError: it is the actor's own account.
        """
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            _refuse_own(actor, row)
            if row.second_factor_required != required:
                row.second_factor_required = required
                action = Action.SECOND_FACTOR_REQUIRED if required else Action.SECOND_FACTOR_OPTIONAL
                self._audit.add(session, actor, action, row.name)
            return account_of(row)


def _name_of(session: Session, account_id: str) -> str:
    """The name of an account.

    Raises:
        MissingError: there is none.
    """
    name = session.scalar(select(AccountRow.name).where(AccountRow.id == account_id))
    if name is None:
        raise MissingError("Không có tài khoản này.", hint="Xem danh sách tài khoản.")
    return name


def _refuse_own(actor: Actor, row: AccountRow) -> None:
    """Refuse what one may do to others only: for one's own account the pages ask for the password first."""
    if actor.name == row.name:
        raise InputError(
            "Không tự thay đổi tài khoản của mình ở đây được.",
            hint="Đổi mật khẩu, thiết bị xác thực ở trang Tài khoản của tôi; việc khác nhờ một người quản trị khác, "
            "hoặc dùng lệnh hoidap user trên máy chủ.",
        )


def _held_admins(session: Session) -> list[str]:
    """The active administrators, held before any other row, lest two of them switch each other off at once."""
    active = select(AccountRow.id).where(
        AccountRow.role == Role.ADMIN.value, AccountRow.disabled_at.is_(None)
    )
    return list(session.scalars(active.order_by(AccountRow.id).with_for_update()))


def _keep_an_admin(row: AccountRow, admins: list[str]) -> None:
    """Refuse to take away the last account that could give rights back."""
    if admins == [row.id]:
        raise InputError(
            "Đây là người quản trị duy nhất còn hoạt động.", hint="Thêm một người quản trị khác trước đã."
        )
