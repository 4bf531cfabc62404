"""Sample questions as editors write them: what people ask, beside the provision that answers it.

People ask in words that papers do not use ("tiền đâu ra" for "kinh phí thực hiện"). A question that is like a sample
finds the sample's provision. Samples are never shown: the answer stays the provision itself (docs/adr/0029).
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.changes import Change, ChangeKind


@dataclass(frozen=True, slots=True)
class Sample:
    """A question and the path of the provision that answers it."""

    path: str
    question: str


@dataclass(frozen=True, slots=True)
class SampleFile:
    """What was written beside the provisions of one document.

    Attributes:
        slug: the file's stem.
        document: slug of the document.
        samples: in the order of the file.
        gaps: questions that people ask of these matters and no document answers.
    """

    slug: str
    document: str
    samples: tuple[Sample, ...]
    gaps: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Sample, ...]:
        """All of them; a gap has no path."""
        return (*self.samples, *(Sample("", gap) for gap in self.gaps))


def changes_of(before: SampleFile, after: SampleFile) -> tuple[Change, ...]:
    """How one reading differs from the next; removed questions come before added ones."""
    old, new = set(before.questions), set(after.questions)
    removed = [one for one in before.questions if one not in new]
    added = [one for one in after.questions if one not in old]
    return (
        *(Change(ChangeKind.REMOVED, one.path, "", before=one.question) for one in removed),
        *(Change(ChangeKind.ADDED, one.path, "", after=one.question) for one in added),
    )
