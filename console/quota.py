"""How much one person may hand in on one day, so that nobody alone fills the disk or the queue of scans.

What counts is what was taken, by the audit log: a document's entry is written in the transaction that files it, a
scan's just before it waits to be read. So every process sees the same, and what was refused or known already costs
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from console.actions import Action
from console.audit import AuditLog, Wanted
from console.days import beginning
from console.uploads import MIB
from foundation.clock import day_in_vietnam
from foundation.errors import RateError


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many files, of so many MiB together."""

    files: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody may still hand in today; ``size`` in bytes."""

    files: int
    size: int


class Quota:
    """Keeps everybody within the allowance, by days in Vietnam."""

    def __init__(self, audit: AuditLog, allowance: Allowance) -> None:
        self._audit = audit
        self._allowance = allowance

    def left(self, name: str) -> Left:
        """What the account of this name may still hand in today."""
        today = beginning(day_in_vietnam(self._audit.clock()))
        wanted = Wanted(actor=name, action=Action.DOCUMENT_UPLOADED, since=today)
        taken = self._audit.newest(wanted, self._allowance.files)
        size = sum(int(entry.details.get("bytes", "0")) for entry in taken)
        return Left(self._allowance.files - len(taken), max(0, self._allowance.megabytes * MIB - size))

    def check(self, name: str, size: int) -> None:
        """Let pass a file of so many bytes; of two that come in at the very same time both may be the last.

        Raises:
            RateError: it is more than what is left; says when to go on.
        """
        left = self.left(name)
        if left.files >= 1 and size <= left.size:
            return
        now = self._audit.clock()
        tomorrow = day_in_vietnam(now) + timedelta(days=1)
        raise RateError(
            f"Tệp này vượt hạn mức tải lên của anh/chị hôm nay: {self._allowance.files} tệp và "
            f"{self._allowance.megabytes} MB mỗi người một ngày, hôm nay còn {left.files} tệp và "
            f"{left.size // MIB} MB.",
            retry_after=round((beginning(tomorrow) - now).total_seconds()),
            hint=f"Mời anh/chị tải tiếp từ 0 giờ ngày {tomorrow:%d/%m/%Y}. Cần gấp thì nhờ người quản trị máy chủ nâng "
            "HOIDAP_UPLOAD_FILES, HOIDAP_UPLOAD_MEGABYTES, hoặc nhập bằng lệnh hoidap knowledge import.",
        )
