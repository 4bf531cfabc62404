"""Papers printed to PDF by a browser, and PDFs made into scans."""

from __future__ import annotations

import html
import io
import random
from collections.abc import Sequence

import PIL.Image
import pypdfium2
from PIL import ImageFilter

from tests.chromium import launched

STYLE = """@page { size: A4; margin: 20mm 20mm 20mm 30mm } body { font: 14pt/1.35 "Liberation Serif", serif; margin: 0 }
p { text-align: justify; text-indent: 10mm; margin: 6pt 0 } h3 { text-align: center; margin: 18pt 0 6pt }
table { width: 100%; border-collapse: collapse } .head td { text-align: center } .ruled td { border: 1px solid }"""
HEAD = """<table class="head"><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH LẠNG SƠN<br>Số: 145/KH-UBND</td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>Lạng Sơn, ngày 01 tháng 7 năm 2025</td></tr>
</table><h3>KẾ HOẠCH</h3>"""
TABLE = """<table class="ruled">
<tr><td rowspan="2">STT</td><td rowspan="2">Nhiệm vụ</td><td colspan="2">Thời gian</td></tr>
<tr><td>Từ năm</td><td>Đến năm</td></tr>
<tr><td>1</td><td>Xây dựng kho dữ liệu dùng chung của tỉnh</td><td>2025</td><td>2026</td></tr></table>"""
TABLE_ROWS = (
    ("STT", "Nhiệm vụ", "Thời gian", "Thời gian"),
    ("STT", "Nhiệm vụ", "Từ năm", "Đến năm"),
    ("1", "Xây dựng kho dữ liệu dùng chung của tỉnh", "2025", "2026"),
)


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def printed(*bodies: str, style: str = STYLE, page_numbers: bool = False) -> bytes:
    """The bodies as one PDF, each beginning a page."""
    pages = '<div style="break-before: page"></div>'.join(bodies)
    number = (
        '<div style="width: 100%; text-align: center; font-size: 12px"><span class="pageNumber"></span></div>'
    )
    with launched() as browser:
        page = browser.new_page()
        page.set_content(f"<meta charset=utf-8><style>{style}</style>{pages}")
        return page.pdf(
            prefer_css_page_size=True,
            display_header_footer=page_numbers,
            header_template=number,
            footer_template="<span></span>",
        )


def pictures(content: bytes, dpi: int = 200) -> list[PIL.Image.Image]:
    """The pages of a PDF, in greys."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def worn(picture: PIL.Image.Image, seed: int) -> PIL.Image.Image:
    """As an office's scanner gives it: a little askew, soft and grainy."""
    angle = random.Random(seed).uniform(-0.6, 0.6)  # noqa: S311 - the same every time
    askew = picture.rotate(angle, resample=PIL.Image.Resampling.BICUBIC, fillcolor=255)
    grain = PIL.Image.effect_noise(picture.size, 30)
    return PIL.Image.blend(askew.filter(ImageFilter.GaussianBlur(0.6)), grain, 0.12)


def image_file(pages: Sequence[PIL.Image.Image], form: str, dpi: int = 200) -> bytes:
    """The pages as one file: PDF, TIFF, or, if there is only one, PNG or JPEG."""
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    resolution = {"resolution": float(dpi)} if form == "PDF" else {"dpi": (dpi, dpi)}
    pages[0].save(buffer, form, **more, **resolution)
    return buffer.getvalue()


def joined(*files: bytes) -> bytes:
    """PDFs one after the other as one."""
    whole = pypdfium2.PdfDocument.new()
    for content in files:
        part = pypdfium2.PdfDocument(content)
        whole.import_pages(part)
        part.close()
    buffer = io.BytesIO()
    whole.save(buffer)
    whole.close()
    return buffer.getvalue()
