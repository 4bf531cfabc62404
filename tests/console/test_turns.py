"""The screens of past turns: found, explained, asked again."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.roles import Role
from conversations.past_turns import Wanted
from conversations.told import Told
from conversations.trace import Entity, Guess, Understood, dump_trace, trace_of
from foundation.database import Database
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.release import build_release, switch_live
from tests.console.conftest import Browser, Clock, Office, console_over
from tests.conversations.house import blank_database, small_releases
from tests.conversations.past import Past
from tests.knowledge.samples import GARDENS, NOW, RULES, HashEncoder, a_source

TURNS = "/quan-tri/luot"
FEE = "Mỗi gian hàng ở chợ đêm nộp bao nhiêu một tối?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(small_releases(tmp_path / "releases"))


@pytest.fixture
def answerer() -> Answerer:
    return Answerer(HashEncoder(), lambda: NOW)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = blank_database(tmp_path / "office.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def here(database: Database, clock: Clock, library: Library, answerer: Answerer, tmp_path: Path) -> Office:
    """The console with a release and who answers from it."""
    assert library.release.id
    return Office(database, clock, console_over(database, clock, tmp_path, answerer=answerer))


@pytest.fixture
def past(here: Office) -> Past:
    return Past(here.database)


@pytest.fixture
def browser(here: Office) -> Browser:
    return here.signed_in()


def shown(browser: Browser, path: str) -> str:
    answered = browser.get(path)
    assert answered.status_code == 200, answered.text
    return html.unescape(answered.text)


def asked_for_real(past: Past, library: Library, answerer: Answerer) -> str:
    """A turn whose answer and trace are the service's own; its id."""
    answer = answerer.answer(library.release, FEE, Context())
    understood = Understood(Guess("ask_documents", 0.91), (), (Entity("agency", "chợ đêm"),))
    trace = trace_of(
        understood,
        Told(answer, seconds=0.0203),
        (Context(), answer.context),
        engine_seconds=0.0415,
        whole_seconds=0.05,
        kept=True,
    )
    turn, _ = past.turn(
        FEE, answer.outcome, release=library.release.id, citations=answer.citations, trace=dump_trace(trace)
    )
    return turn


def test_the_list_shows_the_newest_questions_and_leads_to_each(browser: Browser, past: Past) -> None:
    first, _ = past.turn("Kinh phí ở đâu?")
    second, _ = past.turn("tôi buồn", Outcome.SMALL_TALK, channel="telegram")
    page = shown(browser, TURNS)
    assert page.index(second) < page.index(first)
    assert "Kinh phí ở đâu?" in page
    assert "buồn" not in page
    assert "Telegram" in page


def test_filters_are_kept_on_the_way_to_older_turns(browser: Browser, past: Past) -> None:
    for number in range(60):
        past.turn(f"Kinh phí {number}?")
    page = shown(browser, f"{TURNS}?tu=kinh+phi&ket-qua=cau-hoi&tu-ngay=2026-11-20&den-ngay=2026-11-20")
    [older] = [part.split('"')[0] for part in page.split('href="')[1:] if "truoc=" in part]
    assert "tu=kinh+phi" in older
    rest = shown(browser, older)
    assert "Kinh phí 9?" in rest
    assert "Kinh phí 10?" not in rest


def test_a_filter_that_nothing_fits_says_what_to_do(browser: Browser, past: Past) -> None:
    past.turn()
    assert "bớt điều kiện lọc" in shown(browser, f"{TURNS}?kenh=messenger")


@pytest.mark.parametrize(
    "query", ["tu-ngay=hom-qua", "den-ngay=0000-00-00", "truoc=x", "truoc=2026-11-20T00:00:00_abc", "truoc=_"]
)
def test_a_malformed_address_is_refused_in_words(browser: Browser, query: str) -> None:
    answered = browser.get(f"{TURNS}?{query}")
    assert answered.status_code == 422
    assert "không đúng dạng" in answered.text


def test_a_turn_is_explained_from_the_question_to_the_times(
    browser: Browser, past: Past, library: Library, answerer: Answerer
) -> None:
    page = shown(browser, f"{TURNS}/{asked_for_real(past, library, answerer)}")
    assert FEE in page
    assert "ask_documents" in page
    assert "0,910" in page
    assert "chợ đêm (<code>agency</code>)" in page
    assert "Phí chỗ bán hàng" in page or "Mỗi gian hàng nộp 50.000 đồng" in page
    assert "tìm kiếm trong văn bản" in page
    assert "ngưỡng 0,340" in page
    for took in ("50,0", "41,5", "20,3"):
        assert f"<td>{took}</td>" in page
    assert page.count("/van-ban/cho-dem#") > 2


def test_a_turn_without_a_trace_says_so(browser: Browser, past: Past) -> None:
    turn, _ = past.turn()
    assert "chưa có dấu vết" in shown(browser, f"{TURNS}/{turn}")


