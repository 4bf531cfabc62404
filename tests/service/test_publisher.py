"""Checks and publications when processes are killed and disks are full: nothing half, and a clear message."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from console.accounts import Account
from console.audit import Actor
from console.checks import Check, CheckState
from console.console import Console
from console.publications import PublicationState
from console.roles import Role
from evaluation.golden_store import Golden
from foundation.clock import utc_now
from foundation.database import Database
from foundation.settings import Settings
from knowledge.draft import sources_of
from knowledge.release import build_release, list_releases, live_id, load_release, switch_live
from service.project import ROOT
from service.publisher import Publisher
from tests.console.conftest import console_over
from tests.conversations.house import blank_database
from tests.knowledge.samples import GARDENS, RULES

pytestmark = pytest.mark.slow  # processes that step back for others take their time on a busy machine

PASSWORD = "bốn con trâu trắng"
ACTOR = Actor("lan.nguyen", "")

#: A check whose disk is full when it comes to writing the index: no file can grow beyond a hundred bytes.
CRAMPED = """
import resource
from knowledge import release
save = release.LexicalIndex.save
whole = resource.getrlimit(resource.RLIMIT_FSIZE)

def cramped(index, folder):
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, whole[1]))
    try:
        save(index, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, whole)

release.LexicalIndex.save = cramped
from service.check_process import main
main()
"""
#: A check that never gets beyond the middle of its build.
HANGING = """
import time
from knowledge import release
release.LexicalIndex.build = lambda *_: time.sleep(600)
from service.check_process import main
main()
"""
#: Publishing in a process that is killed right before, or right after, the one atomic step.
KILLED = """
import os, signal, sys
from pathlib import Path
from console import publications
from console.audit import Actor
from foundation.clock import utc_now
from foundation.database import Database
from tests.console.conftest import console_over

data, check, when = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
switch = publications.point_live

def killed(folder, release):
    if when == "after":
        switch(folder, release)
    os.kill(os.getpid(), signal.SIGKILL)

