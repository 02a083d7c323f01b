"""What has to be in place before Django can work: a database that answers, keys, the schema."""

import os

from matinee.server import keys
from matinee.server.environment import Environment
from matinee.server.errors import CannotRun
from matinee.server.postgres import place, private

PREPARING = 6_177_300_421
"""The advisory lock under which one process at a time changes the schema."""


class DatabaseUnreachable(CannotRun):
    """The server that `DATABASE_URL` names doesn't let us in."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The PostgreSQL server in DATABASE_URL can't be used: {reason}. "
            "Start or correct it; or unset DATABASE_URL to use Matinee's own PostgreSQL."
        )


def database_url(settings: Environment) -> str:
    """Give the URI of a server that is there: the operator's, else the private one, started if need be.

    Raises: CannotRun.
    """
    return settings.database_url or private.ensure_running(settings.data_dir).cluster.url


def prepare_django(settings: Environment, url: str) -> None:
    """Give Django a database that answers, and keys.

    Raises: DatabaseUnreachable, FolderNotWritable.
    """
    if settings.database_url:
        _check_answers(url)
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.server.settings"
    if not settings.secret_key:
        place.prepare(settings.data_dir)
        keys.make_once(settings.data_dir)
    if not settings.ticket_signing_key:
        place.prepare(settings.data_dir)
        keys.make_ticket_key_once(settings.data_dir)


def migrate() -> None:
    """Bring the schema up to date, one process at a time; leaves no connection open."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def bring_up_to_date(settings: Environment) -> None:
    """Change the schema if need be; fill the demo, where there may be one."""
    print("Bringing the schema up to date", flush=True)  # noqa: T201
    migrate()
    if not settings.production and (shows := top_up_demo()):
        print(f"Added {shows} shows to the demo cinema", flush=True)  # noqa: T201


def top_up_demo() -> int:
    """Fill the demo's programme, if the database is empty or the demo's; give the number of new shows."""
    from django.db import connection

    from matinee.checkout.demo import fill
    from matinee.shows.demo import is_wanted

    shows = fill().shows if is_wanted() else 0
    connection.close()
    return shows


def _check_answers(url: str) -> None:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        # The first line says it; none of them repeats the password.
        raise DatabaseUnreachable(str(error).strip().splitlines()[0].rstrip(".")) from error
