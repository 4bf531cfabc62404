"""From replies to what a messenger shows: parts of its length, buttons as it has them, sources with their links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from connectors.splitting import composed, cut, shorten
from conversations.channel import Capabilities, Part
from conversations.highlights import pieces
from conversations.reply import Button, Reply

_REPLY_BY_NUMBER = "Trả lời số:"
_SOURCE = "Nguồn: "
_SEE = "Xem: "


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """One message as the citizen sees it.

    Attributes:
        text: composed, as long as the channel takes.
        emphasis: stretches of the text, as indices, that are the very thing asked for.
        buttons: (id, title) pairs, as many and as long as the channel takes.
    """

    text: str
    emphasis: tuple[tuple[int, int], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()


PART: TypeAdapter[RenderedPart] = TypeAdapter(RenderedPart)
"""To and from the outbox."""


def render(replies: Sequence[Reply], capabilities: Capabilities, public_url: str) -> list[Part]:
    """The parts of replies, in the order in which they are sent; see :class:`RenderedPart`.

    Args:
        replies: of one turn.
        capabilities: of the channel.
        public_url: of the document pages ("https://…"); empty leaves the links out.
    """
    return [
        PART.dump_python(part, mode="json")
        for reply in replies
        for part in _reply(reply, capabilities, public_url)
    ]


def _reply(reply: Reply, capabilities: Capabilities, public_url: str) -> Iterator[RenderedPart]:
    buttons = reply.buttons
    shown = tuple(
        (button.id, shorten(button.title, capabilities.button_title_limit))
        for button in buttons[: capabilities.buttons]
    )
    whole = len(shown) == len(buttons) and all(
        title == composed(button.title).strip() for button, (_, title) in zip(buttons, shown, strict=True)
    )
    blocks = [composed(reply.text).strip(), *_sources(reply, public_url)]
    if buttons and (capabilities.numbered or not whole):
        blocks.append(_numbered(buttons))
    text = "\n\n".join(block for block in blocks if block)
    spans = _emphasis(text, reply)
    # Everything is cut by the smaller limit where buttons hang on it: they are on the last part.
    limit = capabilities.text_with_buttons_limit if shown else capabilities.text_limit
    parts = cut(text, limit)
    for number, (start, end) in enumerate(parts, start=1):
        inside = tuple(
            (max(first, start) - start, min(last, end) - start)
            for first, last in spans
            if first < end and last > start
        )
        yield RenderedPart(text[start:end], inside, shown if number == len(parts) else ())


def _sources(reply: Reply, public_url: str) -> Iterator[str]:
    """The sources that the text does not name itself, and their links: one line each, a page named once."""
    lines: dict[str, None] = {}
    for citation in reply.citations:
        named = composed(citation.document) in composed(reply.text)
        marks = "" if citation.in_force else " (đã hết hiệu lực hoặc chưa có hiệu lực)"
        marks += " (bản tóm lược, không phải văn bản chính thức)" if citation.digest and not named else ""
        link = public_url + citation.url if public_url else ""
        if named and citation.in_force:
            line = _SEE + link if link else ""
        else:
            place = f", {citation.place}" if citation.place else ""
            line = f"{_SOURCE}{citation.document}{place}{marks}" + (f" – {link}" if link else "")
        if line:
            lines[composed(line)] = None
    if lines:
        yield "\n".join(lines)


def _numbered(buttons: Sequence[Button]) -> str:
    lines = [f"{number}. {composed(button.title).strip()}" for number, button in enumerate(buttons, start=1)]
    return "\n".join((_REPLY_BY_NUMBER, *lines))


def _emphasis(text: str, reply: Reply) -> list[tuple[int, int]]:
    marked = [(composed(citation.quote), composed(citation.highlight)) for citation in reply.citations]
    spans, place = [], 0
    for piece, emphasised in pieces(text, marked):
        if emphasised:
            spans.append((place, place + len(piece)))
        place += len(piece)
    return spans
