"""Periods, exports and erasures on the pages."""

from __future__ import annotations

import json

import pytest

from console.roles import Role
from conversations.conversation import ConversationStore
from conversations.periods import RULES, Kept, Periods
from foundation.errors import TokenError
from tests.console.conftest import Browser, Office

DATA = "/quan-tri/du-lieu"
CONVERSATION = "c" * 32


@pytest.fixture
def admin(both: Office) -> Browser:
    return both.signed_in("quan.tri", Role.ADMIN)


@pytest.fixture
def code(both: Office) -> str:
    """Of something that was left in a conversation."""
    store = ConversationStore(both.database, both.clock, lambda _engine_id: None)
    store.open("web", CONVERSATION)
    engine_id = store.claim(CONVERSATION, "m", "r").engine_id
    return both.console.officers.letters.leave(engine_id, "difficulty", "đường hỏng")


def there(office: Office) -> bool:
    store = ConversationStore(office.database, office.clock, lambda _engine_id: None)
    try:
        store.check(CONVERSATION)
    except TokenError:
        return False
    return True


def test_every_kind_is_shown_and_a_period_is_changed_within_its_bounds(both: Office, admin: Browser) -> None:
    shown = admin.get(DATA).text
    assert all(rule.title in shown for rule in RULES.values())
    answered = admin.post(f"{DATA}/thoi-han/questions", so="30")
    assert answered.headers["location"] == f"{DATA}?da=thoi-han"
    assert Periods(both.database, both.clock).spans()[Kept.QUESTIONS].days == 30
    assert both.actions()[-1] == "period_changed"
    before = both.actions()
    for kept, amount in (("questions", "0"), ("questions", "9999"), ("questions", "x"), ("audit", "1")):
        assert admin.post(f"{DATA}/thoi-han/{kept}", so=amount).status_code == 422
    assert admin.post(f"{DATA}/thoi-han/other", so="1").status_code == 404
    assert both.actions() == before
    assert Periods(both.database, both.clock).spans()[Kept.QUESTIONS].days == 30


def test_what_is_kept_under_a_code_is_found_and_handed_out(both: Office, admin: Browser, code: str) -> None:
    found = admin.post(f"{DATA}/tim", ma=code.lower())
    assert "điều để lại cho cán bộ" in found.text
    handed = admin.post(f"{DATA}/xuat", ma=code)
    assert handed.headers["content-disposition"].startswith("attachment")
    assert json.loads(handed.content)["letters"][0]["text"] == "đường hỏng"
    assert both.actions()[-1] == "data_exported"


def test_an_erasure_must_be_confirmed_and_is_noted(both: Office, admin: Browser, code: str) -> None:
    assert admin.post(f"{DATA}/xoa", ma=code).status_code == 422
    assert there(both)
    erased = admin.post(f"{DATA}/xoa", ma=code, dong_y="1")
    assert erased.headers["location"] == f"{DATA}?da=da-xoa"
    assert not there(both)
    assert both.actions()[-1] == "data_erased"
    gone = admin.post(f"{DATA}/tim", ma=code)
    assert gone.status_code == 404
    assert "Không có hội thoại hay mã này." in gone.text


def test_administrators_alone_get_at_citizens_data(office: Office) -> None:
    for screen in office.console.screens:
        if screen.path.startswith(DATA):
            assert screen.roles == {Role.ADMIN}, screen
