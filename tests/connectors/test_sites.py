"""Which pages of other sites may call."""

from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st

from connectors.sites import Sites, open_to, read_sites
from foundation.errors import SettingsError, SiteError

SITES = read_sites("cong-tinh=https://a.vn https://www.a.vn:8443; so=http://b.vn", "https://hoidap.vn")
ASKED = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "x-hoidap-site,content-type",
}


@pytest.fixture(scope="module")
def api() -> TestClient:
    app = FastAPI()
    open_to(app, SITES)

    @app.exception_handler(SiteError)
    def refused(_request: object, error: SiteError) -> Response:
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(error.code, error.status)  # type: ignore[return-value]

    @app.post("/chat", dependencies=[Depends(SITES.check)])
    def chat() -> str:
        return "said"

    return TestClient(app, base_url="http://own.vn:8000")


@pytest.mark.parametrize(
    ("origin", "key"),
    [
        ("https://a.vn", "cong-tinh"),
        ("https://www.a.vn:8443", "cong-tinh"),
        ("http://b.vn", "so"),
        ("http://own.vn:8000", ""),
        ("https://own.vn:8000", ""),  # a proxy ends TLS before us
        ("https://hoidap.vn", ""),
        (None, ""),
    ],
)
def test_our_own_pages_programs_and_known_sites_are_answered(
    api: TestClient, origin: str | None, key: str
) -> None:
    headers = {"X-Hoidap-Site": key} | ({"Origin": origin} if origin else {})
    assert api.post("/chat", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("origin", "key"),
    [
        ("https://a.vn", "so"),
        ("https://a.vn", ""),
        ("https://a.vn", "unknown"),
        ("http://a.vn", "cong-tinh"),
        ("https://a.vn.evil.vn", "cong-tinh"),
        ("https://evil.vn", "cong-tinh"),
        ("null", "cong-tinh"),
        ("", ""),
    ],
)
def test_every_other_page_is_refused_and_learns_nothing(api: TestClient, origin: str, key: str) -> None:
    response = api.post("/chat", headers={"Origin": origin, "X-Hoidap-Site": key})
    assert (response.status_code, response.text) == (403, "site_not_allowed")


@pytest.mark.parametrize(("origin", "allowed"), [("https://a.vn", True), ("https://evil.vn", False)])
def test_browsers_are_told_beforehand_whom_we_answer(api: TestClient, origin: str, allowed: bool) -> None:
    response = api.options("/chat", headers=ASKED | {"Origin": origin})
    assert (response.headers.get("access-control-allow-origin") == origin) is allowed
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "text",
    [
        "a=https://a.vn",
        "khoa",
        "khoa=",
        "khoa=https://a.vn/",
        "khoa=a.vn",
        "khoa=*",
        "KHOA=https://a.vn",
        "khoa=https://a.vn; khoa=https://b.vn",
        "khoa=https://a.vn, https://b.vn",
    ],
)
def test_a_malformed_setting_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="HOIDAP_SITES"):
        read_sites(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        sites = read_sites(text)
    except SettingsError:
        return
    assert isinstance(sites, Sites)
    assert all(origin.startswith("http") for origin in sites.all)
