"""The context: what a follow-up needs from the turns before it. Owned by the database, never by a process."""

from __future__ import annotations

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.as_of import AsOf


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading that the citizen is asked to choose.

    Attributes:
        title: what the button says.
        question: the question in this reading, complete without the conversation: what a press stands for.
        document: slug of the document that answers it.
        path: the provision that answers it.
    """

    title: str
    question: str
    document: str
    path: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What was talked about before the conversation moved on, so that somebody may come back to it.

    Attributes are those of :class:`Context` after the turn that left it.
    """

    question: str
    document: str
    path: str
    year: int | None = None
    agency: str = ""
    paper: str = ""


#: So many topics are remembered beside the last one: who goes back goes back to what still stands on the screen.
REMEMBERED = 5


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation is about.

    Attributes:
        question: the last question that was answered, completed where it was elliptic; empty at the start.
        document: slug of the document that answered.
        path: the provision that answered.
        year: the last year asked about.
        agency: the last agency asked about, as written in the question.
        paper: number of the paper that the provision speaks for, where it is another than the document.
        choices: what was offered in the turn before and waits for the citizen; empty where nothing does.
        as_of: the day or period asked about, if another than the day of asking.
        earlier: what the answers before the last one were about, the latest first, at most :data:`REMEMBERED`.
    """

    question: str = ""
    document: str = ""
    path: str = ""
    year: int | None = None
    agency: str = ""
    paper: str = ""
    choices: tuple[Choice, ...] = ()
    as_of: AsOf | None = None
    earlier: tuple[Topic, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that was talked about, the latest first."""
        if not self.question:
            return self.earlier
        last = Topic(self.question, self.document, self.path, self.year, self.agency, self.paper)
        return (last, *self.earlier)


_ADAPTER = TypeAdapter(Context)


def dump_context(context: Context) -> dict[str, object]:
    """As JSON for the database and for the way through the engine."""
    dumped: dict[str, object] = _ADAPTER.dump_python(context, mode="json")
    return dumped


def load_context(data: object) -> Context:
    """From JSON; what cannot be read (another version's) is an empty context, never an error."""
    try:
        return _ADAPTER.validate_python(data)
    except ValueError:
        return Context()
