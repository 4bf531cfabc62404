"""What assistive technology is told of the screens: names, roles and their order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal
from tests.browser.screens import DOCUMENT, SCREENS

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

ANSWER = """
- article:
  - heading "Trợ lý trả lời:" [level=2]
  - paragraph: "Quy định về thuế:"
  - list:
    - listitem
    - listitem
  - paragraph:
    - link "https://dichvucong.gov.vn"
  - region "Nguồn trích dẫn":
    - group:
      - text: 193/2025/QH15, Điều 9 hết hiệu lực bản tóm lược
      - paragraph: /Thí điểm/
      - blockquote: /Khoản tài trợ/
      - paragraph: bản tóm lược · hết hiệu lực
      - link /Mở trong văn bản.*193\\/2025\\/QH15, Điều 9 \\(mở thẻ mới\\)/
  - group "Dùng câu trả lời này":
    - button "Chép"
    - button "Chia sẻ"
  - group "Câu trả lời này có hữu ích không?":
    - textbox "Lý do (không bắt buộc)"
    - button "Gửi góp ý"
"""
CHAT = """
- main:
  - heading "Hỏi đáp về văn bản" [level=1]
  - status
  - group:
    - checkbox "Chữ to"
    - checkbox "Nhớ cuộc trò chuyện trên máy này"
    - button "English"
  - log "Nội dung trò chuyện":
    - article:
      - heading "Trợ lý:" [level=2]
    - article:
      - heading "Anh/chị hỏi:" [level=2]
      - paragraph: Thuế thế nào?
    - article:
      - heading "Trợ lý trả lời:" [level=2]
  - status
  - textbox "Câu hỏi của anh/chị"
  - button "Gửi"
  - button "Kết thúc và xoá"
"""
PAPER = """
- article:
  - navigation "Đường dẫn":
    - list:
      - listitem:
        - link "Hỏi đáp"
      - listitem:
        - link "Văn bản"
      - listitem: 193/2025/QH15
  - heading /Nghị quyết 193/ [level=1]
  - paragraph:
    - button "Chia sẻ"
    - button "In"
  - search:
    - searchbox "Tìm trong văn bản"
    - button "Chỗ trước"
    - button "Chỗ sau"
  - paragraph: Bản tóm lược Còn hiệu lực
  - navigation "Mục lục"
  - heading "I. QUY ĐỊNH CHUNG" [level=2]
  - link /Liên kết tới. Mục I$/
  - heading "1. Quy định thứ 1" [level=3]
  - heading "Thuế đối với hoạt động khoa học" [level=2]
  - list:
    - listitem:
      - paragraph:
        - link /Liên kết tới. Điều 9. Khoản tài trợ được trừ/
  - region /Bảng. Số, Thủ tục, Thời hạn/:
    - table:
      - rowgroup:
        - row "Số Thủ tục Thời hạn":
          - columnheader "Số"
          - columnheader "Thủ tục"
          - columnheader "Thời hạn"
  - paragraph:
    - link "Hỏi về văn bản này"
"""
PANEL = """
- button /Hỏi đáp. Mở khung hỏi đáp/ [expanded]
- dialog "Hỏi đáp Lạng Sơn":
  - heading "Hỏi đáp Lạng Sơn" [level=2]
  - link "Toàn trang"
  - button "Đóng"
  - log "Nội dung trò chuyện"
  - textbox "Câu hỏi của anh/chị"
  - button "Gửi"
"""


def test_the_chat_is_a_log_between_its_options_and_the_question_field(visit: Visit, portal: Portal) -> None:
    page = SCREENS["answer"](visit, portal, {})
    expect(page.locator("body")).to_match_aria_snapshot(CHAT)
    expect(page.get_by_role("log")).to_match_aria_snapshot(ANSWER)


def test_a_document_has_landmarks_headings_and_links_that_say_whither(visit: Visit) -> None:
    page = visit(DOCUMENT)
    expect(page.locator("main")).to_match_aria_snapshot(PAPER)
    links = page.locator(".permalink").evaluate_all("links => links.map((link) => link.ariaLabel)")
    assert "Liên kết tới: 1, Công nhận trung tâm ĐMST, 15 ngày" in links
    assert not [name for name in links if name.startswith(("Liên kết tới: -", "Liên kết tới: thu-tuc."))]


def test_a_panel_on_a_hosts_page_is_a_named_dialog(visit: Visit, portal: Portal) -> None:
    page = SCREENS["panel"](visit, portal, {})
    expect(page.locator("body")).to_match_aria_snapshot(PANEL)


@pytest.mark.parametrize("screen", ["answer", "document", "launcher"])
def test_in_forced_colours_controls_keep_their_edges(visit: Visit, portal: Portal, screen: str) -> None:
    page = SCREENS[screen](visit, portal, {"forced_colors": "active"})
    edgeless: list[str] = page.evaluate(
        """() => {
          const roots = [document];
          for (const root of roots) {
            for (const node of root.querySelectorAll("*")) if (node.shadowRoot) roots.push(node.shadowRoot);
          }
          return roots.flatMap((root) => [...root.querySelectorAll("button, textarea, input")])
            .filter((node) => node.checkVisibility() && node.type !== "checkbox")
            .filter((node) => {
              const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(node);
              return (borderTopStyle === "none" || borderTopWidth === "0px") && textDecorationLine === "none";
            })
            .map((node) => node.outerHTML.slice(0, 120));
        }"""
    )
    assert edgeless == []
