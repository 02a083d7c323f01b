"""The site on a data folder of its own, for programs that are no tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from playwright.sync_api import Browser, sync_playwright

from tests.database_server import DatabaseServer
from tests.live_app import run_live_app
from tests.screens.chromium import FLAGS, chromium
from tests.screens.demo_site import House


@contextmanager
def open_house() -> Iterator[House]:
    """Run the site with the demo's cinemas; take everything away at the end."""
    server = DatabaseServer()
    server.start()
    try:
        with (
            run_live_app(server.url) as app,
            psycopg.connect(app.database_url, autocommit=True) as database,
        ):
            yield House(app, database)
    finally:
        server.stop()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Run the machine's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
