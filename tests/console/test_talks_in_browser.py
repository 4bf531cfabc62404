"""What the scripts of the officers' pages do in a real browser: drafts that are sent stay sent, an end is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from console.roles import Role
from console.sessions import IDLE
from tests.browser.test_axe import violations
from tests.console.conftest import Office
from tests.console.test_browser import DESK, address, enter, look

pytestmark = pytest.mark.browser

__all__ = ["address", "look"]  # fixtures


@pytest.fixture
def talk(office: Office, look: Callable[..., Page]) -> Page:
    """A talk that the officer who has signed in leads, on their screen."""
    office.account("lan", Role.OFFICER)
    number = office.handover()
    office.console.officers.handovers.take(number, "lan")
    page = look(DESK, "light")
    enter(page, "lan")
    page.get_by_role("link", name="Trao đổi", exact=True).click()
    page.get_by_role("link", name=f"Cuộc {number},").click()
    page.get_by_label("Tin nhắn cho người dân").wait_for()
    return page


def test_a_message_that_is_sent_does_not_come_back_as_a_draft(office: Office, talk: Page) -> None:
    [handover] = office.console.officers.handovers.live()
    for number in range(3):
        talk.get_by_label("Tin nhắn cho người dân").fill(f"Tin {number}")
        talk.get_by_role("button", name="Gửi", exact=True).click()
        talk.get_by_role("log").get_by_text(f"Tin {number}", exact=True).wait_for()
        talk.wait_for_timeout(300)  # for what the page that was left may still send
        assert office.console.officers.handovers.find(handover.id)[0].draft == ""


def test_a_page_that_stays_open_says_that_the_session_has_ended(office: Office, talk: Page) -> None:
    office.clock.pass_by(seconds=IDLE.total_seconds() + 1)
    notice = talk.get_by_role("alert")
    notice.wait_for()
    assert "Phiên làm việc đã hết" in notice.inner_text()
    assert violations(talk) == []
    notice.get_by_role("link").click()
    talk.get_by_label("Tên đăng nhập").wait_for()
