"""As of: the day that a question asks about, apart from the years that are its subject.

"Tại thời điểm tháng 3/2025 quy định thế nào?" asks what was in force in March 2025; "mục tiêu năm 2026" asks about
2026 and of what is in force today. So a day counts only behind a word for a moment ("tại thời điểm", "hồi"), or where
the question asks for rules in force; what people set themselves for a year, or did on a day, is its subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.importer.record import display_date
from vietnamese.periods import PeriodMention, find_periods, month
from vietnamese.text import fold, nfc


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day or a period asked about, ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """As answers say it: "ngày 01/07/2025", "tháng 3/2025", "năm 2024"."""
        first, last = self.first, self.last
        if first == last:
            return f"ngày {display_date(first)}"
        if (first, last) == month(first.year, first.month):
            return f"tháng {first.month}/{first.year}"
        if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return f"năm {first.year}"
        return f"từ ngày {display_date(first)} đến ngày {display_date(last)}"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a question asks about: today, another day, or what was in force before (``formerly``)."""

    today: date
    as_of: AsOf | None = None
    formerly: bool = False

    @property
    def first(self) -> date:
        """The first day asked about."""
        return self.as_of.first if self.as_of else self.today

    @property
    def last(self) -> date:
        """The last day asked about."""
        return self.as_of.last if self.as_of else self.today


@dataclass(frozen=True, slots=True)
class Reading:
    """A question without its as-of words.

    Attributes:
        text: what is left to search for; the question itself where it has no such words.
        as_of: the day or period asked about, if another than today.
        formerly: whether it asks for what was in force before, without a day.
        now: whether it says that it asks about today.
        bare: whether as-of words are all it says ("vào tháng 3/2025 thì quy định thế nào?").
    """

    text: str
    as_of: AsOf | None = None
    formerly: bool = False
    now: bool = False
    bare: bool = False

    def moment(self, today: date, held: AsOf | None) -> Moment:
        """The moment asked about; ``held`` is the day of the conversation, where the question leans on it."""
        kept = None if self.now or self.formerly else held
        return Moment(today, self.as_of or kept, self.formerly)


#: What stands before the day, on folded text.
_MOMENT = re.compile(r"(?<!\bden )(?<!\btu )(?:\b(?:tai|vao|o|trong)\s+)?\bthoi\s+(?:diem|ky)\s+(?:la\s+)?$")
_SOMETIME = re.compile(r"\b(?:vao|luc|khi|trong|ngay|o)\s+$")
_BACK_THEN = re.compile(r"\b(?:tu\s+)?hoi\s+$")
_BEFORE = re.compile(r"\b(?:(?:cho\s+)?(?:den|toi)\s+)?truoc\s+(?:thoi\s+diem\s+|moc\s+)?$")
_AFTER = re.compile(r"\b(?:ke\s+)?(?:sau|tu)\s+(?:thoi\s+diem\s+|khi\s+)?$")
_RULE_BEFORE = re.compile(r"\b(?:quy\s+dinh|hieu\s+luc|ap\s+dung|hien\s+hanh|phap\s+luat)\s+(?:cua\s+)?$")
_BY_RULE = re.compile(
    r"\b(?:theo\s+quy\s+dinh|hieu\s+luc|hien\s+hanh)\s+(?:(?:cua|tai|vao|hoi|luc|trong|ngay)\s+)?$"
)
_RULE_AFTER = re.compile(
    r"^\s*,?\s*(?:thi\s+)?(?:cac\s+|viec\s+)?(?:quy\s+dinh|phap\s+luat|luat|ap\s+dung)\b"
)
_OPENING = re.compile(r"\W*(?:(?:the|vay|con|thi|a|da|vang|va|cho|em|toi|minh|hoi|xin)\s+)*")
#: "hỏi" looks like "hồi" without its marks.
_ASKING = re.compile(
    r"hỏi\s+$|\b(?:cho|xin|muon|em|toi|minh|can|chi|anh|de|duoc|a|cau|con|chau)\s+hoi\s+$", re.IGNORECASE
)
#: What the whole question asks for: rules in force, how things are, or what was set or done at some time.
_RULE = re.compile(r"\b(?:quy\s+dinh|hieu\s+luc|ap\s+dung|hien\s+hanh|phap\s+luat|luat\s+(?:cu|the\s+nao))\b")
_HOW = re.compile(
    r"\b(?:the\s+nao|ra\s+sao|thi\s+sao|nhu\s+nao|lam\s+sao|(?:co|duoc|phai)\s(?:[^?]*\s)?(?:khong|ko|k))\b"
)
_SUBJECT = re.compile(
    r"\b(?:muc\s+tieu|chi\s+tieu|phan\s+dau|ke\s+hoach|nhiem\s+vu\s+(?:gi|nao|cua|nam|quy|thang)|lo\s+trinh|"
    r"giai\s+doan|du\s+toan|dat\s+(?:bao|duoc|it|toi|muc)|ban\s+hanh|(?:ai|da|duoc)\s+ky|cong\s+bo|ra\s+doi|"
    r"dien\s+ra|to\s+chuc\s+(?:hop|le|hoi)|thanh\s+lap|bo\s+nhiem|phat\s+dong|thong\s+qua|sap\s+nhap|ket\s+qua|"
    r"da\s+lam|phai\s+(?:nop|gui|bao\s+cao|hoan\s+thanh))\b"
)
#: So many times are looked at in a question: who names more asks about none of them alone.
_MENTIONS = 8
_BREAK = r"(?:\s*,|\s+thi\b(?!\s+sao))?"
_THEN = re.compile(
    rf"(?:\b(?:tai|vao|o)\s+)?\b(?:luc|khi|hoi|thoi\s+diem|thoi|ngay)\s+(?:do|ay|day)\b{_BREAK}"
)
_NOW = re.compile(
    rf"(?:\b(?:den|vao|tai)\s+)?\b(?:hien\s+(?:nay|hanh|gio|tai|thoi)|bay\s+gio|luc\s+nay|hom\s+nay)\b{_BREAK}"
)
_FORMERLY = re.compile(
    rf"\b(?:truoc\s+(?:day|kia)|hoi\s+(?:truoc|xua)|ngay\s+truoc|thoi\s+truoc)\b{_BREAK}"
    r"|(?:(?<=quy dinh )|(?<=luat ))cu\b(?!\s+the\b)"
)
_TAIL = re.compile(_BREAK)
#: What asks for rules without saying of what.
_BARE = re.compile(
    r"(?:\b(?:cho\s+(?:em|toi|minh|con|chau)\s+(?:hoi|biet)|xin|em|toi|minh|con|chau|the|vay|thi|a|da|vang|va|nhi|theo|"
    r"cac|nhung|quy\s+dinh|luat|phap\s+luat|ap\s+dung|hieu\s+luc|viec|nay|do|noi\s+dung|van\s+de|nao|ra|sao|nhu|gi|la|"
    r"co|khac|khong|duoc|ve)\b|\W)*"
)


