"""A test stand for the engine: the real process behind its door, and a fake app that serves its actions."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ENGINE_TOKEN = "token-of-the-engine"
ACTION_TOKEN = "token-of-the-actions"

_PROJECT = ("config.yml", "domain.yml", "data", "bot", "vietnamese")
_SUFFIXES = (".yml", ".py", ".txt")
_SLOTS = {
    "action_submit_difficulty": ("difficulty", "place"),
    "action_submit_feedback": ("feedback",),
    "action_submit_officer_question": ("officer_question",),
    "action_submit_contact": ("contact_wish", "contact"),
}
CONSENT_ASKED = {
    "text": "Anh/chị có đồng ý không?",
    "outcome": "form",
    "buttons": [{"title": "Có", "payload": "có"}, {"title": "Không", "payload": "không"}],
}


def fingerprint() -> str:
    """A digest of all that a trained model depends on."""
    digest = hashlib.sha256()
    for name in _PROJECT:
        place = ROOT / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            hidden = any(part.startswith(".") for part in file.relative_to(ROOT).parts)
            if file.is_file() and file.suffix in _SUFFIXES and not hidden:
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def train(archive: Path) -> None:
    """Train the project as it stands into ``archive``."""
    command = [sys.executable, "-W", "ignore", "-m", "bot", "train", "--out", str(archive)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


def _slot(name: str, value: str | None) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value, "timestamp": None}


def _validated(tracker: dict[str, Any]) -> list[dict[str, Any]]:
    """As the app does it, which knows the contact behind the mask."""
    message, requested = tracker["latest_message"], tracker["slots"]["requested_slot"]
    if requested is None:
        return []
    match message["intent"]["name"], requested:
        case "deny", _:
            return [_slot("contact_wish", "no"), _slot("contact", "none")]
        case _ if "[số điện thoại]" in message["text"]:
            return [_slot("contact_wish", "yes"), _slot("contact", "given")]
        case _, "contact":
            return [_slot("contact", None)]
        case "affirm", _:
            return [_slot("contact_wish", "yes")]
        case _:
            return [_slot("contact_wish", "no"), _slot("contact", "other")]


def answer_of(call: dict[str, Any]) -> dict[str, Any]:
    """What the fake app answers: the question back with a citation, or a form's slots emptied."""
    name = call["next_action"]
    if name == "action_answer":
        question = call["tracker"]["latest_message"]["text"]
        said = {
            "text": f"Về “{question}”.\n\nĐoạn thứ hai.",
            "outcome": "answered",
            "citations": [{"document": "57-NQ/TW", "place": "Mục I"}],
            "buttons": [],
            "context": {"year": 2026},
        }
        return {"events": [], "responses": [{"text": None, "custom": said}]}
    if name == "action_ask_officer":  # nobody is there
        return {"events": [{"event": "followup", "name": "officer_form"}], "responses": []}
    if name == "action_ask_contact_wish":
        return {"events": [], "responses": [{"custom": CONSENT_ASKED}]}
    if name == "validate_contact_form":
        return {"events": _validated(call["tracker"]), "responses": []}
    emptied = [_slot(slot, None) for slot in _SLOTS[name]]
    if call["tracker"]["slots"].get("contact") == "other":
        return {
            "events": emptied,
            "responses": answer_of(call | {"next_action": "action_answer"})["responses"],
        }
    return {"events": emptied, "responses": [{"custom": {"text": "Mã A7K2.", "outcome": "handover"}}]}


@dataclass
class FakeApp:
    """The app's private action port; ``answer`` may be replaced, ``calls`` is what came in."""

    answer: Callable[[dict[str, Any]], Any] = answer_of
    status: int = 200
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        app = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if self.headers.get("authorization") != f"Bearer {ACTION_TOKEN}":
                    self._send(401, {"error": "no token"})
                    return
                app.calls.append(call)
                self._send(app.status, app.answer(call))

            def _send(self, status: int, body: Any) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def reset(self) -> None:
        """Forget the calls and answer as at first."""
        self.answer, self.status = answer_of, 200
        self.calls.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


_ids = itertools.count(1)


def new_id(prefix: str = "m") -> str:
    """An id that no other test uses."""
    return f"{prefix}{next(_ids)}-{os.getpid()}"


class Engine:
    """The engine as the app starts it, and requests to its door."""

    def __init__(self, model: Path, app: FakeApp, folder: Path, port: int) -> None:
        self._model, self._app, self._port = model, app, port
        self.tracker_db = folder / "tracker.sqlite"
        self.log = folder / "engine.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self, seconds: float = 120) -> float:
        """Start it; returns the seconds until it was ready."""
        environment = {
            **os.environ,
            "HOIDAP_ENGINE_TOKEN": ENGINE_TOKEN,
            "HOIDAP_ACTION_URL": self._app.url,
            "HOIDAP_ACTION_TOKEN": ACTION_TOKEN,
            "HOIDAP_TRACKER_DB": str(self.tracker_db),
        }
        command = [sys.executable, "-W", "ignore", "-m", "bot", "serve"]
        arguments = ["--model", str(self._model), "--port", str(self._port)]
        started = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *arguments], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        while time.monotonic() - started < seconds:
            assert self._process.poll() is None, self.log.read_text()[-4000:]
            with suppress(OSError):
                if self.request("GET", "/ready")[0] == 200:
                    return time.monotonic() - started
            time.sleep(0.2)
        raise AssertionError(f"not ready after {seconds} s: {self.log.read_text()[-4000:]}")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def request(
        self, method: str, path: str, body: Any = None, token: str | None = ENGINE_TOKEN
    ) -> tuple[int, dict[str, Any]]:
        """The status and the JSON of one request; ``body`` is JSON, or bytes sent as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"content-type": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        try:
            connection.request(method, f"/webhooks/door{path}", raw, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        return response.status, json.loads(content) if content else {}

    def post(
        self,
        text: str | None = None,
        intent: str | None = None,
        conversation: str | None = None,
        message_id: str | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """One turn, in a conversation of its own unless one is named."""
        body = {
            "message_id": message_id or new_id(),
            "conversation": conversation or new_id("c"),
            "text": text,
            "intent": intent,
            "metadata": {"release": "r1"},
        }
        return self.request("POST", "/turns", body)

    def say(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """The answer to a text."""
        status, answer = self.post(text, conversation=conversation)
        assert status == 200, answer
        return answer

    def press(self, intent: str, conversation: str | None = None) -> dict[str, Any]:
        """The answer to a button."""
        status, answer = self.post(intent=intent, conversation=conversation)
        assert status == 200, answer
        return answer


def texts(answer: dict[str, Any]) -> list[str]:
    """What the bot said."""
    return [reply["text"] for reply in answer["replies"]]
