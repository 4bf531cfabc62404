"""The pages over hand-built documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from knowledge.model import Document
from knowledge.scores import Score
from service.pages.ports import Library
from service.pages.routes import build_router
from service.pages.static_files import mount_static
from tests.service.pages.samples import LAW, RESOLUTION, CannedAnswers, Shelf


@pytest.fixture
def answers() -> CannedAnswers:
    return CannedAnswers()


@pytest.fixture
def open_library(answers: CannedAnswers) -> Callable[[Library], TestClient]:
    """Pages over a library, as they stand on 23 November 2026."""

    def open_it(library: Library) -> TestClient:
        app = FastAPI()
        app.include_router(build_router(library, answers, lambda: datetime(2026, 11, 23, tzinfo=UTC)))
        mount_static(app)
        return TestClient(app)

    return open_it


@pytest.fixture
def open_pages(open_library: Callable[[Library], TestClient]) -> Callable[..., TestClient]:
    """Pages over given documents and figures."""

    def open_them(*documents: Document, scores: Sequence[Score] = ()) -> TestClient:
        return open_library(Shelf(documents, scores))

    return open_them


@pytest.fixture
def pages(open_pages: Callable[..., TestClient]) -> TestClient:
    """Pages over the two sample documents."""
    return open_pages(RESOLUTION, LAW)
