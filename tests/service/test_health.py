"""``/health`` always answers, and shows each rung of the ladder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library
from service.supervisor import EngineState, Supervisor
from tests.service.conftest import Service


def health(service: Service) -> dict[str, Any]:
    response = service.api.get("/health")
    assert response.status_code == 200
    shown: dict[str, Any] = response.json()
    assert set(shown) == {"status", "engine", "encoder", "database", "release"}
    return shown


async def _unused() -> Any:
    raise AssertionError


def supervised(service: Service, state: EngineState) -> Service:
    """The service with an engine in this state."""
    service.parts.supervisor = Supervisor(_unused, {}, Path(), Path(), _unused)
    service.parts.supervisor.state = state
    return service


def test_with_everything_in_place_all_is_well(service: Service) -> None:
    shown = health(supervised(service, EngineState.OK))
    assert shown == {
        "status": "ok",
        "engine": "ok",
        "encoder": "ok",
        "database": "ok",
        "release": service.house.library.release.id,
    }


@pytest.mark.parametrize("state", [EngineState.STARTING, EngineState.DOWN])
def test_an_engine_that_does_not_lead_yet_or_any_more_is_shown(service: Service, state: EngineState) -> None:
    shown = health(supervised(service, state))
    assert (shown["status"], shown["engine"]) == ("degraded", state.value)


def test_an_engine_that_is_switched_off_is_down(service: Service) -> None:
    shown = health(service)
    assert (shown["status"], shown["engine"]) == ("degraded", "down")


@pytest.mark.parametrize("encoder", ["sentence-transformers:/no/such/folder", "no such encoder"])
def test_an_encoder_that_cannot_be_loaded_is_down_and_the_rest_goes_on(
    start: Callable[..., Service], encoder: str
) -> None:
    service = supervised(start(encoder=encoder), EngineState.OK)
    service.parts.answerer.encoder = None
    assert health(service) | {"release": ""} == {
        "status": "degraded",
        "engine": "ok",
        "encoder": "down",
        "database": "ok",
        "release": "",
    }
    assert service.api.post("/api/v1/chat", json={"text": "hỏi"}).status_code == 200


def test_an_encoder_that_nobody_wants_is_not_missing(service: Service) -> None:
    assert health(service)["encoder"] == "ok"


def test_a_database_that_is_gone_is_shown(service: Service) -> None:
    supervised(service, EngineState.OK)
    service.parts.database.close()
    (service.parts.settings.data / "hoidap.sqlite").write_bytes(b"no database " * 1000)
    shown = health(service)
    assert (shown["status"], shown["database"]) == ("degraded", "down")


def test_before_the_first_release_there_is_none(service: Service, tmp_path: Path) -> None:
    supervised(service, EngineState.OK).parts.library = Library(tmp_path / "nothing here")
    shown = health(service)
    assert (shown["status"], shown["release"]) == ("degraded", "")


def test_looking_does_not_count_as_asking(start: Callable[..., Service]) -> None:
    service = start(rate=1)
    for _ in range(5):
        health(service)
