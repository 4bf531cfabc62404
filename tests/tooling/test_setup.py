"""What scripts/setup decides, on a copy of the project; its uv and Pythons only note what they are asked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = (
    "pyproject.toml",
    "requirements.lock",
    "requirements-tests.lock",
    "bot/requirements.lock",
    "bot/requirements-tests.lock",
    "scripts/setup",
    "scripts/common.sh",
)
TOOLS = "bash cat cp dirname env flock grep mkdir rm sed sha256sum sleep timeout touch".split()

# A Python of one version: it fits that version's condition and no other, and says what set-up reads.
PYTHON = """#!/bin/bash
echo "python {version} $*" >>"$CALLS"
case "$*" in
    *'[:2] == (3, 10)'*) [[ {version} == 3.10 ]] ;;
    *'>= (3, 11)'*) [[ {version} != 3.10 ]] ;;
    *_base_executable*) echo "$0" ;;
    *purelib*) mkdir -p "${{0%/bin/*}}/site" && echo "${{0%/bin/*}}/site" ;;
    *tests.chromium*) [[ -z $NO_BROWSER ]] && echo "$CHROMIUM" ;;
    *playwright*) false ;;
    *-VV*) echo "Python {version}" ;;
esac
"""

# A uv: its environments are folders with the Python they were made from; installing takes a moment.
UV = """#!/bin/bash
echo "uv $*" >>"$CALLS"
case "$1 $2" in
    'pip sync') [[ $3 == --help ]] && echo --build-constraints || sleep "${UV_SECONDS:-0}" ;;
    'python install') exit 1 ;;
    venv*) mkdir -p "${!#}/bin" && cp "${@: -2:1}" "${!#}/bin/python" ;;
