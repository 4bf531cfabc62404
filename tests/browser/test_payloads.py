"""Hundreds of hostile texts in every place where a text from outside is shown: all of them stay text.

The browser's policies are put aside, so that nothing but our own care keeps them from running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from knowledge.model import Provision, ProvisionKind
from tests.browser import hosts
from tests.browser.payloads import ADDRESSES, TEXTS
from tests.browser.portal import CITATION, DOCUMENT, Portal, canned_reply, failure
from tests.browser.screens import ask

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
#: What stands in the page and its shadow roots that a text must never have made.
INTRUDERS = """() => {
  const roots = [document];
  for (const root of roots) {
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) roots.push(node.shadowRoot);
  }
  const barred = ["iframe", "object", "embed", "video", "audio", "base", "math", "template", "noscript", "marquee",
    "xss", "frame", "applet", "source"];
  const intrudes = (node) =>
    barred.includes(node.localName) ||
    (node.localName === "img" && !node.src.endsWith("/static/pages/icon.svg")) ||
    (node.localName === "script" && !/\\/(widget\\/hoi-dap\\.|static\\/pages\\/)/.test(node.src)) ||
    (node.localName === "meta" && node.httpEquiv) ||
    (node.hasAttribute("href") && !/^https?:\\/\\//.test(node.href)) ||
    [...node.attributes].some(({ name }) => name.startsWith("on"));
  return roots.flatMap((root) => [...root.querySelectorAll("*")]).filter(intrudes)
    .map((node) => node.outerHTML.slice(0, 200));
}"""


def unbroken(page: Page) -> None:
    """Nothing ran, nothing came in."""
    assert page.evaluate(INTRUDERS) == []
    assert page.evaluate("window.broken") is None


def squeezed(text: str) -> str:
    """Without white space, which a page may set as it likes."""
    return "".join(text.split())


@pytest.fixture
def open_chat(visit: Visit, portal: Portal) -> Callable[[], Page]:
    def begin() -> Page:
        hosts.page(portal, "<hoi-dap></hoi-dap>")
        page = visit(f"{portal.host}/page", bypass_csp=True)
        expect(page.locator(".reply")).to_have_count(1)  # the greeting
        return page

    return begin


def some(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(texts), 60):
        yield tuple(texts[start : start + 60])


def test_there_are_enough_of_them() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 300


def test_as_answers_with_all_that_belongs_to_them(open_chat: Callable[[], Page], portal: Portal) -> None:
    page = open_chat()
    for batch in some(TEXTS):
        shown = [
            canned_reply(
                id=text,
                text=f"Câu: {text}",
                citations=[
                    CITATION
                    | {"document": text, "title": text, "place": text, "quote": text, "highlight": text}
                    | {"url": text}
                ],
                buttons=[{"id": text, "title": text}],
            )
            for text in batch
        ]
        portal.script.append(shown)
        before = page.locator(".reply").count()
        ask(page, "hỏi")
        expect(page.locator(".reply")).to_have_count(before + len(batch))
        read = page.locator(".reply .prose").evaluate_all("nodes => nodes.map((node) => node.textContent)")
        for text, said in zip(batch, read[-len(batch) :], strict=True):
            assert squeezed(said) == squeezed(f"Câu: {text}")
        choices = page.locator(".choices button").all_text_contents()[-len(batch) :]
        assert list(map(squeezed, choices)) == list(map(squeezed, batch))
        for chip in page.locator(".citation").all()[-3:]:
            chip.locator("summary").click()
        unbroken(page)


def test_as_lines_of_a_list_and_within_a_mark(open_chat: Callable[[], Page], portal: Portal) -> None:
    page = open_chat()
    for batch in some(TEXTS):
        lines = "\n".join(f"- {' '.join(text.split())}" for text in batch)
        cited = [CITATION | {"quote": lines, "highlight": " ".join(batch[0].split())}]
        portal.script.append([canned_reply(text=lines, citations=cited)])
        before = page.locator(".reply").count()
        ask(page, "hỏi")
        expect(page.locator(".reply")).to_have_count(before + 1)
        unbroken(page)


def test_as_questions(open_chat: Callable[[], Page], portal: Portal) -> None:
    portal.script += [[canned_reply(text="Vâng.", citations=[], outcome="small_talk")] for _ in TEXTS]
    page = open_chat()
    for number, text in enumerate(TEXTS, start=1):
        ask(page, text)
        expect(page.locator(".question")).to_have_count(number)
        expect(page.locator(".status")).to_have_text("")
    asked = page.locator(".question p").all_text_contents()
    assert list(map(squeezed, asked)) == list(map(squeezed, TEXTS))
    # A typed tab or control sign may be lost in the field; what was sent is what is shown.
    assert [squeezed(str(sent["text"])) for sent in portal.chats] == list(map(squeezed, TEXTS))
    unbroken(page)


def test_as_failures_notices_and_what_comes_later(
    open_chat: Callable[[], Page], portal: Portal, complaints: list[str]
) -> None:
    page = open_chat()
    for number, text in enumerate(TEXTS[::10], start=1):
        portal.script.append(failure(422, text, text))
        page.get_by_label("Câu hỏi của anh/chị").fill("hỏi")
        page.keyboard.press("Enter")
        expect(page.locator(".failure")).to_have_count(number)
    complaints.clear()
    ask(page, "hỏi")
    expect(page.locator(".citation")).to_be_visible()
    for text in TEXTS[::5]:
        portal.messages.append(canned_reply(text=text, citations=[], outcome="handover"))
    portal.state = {"open": True, "reason": "", "notice": "".join(TEXTS[::20])}
    expect(page.locator(".reply")).to_have_count(2 + len(portal.messages))
    expect(page.locator(".banner")).to_contain_text("window.broken")
    unbroken(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_as_the_address_of_a_source(open_chat: Callable[[], Page], portal: Portal, address: str) -> None:
    portal.script.append([canned_reply(citations=[CITATION | {"url": address}])])
    page = open_chat()
    ask(page, "hỏi")
    expect(page.locator(".citation")).to_be_visible()
    links: list[str] = page.locator(".citation a").evaluate_all("links => links.map((link) => link.href)")
    assert all(link.startswith(f"{portal.address}/") for link in links)
    page.evaluate("document.querySelector('hoi-dap').shadowRoot.querySelector('.citation').open = true")
    for link in page.locator(".citation a").all():
        link.dispatch_event("mouseover")
        link.focus()
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize("script", [True, False])
def test_as_documents_and_titles(visit: Visit, portal: Portal, script: bool) -> None:
    rows: Any = [
        Provision(f"t.r{number}", ProvisionKind.ROW, text, cells=(text, text))
        for number, text in enumerate(TEXTS)
    ]
    kinds = (ProvisionKind.SECTION, ProvisionKind.ITEM, ProvisionKind.BULLET, ProvisionKind.PARAGRAPH)
    provisions = [
        Provision(f"p{number}.{text}", kinds[number % 4], text, text, text, papers=(text,))
        for number, text in enumerate(TEXTS)
    ]
    table = Provision("t", ProvisionKind.TABLE, TEXTS[0], cells=(TEXTS[1], TEXTS[2]), children=tuple(rows))
    long = replace(DOCUMENT, slug="dai", digest=True, provisions=(*provisions, table))
    titled = [
        replace(
            DOCUMENT,
            slug=f"van-ban-{number}",
            title=text,
            name=text,
            number=text,
            kind=text,
            subject=text,
            issuer=text,
            signer=text,
            source=text,
            relations=(("thay_the", text),),
            provisions=(),
        )
        for number, text in enumerate(TEXTS)
    ]
    portal.shelf = [long, *titled]
    page = visit("/van-ban/dai", bypass_csp=True, java_script_enabled=script)
    unbroken(page)
    if script:
        page.get_by_role("searchbox").fill("window.broken")
        expect(page.locator("mark[aria-current]")).to_be_visible()
        unbroken(page)
    for path in ("/van-ban", "/chat-luong", *(f"/van-ban/van-ban-{number}" for number in range(0, 370, 12))):
        page.goto(portal.address + path)
        unbroken(page)
