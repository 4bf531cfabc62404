"""``hoidap knowledge`` and the rest of the command line, over a data folder of its own."""

from __future__ import annotations

import itertools
import json
import shutil
import tomllib
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.conversation import ConversationStore
from conversations.letters import Letters, LetterState
from conversations.switches import Switch, Switches
from conversations.web_messages import WebMessages
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.release import live_id
from service import preparation
from service.project import ROOT
from tests.knowledge.samples import GARDENS, NOW, RULES
from tests.service.hoidap import Hoidap

#: Each release is built a second after the one before, so that their ids tell which is newer.
SECONDS = itertools.count()

BROKEN = "---\nso_hieu: 12/QĐ-UBND\nngay_ban_hanh: hôm qua\n---\n\n# Quyết định\n\nnội dung\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two source documents in a folder."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "cho-dem.md").write_text(RULES, "utf-8")
    (folder / "cay-xanh.md").write_text(GARDENS, "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def hoidap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, files: Path
) -> Hoidap:
    for name, value in {
        "DATA": data,
        "DOCUMENTS": files,
        "CURATED": files / "khong-co",
        "ENCODER": "none",
        "ENGINE": "0",
    }.items():
        monkeypatch.setenv(f"HOIDAP_{name}", str(value))
    monkeypatch.setenv("COLUMNS", "200")  # tables are cut at the width of the terminal
    monkeypatch.setattr(preparation, "utc_now", lambda: NOW + timedelta(seconds=next(SECONDS)))
    return Hoidap(monkeypatch, capsys)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data folder with the two documents live is kept, once a test has made it."""
    return tmp_path_factory.mktemp("made") / "data"


@pytest.fixture
def live(hoidap: Hoidap, files: Path, data: Path, made: Path) -> str:
    """The two documents, imported, built and published."""
    if not made.exists():
        assert hoidap("knowledge", "import", files).status == 0
        assert hoidap("knowledge", "build").status == 0
        assert hoidap("knowledge", "publish").status == 0
        shutil.copytree(data, made)
    elif not data.exists():
        shutil.copytree(made, data)
    release = live_id(data / "releases")
    assert release is not None
    return release


def test_the_installed_command_is_this_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"hoidap": "service.cli:main"}


@pytest.mark.parametrize(
    "command", [[], ["knowledge"], ["serve"], ["ask"], ["knowledge", "import"], ["reports"]]
)
def test_every_command_says_what_it_is_for(hoidap: Hoidap, command: list[str]) -> None:
    ran = hoidap(*command, "--help")
    assert ran.status == 0
    assert "hoidap" in ran.out


# --- settings -----------------------------------------------------------------------------------------------


def test_an_unknown_setting_is_refused_by_name_with_a_way_on(
    hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOIDAP_PROT", "8001")
    ran = hoidap("knowledge", "releases")
    assert ran.status == 1
    assert "HOIDAP_PROT" in ran.err
    assert "README.md" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("HOIDAP_PORT", "eighty", "HOIDAP_PORT"),
        ("HOIDAP_DATABASE_URL", "no url", "HOIDAP_DATABASE_URL"),
        ("HOIDAP_DATABASE_URL", "oracle://nobody@127.0.0.1/x", "HOIDAP_DATABASE_URL"),
        ("HOIDAP_DATABASE_URL", "sqlite:////proc/no/such/place.sqlite", "HOIDAP_DATA"),
        ("HOIDAP_SECRET", "short", "HOIDAP_SECRET"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = hoidap("knowledge", "build")
    assert ran.status == 1
    assert named in ran.err
    assert "Cách xử lý" in ran.err
    assert "Traceback" not in ran.err


def test_a_database_that_cannot_be_read_is_said_without_its_statements(hoidap: Hoidap, data: Path) -> None:
    data.mkdir()
    (data / "hoidap.sqlite").write_bytes(b"no database " * 1000)
    ran = hoidap("knowledge", "build")
    assert ran.status == 1
    assert "not a database" in ran.err
    assert "SELECT" not in ran.err
    assert "Traceback" not in ran.err


# --- import and accept --------------------------------------------------------------------------------------


def test_importing_tells_of_every_file(hoidap: Hoidap, files: Path) -> None:
    ran = hoidap("knowledge", "import", files)
    assert ran.status == 0
    assert "cho-dem.md: mới" in ran.err
    assert "cay-xanh.md: mới" in ran.err
    again = hoidap("knowledge", "import", files / "cho-dem.md", files / "cay-xanh.md")
    assert again.err.count("không đổi") == 2


def test_importing_tells_programs_in_json(hoidap: Hoidap, files: Path) -> None:
    (files / "hong.md").write_text(BROKEN, "utf-8")
    ran = hoidap("knowledge", "import", files, "--json")
    results = {Path(result["file"]).name: result for result in ran.json}
    assert set(results["cho-dem.md"]) == {
        "file",
        "outcome",
        "provisions",
        "questions",
        "error",
        "doubts",
        "changes",
    }
    assert results["cho-dem.md"]["outcome"] == "new"
    assert results["cho-dem.md"]["provisions"] > 3
    assert results["hong.md"]["outcome"] == "failed"
    assert results["hong.md"]["error"]["line"] == 3
    assert ran.status == 1


def test_a_broken_document_is_named_with_line_and_reason_and_the_live_release_goes_on(
    hoidap: Hoidap, files: Path, data: Path, live: str
) -> None:
    (files / "hong.md").write_text(BROKEN, "utf-8")
    ran = hoidap("knowledge", "import", files)
    assert ran.status == 1
    assert "hong.md, dòng 3" in ran.err
    assert "không phải ngày" in ran.err
    assert live_id(data / "releases") == live
    assert hoidap("knowledge", "search", "chợ đêm").status == 0
    assert hoidap("knowledge", "build", "--json").status == 0


def test_a_file_name_with_brackets_is_only_a_name(hoidap: Hoidap, files: Path) -> None:
    (files / "[red]hỏng[_b].md").write_text(BROKEN, "utf-8")
    assert "  [red]hỏng[_b].md: lỗi" in hoidap("knowledge", "import", files).err


def test_a_place_that_is_not_there_is_said(hoidap: Hoidap, tmp_path: Path) -> None:
    ran = hoidap("knowledge", "import", tmp_path / "nowhere")
    assert ran.status == 1
    assert "nowhere" in ran.err


def test_a_changed_document_waits_for_an_editor(hoidap: Hoidap, files: Path, live: str) -> None:
    (files / "cho-dem.md").write_text(RULES.replace("18 giờ", "17 giờ"), "utf-8")
    assert "đề xuất" in hoidap("knowledge", "import", files).err
    hoidap("knowledge", "build")
    assert "18 giờ" in hoidap("knowledge", "search", "chợ đêm mở cửa").out
    accepted = hoidap("knowledge", "accept", "cho-dem")
    assert accepted.status == 0
    assert "12/QĐ-UBND" in accepted.out
    hoidap("knowledge", "build")
    hoidap("knowledge", "publish")
    assert "17 giờ" in hoidap("knowledge", "search", "chợ đêm mở cửa").out


def test_importing_a_changed_document_shows_both_wordings(hoidap: Hoidap, files: Path, live: str) -> None:
    (files / "cho-dem.md").write_text(RULES.replace("18 giờ", "17 giờ"), "utf-8")
    for told in (
        hoidap("knowledge", "import", files).err,
        hoidap("knowledge", "accept", "cho-dem", "--show").out,
    ):
        assert "sửa -1.-1 (Điều 2)" in told
        assert "- - Chợ đêm mở cửa từ 18 giờ" in told
        assert "+ - Chợ đêm mở cửa từ 17 giờ" in told
    assert "18 giờ" in hoidap("knowledge", "accept", "cho-dem", "--show").out  # showing accepts nothing
    assert hoidap("knowledge", "accept", "cho-dem").status == 0
    assert hoidap("knowledge", "accept", "cho-dem", "--show").status == 1


def test_what_is_doubtful_in_a_paper_is_shown_with_its_place(hoidap: Hoidap, files: Path) -> None:
    (files / "ke-hoach.txt").write_text("KẾ HOẠCH\nVề chợ đêm\n1. Một.\n2. Hai.\n4. Bốn.\n", "utf-8")
    told = hoidap("knowledge", "import", files)
    assert told.status == 0
    assert "cần xem lại dòng 5: giữa “2.” và “4.” thiếu 1 số" in told.err
    assert "cần xem lại không thấy số hiệu" in told.err


def test_there_is_nothing_to_accept_where_nothing_was_proposed(hoidap: Hoidap, live: str) -> None:
    ran = hoidap("knowledge", "accept", "cho-dem")
    assert ran.status == 1
    assert "cho-dem" in ran.err


# --- build, publish, roll back ------------------------------------------------------------------------------


def test_building_without_documents_says_how_to_get_some(hoidap: Hoidap) -> None:
    ran = hoidap("knowledge", "build")
    assert ran.status == 1
    assert "hoidap knowledge import" in ran.err


def test_building_tells_the_release_and_does_not_publish_it(hoidap: Hoidap, data: Path, live: str) -> None:
    built = hoidap("knowledge", "build", "--json").json
    assert set(built) == {"release", "passages", "curated", "samples"}
    assert built["passages"] > 5
    told = hoidap("knowledge", "build")
    assert f"{built['passages']} đoạn" in told.out
    assert live_id(data / "releases") == live


def test_the_newest_release_is_published_or_the_one_that_is_named(
    hoidap: Hoidap, data: Path, live: str
) -> None:
    newer = hoidap("knowledge", "build", "--json").json["release"]
    assert newer in hoidap("knowledge", "publish").out
    assert live_id(data / "releases") == newer
    assert live in hoidap("knowledge", "publish", live).out
    assert live_id(data / "releases") == live


@pytest.mark.parametrize("release", ["20990101T000000-00000000", "../secret", "live"])
def test_a_release_that_is_not_there_is_refused(hoidap: Hoidap, data: Path, live: str, release: str) -> None:
    ran = hoidap("knowledge", "publish", release)
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert live_id(data / "releases") == live


def test_a_release_that_was_tampered_with_is_refused_and_the_live_one_goes_on(
    hoidap: Hoidap, data: Path, live: str
) -> None:
    newer = hoidap("knowledge", "build", "--json").json["release"]
    file = data / "releases" / newer / "documents.json"
    file.write_text(file.read_text("utf-8").replace("50.000", "5.000"), "utf-8")
    ran = hoidap("knowledge", "publish")
    assert ran.status == 1
    assert "documents.json" in ran.err
    assert live_id(data / "releases") == live


def test_rolling_back_goes_to_the_release_before_and_no_further_than_the_first(
    hoidap: Hoidap, data: Path, live: str
) -> None:
    hoidap("knowledge", "build")
    hoidap("knowledge", "publish")
    assert live in hoidap("knowledge", "rollback").out
    assert live_id(data / "releases") == live
    refused = hoidap("knowledge", "rollback")
    assert refused.status == 1
    assert "hoidap knowledge releases" in refused.err
    assert live_id(data / "releases") == live


def test_releases_are_listed_for_people_and_for_programs(hoidap: Hoidap, live: str) -> None:
    newer = hoidap("knowledge", "build", "--json").json["release"]
    rows = hoidap("knowledge", "releases", "--json").json
    assert [(row["release"], row["live"]) for row in rows] == [(live, True), (newer, False)]
    assert set(rows[0]["documents"]) == {"cho-dem", "cay-xanh"}
    table = hoidap("knowledge", "releases").out
    assert live in table
    assert newer in table
    assert table.count("✓") == 1


def test_before_the_first_release_the_list_is_empty(hoidap: Hoidap) -> None:
    assert hoidap("knowledge", "releases", "--json").json == []
    assert hoidap("knowledge", "publish").status == 1
    assert hoidap("knowledge", "rollback").status == 1
    assert hoidap("knowledge", "search", "chợ đêm").status == 1


# --- search and reports -------------------------------------------------------------------------------------


def test_searching_shows_what_was_understood_and_found(hoidap: Hoidap, live: str) -> None:
    found = hoidap("knowledge", "search", "cho dem mo cua may gio", "--json", "--limit", "2").json
    assert set(found) == {"restored", "curated", "hits"}
    assert len(found["hits"]) == 2
    assert found["hits"][0]["passage"]["document"] == "cho-dem"
    table = hoidap("knowledge", "search", "cho dem mo cua may gio").out
    assert f"Hiểu là: {found['restored']}" in table
    assert "cho-dem#" in table


@pytest.mark.parametrize("question", ["", "👍", "[/b] [red]chợ đêm", "a" * 5000])
def test_whatever_is_searched_for_nothing_breaks(hoidap: Hoidap, live: str, question: str) -> None:
    assert hoidap("knowledge", "search", question).status == 0
    assert hoidap("knowledge", "search", question, "--json").status == 0


@pytest.mark.parametrize("limit", ["0", "51", "many"])
def test_a_limit_out_of_range_is_a_mistake_in_the_command(hoidap: Hoidap, live: str, limit: str) -> None:
    assert hoidap("knowledge", "search", "chợ đêm", "--limit", limit).status == 2


def letters_of(database: Database) -> Letters:
    return Letters(database, utc_now, Seal(["a secret of the tests, 32 characters"]))


def test_officers_read_what_citizens_left(hoidap: Hoidap, data: Path, live: str) -> None:
    assert hoidap("reports", "--json").json == []
    database = Database(f"sqlite:///{data / 'hoidap.sqlite'}")
    store = ConversationStore(database, utc_now, lambda engine_id: None)
    store.open("web", "c1")
    engine_id = store.claim("c1", "m1", "r1").engine_id
    code = letters_of(database).leave(engine_id, "difficulty", "Mất [mạng]", "xã A")
    database.close()
    [report] = hoidap("reports", "--json").json
    assert set(report) == {"code", "kind", "text", "place", "left_at", "state", "answer"}
    assert (report["code"], report["kind"], report["text"]) == (code, "difficulty", "Mất [mạng]")
    table = hoidap("reports").out
    assert code in table
    assert "Mất [mạng]" in table
    assert "khó khăn" in table


def test_an_officer_answers_what_was_left_on_the_web_page(hoidap: Hoidap, data: Path, live: str) -> None:
    with closing(Database(f"sqlite:///{data / 'hoidap.sqlite'}")) as database:
        store = ConversationStore(database, utc_now, lambda engine_id: None)
        store.open("web", "c1")
        code = letters_of(database).leave(store.claim("c1", "m1", "r1").engine_id, "officer_question", "Hỏi")
        for no_answer in ("  ", "a" * 3001):
            assert hoidap("answer", code, no_answer).status == 1
            assert letters_of(database).find(code).state is LetterState.NEW
        assert hoidap("answer", code.lower(), " Gọi 0205 3812 345, [gặp] chị Lan. ").status == 0
        [message] = WebMessages(database, utc_now).after({"c1": 0})
        assert letters_of(database).find(code).answer == "Gọi 0205 3812 345, [gặp] chị Lan."
    # An officer's words are official; a telephone number in them is no citizen's.
    assert message.reply.text == f"Cán bộ trả lời mã {code}: Gọi 0205 3812 345, [gặp] chị Lan."
    assert "xong" in hoidap("answer", code, "nữa").err
    unknown = hoidap("answer", "ZZZZZZ", "x")
    assert unknown.status == 1
    assert "danh sách câu hỏi để lại" in unknown.err


def test_the_web_page_is_switched_off_for_a_reason_and_told_a_notice(
    hoidap: Hoidap, data: Path, live: str
) -> None:
    with closing(Database(f"sqlite:///{data / 'hoidap.sqlite'}")) as database:
        switches = Switches(database, utc_now)
        assert hoidap("channel", "off", "web", "--reason", "Bảo trì.").status == 0
        assert hoidap("channel", "notice", "web", "Nghỉ lễ 02/9.").status == 0
        assert switches.state("web") == Switch(on=False, reason="Bảo trì.", notice="Nghỉ lễ 02/9.")
        assert hoidap("channel", "notice", "web", "a" * 501).status == 1
        assert hoidap("channel", "notice", "telegram", "x").status == 1
        assert hoidap("channel", "on", "web").status == 0
        assert hoidap("channel", "notice", "web").status == 0
        assert switches.state("web") == Switch()


def test_what_programs_read_is_json_and_nothing_else(hoidap: Hoidap, files: Path, live: str) -> None:
    for command in (("knowledge", "import", files), ("knowledge", "build"), ("knowledge", "releases")):
        assert json.loads(hoidap(*command, "--json").out) is not None


# --- a service that is not there ----------------------------------------------------------------------------


def test_asking_where_nobody_answers_says_how_to_start_the_service(hoidap: Hoidap, free_port: int) -> None:
    ran = hoidap("ask", "Mục tiêu?", "--url", f"http://127.0.0.1:{free_port}")
    assert ran.status == 1
    assert str(free_port) in ran.err
    assert "scripts/run" in ran.err


def test_a_release_of_no_passages_cannot_come_about(hoidap: Hoidap, files: Path) -> None:
    for file in files.iterdir():
        file.write_text("", "utf-8")
    assert hoidap("knowledge", "import", files).status == 1
    assert hoidap("knowledge", "build").status == 1
