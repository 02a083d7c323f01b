"""Prepare the site before it starts: a reachable database, keys, the schema."""

import os
import sys
import time
from collections.abc import Callable

from matinee.server.config import keys
from matinee.server.config.environment import Environment
from matinee.server.console import report
from matinee.server.errors import OperatorError
from matinee.server.postgres import embedded, location
from matinee.server.postgres.migration_history import OldDatabase, is_from_earlier_version, reset_command

MIGRATION_LOCK = 6_177_300_421
"""Key of the advisory lock for schema changes: one process at a time."""


MIGRATION_WAIT_MS = 1000
"""Maximum wait of a migration for a table lock. Requests queue behind it, so it is less than LOCK_WAIT_MS."""

MIGRATION_PAUSE_SECONDS = 1
MIGRATION_ATTEMPTS = 60
LOCK_NOT_AVAILABLE = "55P03"

INVALID_INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace
"""


class SchemaLocked(OperatorError):
    """A long transaction kept a table locked."""

    def __init__(self) -> None:
        super().__init__(
            "The schema could not be changed, because a long transaction keeps a table locked. Find it with "
            "SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY 2; end it, and start again."
        )


class DemoAccountInProduction(OperatorError):
    """Production does not start with the demo's staff account."""

    def __init__(self) -> None:
        super().__init__(
            "This database has the demo's staff account, which must not exist in production. Remove the demo "
            "with everything sold there, and start again: matinee demo --remove"
        )


class DatabaseUnreachable(OperatorError):
    """Cannot connect to the server in `DATABASE_URL`."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The PostgreSQL server in DATABASE_URL can't be used: {reason}. "
            "Start or correct it; or unset DATABASE_URL to use the embedded PostgreSQL."
        )


def database_url(settings: Environment) -> str:
    """Return DATABASE_URL, or the URI of the embedded server, which is started if needed.

    Raises: OperatorError.
    """
    return settings.database_url or embedded.ensure_running(settings.data_dir).cluster.url


def prepare_django(settings: Environment, url: str) -> None:
    """Check the connection, create missing keys, and set the environment for Django.

    Raises: DatabaseUnreachable, FolderNotWritable.
    """
    check_connection(settings)
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.server.config.settings"
    if not settings.secret_key:
        location.prepare(settings.data_dir)
        keys.create_if_missing(settings.data_dir)
    if not settings.ticket_signing_key:
        location.prepare(settings.data_dir)
        keys.create_ticket_key_if_missing(settings.data_dir)


def refuse_old_database(settings: Environment, url: str) -> None:
    """Check that this version's migrations can continue from the database.

    Raises: OldDatabase.
    """
    import psycopg

    with psycopg.connect(url) as database:
        found = database.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        rows = database.execute("SELECT app, name FROM django_migrations") if found == (True,) else ()
        if is_from_earlier_version([(app, name) for app, name in rows]):
            is_embedded = not settings.database_url
            raise OldDatabase(reset=reset_command(sys.argv[0], os.environ) if is_embedded else None)


def migrate() -> None:
    """Bring both schemas up to date, one process at a time, while others sell; leaves no connection open.

    Requests queue behind a migration that waits for a table's lock. So a migration waits for a second at
    most; then it is rolled back and tried again later.

    Raises: SchemaLocked, OperatorError.
    """
    import django
    from django.db import connection, connections

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            _retry_on_lock_timeout(_migrate_once)
    finally:
        connections.close_all()


def bring_up_to_date(settings: Environment) -> None:
    """Apply migrations. Extend the demo cinema and open its staff account, unless the demo is off.

    Without an owner, print a set-up link.

    Raises: DemoAccountInProduction.
    """
    report("Bringing the schema up to date")
    migrate()
    if settings.production:
        _refuse_local_accounts()
    elif shows := top_up_demo(settings):
        report(f"Added {shows} shows to the demo cinema")
    if link := setup_link():
        report(f"There is no owner yet. Create the first one within an hour: {link}")


def _migrate_once() -> None:
    from django.core.management import CommandError, call_command
    from django.db import connection, connections

    for each in connections.all():
        with each.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{MIGRATION_WAIT_MS}ms"])
    with connection.cursor() as cursor:
        # If a migration gives up while it builds an index concurrently, the index stays behind half built.
        cursor.execute(INVALID_INDEXES)
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {index}")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except CommandError as error:
        raise OperatorError(str(error)) from error


def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this release, as (app, name)."""
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    return frozenset(MigrationLoader(None).disk_migrations)


def _retry_on_lock_timeout(change: Callable[[], object]) -> None:
    """Retry after lock timeouts. Completed migrations are kept."""
    from django.db import OperationalError

    for attempt in range(1, MIGRATION_ATTEMPTS + 1):
        try:
            change()
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            report(f"A table is in use. Retrying the migration (attempt {attempt})")
            time.sleep(MIGRATION_PAUSE_SECONDS)
    raise SchemaLocked


def top_up_demo(settings: Environment) -> int:
    """Fill the demo's programme and open its staff account, if the database is empty or the demo's.

    Otherwise the account is closed. Returns the number of new shows.
    """
    from django.db import connections

    from matinee.demo.removal import close_demo_account
    from matinee.demo.schedule import may_fill
    from matinee.demo.services import fill_demo
    from matinee.demo.staff_account import open_demo_account

    shows = 0
    if settings.demo and may_fill():
        shows = fill_demo().shows
        location.prepare(settings.data_dir)
        open_demo_account(keys.demo_password(settings.data_dir))
    else:
        close_demo_account()
    connections.close_all()
    return shows


def setup_link() -> str:
    """Open a set-up link and return it; an empty text if the cinema has an owner."""
    from django.db import connections

    from matinee.staff.errors import OwnerExists
    from matinee.staff.setup_link import new_setup_link

    try:
        return new_setup_link()
    except OwnerExists:
        return ""
    finally:
        connections.close_all()


def demo_account(settings: Environment, url: str) -> str:
    """The sign-in of the demo's staff account, for people; empty where there is no such account."""
    import psycopg

    if not settings.demo:
        return ""
    with psycopg.connect(url) as database:
        account = database.execute("SELECT email FROM staff_user WHERE local_only").fetchone()
    return f"sign in as {account[0]} with {keys.demo_password(settings.data_dir)}" if account else ""


def _refuse_local_accounts() -> None:
    from django.db import connections

    from matinee.staff.models import User

    exists = User.objects.filter(local_only=True).exists()
    connections.close_all()
    if exists:
        raise DemoAccountInProduction


def check_connection(settings: Environment) -> None:
    """Check the connection to the server in `DATABASE_URL`.

    Raises: DatabaseUnreachable.
    """
    if not settings.database_url:
        return
    import psycopg

    try:
        psycopg.connect(settings.database_url, connect_timeout=5).close()
    except psycopg.Error as error:
        # The first line contains the reason. libpq never includes the password.
        raise DatabaseUnreachable(str(error).strip().splitlines()[0].rstrip(".")) from error
