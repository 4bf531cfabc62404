"""The audit log: it tells of every change, only grows, and shows where somebody tampered with it."""

from __future__ import annotations

import ast
import csv
import io
import json
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from console.actions import Action, spelled_out
from console.audit import Actor, Entry, Wanted, check_chain
from console.audit_export import csv_of, json_lines_of
from console.audit_screens import read_wanted
from console.roles import Role
from foundation.database import Database
from foundation.errors import InputError
from tests.console.conftest import ADDRESS, SERVER, Office
from tests.postgres import PostgresServer

LOG = "/quan-tri/nhat-ky"


def test_a_change_is_told_with_who_when_what_and_from_where(both: Office) -> None:
    browser = both.signed_in("quan.tri", Role.ADMIN)
    both.account()
    browser.post(f"/quan-tri/tai-khoan/{both.named('lan.nguyen').id}/vai-tro", vai_tro="reviewer")
    *_, entry = both.console.audit.all()
    assert (entry.actor, entry.action, entry.subject) == ("quan.tri", "role_changed", "lan.nguyen")
    assert (entry.at, entry.address) == (both.clock.now, ADDRESS)
    assert entry.details == {"from": "editor", "to": "reviewer"}


def written_details() -> set[str]:
    """The keys of all details that the code writes beside an action."""
    trees = [
        ast.parse(file.read_text("utf-8"))
        for room in ("console", "service")
        for file in Path(room).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    told = [node.args for node in nodes if isinstance(node, ast.Call) and "Action." in ast.unparse(node)]
    names = {one.id for args in told for one in args if isinstance(one, ast.Name)} | {"details"}
    keys = [*(one for args in told for one in args if isinstance(one, ast.Dict))]
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in names:
                keys += [one for one in ast.walk(value) if isinstance(one, ast.Dict)]
            case ast.AnnAssign(target=ast.Name(id="details"), value=ast.Dict() as value):
                keys.append(value)
            case ast.FunctionDef(name="details"):
                keys += [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
            case ast.keyword(arg="details", value=value):
                keys += [one for one in ast.walk(value) if isinstance(one, ast.Dict)]
            case _:
                pass
    found = {key.value for each in keys for key in each.keys if isinstance(key, ast.Constant)}
    found |= {
        node.targets[0].slice.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Subscript)
        and ast.unparse(node.targets[0].value) == "details"
        and isinstance(node.targets[0].slice, ast.Constant)
    }
    return {key for key in found if isinstance(key, str)}


def test_every_detail_that_is_ever_written_has_a_word_of_its_own() -> None:
    written = written_details()
    assert {"role", "hours", "check", "part", "file", "kept", "notice", "answer"} <= written
    assert not {key for key in written if spelled_out({key: "x"}) == f"{key} x"}


def test_details_are_told_in_words(office: Office) -> None:
    admin = office.signed_in("quan.tri", Role.ADMIN)
    number = office.a_group()
    admin.fill(f"/quan-tri/chua-tra-loi/{number}/bo-qua", {"ban": "1", "ly-do": "not_ours", "sau": ""})
    assert office.actions()[-1] == "questions_dismissed"
    shown = admin.get(LOG).text
    assert "lý do không thuộc việc của tỉnh" in shown
    assert "not_ours" not in shown


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'ai khac' WHERE number = 1",
        "DELETE FROM audit_log WHERE number = 1",
        "DELETE FROM audit_log",
    ],
)
def test_the_database_refuses_to_change_what_was_written(both: Office, statement: str) -> None:
    both.account()
    before = list(both.console.audit.all())
    with pytest.raises(DatabaseError), both.database.transaction() as session:
        session.execute(text(statement))
    assert list(both.console.audit.all()) == before


def test_sqlite_refuses_to_put_another_entry_in_the_place_of_one(office: Office) -> None:
    office.account()
    with pytest.raises(DatabaseError), office.database.transaction() as session:
        session.execute(text("INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE number = 1"))


def test_postgresql_refuses_to_empty_it(postgres: PostgresServer) -> None:
    with (
        closing(Database(postgres.migrated_database())) as database,
        pytest.raises(DatabaseError, match="only grows"),
        database.transaction() as session,
    ):
        session.execute(text("TRUNCATE audit_log"))


def test_a_change_that_fails_leaves_no_entry(both: Office) -> None:
    both.account()
    with pytest.raises(InputError):
        both.account()
    assert both.actions() == ["account_added"]


def test_many_at_once_are_chained_one_after_another(both: Office) -> None:
    def note() -> None:
        for _ in range(10):
            both.console.audit.note(SERVER, Action.AUDIT_EXPORTED)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = both.console.audit.check()
    assert (verdict.entries, verdict.broken) == (40, 0)


def chain(office: Office) -> list[Entry]:
    for _ in range(5):
        office.console.audit.note(SERVER, Action.AUDIT_EXPORTED, "x")
    return list(office.console.audit.all())


