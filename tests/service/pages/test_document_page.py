"""The page of one document: anchors, badges, tables, safety of what documents say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.model import Document, Provision, ProvisionKind, Validity
from tests.service.pages.parsed_page import Page
from tests.service.pages.samples import LAW, RESOLUTION

OpenPages = Callable[..., TestClient]
ADDRESS = "/van-ban/nghi-quyet-193-2025-qh15"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"


def bullet(path: str, text: str = "Nội dung", validity: Validity | None = None) -> Provision:
    return Provision(path, ProvisionKind.BULLET, text, "-", validity=validity or Validity())


def read(client: TestClient, address: str = ADDRESS) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.text)


def test_every_provision_is_an_anchor_that_addresses_lead_to(pages: TestClient) -> None:
    page = read(pages)
    for provision in RESOLUTION.walk():
        assert page.ids.count(provision.path) == 1
    assert "Được trừ khi tính thuế." in page.at("s1.-1").text


def test_a_provision_that_was_amended_says_by_which_paper_and_its_items_do_not_repeat_it(
    open_pages: OpenPages,
) -> None:
    section = Provision(
        "a",
        ProvisionKind.SECTION,
        "Mức phí",
        validity=Validity(amended_by="9/NQ-HĐND"),
        children=(bullet("a.-1", validity=Validity(amended_by="9/NQ-HĐND")),),
    )
    page = read(open_pages(replace(RESOLUTION, provisions=(section, bullet("b")))))
    assert [badge.text for badge in page.of_class("amended")] == ["Được sửa đổi, bổ sung bởi 9/NQ-HĐND"]
    assert "Được sửa đổi, bổ sung bởi 9/NQ-HĐND" in page.at("a").text


def test_every_provision_has_a_permalink_to_itself(pages: TestClient) -> None:
    links = {link.attributes["href"] for link in read(pages).of_class("permalink")}
    linked = [
        node for node in RESOLUTION.walk() if node.kind not in (ProvisionKind.TABLE, ProvisionKind.RECORD)
    ]
    assert links == {f"#{provision.path}" for provision in linked}


def test_the_record_is_the_table_of_facts_and_not_said_twice(pages: TestClient) -> None:
    page = read(pages)
    facts = page.at("thong-tin")
    assert facts.tag == "dl"
    for fact in ("193/2025/QH15", "Quốc hội", "19/02/2025"):
        assert fact in facts.text
    assert "do Quốc hội ban hành" not in pages.get(ADDRESS).text


def test_an_ended_provision_says_since_when_and_by_what_once(pages: TestClient) -> None:
    badges = [badge.text for badge in read(pages).of_class("badge")]
    assert badges.count("Hết hiệu lực từ 01/10/2025, theo 93/2025/QH15") == 1


def test_the_last_day_of_a_term_is_out_of_force_and_the_day_before_is_not(open_pages: OpenPages) -> None:
    def badge(end: date) -> list[str]:
        document = replace(RESOLUTION, digest=False, provisions=(bullet("-1", validity=Validity(end=end)),))
        return [found.text for found in read(open_pages(document)).of_class("badge")][1:]

    assert badge(date(2026, 11, 23)) == ["Hết hiệu lực từ 23/11/2026"]
    assert badge(date(2026, 11, 24)) == ["Sẽ hết hiệu lực từ 24/11/2026"]


@pytest.mark.parametrize(
    ("validity", "said"),
    [
        (Validity(start=date(2026, 11, 23)), ["Còn hiệu lực"]),
        (Validity(start=date(2026, 11, 24)), ["Có hiệu lực từ 24/11/2026"]),
        (
            Validity(start=date(2025, 1, 1), end=date(2026, 12, 1)),
            ["Còn hiệu lực", "Sẽ hết hiệu lực từ 01/12/2026"],
        ),
        (Validity(start=date(2025, 1, 1), end=date(2026, 11, 23)), ["Hết hiệu lực từ 23/11/2026"]),
        (
            Validity(start=date(2025, 1, 1), amended_by="93/2025/QH15"),
            ["Còn hiệu lực", "Được sửa đổi, bổ sung bởi 93/2025/QH15"],
        ),
        (Validity(), []),  # nothing is known, nothing is claimed
    ],
)
def test_a_document_says_whether_it_is_in_force_where_that_is_known(
    open_pages: OpenPages, validity: Validity, said: list[str]
) -> None:
    client = open_pages(replace(RESOLUTION, digest=False, validity=validity, provisions=()))
    for page in (read(client), read(client, "/van-ban")):
        assert [badge.text for badge in page.of_class("badge")] == said


def test_a_provision_of_its_own_term_inside_an_ended_one_says_so(open_pages: OpenPages) -> None:
    outer = Validity(end=date(2025, 1, 1))
    section = Provision(
        "s1",
        ProvisionKind.SECTION,
        "Mục",
        validity=outer,
        children=(bullet("a", validity=Validity(end=date(2026, 1, 1))),),
    )
    page = read(open_pages(replace(RESOLUTION, provisions=(section,))))
    assert "Hết hiệu lực từ 01/01/2026" in page.at("a").text


def test_a_digest_says_that_it_is_not_the_wording_and_links_to_the_source(pages: TestClient) -> None:
    page = read(pages)
    assert "Bản tóm lược, không phải nguyên văn" in page.of_class("notice")[0].text
    assert "https://vanban.chinhphu.vn" in page.links()
    assert not read(pages, "/van-ban/luat-93-2025-qh15").of_class("notice")


def test_a_table_has_heads_and_rows_with_anchors(pages: TestClient) -> None:
    page = read(pages)
    assert [cell.text for cell in page.elements if cell.tag == "th"] == ["Số", "Thủ tục", "Thời hạn"]
    row = page.at("s2.t1.r2")
    assert row.tag == "tr"
    assert "Cấp lại" in row.text
    assert "10 ngày" in row.text


def test_a_table_whose_text_only_repeats_its_heads_has_no_caption(open_pages: OpenPages) -> None:
    def captions(text: str) -> list[str]:
        table = Provision("t1", ProvisionKind.TABLE, text, cells=("Số", "Thủ tục"))
        page = read(open_pages(replace(RESOLUTION, provisions=(table,))))
        return [element.text.strip() for element in page.elements if element.tag == "caption"]

    assert captions("Số | Thủ tục") == []
    assert captions("Bảng 1") == ["Bảng 1"]


def test_related_papers_that_we_have_are_linked_and_dates_written_out(pages: TestClient) -> None:
    page = read(pages)
    assert "/van-ban/luat-93-2025-qh15" in page.links()
    assert "Điều 3 từ 01/10/2025" in page.at("thong-tin").text


def test_headings_below_the_sixth_level_stay_headings(open_pages: OpenPages) -> None:
    deepest = Provision("s9", ProvisionKind.SECTION, "Sâu nhất")
    for depth in range(8, 0, -1):
        deepest = Provision(f"s{depth}", ProvisionKind.SECTION, f"Mức {depth}", children=(deepest,))
    page = read(open_pages(replace(RESOLUTION, provisions=(deepest,))))
    headings = [
        element.tag for element in page.elements if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ]
    assert headings == ["h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6", "h6", "h6"]


def test_editors_notes_are_never_served(pages: TestClient) -> None:
    assert "biên tập" not in pages.get(ADDRESS).text


def test_hostile_text_stays_text_everywhere(open_pages: OpenPages) -> None:
    row = Provision("r1", ProvisionKind.ROW, HOSTILE, cells=(HOSTILE, HOSTILE))
    provisions = (
        Provision(
            '"><script>',
            ProvisionKind.SECTION,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            papers=(HOSTILE,),
            children=(bullet("-1", HOSTILE),),
        ),
        Provision("t1", ProvisionKind.TABLE, HOSTILE, cells=(HOSTILE,), children=(row,)),
        Provision("p1", ProvisionKind.PARAGRAPH, HOSTILE),
    )
    hostile = Document(
        slug="xau",
        title=HOSTILE,
        name=HOSTILE,
        number=HOSTILE,
        kind=HOSTILE,
        subject=HOSTILE,
        issuer=HOSTILE,
        signer=HOSTILE,
        source=f"javascript:alert(1) {HOSTILE}",
        relations=((HOSTILE, HOSTILE),),
        digest=True,
        provisions=provisions,
    )
    client = open_pages(hostile)
    for page in (read(client, "/van-ban/xau"), read(client, "/van-ban")):
        scripts = [element.attributes for element in page.elements if element.tag == "script"]
        assert scripts in ([], [{"type": "module", "src": "/static/pages/reading.js"}])
        assert not [
            element for element in page.elements if any(name.startswith("on") for name in element.attributes)
        ]
        assert not [link for link in page.links() if link.startswith("javascript:")]
        assert HOSTILE in "".join(element.text for element in page.elements if element.tag == "main")


_SHAPES = st.sampled_from([kind for kind in ProvisionKind if kind is not ProvisionKind.RECORD])


def _tree(children: st.SearchStrategy[Sequence[Provision]]) -> st.SearchStrategy[Provision]:
    return st.builds(Provision, st.just(""), _SHAPES, st.text(max_size=8), children=children.map(tuple))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    roots=st.lists(
        st.recursive(_tree(st.just(())), lambda node: _tree(st.lists(node, max_size=3)), max_leaves=12)
    )
)
def test_no_shape_of_tree_loses_a_provision(open_pages: OpenPages, roots: list[Provision]) -> None:
    def numbered(nodes: Sequence[Provision], above: str) -> tuple[Provision, ...]:
        return tuple(
            replace(node, path=f"{above}.{index}", children=numbered(node.children, f"{above}.{index}"))
            for index, node in enumerate(nodes)
        )

    document = replace(LAW, provisions=numbered(roots, "x"))
    page = read(open_pages(document), f"/van-ban/{LAW.slug}")
    shown = [found for found in page.ids if found.startswith("x.")]
    assert sorted(shown) == sorted(node.path for node in document.walk())
