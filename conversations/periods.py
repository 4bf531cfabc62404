"""What is kept of citizens, why, and how long: one table that the purge obeys and that citizens read.

Administrators change the periods within bounds. What is fixed here is fixed by how the service works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conversations.operator_tables import PeriodRow
from conversations.switches import Noted
from conversations.tally import RATED
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError


class Kept(StrEnum):
    """A kind of data, by a stable name."""

    PAYLOADS = "payloads"
    QUESTIONS = "questions"
    TRACES = "traces"
    TURNS = "turns"
    MEMORY = "memory"
    FEEDBACK = "feedback"
    LETTERS = "letters"
    EXCHANGE = "exchange"
    WEB_MESSAGES = "web_messages"
    DELIVERIES = "deliveries"
    CONTACTS = "contacts"
    SESSIONS = "sessions"
    AUDIT = "audit"


class Unit(StrEnum):
    """In what a period is counted; the value is its name on screens."""

    HOURS = "giờ"
    DAYS = "ngày"
    FOR_EVER = "không xoá"

    def times(self, amount: int) -> timedelta:
        """So many of them."""
        return timedelta(hours=amount) if self is Unit.HOURS else timedelta(days=amount)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of data is kept.

    Attributes:
        title: what is kept, in words that citizens understand.
        why: what it is kept for.
        least, most: between which administrators may choose; equal where they may not.
    """

    title: str
    why: str
    unit: Unit
    default: int
    least: int
    most: int

    @property
    def fixed(self) -> bool:
        """Whether nobody chooses."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Period:
    """A rule with the amount that is in force."""

    kept: Kept
    rule: Rule
    amount: int

    @property
    def words(self) -> str:
        """The amount as people read it: "30 ngày"."""
        return (
            self.rule.unit.value
            if self.rule.unit is Unit.FOR_EVER
            else f"{self.amount} {self.rule.unit.value}"
        )

    @property
    def span(self) -> timedelta:
        """How long it lasts."""
        return self.rule.unit.times(self.amount)


RULES: Mapping[Kept, Rule] = {
    Kept.PAYLOADS: Rule(
        "Tin nhắn vừa đến trên Zalo, Messenger, Telegram, đã mã hoá",
        "để không mất tin khi máy chủ bị ngắt; trả lời xong thì xoá ngay, chậm nhất sau thời gian này",
        Unit.HOURS, 24, 1, 24,
    ),
    Kept.QUESTIONS: Rule(
        "Câu hỏi đã che số giấy tờ, số điện thoại và các số tương tự",
        "để biết người dân hỏi gì mà văn bản chưa nêu và sửa câu trả lời sai",
        Unit.DAYS, 180, 1, 730,
    ),
    Kept.TRACES: Rule(
        "Vết trả lời: câu hỏi được hiểu ra sao, tìm thấy đoạn nào",
        "để giải thích và sửa một câu trả lời",
        Unit.DAYS, 90, 1, 365,
    ),
    Kept.TURNS: Rule(
        "Câu trả lời, thời điểm, kênh và kết quả của mỗi lượt hỏi",
        "để thống kê và làm báo cáo sáu tháng, không gắn với tên ai",
        Unit.DAYS, 400, 200, 1825,
    ),
    Kept.MEMORY: Rule(
        "Điều máy nhớ để hiểu câu hỏi tiếp: câu hỏi gần nhất và các tin đã che của hội thoại",
        "để hỏi tiếp “còn năm 2027 thì sao?” mà không phải nhắc lại",
        Unit.DAYS, 30, 1, 90,
    ),
    Kept.FEEDBACK: Rule(
        "Đánh giá câu trả lời có hữu ích không và lý do, đã che như trên",
        "để sửa những câu trả lời chưa hữu ích",
        Unit.DAYS, 400, RATED + 1, 730,  # what is counted anew must be there
    ),
    Kept.LETTERS: Rule(
        "Câu hỏi, khó khăn, góp ý để lại cho cán bộ, cách liên hệ nếu anh/chị đồng ý để lại (đã mã hoá), và lời đáp",
        "để cán bộ trả lời, và để anh/chị xem lời đáp bằng mã",
        Unit.DAYS, 365, 30, 1825,
    ),
    Kept.EXCHANGE: Rule(
        "Lời trao đổi trực tiếp giữa anh/chị và cán bộ; lời của anh/chị đã che như trên",
        "để cán bộ đọc lại trong lúc trao đổi; tính từ khi cuộc trao đổi kết thúc",
        Unit.DAYS, 14, 14, 14,
    ),
    Kept.WEB_MESSAGES: Rule(
        "Lời cán bộ chờ hiện trong khung hỏi đáp",
        "để anh/chị thấy khi mở lại trang",
        Unit.DAYS, 30, 1, 90,
    ),
    Kept.DELIVERIES: Rule(
        "Sổ tin đến, tin đi của các kênh nhắn tin; lời đã gửi thì không giữ",
        "để không trả lời hai lần khi nền tảng gửi lại một tin",
        Unit.DAYS, 30, 3, 90,
    ),
    Kept.CONTACTS: Rule(
        "Địa chỉ người nhận trên Zalo, Messenger, Telegram, đã mã hoá",
        "để gửi câu trả lời; tính từ tin cuối cùng của anh/chị",
        Unit.DAYS, 400, 30, 730,
    ),
    Kept.SESSIONS: Rule(
        "Phiên đăng nhập của người làm việc ở trang quản trị",
        "để biết ai đang đăng nhập",
        Unit.HOURS, 12, 12, 12,
    ),
    Kept.AUDIT: Rule(
        "Nhật ký thao tác của người làm việc; không có lời của người dân",
        "để biết ai đã đổi gì, và không ai xoá được dấu vết",
        Unit.FOR_EVER, 0, 0, 0,
    ),
}  # fmt: skip


def default_periods() -> tuple[Period, ...]:
    """Every kind with the period that nobody chose."""
    return tuple(Period(kept, rule, rule.default) for kept, rule in RULES.items())


class Periods:
    """Reads and changes the periods; they hold for all processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[Period, ...]:
        """Every kind with the period in force."""
        with self._database.reading() as session:
            return tuple(_periods(session))

    def spans(self) -> dict[Kept, timedelta]:
        """How long each kind is kept."""
        return {period.kept: period.span for period in self.all()}

    def change(self, kept: Kept, amount: int, beside: Noted) -> None:
        """Keep a kind that long.

        Raises:
            InputError: outside its bounds, or nobody chooses it.
        """
        rule = RULES[kept]
        if rule.fixed:
            raise InputError("Thời hạn này không đổi được.", hint="Nó do cách dịch vụ hoạt động quy định.")
        if not rule.least <= amount <= rule.most:
            raise InputError(
                f"{amount} {rule.unit.value} nằm ngoài giới hạn.",
                hint=f"Chọn từ {rule.least} đến {rule.most} {rule.unit.value}.",
            )
        with self._database.transaction() as session:
            if amount == rule.default:
                session.execute(delete(PeriodRow).where(PeriodRow.kind == kept.value))
            else:
                session.merge(PeriodRow(kind=kept.value, amount=amount, changed_at=self._clock()))
            beside(session)


def _periods(session: Session) -> list[Period]:
    chosen = {row.kind: row.amount for row in session.scalars(select(PeriodRow))}
    # A later version may have narrower bounds than the one in which a period was chosen.
    return [
        Period(kept, rule, min(max(chosen.get(kept.value, rule.default), rule.least), rule.most))
        for kept, rule in RULES.items()
    ]
