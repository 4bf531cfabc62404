"""What the audit log tells of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from console.roles import Role
from console.unanswered.reasons import Reason


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
    CURATED_ADDED = "curated_added"
    CURATED_CHANGED = "curated_changed"
    CURATED_CONFIRMED = "curated_confirmed"
    CURATED_SUSPENDED = "curated_suspended"
    CURATED_RESUMED = "curated_resumed"
    CURATED_RETIRED = "curated_retired"
    CURATED_RESTORED = "curated_restored"
    QUESTIONS_ASSIGNED = "questions_assigned"
    QUESTIONS_ANSWERED = "questions_answered"
    QUESTIONS_DISMISSED = "questions_dismissed"
    QUESTIONS_REOPENED = "questions_reopened"
    CHANNEL_OFF = "channel_off"
    CHANNEL_ON = "channel_on"
    NOTICE_CHANGED = "notice_changed"
    WORDS_CHANGED = "words_changed"
    WORDS_RESET = "words_reset"
    PERIOD_CHANGED = "period_changed"
    DATA_PURGED = "data_purged"
    DATA_EXPORTED = "data_exported"
    DATA_ERASED = "data_erased"
    CHECK_REQUESTED = "check_requested"
    RELEASE_PUBLISHED = "release_published"
    RELEASE_ROLLED_BACK = "release_rolled_back"
    PUBLISHING_SCHEDULED = "publishing_scheduled"
    SCHEDULE_CANCELLED = "schedule_cancelled"
    PUBLISHING_RULES_CHANGED = "publishing_rules_changed"
    GOLDEN_ADDED = "golden_added"
    GOLDEN_CHANGED = "golden_changed"
    GOLDEN_RETIRED = "golden_retired"
    GOLDEN_RESTORED = "golden_restored"
    DOCUMENT_UPLOADED = "document_uploaded"
    UPLOAD_FAILED = "upload_failed"
    SCAN_DISMISSED = "scan_dismissed"
    DOCUMENT_CORRECTED = "document_corrected"
    PROVISION_CORRECTED = "provision_corrected"
    DOUBT_SETTLED = "doubt_settled"
    DOUBT_REOPENED = "doubt_reopened"
    NOTES_CHANGED = "notes_changed"
    DOCUMENT_RETIRED = "document_retired"
    DOCUMENT_RESTORED = "document_restored"
    PROPOSAL_ACCEPTED = "proposal_accepted"
    PROPOSAL_DISMISSED = "proposal_dismissed"
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
    Action.CURATED_ADDED: "thêm câu trả lời biên tập",
    Action.CURATED_CHANGED: "sửa câu trả lời biên tập",
    Action.CURATED_CONFIRMED: "rà soát câu trả lời biên tập",
    Action.CURATED_SUSPENDED: "tạm ngừng câu trả lời biên tập",
    Action.CURATED_RESUMED: "dùng lại câu trả lời biên tập",
    Action.CURATED_RETIRED: "bỏ câu trả lời biên tập",
    Action.CURATED_RESTORED: "lấy lại câu trả lời biên tập",
    Action.QUESTIONS_ASSIGNED: "giao nhóm câu hỏi chưa trả lời",
    Action.QUESTIONS_ANSWERED: "trả lời nhóm câu hỏi chưa trả lời",
    Action.QUESTIONS_DISMISSED: "bỏ qua nhóm câu hỏi chưa trả lời",
    Action.QUESTIONS_REOPENED: "mở lại nhóm câu hỏi chưa trả lời",
    Action.CHANNEL_OFF: "tắt kênh",
    Action.CHANNEL_ON: "bật kênh",
    Action.NOTICE_CHANGED: "đổi thông báo của kênh",
    Action.WORDS_CHANGED: "đổi lời mở đầu",
    Action.WORDS_RESET: "quay về lời mặc định",
    Action.PERIOD_CHANGED: "đổi thời hạn lưu",
    Action.DATA_PURGED: "xoá dữ liệu quá hạn bằng lệnh",
    Action.DATA_EXPORTED: "xuất dữ liệu của một hội thoại",
    Action.DATA_ERASED: "xoá dữ liệu của một hội thoại",
    Action.CHECK_REQUESTED: "kiểm tra bản nháp",
    Action.RELEASE_PUBLISHED: "phát hành",
    Action.RELEASE_ROLLED_BACK: "quay lại bản phát hành trước",
    Action.PUBLISHING_SCHEDULED: "hẹn giờ phát hành",
    Action.SCHEDULE_CANCELLED: "huỷ hẹn phát hành",
    Action.PUBLISHING_RULES_CHANGED: "đổi quy tắc phát hành",
    Action.GOLDEN_ADDED: "thêm câu hỏi kiểm tra",
    Action.GOLDEN_CHANGED: "sửa câu hỏi kiểm tra",
    Action.GOLDEN_RETIRED: "ngừng câu hỏi kiểm tra",
    Action.GOLDEN_RESTORED: "dùng lại câu hỏi kiểm tra",
    Action.DOCUMENT_UPLOADED: "tải tệp lên",
    Action.UPLOAD_FAILED: "không lưu được tệp tải lên",
    Action.SCAN_DISMISSED: "bỏ bản quét không đọc được",
    Action.DOCUMENT_CORRECTED: "sửa thông tin văn bản",
    Action.PROVISION_CORRECTED: "sửa quy định",
    Action.DOUBT_SETTLED: "đánh dấu đã xem chỗ đáng ngờ",
    Action.DOUBT_REOPENED: "mở lại chỗ đáng ngờ",
    Action.NOTES_CHANGED: "sửa ghi chú biên tập",
    Action.DOCUMENT_RETIRED: "ngừng dùng văn bản",
    Action.DOCUMENT_RESTORED: "dùng lại văn bản",
    Action.PROPOSAL_ACCEPTED: "chấp nhận tệp thay đổi",
    Action.PROPOSAL_DISMISSED: "bỏ tệp thay đổi",
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


_DETAILS = {
    "role": "vai trò",
    "from": "từ",
    "to": "thành",
    "sessions": "số phiên",
    "answer": "bằng",
    "reason": "lý do",
    "notice": "thông báo",
    "previous": "thay cho bản",
    "check": "lần kiểm tra",
    "due": "vào lúc",
    "alone": "tác giả tự phát hành",
    "kept": "số bản giữ lại",
    "file": "tệp",
    "bytes": "số byte",
    "path": "chỗ",
    "part": "phần",
    "hours": "giờ trực",
}
_ROLES = {role.value: role.label for role in Role}
#: What stands for another word in some details.
_CODES = {"role": _ROLES, "from": _ROLES, "to": _ROLES, "reason": {one.value: one.label for one in Reason}}


def spelled_out(details: Mapping[str, str]) -> str:
    """The details of an entry as people read them: "từ biên tập viên, thành người duyệt"."""
    return ", ".join(
        f"{_DETAILS.get(name, name)} {_CODES.get(name, {}).get(value, value)}"
        for name, value in details.items()
    )
