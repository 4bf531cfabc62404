"""Which forms of the console keep what is typed: all long ones, and none with a secret or a citizen's words in it."""

from __future__ import annotations

import re
from pathlib import Path

import console

TEMPLATES = sorted((Path(console.__file__).parent / "templates").glob("*.html"))
#: What is asked of forms in files of macros, where their own page names the form.
_FORM = re.compile(r"<form\b[^\n]*?>.*?</form>", re.DOTALL)
#: Whose text the server keeps, since it is written to a citizen.
OFFICERS = {"letter.html", "handover.html"}


def forms() -> list[tuple[str, str]]:
    return [(file.name, form) for file in TEMPLATES for form in _FORM.findall(file.read_text("utf-8"))]


def opening(form: str) -> str:
    return form.partition("\n")[0]


def test_every_form_with_room_for_more_than_a_line_keeps_what_is_typed() -> None:
    long = [
        (name, form) for name, form in forms() if re.search(r"<textarea|parts\.(field|entry)\(|lines\(", form)
    ]
    assert len(long) >= 9
    for name, form in long:
        if 'method="get"' in opening(form):
            continue  # it is asked for again, not stored
        assert ("data-draft=" if name in OFFICERS else "data-keep=") in form, name


def test_what_is_kept_in_the_browser_has_no_password_code_or_contact() -> None:
    kept = [(name, form) for name, form in forms() if "data-keep=" in opening(form)]
    assert kept
    for name, form in kept:
        assert not re.search(r'password|one-time-code|mat-khau|type="file"|lien-he|forms\.code', form), name
        assert name not in OFFICERS
