"""``hoidap ask``: a conversation with the running stack, in a terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from conversations.highlights import pieces
from foundation.errors import EngineError, InputError
from foundation.ids import new_id


class Terminal:
    """A citizen at a terminal; remembers the conversation and the buttons of the last reply."""

    def __init__(self, url: str, output: Console) -> None:
        self._client = httpx.Client(base_url=url, timeout=httpx.Timeout(10.0, connect=2.0), trust_env=False)
        self._url = url
        self._output = output
        self._token: str | None = None
        self._buttons: list[dict[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, text: str) -> dict[str, Any]:
        """Send one message; a number chooses a button of the last reply.

        Raises:
            InputError: the service refused the message.
            EngineError: no service answers at the address.
        """
        body: dict[str, str | None] = {"conversation": self._token, "client_message_id": new_id()}
        if text.strip().isdigit() and 0 < int(text) <= len(self._buttons):
            body["button"] = self._buttons[int(text) - 1]["id"]
        else:
            body["text"] = text
        try:
            response = self._client.post("/api/v1/chat", json=body)
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EngineError(
                f"Không có dịch vụ nào trả lời ở {self._url}.", hint="Chạy scripts/run ở một cửa sổ khác."
            ) from error
        if response.status_code == 401:
            self._token, self._buttons = None, []
            raise InputError(
                "Hội thoại trước đã hết hạn.", hint="Anh/chị gửi lại câu hỏi để bắt đầu hội thoại mới."
            )
        if not response.is_success:
            raise InputError(answer["error"]["message"], hint=answer["error"]["hint"])
        self._token = answer["conversation"]
        return answer

    def show(self, answer: dict[str, Any]) -> None:
        """Print the replies of a turn."""
        self._buttons = []
        for reply in answer["replies"]:
            marked = [(citation["quote"], citation.get("highlight", "")) for citation in reply["citations"]]
            text = Text.assemble(
                *((piece, "bold" if bold else "") for piece, bold in pieces(reply["text"], marked))
            )
            self._output.print(Padding(text, (0, 2)))
            for citation in reply["citations"]:
                place = f", {citation['place']}" if citation["place"] else ""
                self._output.print(
                    f"    ↳ {citation['document']}{place} – {self._url}{citation['url']}",
                    style="dim",
                    markup=False,
                )
            self._buttons += reply["buttons"]
        for number, button in enumerate(self._buttons, start=1):
            self._output.print(f"    [{number}] {button['title']}", style="cyan", markup=False)

    def converse(self) -> None:
        """Ask and show until the citizen leaves."""
        self._output.print("Anh/chị hỏi gì ạ? (Gõ số để chọn nút, Ctrl+D để kết thúc.)")
        while True:
            try:
                text = self._output.input("[bold]› [/]")
            except (EOFError, KeyboardInterrupt):
                self._output.print()
                return
            try:
                self.show(self.ask(text))
            except InputError as error:
                self._output.print(f"{error.message} {error.hint}", style="yellow", markup=False)
