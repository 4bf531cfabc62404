"""From a change to what citizens read: the draft, the check, who may publish, later, and back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from console.audit import Actor
from console.checks import CheckState
from console.publications import PublicationKind, PublicationState
from console.publishing_rules import Rules
from console.publishing_tables import CheckRow
from console.release_keeping import keep_few, superfluous
from console.roles import Role
from evaluation.trial import Verdict
from foundation.errors import ConflictError, InputError, RightError
from knowledge.draft import Became, Kind
from knowledge.release import delete_release, list_releases, live_id, switch_live
from tests.console.conftest import SERVER, Office
from tests.console.desk import LIST, hand_in, hidden, papers_of
from tests.console.printing_house import HOURS, PrintingHouse
from tests.knowledge.samples import RULES, HashEncoder
from tests.knowledge.scans import FakeTesseract, scanned_pdf
from tests.knowledge.test_curated import MARKET
from tests.knowledge.test_sample_questions import a_file

pytestmark = pytest.mark.slow  # many short ones, each over both kinds of database: half a minute together


@pytest.fixture
def room(office: Office, tmp_path: Path) -> PrintingHouse:
    newsroom = PrintingHouse(office, tmp_path / "releases")
    newsroom.open()
    return newsroom


@pytest.fixture
def every_room(both: Office, tmp_path: Path) -> PrintingHouse:
    """The same over a database of each kind."""
    newsroom = PrintingHouse(both, tmp_path / "releases")
    newsroom.open()
    return newsroom


def test_a_draft_that_nobody_touched_is_what_is_live(room: PrintingHouse) -> None:
    draft = room.publishing.drafts.present()
    assert draft.differences == ()
    assert draft.live == room.live
    with pytest.raises(InputError, match="không khác gì"):
        room.publishing.request_check(room.actor("lan.nguyen"))


def test_a_draft_tells_what_is_new_changed_and_retired_and_by_whom(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    room.answer(by="hoa.tran")
    entry = room.documents.entry("cay-xanh")
    room.documents.retire("cay-xanh", entry.revision, "minh.vu")
    found = {(one.kind, one.slug): one for one in room.publishing.drafts.present().differences}
    changed = found[Kind.DOCUMENT, "cho-dem"]
    assert changed.became is Became.CHANGED
    assert [("23 giờ" in one.before, "22 giờ" in one.after) for one in changed.changes] == [(True, True)]
    assert (changed.by, changed.authors, changed.at) == ("lan.nguyen", ("lan.nguyen",), room.office.clock())
    assert found[Kind.DOCUMENT, "cay-xanh"].became is Became.RETIRED
    assert found[Kind.CURATED, "gio-cho"].became is Became.NEW
    assert room.publishing.drafts.present().authors == {"lan.nguyen", "hoa.tran", "minh.vu"}


def test_a_draft_warns_of_answers_that_cite_what_is_missing(room: PrintingHouse) -> None:
    room.answer()
    entry = room.documents.entry("cho-dem")
    room.documents.retire("cho-dem", entry.revision, "lan.nguyen")
    draft = room.publishing.drafts.present()
    assert [(one.kind, one.slug) for one in draft.remarks] == [(Kind.CURATED, "gio-cho")]
    assert "cho-dem#" in draft.remarks[0].message
    assert Kind.CURATED not in {one.kind for one in draft.differences}, "it would not go live"


def test_a_check_says_what_gets_worse_and_shows_both_answers(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    live = room.live
    check = room.publishing.checks.get(room.checked())
    assert check.state is CheckState.DONE
    assert (check.counts[Verdict.WORSE], check.counts[Verdict.BETTER], check.asked) == (1, 0, 2)
    assert check.right == (2, 1)
    [worse] = room.publishing.checks.compared(check.id, Verdict.WORSE, 10)
    assert worse.question == HOURS
    assert "23 giờ" in worse.before.text
    assert "22 giờ" in worse.after.text
    assert worse.before.citations[0][0].startswith("cho-dem#")
    assert room.live == live, "a check puts nothing live"


def test_what_was_worse_is_better_the_other_way_round(room: PrintingHouse) -> None:
    room.reword("cho-dem", "23 giờ", "22 giờ")
    room.publish(room.checked(), room.account("minh.vu"))
    room.reword("cho-dem", "22 giờ", "23 giờ", by="hoa.tran")
    check = room.publishing.checks.get(room.checked("hoa.tran"))
    assert (check.counts[Verdict.BETTER], check.counts[Verdict.WORSE]) == (1, 0)


def test_unchanged_passages_are_not_encoded_again(room: PrintingHouse) -> None:
    room.encoder = encoder = HashEncoder()
    switch_live(room.folder, room.build().id)
    encoder.encoded.clear()
    room.reword("cho-dem", "23 giờ", "22 giờ")
    room.checked()
    assert encoder.encoded
    assert not any("cây sấu" in text for text in encoder.encoded)


def test_a_reviewer_publishes_what_others_changed(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check = room.checked()
    before, reviewer = room.live, room.account("minh.vu")
    room.publish(check, reviewer)
    assert room.live == room.publishing.checks.get(check).release != before
    assert any("22 giờ" in node.text for node in room.live_release.documents[1].walk())
    [newest, *_] = room.publishing.publications.history(5)
    assert (newest.kind, newest.state, newest.by) == (
        PublicationKind.PUBLISH,
        PublicationState.DONE,
        "minh.vu",
    )
    last = list(room.office.console.audit.all())[-1]
    assert (last.actor, last.action, last.subject) == ("minh.vu", "release_published", room.live)
    assert dict(last.details) == {"previous": before, "check": check}
    assert room.publishing.drafts.present().differences == ()


def test_an_author_may_not_publish_their_own_change(room: PrintingHouse) -> None:
    reviewer = room.account("minh.vu")
    room.reword("cho-dem", "23 giờ", "22 giờ", by="minh.vu")
    check, live = room.checked("minh.vu"), room.live
    with pytest.raises(RightError, match="của chính anh/chị"):
        room.publish(check, reviewer)
    assert room.live == live


def test_an_author_stays_one_after_somebody_else_changed_the_same(every_room: PrintingHouse) -> None:
    room = every_room
    reviewer = room.account("minh.vu")
    room.reword("cho-dem", "23 giờ", "22 giờ", by="minh.vu")
    room.reword("cho-dem", "24 giờ", "23 giờ", by="lan.nguyen")
    assert room.publishing.drafts.present().differences[0].by == "lan.nguyen"
    with pytest.raises(RightError):
        room.publish(room.checked(), reviewer)


@pytest.mark.parametrize("name", ["ben-thuyen.md", "gio-le.md", "cau-hoi-cho.md"])
def test_who_hands_a_file_in_may_not_publish_it_whatever_it_holds(
    every_room: PrintingHouse, name: str
) -> None:
    room = every_room
    texts = {
        "ben-thuyen.md": RULES.replace("chợ đêm", "bến thuyền"),
        "gio-le.md": MARKET,
        "cau-hoi-cho.md": a_file().decode(),
    }
    hand_in(room.signed_in("minh.vu", Role.REVIEWER), (name, texts[name].encode()))
    [change] = room.publishing.drafts.present().differences
    assert (change.became, change.authors) == (Became.NEW, ("minh.vu",))
    check, live = room.checked("minh.vu"), room.live
    with pytest.raises(RightError, match="của chính anh/chị"):
        room.publish(check, room.office.named("minh.vu"))
    assert room.live == live
    room.publish(check, room.account("ha.le"))


def test_neither_who_proposes_a_changed_file_nor_who_accepts_it_may_publish_it(
    every_room: PrintingHouse,
) -> None:
    room = every_room
    changed = RULES.replace("23 giờ", "22 giờ").encode()
    hand_in(room.signed_in("hoa.tran", Role.REVIEWER), ("cho-dem.md", changed))
    browser = room.signed_in("minh.vu", Role.REVIEWER)
    page = browser.get(f"{LIST}/cho-dem/de-xuat").text
    action = f"{LIST}/cho-dem/de-xuat"
    browser.post(action, ban=hidden(page, "ban", action), tep=hidden(page, "tep", action))
    [change] = room.publishing.drafts.present().differences
    assert (change.became, change.authors) == (Became.CHANGED, ("hoa.tran", "minh.vu"))
    assert "hoa.tran" in browser.get("/quan-tri/phat-hanh").text
    check = room.checked("lan.nguyen")
    for name in change.authors:
        with pytest.raises(RightError, match="của chính anh/chị"):
            room.publish(check, room.office.named(name))
    room.publish(check, room.account("ha.le"))


def test_who_hands_a_scan_in_may_not_publish_it(
    room: PrintingHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    hand_in(room.signed_in("minh.vu", Role.REVIEWER), ("Quyết định quét.pdf", scanned_pdf(1)))
    scans = papers_of(room.office).stock.scans
    [job] = scans.all()
    scans.read(job, lambda _job: None)
    [change] = room.publishing.drafts.present().differences
    assert change.authors == ("minh.vu",)


def test_what_was_imported_on_the_server_is_published_by_any_reviewer(room: PrintingHouse) -> None:
    room.documents.import_content(Path("cho-dem.md"), RULES.replace("23 giờ", "22 giờ").encode())
    room.documents.accept("cho-dem")
    assert room.publishing.drafts.present().authors == frozenset()
    room.publish(room.checked(), room.account("minh.vu"))


def test_who_changed_what_is_live_by_now_may_publish_what_others_change_after(room: PrintingHouse) -> None:
    first, second = room.account("minh.vu"), room.account("ha.le")
    room.reword("cho-dem", "23 giờ", "22 giờ", by="minh.vu")
    room.publish(room.checked(), second)
    room.reword("cho-dem", "22 giờ", "21 giờ", by="lan.nguyen")
    room.publish(room.checked(), first)
    assert room.publishing.drafts.present().differences == ()


def test_a_one_person_office_is_allowed_by_an_administrator_and_the_log_says_so(room: PrintingHouse) -> None:
    room.publishing.rules.change(room.actor("quan.tri"), Rules(alone=True, kept=5))
    room.reword("cho-dem", "23 giờ", "22 giờ", by="minh.vu")
    room.publish(room.checked("minh.vu"), room.account("minh.vu"))
    entries = {entry.action: entry for entry in room.office.console.audit.all()}
    assert dict(entries["publishing_rules_changed"].details) == {"alone": "có", "kept": "5"}
    assert "chính người phát hành" in entries["release_published"].details["reason"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICER])
def test_only_reviewers_and_administrators_publish_and_go_back(room: PrintingHouse, role: Role) -> None:
    account = room.account("ai.do", role)
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check, live = room.checked(), room.live
    with pytest.raises(RightError):
        room.publish(check, account)
    with pytest.raises(RightError):
        room.publishing.roll_back(room.actor("ai.do"), account, live, "thử")
    assert room.live == live


def test_a_draft_that_changed_after_its_check_is_not_published(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check, live = room.checked(), room.live
    room.reword("cay-xanh", "900 cây", "800 cây")
    with pytest.raises(ConflictError, match="Bản nháp đã thay đổi"):
        room.publish(check, room.account("minh.vu"))
    assert room.live == live


def test_a_check_against_what_is_no_longer_live_is_not_published(room: PrintingHouse) -> None:
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check = room.checked()
    switch_live(room.folder, room.build().id)
    with pytest.raises(ConflictError, match="Bản đang dùng đã đổi"):
        room.publish(check, room.account("minh.vu"))


def test_one_check_at_a_time(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    room.publishing.request_check(room.actor("lan.nguyen"))
    with pytest.raises(ConflictError, match="Đang có một lần kiểm tra"):
        room.publishing.request_check(room.actor("minh.vu"))
    assert room.publishing.checks.claim()
    assert room.publishing.checks.claim() is None, "no second process takes it up"


def test_of_two_who_ask_for_a_check_at_once_one_is_told_so(every_room: PrintingHouse) -> None:
    checks, others = every_room.publishing.checks, []

    def in_between(_session: Session) -> None:
        """While the first one is being written: whoever does not wait for it is through at once."""
        others.append(pool.submit(checks.request, "minh.vu"))
        wait(others, timeout=0.5)

    with ThreadPoolExecutor(1) as pool:
        checks.request("lan.nguyen", in_between)
        with pytest.raises(ConflictError, match="Đang có một lần kiểm tra"):
            others[0].result(20)


def test_no_check_begins_while_another_one_runs(every_room: PrintingHouse) -> None:
    checks = every_room.publishing.checks
    first = checks.request("lan.nguyen")
    assert checks.claim() == first
    with every_room.office.database.transaction() as session:  # as another version may have left it
        session.execute(update(CheckRow).where(CheckRow.id == first).values(state=CheckState.DONE))
    second = checks.request("minh.vu")
    with every_room.office.database.transaction() as session:
        session.execute(update(CheckRow).where(CheckRow.id == first).values(state=CheckState.RUNNING))
    assert checks.claim() is None
    checks.fail(first, ConflictError("", hint=""))
    assert checks.claim() == second


def test_a_check_without_a_sign_of_life_says_that_it_was_broken_off_and_another_may_begin(
    every_room: PrintingHouse,
) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check = room.publishing.request_check(room.actor("lan.nguyen"))
    assert room.publishing.checks.claim() == check
    room.office.clock.pass_by(seconds=19)
    room.publishing.checks.beat(check)
    room.office.clock.pass_by(seconds=19)
    assert room.publishing.checks.get(check).state is CheckState.RUNNING
    room.office.clock.pass_by(seconds=2)
    broken = room.publishing.checks.get(check)
    assert broken.state is CheckState.FAILED
    assert "bị ngắt giữa chừng" in broken.error
    again = room.publishing.request_check(room.actor("lan.nguyen"))
    assert room.publishing.checks.claim() == again
    assert room.publishing.checks.get(check).state is CheckState.FAILED


def test_a_check_that_was_given_up_meanwhile_leaves_no_release(room: PrintingHouse) -> None:
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check = room.publishing.request_check(room.actor("lan.nguyen"))
    room.publishing.checks.claim()
    room.office.clock.pass_by(seconds=30)
    again = room.publishing.request_check(room.actor("lan.nguyen"))
    room.checking().run(check)
    assert [manifest.release for manifest in list_releases(room.folder)] == [room.live]
    assert room.publishing.checks.get(again).state is CheckState.WAITING


def test_a_scheduled_release_goes_live_at_its_moment(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check, before, reviewer = room.checked(), room.live, room.account("minh.vu")
    due = room.office.clock() + timedelta(hours=2)
    room.publishing.schedule(room.actor("minh.vu"), reviewer, check, due)
    room.office.clock.pass_by(hours=1, minutes=59)
    room.publishing.look()
    assert room.live == before
    room.office.clock.pass_by(minutes=1)
    room.publishing.look()
    assert room.live == room.publishing.checks.get(check).release
    [newest, *_] = room.publishing.publications.history(5)
    assert (newest.state, newest.by, newest.due_at) == (PublicationState.DONE, "minh.vu", due)
    assert room.office.actions()[-2:] == ["publishing_scheduled", "release_published"]


@pytest.mark.parametrize("what", ["changed", "checked anew", "gone", "other live", "account off"])
def test_a_scheduled_release_is_called_off_where_it_is_no_longer_what_was_decided(
    room: PrintingHouse, what: str
) -> None:
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check, reviewer = room.checked(), room.account("minh.vu")
    due = room.office.clock() + timedelta(hours=2)
    room.publishing.schedule(room.actor("minh.vu"), reviewer, check, due)
    if what == "changed":
        room.reword("cay-xanh", "900 cây", "800 cây")
    elif what == "checked anew":
        room.checked()
    elif what == "gone":
        delete_release(room.folder, room.publishing.checks.get(check).release)
    elif what == "other live":
        switch_live(room.folder, room.build().id)
    else:
        room.office.console.accounts.disable(SERVER, reviewer.id)
    room.publishing.look()
    live = room.live
    assert room.publishing.publications.scheduled() is None
    cancelled = [
        one for one in room.publishing.publications.history(9) if one.state is PublicationState.CANCELLED
    ]
    assert len(cancelled) == 1
    assert cancelled[0].trouble
    room.office.clock.pass_by(hours=3)
    room.publishing.look()
    assert room.live == live


def test_what_is_scheduled_can_be_cancelled(room: PrintingHouse) -> None:
    room.reword("cho-dem", "23 giờ", "22 giờ")
    check, before, reviewer = room.checked(), room.live, room.account("minh.vu")
    with pytest.raises(InputError):
        room.publishing.schedule(room.actor("minh.vu"), reviewer, check, room.office.clock())
    room.publishing.schedule(
        room.actor("minh.vu"), reviewer, check, room.office.clock() + timedelta(minutes=5)
    )
    room.publishing.cancel(room.actor("minh.vu"))
    room.office.clock.pass_by(minutes=6)
    room.publishing.look()
    assert room.live == before
    with pytest.raises(ConflictError):
        room.publishing.cancel(room.actor("minh.vu"))


def test_one_click_back_and_the_draft_stays(every_room: PrintingHouse) -> None:
    room = every_room
    room.reword("cho-dem", "23 giờ", "22 giờ")
    first, reviewer = room.live, room.account("minh.vu")
    room.publish(room.checked(), reviewer)
    second = room.live
    assert room.publishing.ways_back() == [first]
    with pytest.raises(InputError, match="lý do"):
        room.publishing.roll_back(room.actor("minh.vu"), reviewer, first, " ")
    room.publishing.roll_back(room.actor("minh.vu"), reviewer, first, "sai giờ đóng cửa")
    assert room.live == first
    assert "22 giờ" in str(room.documents.entry("cho-dem").record)
    assert [one.slug for one in room.publishing.drafts.present().differences] == ["cho-dem"]
    last = list(room.office.console.audit.all())[-1]
    assert (last.action, dict(last.details)) == (
        "release_rolled_back",
        {"previous": second, "reason": "sai giờ đóng cửa"},
    )
    assert room.publishing.ways_back() == [second], "and forward again"


def test_the_way_back_from_a_release_is_the_one_before_it_however_often_one_went(room: PrintingHouse) -> None:
    reviewer, lived = room.account("minh.vu"), [room.live]
    for old, new in (("23 giờ", "22 giờ"), ("22 giờ", "21 giờ")):
        room.reword("cho-dem", old, new)
        room.publish(room.checked(), reviewer)
        lived.append(room.live)
    room.publishing.roll_back(room.actor("minh.vu"), reviewer, room.publishing.ways_back()[0], "thử")
    assert room.live == lived[1]
    assert room.publishing.ways_back()[0] == lived[0]


def test_what_goes_live_on_the_server_is_in_the_history_too(every_room: PrintingHouse) -> None:
    room = every_room
    first = room.live
    room.reword("cho-dem", "23 giờ", "22 giờ")
    switch_live(room.folder, room.build().id)
    room.publishing.look()
    room.publishing.look()
    told = [(one.kind, one.previous) for one in room.publishing.publications.history(9)]
    assert told == [(PublicationKind.ELSEWHERE, first), (PublicationKind.ELSEWHERE, "")]
    entries = [one for one in room.office.console.audit.all() if one.action == "release_published"]
    assert [(one.actor, one.subject, one.details.get("previous")) for one in entries] == [
        ("máy chủ", first, None),
        ("máy chủ", room.live, first),
    ]
    assert room.publishing.ways_back() == [first]


def test_as_many_releases_are_kept_as_administrators_say(room: PrintingHouse) -> None:
    reviewer, lived = room.account("minh.vu"), [room.live]
    room.publishing.rules.change(room.actor("quan.tri"), Rules(kept=2))
    for hour in (22, 21, 20):
        room.reword("cho-dem", f"{hour + 1} giờ", f"{hour} giờ")
        room.publish(room.checked(), reviewer)
        lived.append(room.live)
    mine = room.build().id  # built on the server, for whoever knows why
    room.reword("cho-dem", "20 giờ", "19 giờ")
    superseded = room.publishing.checks.get(room.checked()).release
    room.reword("cho-dem", "19 giờ", "18 giờ")
    latest = room.publishing.checks.get(room.checked()).release
    assert keep_few(room.publishing) == sorted([*lived[:2], superseded])
    assert {manifest.release for manifest in list_releases(room.folder)} == {*lived[2:], mine, latest}
    assert live_id(room.folder) == lived[-1]


def test_what_is_needed_stays_whatever_the_number() -> None:
    assert superfluous(["a", "b", "c", "d"], ["d", "c", "d", "b", "a"], [], {"a", ""}, kept=2) == ["b"]


@pytest.mark.parametrize("kept", [1, 101])
def test_rules_that_would_leave_no_way_back_are_refused(room: PrintingHouse, kept: int) -> None:
    with pytest.raises(InputError):
        room.publishing.rules.change(Actor("quan.tri", ""), Rules(kept=kept))
