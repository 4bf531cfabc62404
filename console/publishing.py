"""Publishing: who may put what live, and when.

A release goes live on a check, for the very draft that was checked, against the very release it was compared to, by a
reviewer or administrator who has no part in the changes. An administrator may allow a one-person office otherwise.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts import Account, account_of
from console.actions import Action
from console.audit import Actor, AuditLog
from console.checks import Check, Checks, CheckState
from console.publications import Publication, PublicationKind, Publications, Wish
from console.publishing_rules import PublishingRules
from console.roles import Role
from console.tables import AccountRow
from foundation.clock import VIETNAM, Clock
from foundation.database import Database
from foundation.errors import ConflictError, HoidapError, InputError, MissingError, RightError
from knowledge.draft_differences import Drafts
from knowledge.release import list_releases, live_id, load_release

_log = logging.getLogger(__name__)

PUBLISHERS = frozenset({Role.REVIEWER, Role.ADMIN})
#: How far ahead a publication may be scheduled.
_LONGEST_WAIT = timedelta(days=90)
#: How many publications are looked through for a way back.
_LOOKED_BACK = 200
#: What is noted where an author publishes, as administrators allow.
_ALONE = "có thay đổi của chính người phát hành, theo quy tắc đang áp dụng"


class Publishing:
    """Puts releases live.

    Attributes:
        drafts: what would go live.
        checks: of the draft.
        publications: what went live.
        rules: what administrators decided.
        folder: of the releases.
    """

    def __init__(
        self, database: Database, audit: AuditLog, drafts: Drafts, folder: Path, clock: Clock
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self.drafts = drafts
        self.folder = folder
        self.checks = Checks(database, clock)
        self.rules = PublishingRules(database, audit)
        self.publications = Publications(database, folder, clock, self._settled)

    @property
    def live(self) -> str:
        """The live release; empty before the first."""
        return live_id(self.folder) or ""

    def request_check(self, actor: Actor) -> str:
        """Ask for a check of the draft; its id. What was scheduled on an earlier one is cancelled.

        Raises:
            ConflictError: one is under way.
            InputError: there is nothing to check.
        """
        if not self.drafts.present().differences:
            raise InputError(
                "Bản nháp không khác gì bản đang dùng.", hint="Mời anh/chị sửa nội dung trước rồi kiểm tra."
            )
        check = self.checks.request(
            actor.name, lambda session: self._audit.add(session, actor, Action.CHECK_REQUESTED)
        )
        self.publications.cancel("Bản nháp được kiểm tra lại.")
        return check

    def obstacle(self, account: Account, check: Check) -> HoidapError | None:
        """Why an account cannot put the release of a check live now; ``None`` where it can.

        Raises:
            ReleaseError: the live release cannot be read.
        """
        return self._stale(check) or self._no_right(account)

    def _stale(self, check: Check) -> HoidapError | None:
        """Why the release of a check is not what would have to go live."""
        again = "Mời anh/chị bấm Kiểm tra lần nữa."
        if check.state is not CheckState.DONE:
            return ConflictError("Lần kiểm tra này chưa xong.", hint="Mời anh/chị chờ, hoặc kiểm tra lại.")
        if check.release == self.live:
            return ConflictError("Bản này đang dùng.", hint="Anh/chị không phải làm gì thêm.")
        if check.release not in self._there():
            return ConflictError("Bản đã kiểm tra không còn.", hint=again)
        if check.base != self.live:
            return ConflictError(
                "Bản đang dùng đã đổi sau lần kiểm tra này, nên kết quả so sánh không còn đúng.", hint=again
            )
        if check.draft != self.drafts.digest():
            return ConflictError("Bản nháp đã thay đổi sau lần kiểm tra này.", hint=again)
        return None

    def _no_right(self, account: Account) -> HoidapError | None:
        """Why it is not for this account to publish the draft."""
        if account.role not in PUBLISHERS or account.disabled:
            return RightError(
                f"Vai trò {account.role.label} không phát hành được.",
                hint="Mời anh/chị nhờ một người duyệt xem kết quả rồi phát hành.",
            )
        if self._own(account) and not self.rules.present().alone:
            return RightError(
                "Bản nháp có thay đổi của chính anh/chị, nên cần người khác duyệt.",
                hint="Mời anh/chị nhờ một người duyệt khác xem kết quả rồi phát hành.",
            )
        return None

    def publish(self, actor: Actor, account: Account, check_id: str) -> None:
        """Put the release of a check live.

        Raises:
            HoidapError: as :meth:`obstacle`; nothing has changed.
            ReleaseError: it is no longer intact.
            StorageError: the disk is full; what was live still is.
        """
        wish = self._wish(actor, account, check_id)
        load_release(self.folder / wish.release)
        self.publications.go_live(wish)
        self.publications.cancel("Bản nháp đã được phát hành trước giờ hẹn.")

    def schedule(self, actor: Actor, account: Account, check_id: str, due: datetime) -> None:
        """Let the release of a check go live at a moment; raises as :meth:`publish`.

        Raises:
            InputError: the moment is past or too far ahead.
        """
        now = self._clock()
        if not now < due <= now + _LONGEST_WAIT:
            raise InputError(
                "Giờ hẹn phải ở phía trước, trong vòng 90 ngày.",
                hint="Mời anh/chị quay lại và chọn giờ khác.",
            )
        wish = self._wish(actor, account, check_id)
        load_release(self.folder / wish.release)
        details = {"due": f"{due.astimezone(VIETNAM):%H:%M %d/%m/%Y}", "check": check_id}

        def noted(session: Session) -> None:
            self._audit.add(session, actor, Action.PUBLISHING_SCHEDULED, wish.release, details)

        self.publications.schedule(wish, due, noted)

    def cancel(self, actor: Actor) -> None:
        """Cancel what is scheduled.

        Raises:
            ConflictError: nothing is, or no longer.
        """

        def noted(session: Session) -> None:
            self._audit.add(session, actor, Action.SCHEDULE_CANCELLED)

        if not self.publications.cancel(f"{actor.name} đã huỷ hẹn.", noted):
            raise ConflictError("Không còn lần hẹn nào.", hint="Mời anh/chị mở lại trang Phát hành.")

    def ways_back(self) -> list[str]:
        """Releases that were live and are still there: first the one before the live one, then the newest."""
        live, there = self.live, self._there()
        past = self.publications.gone_live(_LOOKED_BACK)
        forward = (one for one in past if one.kind is not PublicationKind.ROLLBACK and one.release == live)
        previous = next((one.previous for one in forward), "")
        known = [previous, *(one.release for one in past)]
        return [release for release in dict.fromkeys(known) if release in there and release != live]

    def roll_back(self, actor: Actor, account: Account, release: str, reason: str) -> None:
        """Put a release live that was so before. The draft stays as it is.

        Raises:
            RightError: the account may not.
            InputError: no reason is given.
            MissingError: the release is none that was live, or is gone.
            ReleaseError: it is no longer intact.
            StorageError: the disk is full; what was live still is.
        """
        if account.role not in PUBLISHERS or account.disabled:
            raise RightError(
                f"Vai trò {account.role.label} không quay lại bản trước được.",
                hint="Mời anh/chị nhờ người duyệt hoặc người quản trị.",
            )
        reason = " ".join(reason.split())[:500]
        if not reason:
            raise InputError("Chưa ghi lý do quay lại.", hint="Mời anh/chị quay lại và ghi một câu ngắn.")
        if release not in self.ways_back():
            raise MissingError("Không quay lại được bản này.", hint="Mời anh/chị mở lại trang Phát hành.")
        load_release(self.folder / release)
        wish = Wish(release, self.live, PublicationKind.ROLLBACK, actor.name, actor.address, reason=reason)
        self.publications.go_live(wish)
        self.publications.cancel("Đã quay lại bản trước.")

    def look(self) -> None:
        """What the service does every second: settle what was broken off, and publish what is due."""
        self.publications.look()
        scheduled = self.publications.scheduled()
        if scheduled is None:
            return
        try:
            account = self._account(scheduled.by)
            obstacle = self.obstacle(account, self.checks.get(scheduled.check))
            if obstacle is not None:
                raise obstacle
            if scheduled.due_at is not None and scheduled.due_at <= self._clock():
                load_release(self.folder / scheduled.release)
                actor = Actor(scheduled.by, scheduled.address)
                self.publications.go_live(self._wish(actor, account, scheduled.check), scheduled.id)
        except HoidapError as error:
            _log.warning("scheduled publication %s is off: %s", scheduled.release, error.code)
            self.publications.cancel(error.message)

    def _wish(self, actor: Actor, account: Account, check_id: str) -> Wish:
        check = self.checks.get(check_id)
        obstacle = self.obstacle(account, check)
        if obstacle is not None:
            raise obstacle
        return Wish(
            check.release,
            check.base,
            PublicationKind.PUBLISH,
            actor.name,
            actor.address,
            check=check.id,
            reason=_ALONE if self._own(account) else "",
        )

    def _there(self) -> set[str]:
        return {manifest.release for manifest in list_releases(self.folder)}

    def _own(self, account: Account) -> bool:
        return account.name in self.drafts.present().authors

    def _account(self, name: str) -> Account:
        with self._database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.name == name))
            if row is None:
                raise MissingError("Tài khoản đã hẹn không còn.", hint="")
            return account_of(row)

    def _settled(self, session: Session, publication: Publication) -> None:
        """Write to the log that something went live."""
        details = {"previous": publication.previous} if publication.previous else {}
        if publication.check:
            details["check"] = publication.check
        if publication.reason:
            details["reason"] = publication.reason
        back = publication.kind is PublicationKind.ROLLBACK
        action = Action.RELEASE_ROLLED_BACK if back else Action.RELEASE_PUBLISHED
        actor = Actor(publication.by, publication.address)
        self._audit.add(session, actor, action, publication.release, details)