publications.point_live = killed
console = console_over(Database(f"sqlite:///{data / 'hoidap.sqlite'}"), utc_now, data)
console.publishing.publish(Actor("minh.vu", ""), console.accounts.named("minh.vu"), check)
"""


@dataclass
class Plant:
    """A data folder with two papers live and a draft, as the service has it."""

    settings: Settings
    database: Database
    console: Console
    reviewer: Account
    publishers: list[Publisher] = field(default_factory=list)

    @property
    def releases(self) -> Path:
        return self.settings.data / "releases"

    @property
    def check(self) -> Check:
        latest = self.console.publishing.checks.latest()
        assert latest is not None
        return latest

    def request(self) -> str:
        return self.console.publishing.request_check(ACTOR)

    def publisher(self, *command: str) -> Publisher:
        more = {"command": command} if command else {}
        self.publishers.append(Publisher(self.settings, self.console.publishing, look=0.01, **more))
        return self.publishers[-1]

    def building(self) -> list[str]:
        """What is being built."""
        return [name for name in self.left() if name.startswith(".building-")]

    def left(self) -> list[str]:
        """What stands in the folder of releases."""
        return sorted(place.name for place in self.releases.iterdir())


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    settings = Settings.model_validate({"data": tmp_path / "data", "encoder": "none"})
    database = blank_database(settings.data / "hoidap.sqlite")
    console = console_over(database, utc_now, settings.data)
    console.documents.import_content(Path("cho-dem.md"), RULES.encode())
    folder = settings.data / "releases"
    switch_live(folder, build_release(folder, sources_of(console.documents).documents, None, utc_now()).id)
    console.documents.import_content(Path("cay-xanh.md"), GARDENS.encode())
    console.golden.add(Golden("Năm 2027 trồng bao nhiêu cây sấu?", "unanswerable"), "lan.nguyen")
    reviewer = console.accounts.add(
        Actor("máy chủ", ""), "minh.vu", "Vũ Minh", Role.REVIEWER, PASSWORD, temporary=False
    )
    console.publishing.look()
    made = Plant(settings, database, console, reviewer)
    yield made
    for publisher in made.publishers:
        publisher.stop()
    database.close()


def until(happened: Callable[[], object], turn: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        turn()
        time.sleep(0.02)  # what is waited for steps back for us


def processes_of(check: str) -> list[psutil.Process]:
    """The processes that run a check; a session of tests has other children as well."""
    alive = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in alive if check in one.cmdline()]


def test_a_check_runs_in_a_process_that_steps_back_for_others(plant: Plant) -> None:
    publisher = plant.publisher()
    plant.request()
    publisher.turn()
    [child] = processes_of(plant.check.id)
    until(lambda: child.nice() == 10, publisher.turn)
    until(lambda: not plant.check.under_way, publisher.turn)
    assert plant.check.state is CheckState.DONE
    assert plant.check.asked == 1
    assert live_id(plant.releases) == plant.check.base
    assert load_release(plant.releases / plant.check.release).manifest.documents.keys() == {
        "cho-dem",
        "cay-xanh",
    }
    plant.console.publishing.publish(Actor("minh.vu", ""), plant.reviewer, plant.check.id)
    assert live_id(plant.releases) == plant.check.release


def test_a_killed_check_leaves_no_half_release_says_so_and_can_be_started_again(plant: Plant) -> None:
    before = plant.left()
    publisher = plant.publisher(sys.executable, "-c", HANGING)
    plant.request()
    publisher.turn()
    [child] = processes_of(plant.check.id)
    until(plant.building, publisher.turn)
    os.kill(child.pid, signal.SIGKILL)
    until(lambda: not plant.check.under_way, publisher.turn)
    assert plant.check.state is CheckState.FAILED
    assert "bị hệ thống dừng" in plant.check.error
    assert "Kiểm tra lần nữa" in plant.check.hint
    assert [one.release for one in list_releases(plant.releases)] == [live_id(plant.releases)]
    load_release(plant.releases / (live_id(plant.releases) or ""))
    for place in plant.releases.glob(".building-*"):
        os.utime(place, (0, 0))  # as if it had been a while
    again = plant.publisher()
    plant.request()
    until(lambda: not plant.check.under_way, again.turn)
    assert not plant.check.error
    until(lambda: plant.left() == sorted([*before, plant.check.release]), again.turn)


def test_a_check_ends_with_its_service_however_that_ends(plant: Plant) -> None:
    check = plant.request()
    assert plant.console.publishing.checks.claim() == check
    code = (
        "import subprocess, sys, time\n"
        f"kept = subprocess.Popen([sys.executable, '-c', {HANGING!r}, sys.argv[1]], stdin=subprocess.PIPE)\n"
        "time.sleep(600)\n"
    )
    settings = {"HOIDAP_DATA": str(plant.settings.data), "HOIDAP_ENCODER": "none"}
    given = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    service = subprocess.Popen([sys.executable, "-c", code, check], cwd=ROOT, env=given)
    until(plant.building, lambda: plant.console.publishing.checks.beat(check))
    [child] = psutil.Process(service.pid).children()
    service.kill()
    service.wait()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, lambda: None)
    assert not plant.building(), "it tidied up"
    assert [one.release for one in list_releases(plant.releases)] == [live_id(plant.releases)]


def test_a_service_that_stops_breaks_its_check_off_and_says_so(plant: Plant) -> None:
    publisher = plant.publisher(sys.executable, "-c", HANGING)
    plant.request()
    publisher.start()
    until(plant.building, lambda: None)
    publisher.stop()
    assert plant.check.state is CheckState.FAILED
    assert "bị ngắt giữa chừng" in plant.check.error
    assert not plant.building(), "it tidied up"


def test_a_full_disk_while_building_is_told_plainly_and_leaves_nothing(plant: Plant) -> None:
    before = plant.left()
    publisher = plant.publisher(sys.executable, "-c", CRAMPED)
    plant.request()
    until(lambda: not plant.check.under_way, publisher.turn)
    assert plant.check.state is CheckState.FAILED
    assert "Ổ đĩa đầy" in plant.check.error or "ổ đĩa đầy" in plant.check.error
    assert "Dọn chỗ" in plant.check.hint
    assert plant.left() == before
    load_release(plant.releases / (live_id(plant.releases) or ""))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_in_mid_publish_leaves_one_release_live_and_its_history_true(
    plant: Plant, when: str
) -> None:
    publisher = plant.publisher()
    plant.request()
    until(lambda: plant.check.state is CheckState.DONE, publisher.turn)
    check, before = plant.check, live_id(plant.releases)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(plant.settings.data), check.id, when],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    live = live_id(plant.releases)
    assert live == (check.release if when == "after" else before)
    load_release(plant.releases / (live or ""))
    publishing = plant.console.publishing
    [newest, *_] = publishing.publications.history(1)
    assert newest.state is PublicationState.PENDING
    publishing.look()
    assert publishing.publications.history(1) == [newest], "whoever wrote the intent may still be at it"
    later = console_over(plant.database, lambda: utc_now() + timedelta(seconds=11), plant.releases.parent)
    later.publishing.look()
    [newest, *_] = publishing.publications.history(1)
    last = list(plant.console.audit.all())[-1]
    if when == "after":
        assert newest.state is PublicationState.DONE
        assert (last.actor, last.action, last.subject) == ("minh.vu", "release_published", check.release)
        return
    assert newest.state is PublicationState.FAILED
    assert last.action != "release_published"
    publishing.publish(Actor("minh.vu", ""), plant.reviewer, check.id)
    assert live_id(plant.releases) == check.release
