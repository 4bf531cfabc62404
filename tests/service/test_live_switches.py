"""What an administrator changes in one process is in force in another within two seconds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from console.roles import Role
from foundation.settings import Settings
from service.app import create_app
from service.parts import Parts, build_parts
from tests.console.conftest import PASSWORD, SERVER, Browser
from tests.conversations.house import House, blank_database, small_releases

#: The bar is two seconds; a busy machine may add a little to a single request.
IN_TIME = 2.0


@pytest.fixture(params=["sqlite", "postgresql"])
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Parts, Parts]]:
    """Two services, each with a data folder of its own, over one database."""
    if request.param == "sqlite":
        blank_database(tmp_path / "shared.sqlite").close()
        url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    else:
        url = request.getfixturevalue("postgres").migrated_database()
    releases = small_releases(tmp_path / "releases")
    both = []
    for name in ("one", "two"):
        parts = build_parts(
            Settings.model_validate(
                {"data": tmp_path / name, "encoder": "none", "database_url": url, "rate": 10_000}
            )
        )
        house = House(parts.database, releases)
        parts.library, parts.answerer, parts.web_turns = house.library, house.answers, house.turns
        both.append(parts)
    yield both[0], both[1]
    for parts in both:
        parts.database.close()


def with_an_administrator(parts: Parts) -> None:
    """Somebody who may switch, without a second factor."""
    accounts = parts.console.accounts
    made = accounts.add(SERVER, "quan.tri", "Nông Văn Páo", Role.ADMIN, PASSWORD, temporary=False)
    accounts.require_second_factor(SERVER, made.id, required=False)


def seconds_until(look: Callable[[], Any], wanted: Any) -> float:
    """How long it takes until ``look`` sees what is ``wanted``."""
    begun = time.monotonic()
    while (seen := look()) != wanted:
        assert time.monotonic() - begun < 10, seen
        time.sleep(0.02)
    return time.monotonic() - begun


def test_switches_notices_and_words_hold_in_every_process_within_two_seconds(
    services: tuple[Parts, Parts],
) -> None:
    here, there = services
    with_an_administrator(here)
    with TestClient(create_app(here)) as client, TestClient(create_app(there)) as other:
        admin = Browser(client)
        assert admin.sign_in("quan.tri").headers["location"] == "/quan-tri"

        def state() -> Any:
            return other.get("/api/v1/events").json()["state"]

        def asked() -> int:
            return other.post("/api/v1/chat", json={"text": "Mục tiêu?"}).status_code

        def greeting() -> str:
            return str(other.get("/api/v1/welcome").json()["greeting"])

        def page() -> list[str]:
            return re.findall(r'class="standing" role="status">(.+?)</p>', other.get("/").text)

        assert (state()["open"], asked(), page()) == (True, 200, [])
        default = greeting()
        took = {}
        admin.post("/quan-tri/cong-tac/web/tat", ly_do="Bảo trì.")
        took["off"] = seconds_until(asked, 503)
        took["reason"] = seconds_until(state, {"open": False, "reason": "Bảo trì.", "notice": ""})
        assert page() == ["<strong>Bảo trì.</strong>"]
        admin.post("/quan-tri/cong-tac/web/bat")
        took["on"] = seconds_until(asked, 200)
        admin.post("/quan-tri/cong-tac/web/thong-bao", thong_bao="Nghỉ lễ.")
        took["notice"] = seconds_until(state, {"open": True, "reason": "", "notice": "Nghỉ lễ."})
        assert page() == ["Nghỉ lễ."]
        admin.post("/quan-tri/loi-chao/vi/greeting", loi="Chào anh/chị!")
        took["words"] = seconds_until(greeting, "Chào anh/chị!")
        assert "Chào anh/chị!" in other.get("/").text
        admin.post("/quan-tri/loi-chao/vi/greeting/mac-dinh")
        took["default words"] = seconds_until(greeting, default)
    assert max(took.values()) < IN_TIME, took


def test_a_period_is_told_to_citizens_as_it_is_obeyed(services: tuple[Parts, Parts]) -> None:
    here, there = services
    with_an_administrator(here)
    with TestClient(create_app(here)) as client, TestClient(create_app(there)) as other:
        admin = Browser(client)
        admin.sign_in("quan.tri")
        shown = other.get("/du-lieu-ca-nhan")
        assert shown.status_code == 200
        assert "<td>180 ngày</td>" in shown.text
        assert re.search(r"trao đổi trực tiếp.*\s*<td>.*</td>\s*<td>14 ngày</td>", shown.text)
        assert "91/2025/QH15" in shown.text
        admin.post("/quan-tri/du-lieu/thoi-han/questions", so="45")
        admin.post("/quan-tri/loi-chao/vi/consent", loi="Anh/chị đồng ý chứ?")
        assert "<td>45 ngày</td>" in other.get("/du-lieu-ca-nhan").text
        seconds_until(lambda: "Anh/chị đồng ý chứ?" in other.get("/du-lieu-ca-nhan").text, True)