THANKS = "Đã ghi lại với mã K7M29-QXD4T."


@pytest.mark.parametrize("outcome", [Outcome.HANDOVER, Outcome.FORM])
@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_read_what_is_left_for_officers_does_not_read_the_replies_about_it(
    here: Office, past: Past, role: Role, outcome: Outcome
) -> None:
    turn, _ = past.turn("để lại câu hỏi", outcome, text=THANKS)
    page = shown(here.signed_in("mot.nguoi", role), f"{TURNS}/{turn}")
    assert (THANKS in page) is (role is not Role.EDITOR)
    assert ("không hiện ở đây" in page) is (role is Role.EDITOR)


def test_editors_read_the_replies_to_questions(here: Office, past: Past) -> None:
    turn, _ = past.turn(text="Theo kế hoạch.")
    assert "Theo kế hoạch." in shown(here.signed_in("mot.nguoi", Role.EDITOR), f"{TURNS}/{turn}")


def test_what_citizens_wrote_is_shown_as_text(browser: Browser, past: Past) -> None:
    turn, _ = past.turn("<script>alert(1)</script>")
    for path in (TURNS, f"{TURNS}/{turn}", f"{TURNS}/{turn}/chay-lai"):
        assert "<script>alert" not in browser.get(path).text


@pytest.mark.parametrize("way", ["", "/chay-lai"])
def test_a_turn_that_is_gone_is_told_of_kindly(browser: Browser, past: Past, way: str) -> None:
    answered = browser.get(f"{TURNS}/nobody{way}")
    assert answered.status_code == 404
    assert "Không có lượt này" in answered.text


def test_the_same_release_is_asked_once_and_nothing_is_stored(
    browser: Browser, past: Past, here: Office, library: Library, answerer: Answerer
) -> None:
    turn = asked_for_real(past, library, answerer)
    before = here.console.turns.one(turn)
    page = shown(browser, f"{TURNS}/{turn}/chay-lai")
    assert "vẫn là bản đang dùng" in page
    assert "Bản của lượt này</h2>" not in page
    assert here.console.turns.one(turn) == before
    assert len(here.console.turns.newest(Wanted(), 10)) == 1


def test_after_another_release_both_answer_side_by_side(
    browser: Browser, past: Past, library: Library, answerer: Answerer, tmp_path: Path
) -> None:
    turn = asked_for_real(past, library, answerer)
    dearer = RULES.replace("50.000 đồng", "70.000 đồng")
    publish(tmp_path / "releases", dearer)
    fresh = Library(
        tmp_path / "releases"
    )  # of a process that started since: the old release is not in memory
    library.refresh()
    library._previous = None  # noqa: SLF001 - as after another publishing
    page = shown(browser, f"{TURNS}/{turn}/chay-lai")
    assert "Bản của lượt này" in page
    assert "Bản đang dùng" in page
    assert fresh.release.id in page


def test_a_release_that_is_gone_is_said_to_be_gone(browser: Browser, past: Past) -> None:
    turn, _ = past.turn(FEE, release="20200101T000000-deadbeef")
    page = shown(browser, f"{TURNS}/{turn}/chay-lai")
    assert "không còn được giữ" in page
    assert "Bản đang dùng" in page


@pytest.mark.parametrize("release", ["", ".", "..", "../releases", "live"])
def test_a_name_that_is_no_release_loads_nothing(library: Library, release: str) -> None:
    assert library.kept(release) is None


def test_a_release_of_before_is_loaded_once(library: Library, tmp_path: Path) -> None:
    before = library.release.id
    publish(tmp_path / "releases", RULES.replace("50.000", "70.000"))
    library.refresh()
    publish(tmp_path / "releases", RULES.replace("50.000", "90.000"), hours=2)
    library.refresh()
    kept = library.kept(before)
    assert kept is not None
    assert kept.id == before
    assert library.kept(before) is kept


def publish(folder: Path, rules: str, hours: int = 1) -> None:
    sources = [a_source(rules, "cho-dem.md"), a_source(GARDENS, "cay-xanh.md")]
    switch_live(folder, build_release(folder, sources, HashEncoder(), NOW + timedelta(hours=hours)).id)


def test_a_follow_up_is_asked_again_in_its_context(
    browser: Browser, past: Past, library: Library, answerer: Answerer
) -> None:
    before = answerer.answer(library.release, "Năm 2026 trồng bao nhiêu cây?", Context()).context
    answer = answerer.answer(library.release, "còn năm 2027 thì sao?", before)
    trace = trace_of(
        None, Told(answer), (before, answer.context), engine_seconds=0, whole_seconds=0, kept=True
    )
    turn, _ = past.turn(
        "còn năm 2027 thì sao?", answer.outcome, release=library.release.id, trace=dump_trace(trace)
    )
    page = shown(browser, f"{TURNS}/{turn}/chay-lai")
    assert answer.text.split("\n")[0] in page
