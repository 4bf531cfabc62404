"""The words that open a conversation."""

from __future__ import annotations

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
EXAMPLES = (
    "Mục tiêu năm 2026 của tỉnh là gì?",
    "Nghị quyết 57 đặt mục tiêu gì đến năm 2030?",
    "Tỉnh có bao nhiêu xã, phường?",
    "Sở Khoa học và Công nghệ ở đâu?",
)

UNREADABLE = (
    "Tôi chưa đọc được hình ảnh, âm thanh hay tệp đính kèm. Anh/chị vui lòng gõ câu hỏi bằng chữ giúp tôi ạ."
)
TOO_FAST = (
    "Anh/chị gửi nhiều tin quá nhanh nên có tin chưa được trả lời. Vui lòng chờ một phút rồi hỏi tiếp ạ."
)
