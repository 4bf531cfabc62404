"""The authorisation matrix: every screen × every role and none, and the table in ``docs/`` that tells of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from console.roles import Role
from console.screens import Screen, Stage
from console.unsaved import VERSION
from docs import console_access
from evaluation.golden_store import Golden
from knowledge.curated import Curated, CuratedKind
from tests.console.conftest import SERVER, Browser, Office
from tests.conversations.past import Past
from tests.knowledge.samples import RULES

SIGN_IN = "/quan-tri/dang-nhap?da=het-phien"


#: A page of an image, as the original of a document.
SLUG = "cho-dem"


@pytest.fixture
def office(office: Office) -> Office:
    """The console with a document that has a changed file, and whose original has a page."""
    documents = office.console.papers.stock.documents
    documents.import_content(Path(f"{SLUG}.md"), RULES.encode())
    documents.import_content(Path(f"{SLUG}.md"), RULES.replace("chợ đêm", "chợ phiên").encode())
    return office


def path_of(screen: Screen, office: Office) -> str:
    console = office.console
    known, _ = console.golden.listed(limit=1)
    latest = console.publishing.checks.latest()
    meant = {
        "account": office.named("ai.do").id,
        "channel": "web",
        "language": "vi",
        "wording": "privacy",
        "kept": "questions",
        "version": VERSION,
        "module": "page.js",
        "slug": SLUG if "/van-ban/" in screen.path else "cho-dem-mo-may-gio",
        "provision": "-1",
        "page": "1",
        "group": str(office.a_group()),
        "golden": known[0].id if known else console.golden.add(Golden("Ai?", "out_of_scope"), "ai.do"),
        "chart": "ngay",
        "table": "ngay",
        "check": latest.id if latest else console.publishing.checks.request("ai.do"),
    }
    if "{turn}" in screen.path:
        meant["turn"] = Past(office.database).turn(conversation="mot")[0]
    if "{letter}" in screen.path:
        meant["letter"] = office.letter(contact="0912345678")
    if "{handover}" in screen.path:
        meant["handover"] = str(office.handover())
    return screen.path.format(**meant)


def asked(browser: Browser, office: Office, screen: Screen) -> tuple[int, str]:
    path = path_of(screen, office)
    answered = browser.get(path) if screen.method == "GET" else browser.post(path)
    return answered.status_code, answered.headers.get("location", "")


@pytest.fixture(autouse=True)
def something_to_look_at(office: Office) -> None:
    """Else a screen could not be told from one that there is not."""
    answer = Curated(
        "", CuratedKind.ANSWER, ("Chợ đêm mở mấy giờ?",), "Từ 18 giờ.", "Sở Công Thương", date(2027, 6, 30)
    )
    assert office.console.desk.add(SERVER, answer) == "cho-dem-mo-may-gio"


def refused(answer: tuple[int, str]) -> bool:
    return answer[0] in (401, 403, 404, 405) or answer[1].startswith("/quan-tri/dang-nhap?da=het-phien")


def screens(office: Office) -> tuple[Screen, ...]:
    return tuple(screen for screen in office.console.screens if screen.path != "/quan-tri/dang-xuat")


def test_who_has_not_signed_in_gets_no_further_than_the_door(office: Office) -> None:
    office.account("ai.do")
    browser = office.browser()
    for screen in office.console.screens:
        if screen.stage is not Stage.NOBODY:
            assert asked(browser, office, screen) == (303, SIGN_IN), screen


def test_who_has_given_the_password_alone_gets_no_further_than_the_second_step(office: Office) -> None:
    office.account("ai.do")
    office.enrol(office.signed_in("quan.tri", Role.ADMIN))
    browser = office.browser()
    browser.sign_in("quan.tri")
    for screen in office.console.screens:
        if screen.stage > Stage.HALF:
            assert asked(browser, office, screen) == (303, "/quan-tri/xac-thuc"), screen


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_exactly_the_screens_that_are_declared_for_it(office: Office, role: Role) -> None:
    office.account("ai.do")
    browser = office.signed_in("toi.day", role)
    before = office.actions()
    for screen in screens(office):
        if screen.stage < Stage.SIGNED_IN:
            continue
        answer = asked(browser, office, screen)
        if role in screen.roles:
            assert not refused(answer), (screen, answer)
        else:
            assert answer[0] == 403, (screen, answer)
            assert office.actions()[: len(before)] == before
    assert asked(browser, office, leave(office))[0] == 303
    assert asked(browser, office, leave(office)) == (303, SIGN_IN)


#: Pages with the forms and the links on them to what else is below their address.
OFFERED = {
    "/quan-tri/cau-tra-loi": ((), ("/moi",)),
    "/quan-tri/cau-tra-loi/{slug}": (("/ra-soat", "/tam-ngung", "/bo"), ("/sua",)),
    "/quan-tri/chua-tra-loi/{group}": (("/giao", "/bo-qua"), ()),
    "/quan-tri/van-ban/{slug}": (("/ngung",), ("/thong-tin", "/quan-he", "/ghi-chu", "/de-xuat")),
}


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do_is_offered_on_the_page(office: Office, role: Role) -> None:
    office.account("ai.do")
    browser = office.signed_in("toi.day", role)
    roles = {(screen.method, screen.path): screen.roles for screen in office.console.screens}
    pages = [screen for screen in office.console.screens if screen.method == "GET" and screen.path in OFFERED]
    assert len(pages) == len(OFFERED)
    for page in pages:
        here, (forms, links) = path_of(page, office), OFFERED[page.path]
        shown = browser.get(here).text
        for end in forms:
            offered = f'action="{here}{end}"' in shown
            assert offered == (role in roles["POST", page.path + end]), (page, end)
        for end in links:
            offered = f'href="{here}{end}"' in shown
            assert offered == (role in roles["GET", page.path + end]), (page, end)


def leave(office: Office) -> Screen:
    [screen] = [screen for screen in office.console.screens if screen.path == "/quan-tri/dang-xuat"]
    return screen


def test_administrators_alone_may_touch_accounts_and_the_log(office: Office) -> None:
    """Said once more in plain words, so that a slip in a declaration does not go unseen."""
    for screen in office.console.screens:
        if screen.path.startswith(("/quan-tri/tai-khoan", "/quan-tri/nhat-ky")):
            assert screen.roles == {Role.ADMIN}, screen
            assert screen.stage is Stage.READY, screen
    open_to_all = {screen.path for screen in office.console.screens if screen.stage is Stage.NOBODY}
    assert open_to_all == {"/quan-tri/dang-nhap", "/quan-tri/kieu.css", "/quan-tri/mat-khau.js"}


def test_every_address_is_declared_once(office: Office) -> None:
    declared = [(screen.method, screen.path) for screen in office.console.screens]
    assert len(set(declared)) == len(declared)


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    assert console_access.FILE.read_text("utf-8") == console_access.page()


def test_every_page_forbids_foreign_scripts_frames_and_keeping(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    for path in (
        "/quan-tri",
        "/quan-tri/tai-khoan",
        "/quan-tri/nhat-ky",
        "/quan-tri/cau-tra-loi",
        "/quan-tri/chua-tra-loi",
    ):
        answered = browser.get(path)
        policy = answered.headers["content-security-policy"]
        assert policy.endswith("; script-src 'self'")
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answered.headers["cache-control"] == "no-store"
        assert answered.text.count("<script") == 1
        assert f'<script type="module" src="/quan-tri/chua-luu/{VERSION}/page.js"></script>' in answered.text
        assert " style=" not in answered.text


def test_pages_with_password_fields_run_our_own_module_alone(office: Office) -> None:
    stranger, browser = office.browser(), office.signed_in()
    for page in (stranger.get("/quan-tri/dang-nhap"), browser.get("/quan-tri/toi")):
        assert "script-src 'self'; connect-src 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        ours = re.findall(r'<script type="module" src="/quan-tri/[a-z-]+(?:/\w+/page)?\.js">', page.text)
        assert page.text.count("<script") == len(ours) > 0
        assert " style=" not in page.text
    assert stranger.get("/quan-tri/mat-khau.js").headers["content-type"].startswith("text/javascript")
