"""The words that open a conversation."""

from __future__ import annotations

GREETING = (
    "Kính chào anh/chị! Tôi là trợ lý tự động của tỉnh Lạng Sơn, trả lời từ các văn bản về khoa học, công nghệ, "
    "đổi mới sáng tạo và chuyển đổi số. Mỗi câu trả lời đều có trích nguồn để anh/chị đối chiếu."
)
PRIVACY = "Xin đừng gửi số căn cước, số điện thoại hay thông tin riêng tư khác."
EXAMPLES = (
    "Mục tiêu của tỉnh năm 2026 là gì?",
    "Thủ tục công nhận doanh nghiệp khởi nghiệp sáng tạo mất bao nhiêu ngày?",
    "Nghị quyết 57 đặt mục tiêu gì đến năm 2030?",
    "Sở Khoa học và Công nghệ ở đâu?",
)