def test_an_untouched_chain_holds(both: Office) -> None:
    entries = chain(both)
    assert both.console.audit.check().intact
    assert both.console.audit.check(entries[2].digest).intact
    assert both.console.audit.check().last == entries[-1].digest


@pytest.mark.parametrize("number", range(1, 5))
def test_a_removed_entry_shows(office: Office, number: int) -> None:
    entries = chain(office)
    assert check_chain(entries[: number - 1] + entries[number:]).broken == number + 1


def test_entries_cut_from_the_end_show_against_a_digest_noted_before(office: Office) -> None:
    entries = chain(office)
    assert check_chain(entries[:-1]).intact
    assert not check_chain(entries[:-1], anchor=entries[-1].digest).intact


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "ai khac"},
        {"action": "signed_in"},
        {"subject": "y"},
        {"address": "198.51.100.1"},
        {"details": {"a": "b"}},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_an_altered_entry_shows(office: Office, change: dict[str, object]) -> None:
    entries = chain(office)
    entries[2] = replace(entries[2], **change)  # type: ignore[arg-type]  # each is of its field's type
    assert check_chain(entries).broken == 3


def test_swapped_entries_show(office: Office) -> None:
    one, two, *rest = chain(office)
    assert check_chain([two, one, *rest]).broken == 2


def test_the_page_filters_by_person_kind_and_day(both: Office) -> None:
    browser = both.signed_in("quan.tri", Role.ADMIN)
    both.clock.pass_by(days=1)
    both.account()
    browser = both.browser()
    browser.sign_in("quan.tri")
    shown = browser.get(LOG, params={"viec": "account_added", "tu-ngay": "2026-12-01"}).text
    assert "1 dòng" in shown
    assert "<td>lan.nguyen</td>" in shown
    assert "0 dòng" not in shown
    assert "Không có dòng nào" in browser.get(LOG, params={"den-ngay": "2026-11-29"}).text
    wanted = Wanted(actor="quan.tri", until=both.clock.now)
    assert [entry.action for entry in both.console.audit.all(wanted)] == ["signed_in"]


def test_a_page_tells_of_details_in_vietnamese(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    office.console.accounts.set_role(SERVER, office.account().id, Role.REVIEWER)
    assert "<td>từ biên tập viên, thành người duyệt</td>" in browser.get(LOG).text


def test_what_no_database_can_look_for_is_refused(both: Office) -> None:
    browser = both.signed_in("quan.tri", Role.ADMIN)
    assert browser.get(f"{LOG}?nguoi=a%00b").status_code == 422
    assert browser.post("/quan-tri/tai-khoan/a%00b/ngung").status_code == 422


def test_older_entries_are_a_page_away(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    for _ in range(100):
        office.console.audit.note(SERVER, Action.AUDIT_EXPORTED)
    assert "truoc=3" in browser.get(LOG).text
    assert "2 dòng" in browser.get(LOG, params={"truoc": "3"}).text


def test_it_is_exported_as_csv_which_is_noted(both: Office) -> None:
    browser = both.signed_in("quan.tri", Role.ADMIN)
    exported = browser.post(f"{LOG}/csv")
    assert exported.headers["content-disposition"] == 'attachment; filename="nhat-ky.csv"'
    rows = list(csv.reader(io.StringIO(exported.text.removeprefix("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["account_added", "signed_in", "audit_exported"]
    assert rows[-1][-1] == both.console.audit.check().last


def test_the_page_checks_the_chain(office: Office) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    assert "Nhật ký nguyên vẹn: 2 dòng" in browser.post(f"{LOG}/kiem").text
    assert "không có trong nhật ký" in browser.post(f"{LOG}/kiem", ma_bam="0" * 64).text


def test_json_lines_are_enough_to_follow_the_chain_elsewhere(office: Office) -> None:
    read = []
    for line in json_lines_of(chain(office)):
        fields = json.loads(line)
        read.append(Entry(**fields | {"at": datetime.fromisoformat(fields["at"])}))
    assert check_chain(read).intact


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_of_the_csv_is_a_formula(actor: str, subject: str) -> None:
    entry = Entry(1, datetime(2026, 1, 1, tzinfo=UTC), actor, "x", subject, {}, "", "", "")
    [_, row, *_] = csv.reader(io.StringIO(csv_of([entry]).removeprefix("\ufeff"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(
    st.dictionaries(st.sampled_from(["nguoi", "viec", "tu-ngay", "den-ngay", "truoc"]), st.text(max_size=12))
)
def test_any_filter_is_read_or_refused(fields: dict[str, str]) -> None:
    with suppress(InputError):
        assert read_wanted(fields).below >= 0


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "hôm qua"])
def test_a_day_that_cannot_be_is_refused(office: Office, day: str) -> None:
    browser = office.signed_in("quan.tri", Role.ADMIN)
    assert browser.get(LOG, params={"den-ngay": day}).status_code == 422


def test_actors_of_the_command_line_have_no_address(office: Office) -> None:
    office.account()
    [entry] = office.console.audit.all()
    assert Actor(entry.actor, entry.address) == SERVER
