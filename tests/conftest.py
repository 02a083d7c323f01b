"""Fixtures for all tests: a private PostgreSQL server, a small cinema, the running site, a browser."""

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import django
import psycopg
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from matinee.core.jobs import JOBS
from tests.database_server import DatabaseServer
from tests.empty_tables import Tables, tables_emptied_after_each_test
from tests.jobs import run_jobs  # noqa: F401 - a fixture for all
from tests.live_app import LiveApp, run_live_app
from tests.mail_server import mailbox, sends_email  # noqa: F401 - fixtures for all
from tests.screens.chromium import FLAGS, chromium
from tests.shared_static_files import share_static_files

if TYPE_CHECKING:
    from tests.cinema import Cinema

BROWSER_TESTS = {"e2e", "a11y"}
"""Folders of tests that use a browser."""

server = DatabaseServer()

# A busy machine must not fail a test.
hypothesis_settings.register_profile("matinee", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("matinee")


def pytest_configure() -> None:
    """Start the database before Django reads its settings."""
    if settings.configured:
        raise pytest.UsageError("Django is already configured. Unset DJANGO_SETTINGS_MODULE.")
    server.start()
    django.setup()
    # The default hasher is slow by design. The running site has its own settings and keeps it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    share_static_files()
    # pytest-django allows tests to query these databases only.
    TransactionTestCase.databases = {DEFAULT_DB_ALIAS, JOBS}


def pytest_unconfigure() -> None:
    """Stop the database."""
    server.stop()


def pytest_collection_finish() -> None:
    """Exempt what is imported from garbage collection. That saves a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run load tests first and browser tests last.

    `make test` runs two lanes in parallel, and a browser that shares the machine with a load test exceeds
    its timeouts. Playwright's event loop makes Django's ORM fail in all later tests. Tests of the running
    site are marked, because `make quick` excludes them.
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
    """The migrated test database. Its tables are emptied after each test that commits."""
    with django_db_blocker.unblock(), tables_emptied_after_each_test() as tables:
        with django_db_blocker.block():
            yield tables
        # The test database can only be dropped without connections, including those of the job queue.
        connections.close_all()


@pytest.fixture
def cinema(db: None) -> "Cinema":  # noqa: ARG001
    """A cinema with one show on sale and fifty seats, which cost €12 each."""
    from tests.cinema import make_cinema

    return make_cinema()


@pytest.fixture(scope="session")
def live_app() -> Iterator[LiveApp]:
    """The running site with the demo's cinemas, on a free port. Many tests sign in within a minute."""
    with run_live_app(server.url, LOGINS_PER_MINUTE="0") as app:
        yield app


@pytest.fixture(scope="session")
def base_url(live_app: LiveApp) -> str:
    """The base URL of the running site, which Playwright uses for relative addresses."""
    return live_app.base_url


@pytest.fixture(scope="session")
def database(live_app: LiveApp) -> Iterator[psycopg.Connection]:
    """A connection to the database of the running site."""
    with psycopg.connect(live_app.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Make Playwright use the Chromium that is installed on the machine."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}