esac
"""


class Machine:
    """A machine with nothing on its PATH but the tools of every Linux and what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.path = folder / "path"
        self.calls = folder / "calls"
        self.environment = {
            "PATH": str(self.path),
            "HOME": str(folder),
            "CALLS": str(self.calls),
            "CHROMIUM": str(self.path / "chromium"),
            "NO_BROWSER": "",
        }
        self.path.mkdir()
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool) or f"{tool}-is-missing")
        for name in COPIED:
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.project / name)

    def put(self, name: str, script: str, folder: Path | None = None) -> None:
        program = (folder or self.path) / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(script)
        program.chmod(0o755)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["scripts/setup", *arguments],
            cwd=self.project,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def set_up(self, *arguments: str, fails: bool = False) -> str:
        """Runs set-up and gives what it said; what it called is noted afresh."""
        self.calls.unlink(missing_ok=True)
        started = self.start(*arguments)
        said, _ = started.communicate(timeout=120)
        assert (started.returncode != 0) == fails, said
        return said

    def noted(self) -> str:
        """What was called, a line each."""
        return self.calls.read_text() if self.calls.exists() else ""

    def installed(self) -> list[str]:
        """The locks that uv was asked to make an environment equal to."""
        calls = [call.split() for call in self.noted().splitlines()]
        return [call[3] for call in calls if call[:3] == ["uv", "pip", "sync"] and call[3] != "--help"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.put("uv", UV)
    machine.put("python3.11", PYTHON.format(version="3.11"))
    machine.put("python3.10", PYTHON.format(version="3.10"))
    machine.put("chromium", "#!/bin/bash\n")
    machine.put("tesseract", "#!/bin/bash\necho vie\n")
    machine.put("antiword", "#!/bin/bash\n")
    return machine


def test_a_second_set_up_does_nothing_and_takes_less_than_a_second(machine: Machine) -> None:
    machine.set_up()
    assert machine.installed() == ["requirements.lock", "bot/requirements.lock"]

    started = time.monotonic()
    said = machine.set_up()
    assert time.monotonic() - started < 1
    assert said == "Set-up: nothing changed.\n"
    assert machine.installed() == []


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    machine.set_up()
    with (machine.project / "bot/requirements.lock").open("a") as lock:
        lock.write("# one more\n")
    machine.set_up()
    assert "bot/requirements.lock" in machine.installed()


def test_a_moved_project_is_set_up_anew(machine: Machine) -> None:
    machine.set_up()
    machine.project = machine.project.rename(machine.project.with_name("elsewhere"))
    machine.set_up()
    assert machine.installed() == ["requirements.lock", "bot/requirements.lock"]
    assert (machine.project / "bot/.venv/site/hoidap.pth").read_text().strip() == str(machine.project)


def test_an_interrupted_set_up_is_taken_up_again(machine: Machine) -> None:
    machine.environment["UV_SECONDS"] = "20"
    interrupted = machine.start()
    while "uv pip sync requirements.lock" not in machine.noted():
        time.sleep(0.01)
    os.killpg(interrupted.pid, signal.SIGTERM)  # not Ctrl-C: what runs in the background ignores it
    interrupted.communicate(timeout=120)
    assert interrupted.returncode != 0

    machine.environment["UV_SECONDS"] = "0"
    machine.set_up()
    assert machine.installed() == ["requirements.lock", "bot/requirements.lock"]


def test_two_at_once_install_once(machine: Machine) -> None:
    machine.environment["UV_SECONDS"] = "0.5"
    both = [machine.start(), machine.start()]
    said = [started.communicate(timeout=120)[0] for started in both]
    assert [started.returncode for started in both] == [0, 0]
    assert machine.installed() == ["requirements.lock", "bot/requirements.lock"]
    waited = [words for words in said if "Another set-up is running" in words]
    assert len(waited) == 1
    assert waited[0].endswith("Set-up: the other one has done it.\n")


def test_what_was_once_asked_for_stays(machine: Machine) -> None:
    machine.set_up("--with", "tests")
    assert machine.installed() == ["requirements-tests.lock", "bot/requirements-tests.lock"]
    assert machine.set_up() == "Set-up: nothing changed.\n"

    with (machine.project / "requirements-tests.lock").open("a") as lock:
        lock.write("# one more\n")
    machine.set_up()
    assert "requirements-tests.lock" in machine.installed()
    assert "requirements.lock" not in machine.installed()


def test_transformers_are_brought_by_pip_and_not_removed_later(machine: Machine) -> None:
    machine.set_up("--with", "transformers")
    assert "-m pip install" in machine.noted()

    with (machine.project / "requirements.lock").open("a") as lock:
        lock.write("# one more\n")
    machine.set_up()
    # `uv pip sync` would remove what the lock does not name.
    assert "requirements.lock" not in machine.installed()
    assert "uv pip install --requirements requirements.lock" in machine.noted()
    assert "-m pip install" in machine.noted()


def test_a_python_that_stands_on_the_path_but_does_not_run_is_passed_over(machine: Machine) -> None:
    machine.put("python3.10", "#!/bin/bash\necho 'command not found' >&2\nexit 127\n")
    real = Path(machine.environment["HOME"]) / ".pyenv/versions/3.10.13/bin"
    machine.put("python3.10", PYTHON.format(version="3.10"), real)
    assert f"engine: {real}/python3.10" in machine.set_up()


@pytest.mark.parametrize(
    ("missing", "advice"),
    [("python3.10", "pyenv install 3.10"), ("python3.11", "apt-get install python3"), ("uv", "python3-pip")],
)
def test_what_is_missing_is_named_with_the_next_step(machine: Machine, missing: str, advice: str) -> None:
    (machine.path / missing).unlink()
    if missing == "uv":  # nor does a Python have pip to bring it
        machine.put("python3.11", "#!/bin/bash\nexit 1\n")
        machine.put("python3.10", "#!/bin/bash\nexit 1\n")
    said = machine.set_up(fails=True)
    assert advice in said
    assert "run" in said.splitlines()[-1] or "scripts/setup again" in said
    assert machine.installed() == []


@pytest.mark.parametrize("without", ["tesseract", "antiword", "Vietnamese"])
def test_tests_without_the_programs_that_read_scans_say_how_to_get_them(
    machine: Machine, without: str
) -> None:
    if without == "Vietnamese":
        machine.put("tesseract", "#!/bin/bash\necho eng\n")
    else:
        (machine.path / without).unlink()
    said = machine.set_up("--with", "tests", fails=True)
    assert "apt-get install tesseract-ocr tesseract-ocr-vie antiword" in said


def test_tests_without_a_browser_say_how_to_get_one(machine: Machine) -> None:
    machine.environment["NO_BROWSER"] = "1"
    said = machine.set_up("--with", "tests", fails=True)
    assert "Playwright brings one" in said
    assert "apt-get install chromium" in said
    machine.set_up()  # the service does without

    machine.environment["NO_BROWSER"] = ""
    machine.set_up("--with", "tests")
    assert machine.set_up("--with", "tests") == "Set-up: nothing changed.\n"


def test_an_unknown_request_is_refused_with_what_there_is(machine: Machine) -> None:
    said = machine.set_up("--with", "magic", fails=True)
    assert "does not know: --with magic" in said
    assert "--with tests, --with transformers" in said
