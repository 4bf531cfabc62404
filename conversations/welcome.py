"""The words that open a conversation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be asked about, with questions to begin with."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Welcome:
    """What opens a conversation on the web."""

    greeting: str
    privacy: str
    topics: tuple[Topic, ...]


GREETING = (
    "Kính chào anh/chị! Tôi là trợ lý tự động của tỉnh Lạng Sơn, trả lời từ các văn bản về khoa học, "
    "công nghệ, đổi mới sáng tạo và chuyển đổi số, có trích nguồn để anh/chị đối chiếu."
)
DISCLOSURE = "Đây là máy trả lời tự động, không phải cán bộ; cần gặp người, anh/chị nhắn “gặp cán bộ”."
SHORT_GREETING = (
    "Máy trả lời tự động của tỉnh Lạng Sơn về khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số. "
    "Xin đừng gửi số căn cước, số điện thoại."
)
PRIVACY = "Xin đừng gửi số căn cước, số điện thoại."
CONSENT = (
    "Anh/chị có đồng ý để cơ quan của tỉnh Lạng Sơn giữ cách liên hệ này không? Chỉ cán bộ trả lời câu hỏi của anh/chị "
    "được xem; anh/chị rút lại lúc nào cũng được bằng cách xoá hội thoại."
)
TOPICS = (
    Topic(
        "Mục tiêu của tỉnh",
        (
            "Mục tiêu năm 2026 của tỉnh là gì?",
            "Mục tiêu năm 2027 của tỉnh là gì?",
            "Mục tiêu chuyển đổi số của tỉnh đến năm 2030?",
        ),
    ),
    Topic(
        "Nghị quyết 57",
        (
            "Nghị quyết 57 đặt mục tiêu gì đến năm 2030?",
            "Nghị quyết 57 nêu những quan điểm chỉ đạo nào?",
            "Tầm nhìn đến năm 2045 của Nghị quyết 57?",
        ),
    ),
    Topic(
        "Địa bàn và dịch vụ công",
        (
            "Tỉnh có bao nhiêu xã, phường?",
            "Có bao nhiêu dịch vụ công trực tuyến toàn trình?",
        ),
    ),
    Topic(
        "Liên hệ",
        (
            "Sở Khoa học và Công nghệ ở đâu?",
            "Số điện thoại của Sở Khoa học và Công nghệ?",
        ),
    ),
)
#: One of each topic, for channels with little room.
EXAMPLES = tuple(topic.questions[0] for topic in TOPICS)

WELCOME = Welcome(GREETING, PRIVACY, TOPICS)
ENGLISH_CONSENT = (
    "Do you agree that the offices of Lạng Sơn province keep this contact? Only the officer who answers your question "
    "sees it; you can withdraw at any time by erasing the conversation."
)
ENGLISH = Welcome(
    "Hello! I am the automatic assistant of Lạng Sơn province. I answer from its documents on science, technology, "
    "innovation and digital transformation, and show where each answer is written. The documents are in Vietnamese.",
    "Please do not send identity or telephone numbers.",
    (
        Topic(
            "Goals",
            (
                "What are the province's goals for 2026?",
                "What goals does Resolution 57 set for 2030?",
            ),
        ),
        Topic(
            "The province",
            (
                "How many communes and wards does the province have?",
                "Where is the Department of Science and Technology?",
            ),
        ),
    ),
)

UNREADABLE = (
    "Tôi chưa đọc được hình ảnh, âm thanh hay tệp đính kèm. Anh/chị vui lòng gõ câu hỏi bằng chữ giúp tôi ạ."
)
TOO_FAST = (
    "Anh/chị gửi nhiều tin quá nhanh nên có tin chưa được trả lời. Vui lòng chờ một phút rồi hỏi tiếp ạ."
)
