"""Requests of every form that the API's own description allows, and many it does not: never a 5xx."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.connectors.webhook_bodies import CHANNELS, SETTINGS
from tests.service.conftest import Service

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.core.result import Ok


@pytest.fixture
def service(start: Callable[..., Service]) -> Service:
    return start(**SETTINGS, rate=1_000_000)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_request_surprises_the_service(service: Service, data: st.DataObject) -> None:
    schema = schemathesis.openapi.from_dict(service.api.get("/api/v1/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 6
    case: Any = data.draw(data.draw(st.sampled_from(operations)).as_strategy())
    path = case.formatted_path
    if "/webhooks/" in path:
        path = f"/webhooks/{data.draw(st.sampled_from(CHANNELS))}"
    body = data.draw(st.binary(max_size=60))
    headers = {
        name: value
        for name, value in (case.headers or {}).items()
        if isinstance(value, str) and value.isascii() and value.isprintable() and name.isidentifier()
    }
    response = service.api.request(case.method, path, params=case.query or {}, headers=headers, content=body)
    assert response.status_code < 500
