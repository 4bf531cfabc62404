"""The chatbot's part of the half-yearly report on the province's plan (task II.1.e), ready to correct and sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from console.names import Names
from console.official_paper import Letterhead, OfficialPaper
from console.overview import ANSWERED, UNANSWERED, Numbers, Overview
from console.overview_tables import asked_on
from console.report_wanted import Period, Sender
from console.tables_shown import Seconds, share, shown
from console.turn_words import CHANNELS, word
from conversations.conversation import ASKED

#: So many documents and provisions stand in the report.
_MOST = 10
_LONGEST_PLACE = 140
_FIELD = "khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"
_PLAN = (
    "Thực hiện Kế hoạch [số, ngày ban hành] của Ủy ban nhân dân tỉnh Lạng Sơn thực hiện Quyết định số 1169/QĐ-TTg ngày "
    "16 tháng 6 năm 2025 của Thủ tướng Chính phủ phê duyệt Chương trình “Đẩy mạnh truyền thông thực hiện Nghị quyết số "
    "57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học công nghệ, đổi mới sáng tạo và "
    "chuyển đổi số quốc gia đến năm 2030” trên địa bàn tỉnh Lạng Sơn (sau đây gọi tắt là Kế hoạch)"
)
_TASK = (
    "sử dụng trí tuệ nhân tạo (AI), hệ thống tương tác tự động (chatbot) để tăng tương tác, hướng dẫn, hỗ trợ và giải "
    "đáp thắc mắc của doanh nghiệp, tổ chức và nhân dân"
)


def report_of(overview: Overview, names: Names, sender: Sender, today: date) -> bytes:
    """The report on the period of an overview, as a Word file."""
    period = Period(overview.first, overview.last)
    paper = OfficialPaper(
        Letterhead(
            above=sender.above.upper(),
            agency=sender.agency.upper(),
            sign=f"Số:          /BC-{sender.code}",
            place_and_date=f"Lạng Sơn, ngày      tháng      năm {today.year}",
        )
    )
    paper.title(
        "BÁO CÁO",
        f"Kết quả sử dụng hệ thống tương tác tự động (chatbot) giải đáp thắc mắc về {_FIELD} {period.words}",
    )
    if sender.to:
        paper.addressed(sender.to)
    paper.text(
        f"{_PLAN}, {sender.agency} báo cáo kết quả thực hiện nhiệm vụ tại điểm e khoản 1 Mục II của Kế hoạch ({_TASK}) "
        f"{period.words}, số liệu từ ngày {shown(period.first)} đến hết ngày {shown(period.last)}, như sau:"
    )
    _done(paper, overview, names)
    _results(paper, overview, names)
    _ahead(paper, overview)
    paper.text(
        f"Trên đây là báo cáo của {sender.agency} về kết quả sử dụng hệ thống tương tác tự động (chatbot) "
        f"{period.words}./."
    )
    return paper.close(_recipients(sender), sender.office, sender.signer)


def _done(paper: OfficialPaper, overview: Overview, names: Names) -> None:
    paper.part("I. TÌNH HÌNH TRIỂN KHAI")
    known = f"Kho tri thức hiện có {names.documents} văn bản. " if names.documents else ""
    paper.text(
        f"1. Hệ thống hỏi đáp tự động (chatbot) về {_FIELD} tiếp nhận câu hỏi của doanh nghiệp, tổ chức và nhân dân "
        "bằng ngôn ngữ thường ngày, trả lời bằng chính quy định của văn bản kèm trích dẫn vị trí; nội dung văn bản "
        f"không nêu thì hệ thống thông báo rõ là không nêu. {known}Dữ liệu cá nhân trong câu hỏi được che trước khi "
        "lưu."
    )
    used = [word(CHANNELS, name) for name, numbers in overview.channels.items() if numbers.turns]
    served = ", ".join(used) if used else "chưa có lượt hỏi trên kênh nào"
    paper.text(f"2. Các kênh đã phục vụ trong kỳ: {served}.")
    paper.text("3. [Đơn vị bổ sung: công tác chỉ đạo, tập huấn, truyền thông, kinh phí thực hiện].")


def _results(paper: OfficialPaper, overview: Overview, names: Names) -> None:
    whole = overview.whole
    days = (overview.last - overview.first).days + 1
    paper.part("II. KẾT QUẢ THỰC HIỆN")
    paper.section("1. Tình hình hỏi đáp")
    paper.text(
        f"Trong kỳ, hệ thống tiếp nhận {shown(whole.turns)} lượt tương tác, trong đó có {shown(whole.questions)} câu "
        f"hỏi về văn bản, bình quân {shown(whole.questions / days)} câu hỏi mỗi ngày."
    )
    months = ("Tháng", "Câu hỏi", "Trả lời được", "Chưa trả lời được")
    paper.table("Bảng 1. Câu hỏi theo tháng", months, list(_months(overview)))
    rows: list[tuple[str, ...]]
    if overview.channels:
        rows = [(word(CHANNELS, name), *_figures(numbers)) for name, numbers in overview.channels.items()] + [
            ("Tổng cộng", *_figures(whole))
        ]
        channels = ("Kênh", "Lượt tương tác", "Câu hỏi", "Trả lời được", "Chưa trả lời được")
        paper.table("Bảng 2. Lượt tương tác theo kênh", channels, rows)
    paper.section("2. Chất lượng trả lời")
    paper.text(_quality(whole))
    paper.section("3. Nội dung được quan tâm")
    if not overview.documents:
        paper.text("Trong kỳ chưa có câu trả lời kèm trích dẫn văn bản.")
        return
    paper.text(
        "Các văn bản, quy định được dẫn nhiều nhất trong câu trả lời (đếm theo trích dẫn đầu tiên của mỗi câu trả lời):"
    )
    rows = [(names.title(slug), shown(number)) for slug, number in overview.documents[:_MOST]]
    paper.table("Bảng 3. Văn bản được dẫn nhiều nhất", ("Văn bản", "Số lượt"), rows)
    rows = []
    for subject, number in overview.provisions[:_MOST]:
        named = names.of(subject)
        rows.append((f"{named.document}, {named.place[:_LONGEST_PLACE]}", shown(number)))
    paper.table("Bảng 4. Quy định được dẫn nhiều nhất", ("Quy định", "Số lượt"), rows)


def _quality(whole: Numbers) -> str:
    told = [
        f"Hệ thống trả lời được {shown(whole.answered)} câu hỏi ({shown(share(whole.answered, whole.questions))}); "
        f"chưa trả lời được {shown(whole.unanswered)} câu hỏi ({shown(share(whole.unanswered, whole.questions))}) do "
        "văn bản không nêu hoặc câu hỏi ngoài phạm vi; các câu còn lại được hỏi lại cho rõ hoặc thuộc chủ đề không trả "
        "lời."
        if whole.questions
        else "Trong kỳ chưa có câu hỏi về văn bản."
    ]
    if whole.rated:
        told.append(
            f"Có {shown(whole.rated)} lượt đánh giá của người hỏi, trong đó {shown(share(whole.useful, whole.rated))} "
            "đánh giá câu trả lời hữu ích."
        )
    else:
        told.append("Trong kỳ chưa có lượt đánh giá của người hỏi.")
    if whole.median is not None and whole.slowest is not None:
        told.append(
            f"Một nửa số lượt được trả lời trong khoảng {shown(Seconds(whole.median))}, 95% số lượt trong khoảng "
            f"{shown(Seconds(whole.slowest))}."
        )
    return " ".join(told)


def _ahead(paper: OfficialPaper, overview: Overview) -> None:
    whole = overview.whole
    paper.part("III. KHÓ KHĂN, HẠN CHẾ; NHIỆM VỤ THỜI GIAN TỚI")
    paper.section("1. Khó khăn, hạn chế")
    left = (
        f"Còn {shown(whole.unanswered)} câu hỏi chưa trả lời được. " if whole.unanswered else ""
    ) + "[Đơn vị bổ sung: khó khăn, hạn chế và nguyên nhân]."
    paper.text(left)
    paper.section("2. Nhiệm vụ thời gian tới")
    paper.text(
        "Tiếp tục cập nhật văn bản mới vào kho tri thức; rà soát, biên tập câu trả lời cho những câu hỏi chưa trả lời "
        "được và câu trả lời chưa hữu ích; tuyên truyền để doanh nghiệp, tổ chức và nhân dân biết và sử dụng. "
        "[Đơn vị bổ sung]."
    )
    paper.section("3. Đề xuất, kiến nghị")
    paper.text("[Đơn vị bổ sung, nếu có].")


def _months(overview: Overview) -> Iterator[tuple[str, ...]]:
    day = overview.first
    counted: dict[tuple[int, int], list[int]] = {}
    while day <= overview.last:
        sums = counted.setdefault((day.year, day.month), [0, 0, 0])
        for number, outcomes in enumerate((ASKED, ANSWERED, UNANSWERED)):
            sums[number] += asked_on(overview, day, outcomes)
        day += timedelta(days=1)
    for (year, month), sums in counted.items():
        yield f"Tháng {month}/{year}", *map(shown, sums)


def _figures(numbers: Numbers) -> tuple[str, ...]:
    return tuple(map(shown, (numbers.turns, numbers.questions, numbers.answered, numbers.unanswered)))


def _recipients(sender: Sender) -> tuple[str, ...]:
    to = ("Như trên;",) if sender.to else ()
    return (*to, "Lãnh đạo cơ quan;", "[Nơi nhận khác];", "Lưu: VT, [đơn vị soạn thảo].")
