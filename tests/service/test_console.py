"""The console as part of the service: on by default, off by a setting, bound to networks by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console.quota import Left
from foundation.errors import SettingsError
from tests.service.conftest import Service


def test_by_default_it_is_part_of_the_service(service: Service) -> None:
    shown = service.api.get("/quan-tri", follow_redirects=True)
    assert "Đăng nhập" in shown.text
    assert "text/css" in service.api.get("/quan-tri/kieu.css").headers["content-type"]


def test_it_can_be_switched_off(start: Callable[..., Service]) -> None:
    assert start(console=False).api.get("/quan-tri/dang-nhap").status_code == 404


def test_it_can_be_bound_to_networks(start: Callable[..., Service]) -> None:
    service = start(console_networks="10.20.0.0/16")
    assert service.api.get("/quan-tri/dang-nhap").status_code == 404
    assert service.at("10.20.1.1").get("/quan-tri/dang-nhap").status_code == 200


def test_networks_that_are_malformed_keep_the_service_from_starting(start: Callable[..., Service]) -> None:
    with pytest.raises(SettingsError):
        start(console_networks="mạng nội bộ")


def test_the_settings_bound_what_one_person_may_hand_in(start: Callable[..., Service]) -> None:
    quota = start(upload_files=7, upload_megabytes=60).parts.console.reception.quota
    assert quota.left("lan.nguyen") == Left(7, 60 * 1024 * 1024)


def test_guessing_is_limited(service: Service) -> None:
    form = {"ten": "ai.do", "mat-khau": "gì đó"}
    page = service.api.get("/quan-tri/dang-nhap").text
    form["the"] = page.partition('name="the" value="')[2][:64]
    origin = {"origin": "http://testserver"}
    statuses = {
        service.api.post("/quan-tri/dang-nhap", data=form, headers=origin).status_code for _ in range(12)
    }
    assert statuses == {401, 429}
