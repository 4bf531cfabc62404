"""What people change of their own account: password, second factor, sessions. The pages ask for the password first."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from console.accounts import locked_row
from console.actions import Action
from console.audit import Actor, AuditLog, Entry, Wanted
from console.passwords import check_password, fits, hash_password
from console.sessions import end_sessions
from console.tables import AccountRow, RecoveryCodeRow
from console.totp import matching_step, new_recovery_codes, new_secret, recovery_digest
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError
from foundation.sealing import Seal

#: Entries of the log that are shown of an account.
_NEWS = 10


class OwnAccount:
    """Changes of the account of the one who asks."""

    def __init__(self, database: Database, audit: AuditLog, seal: Seal, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._seal = seal
        self._clock = clock

    def change_password(self, actor: Actor, account_id: str, password: str) -> None:
        """Give oneself another password; all sessions end, the present one too.

        Raises:
            InputError: it is weak, or the same as before.
        """
        check_password(password, actor.name)
        with self._database.reading() as session:
            known = session.scalar(select(AccountRow.password_hash).where(AccountRow.id == account_id))
        if fits(known, password):
            raise InputError("Mật khẩu mới giống mật khẩu cũ.", hint="Mời anh/chị chọn một mật khẩu khác.")
        made = hash_password(password)
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            row.password_hash, row.must_change_password, row.password_ends_at = made, False, None
            row.totp_pending = None
            end_sessions(session, row.id)
            self._audit.add(session, actor, Action.PASSWORD_CHANGED, row.name)

    def end_other_sessions(self, actor: Actor, account_id: str, session_id: str) -> int:
        """End all sessions but the present one; how many there were."""
        with self._database.transaction() as session:
            ended = end_sessions(session, account_id, but=session_id)
            details = {"sessions": str(ended)}
            self._audit.add(session, actor, Action.SESSIONS_ENDED, actor.name, details)
            return ended

    def begin_enrolment(self, account_id: str) -> None:
        """Make a secret that waits to be confirmed; a second factor in use stays in use meanwhile.

        It waits until the next sign-in or another password: the password was asked for here, and the page shows it.
        """
        with self._database.transaction() as session:
            locked_row(session, account_id).totp_pending = self._seal.seal(new_secret())

    def pending_secret(self, account_id: str) -> str | None:
        """The secret that waits to be confirmed."""
        with self._database.reading() as session:
            sealed = session.scalar(select(AccountRow.totp_pending).where(AccountRow.id == account_id))
        return self._seal.open_text(sealed) if sealed else None

    def confirm_enrolment(
        self, actor: Actor, account_id: str, session_id: str, code: str
    ) -> tuple[str, ...] | None:
        """Take the waiting secret into use when ``code`` shows that the telephone has it.

        Returns:
            The recovery codes, to be shown once; ``None`` where the code is wrong or no enrolment waits.
        """
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            if row.totp_pending is None:
                return None
            step = matching_step(self._seal.open_text(row.totp_pending), code, self._clock(), after=0)
            if step is None:
                return None
            row.totp_secret, row.totp_pending, row.totp_last_step = row.totp_pending, None, step
            end_sessions(session, row.id, but=session_id)
            self._audit.add(session, actor, Action.SECOND_FACTOR_ENROLLED, row.name)
            return _renew(session, row.id)

    def remove_second_factor(self, actor: Actor, account_id: str) -> None:
        """Do without a second factor.

        Raises:
            InputError: an administrator requires it.
        """
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            if row.second_factor_required:
                raise InputError(
                    "Tài khoản này bắt buộc có xác thực hai lớp.",
                    hint="Đổi điện thoại thì đăng ký lại thiết bị; muốn tắt hẳn, xin gặp người quản trị.",
                )
            row.totp_secret = row.totp_pending = None
            session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == row.id))
            self._audit.add(session, actor, Action.SECOND_FACTOR_REMOVED, row.name)

    def renew_recovery_codes(self, actor: Actor, account_id: str) -> tuple[str, ...]:
        """New recovery codes, to be shown once; the old ones are void.

        Raises:
            InputError: there is no second factor that they could stand in for.
        """
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            if row.totp_secret is None:
                raise InputError("Chưa bật xác thực hai lớp.", hint="Mời anh/chị đăng ký thiết bị trước.")
            self._audit.add(session, actor, Action.RECOVERY_CODES_RENEWED, row.name)
            return _renew(session, row.id)

    def news(self, name: str) -> tuple[Entry, ...]:
        """What happened lately to the account of this name: who signed in or failed to, and who changed what."""
        return self._audit.newest(Wanted(subject=name), _NEWS)

    def recovery_codes_left(self, account_id: str) -> int:
        """How many recovery codes have not been used."""
        with self._database.reading() as session:
            query = select(func.count()).select_from(RecoveryCodeRow)
            return session.scalar(query.where(RecoveryCodeRow.account_id == account_id)) or 0


def _renew(session: DatabaseSession, account_id: str) -> tuple[str, ...]:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    codes = new_recovery_codes()
    session.add_all(RecoveryCodeRow(digest=recovery_digest(code), account_id=account_id) for code in codes)
    return codes
