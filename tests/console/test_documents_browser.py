"""Documents in a real browser: handed in by drag and drop and by choosing, a doubt settled, a provision corrected."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from console.roles import Role
from tests.console.conftest import PASSWORD, Office
from tests.console.desk import LIST, UPLOAD, decision, store_of
from tests.console.test_browser import DESK, TABLET, Tour, served
from tests.knowledge.samples import GARDENS, RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf

pytestmark = pytest.mark.browser


@pytest.fixture
def look(browser: Browser, office: Office) -> Iterator[Callable[..., Tour]]:
    """Opens the console at a size and in a colour scheme, signed in; nothing may be complained of."""
    contexts, complaints = [], []
    with served(office.app) as address:

        def enter(name: str, size: dict[str, int], scheme: str, **more: object) -> Tour:
            office.account(name, Role.EDITOR)
            context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address, **more)  # type: ignore[arg-type]
            contexts.append(context)
            context.set_default_timeout(20_000)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto("/quan-tri")
            page.get_by_label("Tên đăng nhập").fill(name)
            page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/quan-tri")
            return Tour(page)

        yield enter
        for context in contexts:
            context.close()
    assert [said for said in complaints if "409 (Conflict)" not in said] == []  # which a test brings about


def dropped(page: Page, name: str, content: bytes) -> None:
    """Let a file fall on the form, as from a folder of the desktop."""
    transfer = page.evaluate_handle(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name));
            return transfer;
        }""",
        [name, base64.b64encode(content).decode()],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".drop", event, {"dataTransfer": transfer})


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (TABLET, "dark")])
def test_two_files_are_handed_in_and_corrected(
    office: Office, look: Callable[..., Tour], size: dict[str, int], scheme: str
) -> None:
    tour = look("lan.nguyen", size, scheme)
    page = tour.page
    page.get_by_role("link", name="Văn bản", exact=True).first.click()
    tour.check()
    page.get_by_role("link", name="Tải văn bản lên").first.click()
    tour.check()
    dropped(page, "Quyết định 45.docx", decision())
    page.get_by_label("Các tệp").set_input_files(
        [
            FilePayload(name="Chợ đêm.md", mimeType="text/markdown", buffer=RULES.encode()),
            FilePayload(name="hỏng.pdf", mimeType="application/pdf", buffer=b"no pdf"),
        ]
    )
    page.get_by_role("button", name="Tải lên các tệp đã chọn").click()
    lines = page.locator(".results li")
    expect(lines).to_have_count(3)
    expect(lines.nth(0)).to_contain_text("Có 1 chỗ nên đối chiếu")
    expect(lines.nth(1)).to_contain_text("Đã nhận")
    expect(lines.nth(2)).to_contain_text("nội dung không phải là tệp .pdf")
    tour.check()
    page.get_by_role("link", name="mở quyet-dinh-45").click()
    page.wait_for_url(f"**{LIST}/quyet-dinh-45")
    original = page.frame_locator("iframe[name=goc]")
    expect(original.get_by_text("Mỗi gian hàng nộp 70.000 đồng một ngày.")).to_be_visible()
    page.get_by_role("link", name="Xem trong bản gốc").click()
    expect(original.locator("#dong-9")).to_be_in_viewport()
    tour.check()
    page.get_by_role("button", name="Đã xem, không còn ngờ").click()
    page.get_by_text("Đã đánh dấu là đã xem").wait_for()
    page.get_by_role("link", name="Sửa Điều 2").click()
    tour.check()
    page.get_by_label("Lời của quy định").fill("Mỗi gian hàng nộp 75.000 đồng một ngày.")
    page.get_by_role("button", name="Ghi lời quy định").click()
    page.get_by_text("Đã ghi.").wait_for()
    expect(page.locator(".compared ins")).to_have_text("75")
    tour.check()
    for end in ("thong-tin", "quan-he", "ghi-chu", "goc"):
        page.goto(f"{LIST}/quyet-dinh-45/{end}")
        tour.check()
    record = store_of(office).entry("quyet-dinh-45").record
    assert record.doubts == ()
    assert any("75.000" in node.text for node in record.walk())


def test_two_editors_meet_on_one_provision(office: Office, look: Callable[..., Tour]) -> None:
    store_of(office).import_content(Path("cho-dem.md"), RULES.encode())
    first, second = look("lan.nguyen", DESK, "light"), look("hai.tran", DESK, "light")
    for tour in (first, second):
        tour.page.goto(f"{LIST}/cho-dem/quy-dinh/-1.-2")
    first.page.get_by_label("Lời của quy định").fill("Ngày lễ mở cửa đến 1 giờ sáng.")
    first.page.get_by_role("button", name="Ghi lời quy định").click()
    first.page.get_by_text("Đã ghi.").wait_for()
    second.page.get_by_label("Lời của quy định").fill("Ngày lễ mở cửa suốt đêm.")
    with second.page.expect_response(lambda answer: answer.request.method == "POST") as met:
        second.page.get_by_role("button", name="Ghi lời quy định").click()
    assert met.value.status == 409
    expect(second.page.get_by_text("Người khác vừa sửa đúng chỗ này")).to_be_visible()
    expect(second.page.get_by_label("Lời của quy định")).to_have_value("Ngày lễ mở cửa suốt đêm.")
    expect(second.page.locator(".theirs")).to_contain_text("Ngày lễ mở cửa đến 1 giờ sáng.")
    second.check()
    second.page.get_by_role("button", name="Ghi lại").click()
    second.page.get_by_text("Đã ghi.").wait_for()


def test_without_scripts_a_plain_form_hands_in_as_well(office: Office, look: Callable[..., Tour]) -> None:
    tour = look("lan.nguyen", DESK, "light", java_script_enabled=False)
    tour.page.goto(UPLOAD)
    tour.page.get_by_label("Các tệp").set_input_files(
        [
            FilePayload(name="Chợ đêm.md", mimeType="text/markdown", buffer=RULES.encode()),
            FilePayload(name="Cây xanh.md", mimeType="text/markdown", buffer=GARDENS.encode()),
        ]
    )
    tour.page.get_by_role("button", name="Tải lên").click()
    expect(tour.page.locator(".results li")).to_have_count(2)
    assert set(store_of(office).digests()) == {"cho-dem", "cay-xanh"}


def test_the_progress_of_a_scan_moves_by_itself(
    office: Office, look: Callable[..., Tour], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    tour = look("lan.nguyen", DESK, "light")
    tour.page.goto(UPLOAD)
    dropped(tour.page, "Bản quét.pdf", scanned_pdf(2))
    tour.page.get_by_role("link", name="xem tiến độ").click()
    expect(tour.page.get_by_text("Đang chờ đến lượt")).to_be_visible()
    tour.check()
    scans = office.console.papers.stock.scans
    [job] = scans.all()
    scans.read(job, lambda _job: None)
    expect(tour.page.get_by_text("Không còn bản quét nào")).to_be_visible()