def read(text: str, today: date, held: AsOf | None = None) -> Reading:
    """Read the day that a question asks about; a question without as-of words comes back as it is.

    Args:
        text: as typed.
        today: the day in Vietnam, which "năm ngoái" counts from.
        held: the day that the conversation is about, which "lúc đó" points back to.
    """
    clean = nfc(text)
    folded = fold(clean)
    if len(folded) != len(clean):
        return Reading(text)
    for mention in find_periods(clean, today)[:_MENTIONS]:
        if cue := _cue(clean, folded, mention, held):
            begin, as_of = cue
            tail = _TAIL.match(folded, mention.end)
            return _without(clean, begin, tail.end() if tail else mention.end, as_of=as_of)
    if held and (match := _THEN.search(folded)):
        return _without(clean, *match.span(), as_of=held)
    asks = _RULE.search(folded) or _HOW.search(folded)
    if (match := _FORMERLY.search(folded)) and asks and not _SUBJECT.search(folded):
        return _without(clean, *match.span(), formerly=True)
    if match := _NOW.search(folded):
        rest = _without(clean, *match.span(), now=True)
        return rest if rest.bare else Reading(text, now=True)
    return Reading(text)


def _cue(clean: str, folded: str, mention: PeriodMention, held: AsOf | None) -> tuple[int, AsOf] | None:
    """Where the as-of words before a day begin, and what they ask about; ``None`` where the day is a subject."""
    head, rest = folded[: mention.start], folded[mention.end :]
    whole = AsOf(mention.first, mention.last)
    rule, subject = bool(_RULE.search(folded)), bool(_SUBJECT.search(folded))
    if match := _BACK_THEN.search(head):
        told = (rule or _HOW.search(folded)) and not subject
        return (match.start(), whole) if told and not _ASKING.search(clean[: mention.start]) else None
    if not mention.stated:
        return None
    if (match := _MOMENT.search(head)) and (rule or not mention.yearly or not subject):
        return match.start(), whole
    if not mention.yearly and _BY_RULE.search(head):
        sometime = _SOMETIME.search(head)
        return sometime.start() if sometime else mention.start, whole
    bare = _bare(clean[: mention.start] + clean[mention.end :])
    if held and bare and not mention.yearly and _OPENING.fullmatch(head):
        return mention.start, whole  # "còn tháng 6/2025 thì sao?" after a question about another day
    return None if subject or not (rule or bare) else _rule_cue(head, rest, mention, rule=rule)


def _rule_cue(head: str, rest: str, mention: PeriodMention, *, rule: bool) -> tuple[int, AsOf] | None:
    """The same where the question asks for rules, or says nothing else."""
    whole = AsOf(mention.first, mention.last)
    eve = mention.first - timedelta(days=1)
    # "từ ngày 1/10" and "sau ngày 1/10" both mean what came then.
    beside = ((_BEFORE, AsOf(eve, eve)), (_AFTER, AsOf(mention.last, mention.last)))
    for pattern, day in beside:
        if match := pattern.search(head):
            before = head[: match.start()]
            leads = _OPENING.fullmatch(before) or _RULE_BEFORE.search(before)
            return (match.start(), day) if leads and rule else None
    if match := _SOMETIME.search(head):
        return match.start(), whole
    named = _RULE_BEFORE.search(head) or (_RULE_AFTER.search(rest) and _OPENING.fullmatch(head))
    return (mention.start, whole) if rule and named else None


def _without(
    clean: str, start: int, end: int, *, as_of: AsOf | None = None, formerly: bool = False, now: bool = False
) -> Reading:
    left, right = clean[:start].rstrip(" ,"), clean[end:].lstrip(" ,")
    text = f"{left} {right}".strip() if right[:1].isalnum() else f"{left}{right}".strip()
    return replace(Reading(text, as_of, formerly, now), bare=_bare(text))


def _bare(text: str) -> bool:
    return _BARE.fullmatch(fold(text)) is not None
