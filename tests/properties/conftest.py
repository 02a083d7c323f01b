"""A running site for tests with random requests, which may hold any seats."""

from collections.abc import Iterator

import pytest

from tests.conftest import server
from tests.live_app import LiveApp, run_live_app


@pytest.fixture(scope="session")
def shared_app() -> Iterator[LiveApp]:
    """A running site with the demo's cinemas."""
    with run_live_app(server.url) as app:
        yield app


@pytest.fixture(scope="module")
def cinema_app(shared_app: LiveApp) -> Iterator[LiveApp]:
    """The running site. The tests of a module must not cause an unhandled exception."""
    before = shared_app.log.stat().st_size
    yield shared_app
    _, traceback, details = (
        shared_app.log.read_bytes()[before:].decode(errors="replace").partition("Traceback")
    )
    assert not traceback, details[:5000]
