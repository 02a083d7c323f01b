"""What every test stands on: a private PostgreSQL of the tests' own, the running site, a browser."""

from collections.abc import Iterator
from typing import Any

import django
import psycopg
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from matinee.core.jobs import JOBS
from tests.database_server import DatabaseServer
from tests.empty_tables import Tables, tables_emptied_after_each_test
from tests.jobs import run_jobs  # noqa: F401 - a fixture for all
from tests.live_app import LiveApp, run_live_app
from tests.screens.chromium import FLAGS, chromium
from tests.shared_static_files import share_static_files

BROWSER_TESTS = {"e2e", "a11y"}
"""Folders of tests that drive a browser."""

server = DatabaseServer()


def pytest_configure() -> None:
    """Have the database before Django reads its settings."""
    if settings.configured:
        raise pytest.UsageError("Django knows its database already. Unset DJANGO_SETTINGS_MODULE.")
    server.start()
    django.setup()
    # The default is slow on purpose. The running site, which has its own settings, keeps it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    share_static_files()
    # What pytest-django lets tests query: the job queue, too.
    TransactionTestCase.databases = {DEFAULT_DB_ALIAS, JOBS}


def pytest_unconfigure() -> None:
    """Leave nothing running."""
    server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run load tests first and browser tests last.

    `make test` runs two halves side by side: a browser that shares the machine with a load test runs into its
    timeouts. And Playwright's event loop forbids Django's ORM to the tests after it. Tests of the running
    site are marked, since `make quick` leaves them out.
    """
    items.sort(key=_order)
    for item in items:
        if "live_app" in getattr(item, "fixturenames", ()):
            item.add_marker("site")


def _order(item: pytest.Item) -> int:
    if item.path.parent.name in BROWSER_TESTS:
        return 2
    return 0 if item.get_closest_marker("load") else 1


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tables]:  # noqa: ARG001
    """The migrated test database, which tests that commit leave as they found it."""
    with django_db_blocker.unblock(), tables_emptied_after_each_test() as tables:
        with django_db_blocker.block():
            yield tables
        # The test database can only be dropped without connections, that of the job queue included.
        connections.close_all()


@pytest.fixture(scope="session")
def live_app() -> Iterator[LiveApp]:
    """The site as `matinee serve` runs it, on a free port, with the demo's cinemas."""
    with run_live_app(server.url) as app:
        yield app


@pytest.fixture(scope="session")
def base_url(live_app: LiveApp) -> str:
    """Where pages live."""
    return live_app.base_url


@pytest.fixture(scope="session")
def database(live_app: LiveApp) -> Iterator[psycopg.Connection]:
    """The running site's database, with the demo in it."""
    with psycopg.connect(live_app.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Let Playwright drive the machine's Chromium."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}
