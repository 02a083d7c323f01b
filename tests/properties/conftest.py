"""A running site for those who send it whatever they like. It is theirs alone: they take seats anywhere."""

from collections.abc import Iterator

import pytest

from tests.conftest import server
from tests.live_app import LiveApp, run_live_app


@pytest.fixture(scope="session")
def any_app() -> Iterator[LiveApp]:
    """The running site with the demo's cinemas."""
    with run_live_app(server.url) as app:
        yield app


@pytest.fixture(scope="module")
def cinema_app(any_app: LiveApp) -> Iterator[LiveApp]:
    """The same; the tests of a file make it log no exception that nobody foresaw."""
    before = any_app.log.stat().st_size
    yield any_app
    _, unforeseen, story = any_app.log.read_bytes()[before:].decode(errors="replace").partition("Traceback")
    assert not unforeseen, story[:5000]
