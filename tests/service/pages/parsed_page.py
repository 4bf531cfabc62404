"""A page as a test reads it."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass
class Element:
    """An element of a parsed page: its tag, attributes and the text directly or deeper inside."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


class Page(HTMLParser):
    """A page as a flat list of its elements."""

    _VOID = frozenset({"meta", "link", "img", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in self._VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [found for element in self.elements if (found := element.attributes.get("id")) is not None]

    def at(self, name: str) -> Element:
        """The element with this id."""
        return next(element for element in self.elements if element.attributes.get("id") == name)

    def of_class(self, name: str) -> list[Element]:
        """The elements of a class."""
        return [
            element for element in self.elements if name in (element.attributes.get("class") or "").split()
        ]

    def links(self) -> list[str]:
        """Where the links lead."""
        return [element.attributes.get("href") or "" for element in self.elements if element.tag == "a"]
