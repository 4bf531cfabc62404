"""The yardstick: a stock Rasa project whose only answer is a fixed text, uttered by a trivial action.

Made, trained and served in a temporary folder by the engine's Python, by stock Rasa alone: its REST channel, its
tracker store in memory, its action server as a process of its own. Nothing of ours is in it.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stack import Caller, Server, answered, clean_environment, engine_python, free_port

TEXT = "Xin chào, đây là câu trả lời cố định."

#: The least that names an intent and runs a rule.
LEAN = """\
recipe: default.v1
language: vi
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies:
  - name: RulePolicy
"""
#: What `rasa init` writes: Rasa fills in its default pipeline (DIET among it) and its default policies.
INITIAL = """\
recipe: default.v1
language: vi
pipeline:
policies:
"""

_DOMAIN = """\
version: "3.1"
intents: [ask, greet]
actions: [action_trivial]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""
_NLU = """\
version: "3.1"
nlu:
  - intent: ask
    examples: |
      - mục tiêu năm 2026 của tỉnh là gì
      - cơ quan nào chủ trì nhiệm vụ chuyển đổi số
      - nghị quyết 57 có hiệu lực khi nào
      - ai ký quyết định 1169
      - thủ tục đăng ký kết quả nhiệm vụ khoa học mất bao lâu
      - tỉnh bố trí bao nhiêu kinh phí cho năm 2027
  - intent: greet
    examples: |
      - xin chào
      - chào bạn
      - chào buổi sáng
      - hello
"""
_RULES = """\
version: "3.1"
rules:
  - rule: a question
    steps: [{intent: ask}, {action: action_trivial}]
  - rule: a greeting
    steps: [{intent: greet}, {action: action_trivial}]
  - rule: whatever is not understood
    steps: [{intent: nlu_fallback}, {action: action_trivial}]
stories:
  - story: a greeting, then a question
    steps: [{intent: greet}, {action: action_trivial}, {intent: ask}, {action: action_trivial}]
"""
_ACTION = f"""\
from rasa_sdk import Action


class ActionTrivial(Action):
    def name(self):
        return "action_trivial"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="{TEXT}")
        return []
"""


@dataclass(frozen=True)
class Stock:
    """A running stock Rasa: its name in reports and the port of its REST channel."""

    name: str
    port: int


@contextlib.contextmanager
def running_stock(name: str, config: str) -> Iterator[Stock]:
    """A stock project with ``config``, trained and served with its action server."""
    with tempfile.TemporaryDirectory(prefix="stock-rasa-") as temporary, contextlib.ExitStack() as servers:
        folder = Path(temporary)
        port, action_port = free_port(), free_port()
        files = {
            "config.yml": config,
            "domain.yml": _DOMAIN,
            "data/nlu.yml": _NLU,
            "data/rules.yml": _RULES,
            "credentials.yml": "rest:\n",
            "endpoints.yml": f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/webhook\n",
            "actions.py": _ACTION,
        }
        for path, content in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")

        def start(*command: str, log: str) -> Server:
            server = Server([str(engine_python()), "-m", *command], _environment(), folder, folder / log)
            servers.callback(server.end)
            return server

        _train(folder)
        actions = start("rasa_sdk", "--actions", "actions", "--port", str(action_port), log="actions.log")
        options = ("--port", str(port), "--interface", "127.0.0.1", "--endpoints", "endpoints.yml")
        rasa = start("rasa", "run", *options, log="rasa.log")
        actions.wait_for(lambda: answered(action_port, "/health") is not None, 60)
        rasa.wait_for(lambda: _replies(port), 300)
        print(f"Stock Rasa ({name}) is ready.", flush=True)
        yield Stock(name, port)


def _train(folder: Path) -> None:
    done = subprocess.run(
        [str(engine_python()), "-m", "rasa", "train"],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The stock project could not be trained:\n{done.stdout}{done.stderr}")


def _replies(port: int) -> bool:
    """Rasa's port answers before its model is loaded; then it has no reply."""
    caller = Caller(port)
    try:
        return bool(caller.ask("POST", "/webhooks/rest/webhook", {"sender": "first", "message": "hello"})[1])
    except (OSError, RuntimeError):
        return False
    finally:
        caller.close()


def _environment() -> dict[str, str]:
    """As lean as ours: one thread each, no reports to anybody; and on loopback only."""
    return clean_environment(
        RASA_TELEMETRY_ENABLED="false",
        SANIC_HOST="127.0.0.1",
        OMP_NUM_THREADS="1",
        TF_NUM_INTRAOP_THREADS="1",
        TF_NUM_INTEROP_THREADS="1",
        TF_CPP_MIN_LOG_LEVEL="3",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
    )
