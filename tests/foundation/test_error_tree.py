"""The error tree, as programs and people see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation import errors
from foundation.errors import DocumentError, HoidapError, RateError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, HoidapError) and kind is not HoidapError
]


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert HoidapError.code not in codes


def test_the_tree_at_the_top_of_the_module_names_every_error() -> None:
    tree = errors.__doc__ or ""
    assert all(f"{kind.__name__} " in tree for kind in KINDS)


def test_a_document_error_names_file_line_and_reason() -> None:
    error = DocumentError(Path("somewhere/ke-hoach.md"), 7, "thiếu ô", hint="Thêm ô.")
    assert str(error) == "ke-hoach.md, dòng 7: thiếu ô"
    assert (error.line, error.reason, error.hint) == (7, "thiếu ô", "Thêm ô.")


def test_a_document_error_about_the_whole_file_names_no_line() -> None:
    assert str(DocumentError("ke-hoach.md", 0, "tệp trống")) == "ke-hoach.md: tệp trống"


def test_a_code_can_be_narrowed_without_touching_the_others() -> None:
    assert HoidapError("x", code="narrow").code == "narrow"
    assert HoidapError("x").code == "internal"


@pytest.mark.parametrize(
    ("kind", "status"),
    [("InputError", 422), ("TokenError", 401), ("MissingError", 404), ("EngineError", 503)],
)
def test_errors_of_requests_have_their_http_status(kind: str, status: int) -> None:
    assert getattr(errors, kind).status == status


def test_too_many_requests_says_when_to_come_back() -> None:
    error = RateError("chậm lại", retry_after=12)
    assert (error.status, error.retry_after) == (429, 12)
