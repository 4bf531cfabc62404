"""What the audit log tells of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from console.roles import Role


class Action(StrEnum):
    """A kind of change, by a stable name; entries keep it for ever."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a change
    PASSWORD_RESET = "password_reset"  # noqa: S105 - as above
    SECOND_FACTOR_ENROLLED = "second_factor_enrolled"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    SECOND_FACTOR_OPTIONAL = "second_factor_optional"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ROLE_CHANGED = "role_changed"
    AUDIT_EXPORTED = "audit_exported"
    LETTER_CLAIMED = "letter_claimed"
    LETTER_GIVEN_BACK = "letter_given_back"
    LETTER_ANSWERED = "letter_answered"
    LETTER_CLOSED = "letter_closed"
    CONTACT_SHOWN = "contact_shown"
    HANDOVER_TAKEN = "handover_taken"
    HANDOVER_SAID = "handover_said"
    HANDOVER_ENDED = "handover_ended"
    OFFICE_HOURS_CHANGED = "office_hours_changed"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _LABELS[self]


_LABELS = {
    Action.SIGNED_IN: "đăng nhập",
    Action.SIGN_IN_FAILED: "nhập sai mật khẩu hoặc mã",
    Action.LOCKED: "tạm khoá vì nhập sai nhiều lần",
    Action.SIGNED_OUT: "đăng xuất",
    Action.SESSIONS_ENDED: "kết thúc các phiên khác",
    Action.PASSWORD_CHANGED: "tự đổi mật khẩu",
    Action.PASSWORD_RESET: "đặt lại mật khẩu",
    Action.SECOND_FACTOR_ENROLLED: "bật xác thực hai lớp",
    Action.SECOND_FACTOR_REMOVED: "tắt xác thực hai lớp",
    Action.SECOND_FACTOR_RESET: "gỡ xác thực hai lớp",
    Action.SECOND_FACTOR_REQUIRED: "bắt buộc xác thực hai lớp",
    Action.SECOND_FACTOR_OPTIONAL: "thôi bắt buộc xác thực hai lớp",
    Action.RECOVERY_CODE_USED: "dùng một mã dự phòng",
    Action.RECOVERY_CODES_RENEWED: "tạo lại mã dự phòng",
    Action.ACCOUNT_ADDED: "thêm tài khoản",
    Action.ACCOUNT_DISABLED: "ngừng tài khoản",
    Action.ACCOUNT_ENABLED: "mở lại tài khoản",
    Action.ROLE_CHANGED: "đổi vai trò",
    Action.AUDIT_EXPORTED: "xuất nhật ký",
    Action.LETTER_CLAIMED: "nhận câu hỏi để lại",
    Action.LETTER_GIVEN_BACK: "trả lại câu hỏi để lại",
    Action.LETTER_ANSWERED: "trả lời câu hỏi để lại",
    Action.LETTER_CLOSED: "đóng câu hỏi để lại",
    Action.CONTACT_SHOWN: "xem thông tin liên hệ",
    Action.HANDOVER_TAKEN: "nhận trao đổi trực tiếp",
    Action.HANDOVER_SAID: "nhắn tin cho người dân",
    Action.HANDOVER_ENDED: "kết thúc trao đổi trực tiếp",
    Action.OFFICE_HOURS_CHANGED: "đổi giờ trực",
}


def label_of(action: str) -> str:
    """What an action is called, also one of another version."""
    return Action(action).label if action in set(Action) else action


_DETAILS = {"role": "vai trò", "from": "từ", "to": "thành", "sessions": "số phiên", "hours": "giờ trực"}


def spelled_out(details: Mapping[str, str]) -> str:
    """The details of an entry as people read them: "từ biên tập viên, thành người duyệt"."""
    roles = {role.value: role.label for role in Role}
    return ", ".join(
        f"{_DETAILS.get(name, name)} {roles.get(value, value)}" for name, value in details.items()
    )
