"""Runs the site and a browser for programs that do not use pytest."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from playwright.sync_api import Browser, sync_playwright

from tests.database_server import DatabaseServer
from tests.live_app import run_live_app
from tests.screens.chromium import FLAGS, chromium
from tests.screens.demo_site import DemoSite


@contextmanager
def run_demo_site() -> Iterator[DemoSite]:
    """Run the site with the demo's cinemas on a new database. Stop both at the end."""
    server = DatabaseServer()
    server.start()
    try:
        with (
            run_live_app(server.url) as app,
            psycopg.connect(app.database_url, autocommit=True) as database,
        ):
            yield DemoSite(app, database)
    finally:
        server.stop()


@contextmanager
def launch_browser() -> Iterator[Browser]:
    """Run the Chromium that is installed on the machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
