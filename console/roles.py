"""Who may do what: the four roles of people behind the console."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for. Each has exactly one; rights are declared by every screen, not here."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """Its name on screens."""
        return _LABELS[self]


_LABELS = {
    Role.EDITOR: "biên tập viên",
    Role.REVIEWER: "người duyệt",
    Role.OFFICER: "cán bộ trực",
    Role.ADMIN: "quản trị",
}

EVERYBODY = frozenset(Role)
#: Who works on what the service knows.
EDITING = frozenset({Role.EDITOR, Role.REVIEWER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})
OFFICERS = frozenset({Role.OFFICER, Role.ADMIN})
#: Who may read what citizens leave for officers, and what is said to them about it.
LETTER_READERS = OFFICERS | {Role.REVIEWER}
