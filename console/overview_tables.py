"""The tables of the overview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from console.names import Names
from console.overview import ANSWERED, UNANSWERED, Numbers, Overview
from console.tables_shown import Cell, Seconds, Table, share
from console.turn_words import CHANNELS, LED_BY, OUTCOMES, word
from conversations.conversation import ASKED

#: The tables that are drawn too, each with what is read aloud in the chart's place.
DRAWN: Mapping[str, str] = {
    "ngay": "Biểu đồ: câu hỏi theo ngày, chia theo trả lời được và chưa trả lời được",
    "kenh": "Biểu đồ: câu hỏi theo kênh",
    "chu-de": "Biểu đồ: mười chủ đề được hỏi nhiều nhất",
}
_FIRST_CITED = "Đếm theo trích dẫn đầu tiên của mỗi câu trả lời; câu không có trích dẫn không được đếm ở đây."


def tables_of(overview: Overview, names: Names) -> tuple[Table, ...]:
    """All of them, in the order of the page."""
    return (
        _channels(overview),
        _outcomes(overview),
        _topics(overview, names),
        _documents(overview, names),
        _provisions(overview, names),
        _led_by(overview),
        _days(overview),
    )


def _days(overview: Overview) -> Table:
    length = (overview.last - overview.first).days + 1
    days = (overview.first + timedelta(days=number) for number in range(length))
    return Table(
        "ngay",
        "Câu hỏi theo ngày",
        ("Ngày", "Câu hỏi", "Trả lời được", "Chưa trả lời được"),
        tuple(
            (day, *(asked_on(overview, day, outcomes) for outcomes in (ASKED, ANSWERED, UNANSWERED)))
            for day in days
        ),
    )


def asked_on(overview: Overview, day: date, outcomes: Iterable[str]) -> int:
    """How many questions of some outcomes there were on a day."""
    return sum(overview.days[day, outcome] for outcome in outcomes)


def _channels(overview: Overview) -> Table:
    heads = (
        *("Kênh", "Lượt", "Câu hỏi", "Trả lời được", "Chưa trả lời được", "Tỷ lệ chưa trả lời được"),
        *("Lượt đánh giá", "Hữu ích", "Một nửa trả lời trong", "95% trả lời trong"),
    )
    rows = [(word(CHANNELS, name), *_cells(numbers)) for name, numbers in overview.channels.items()]
    return Table(
        "kenh",
        "Theo kênh",
        heads,
        (*rows, ("mọi kênh", *_cells(overview.whole))),
        "Chưa trả lời được: văn bản không nêu hoặc ngoài phạm vi. Thời gian tính từ lúc nhận tin đến lúc có câu trả "
        "lời, sai số không quá 7%. Mỗi câu trả lời được đánh giá tính một lượt, theo đánh giá sau cùng trong ba ngày.",
    )


def _cells(numbers: Numbers) -> tuple[Cell, ...]:
    return (
        numbers.turns,
        numbers.questions,
        numbers.answered,
        numbers.unanswered,
        share(numbers.unanswered, numbers.questions),
        numbers.rated,
        share(numbers.useful, numbers.rated),
        None if numbers.median is None else Seconds(numbers.median),
        None if numbers.slowest is None else Seconds(numbers.slowest),
    )


def _outcomes(overview: Overview) -> Table:
    rows = tuple(
        (word(OUTCOMES, name), number, share(number, overview.whole.turns))
        for name, number in overview.outcomes.most_common()
    )
    return Table("ket-qua", "Kết quả các lượt", ("Kết quả", "Lượt", "Tỷ trọng"), rows)


def _topics(overview: Overview, names: Names) -> Table:
    rows = []
    for subject, number in overview.topics:
        named = names.of(subject)
        rows.append((named.document, named.place, number, share(number, overview.cited)))
    note = f"Chủ đề là văn bản và mục lớn nhất chứa quy định. {_FIRST_CITED}"
    return Table("chu-de", "Theo chủ đề", ("Văn bản", "Mục", "Lượt", "Tỷ trọng"), tuple(rows), note)


def _documents(overview: Overview, names: Names) -> Table:
    rows = tuple(
        (names.title(slug), number, share(number, overview.cited)) for slug, number in overview.documents
    )
    return Table(
        "van-ban", "Văn bản được dẫn nhiều nhất", ("Văn bản", "Lượt", "Tỷ trọng"), rows, _FIRST_CITED
    )


def _provisions(overview: Overview, names: Names) -> Table:
    rows = []
    for subject, number in overview.provisions:
        named = names.of(subject)
        rows.append((named.document, named.place, number))
    return Table(
        "quy-dinh",
        "Quy định được dẫn nhiều nhất",
        ("Văn bản", "Quy định", "Lượt"),
        tuple(rows),
        _FIRST_CITED,
    )


def _led_by(overview: Overview) -> Table:
    rows = tuple(
        (word(LED_BY, name), number, share(number, overview.whole.turns))
        for name, number in overview.led_by.most_common()
    )
    return Table("ben-tra-loi", "Bên trả lời", ("Bên trả lời", "Lượt", "Tỷ trọng"), rows)
