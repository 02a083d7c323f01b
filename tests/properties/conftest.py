"""The running site for those who send it whatever they like."""

from collections.abc import Iterator

import pytest

from tests.live_app import LiveApp


@pytest.fixture(scope="module")
def cinema_app(live_app: LiveApp) -> Iterator[LiveApp]:
    """The running site with the demo's cinemas; these tests make it log no exception that nobody foresaw."""
    live_app.matinee("demo")
    before = live_app.log.stat().st_size
    yield live_app
    _, unforeseen, story = live_app.log.read_bytes()[before:].decode(errors="replace").partition("Traceback")
    assert not unforeseen, story[:5000]
