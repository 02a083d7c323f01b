"""The `matinee` command and its subcommands."""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from matinee.server.config import environment
from matinee.server.config.environment import Environment
from matinee.server.errors import OperatorError
from matinee.server.postgres import embedded
from matinee.server.processes.preparation import check_connection, database_url, prepare_django


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status. An OperatorError becomes one line on stderr."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and not options.forwards_arguments:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        if options.is_check:
            return _check()
        options.action(environment.read(), options, rest)
        return 0
    except OperatorError as error:
        print(f"matinee: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("matinee", description="Seat booking for cinemas.")
    parser.set_defaults(forwards_arguments=False, is_check=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("serve", help="run the site").set_defaults(action=_serve)
    commands.add_parser("worker", help="run the background worker on its own").set_defaults(action=_worker)
    commands.add_parser("live", help="run the live-event process on its own").set_defaults(action=_live)
    commands.add_parser("migrate", help="update the database schema, as `serve` does").set_defaults(
        action=_migrate
    )
    commands.add_parser("check", help="list what the cinema still needs before it can sell").set_defaults(
        is_check=True
    )
    _add_backup(commands)
    for name, purpose in DJANGO_COMMANDS.items():
        # Django's own parser explains the options of its commands.
        command = commands.add_parser(name, help=purpose, add_help=False)
        command.set_defaults(action=_django, forwards_arguments=True, command=name)
    database = commands.add_parser("db", help="manage the embedded PostgreSQL").add_subparsers(
        required=True, metavar="VERB"
    )
    for verb, (action, purpose) in DATABASE_VERBS.items():
        database.add_parser(verb, help=purpose).set_defaults(action=action)
    reset = database.add_parser("reset", help="delete the database, to start over with an empty one")
    reset.add_argument("--yes", action="store_true", help="without a question")
    reset.set_defaults(action=_reset)
    return parser


def _add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="write the whole database to a file, while the site runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(action=_back_up)
    restore = commands.add_parser("restore", help="restore the database from a backup file")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="delete the data that is in the database now")
    restore.set_defaults(action=_restore)


DJANGO_COMMANDS = {
    "demo": "create or extend the demo cinema",
    "import-movies": "import films from a CSV file",
    "reconcile": "complete interrupted payments and refunds",
    "settle": "record how an order that needed attention was resolved",
    "archive": "archive the bookings of past shows",
    "forget": "erase a customer's name and email address",
    "createsuperuser": "create an account with all permissions",
    "setup-link": "print a link that creates the first owner",
    "api-key": "create a key for a program of the cinema",
    "device": "pair a till or a door scanner",
    "manage": "run any of Django's commands",
}


def _serve(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.supervisor import serve

    serve(settings)


def _check() -> int:
    """Run before the settings are read, because the check reports errors in them."""
    from matinee.server.setup_check import check

    return check()


def _worker(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    prepare_django(settings, database_url(settings))
    from matinee.server.processes.worker import run as work

    work()


def _live(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.live import run as serve_events

    serve_events(settings, database_url(settings))


def _migrate(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.preparation import migrate, refuse_old_database

    url = database_url(settings)
    prepare_django(settings, url)
    refuse_old_database(settings, url)
    migrate()


def _back_up(settings: Environment, options: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.backup.backup import back_up

    check_connection(settings)
    back_up(database_url(settings), options.file.absolute())


def _restore(settings: Environment, options: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.backup.backup import restore
    from matinee.server.processes.preparation import known_migrations

    url = database_url(settings)
    prepare_django(settings, url)
    restore(url, options.file.absolute(), known=known_migrations(), replace=options.replace)


def _django(settings: Environment, options: argparse.Namespace, rest: list[str]) -> None:
    """Run a Django command. Starts the embedded database if needed."""
    prepare_django(settings, database_url(settings))
    from django.core.management import execute_from_command_line

    command = [] if options.command == "manage" else [options.command.replace("-", "_")]
    execute_from_command_line([f"matinee {options.command}" if not command else "matinee", *command, *rest])


def _url(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    print(database_url(settings))  # noqa: T201


def _start(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    _require_embedded(settings)
    running = embedded.ensure_running(settings.data_dir)
    state = "started" if running.started_here else "was already running"
    print(f"PostgreSQL {running.cluster.binaries.major} {state} in {running.cluster.folder}.")  # noqa: T201


def _stop(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    _require_embedded(settings)
    stopped = embedded.stop(settings.data_dir)
    print("PostgreSQL stopped." if stopped else "PostgreSQL was not running.")  # noqa: T201


def _reset(settings: Environment, options: argparse.Namespace, _rest: list[str]) -> None:
    _require_embedded(settings)
    cluster = embedded.find(settings.data_dir)
    if cluster is None:
        print("There is no database.")  # noqa: T201
        return
    if not options.yes and not _is_confirmed(f"Delete {cluster.folder} with all shows, orders and tickets?"):
        raise OperatorError("Nothing was deleted.")
    embedded.delete(settings.data_dir)
    print("The database is deleted. The next start makes an empty one.")  # noqa: T201


def _is_confirmed(question: str) -> bool:
    try:
        return input(f"{question} Type yes: ").strip() == "yes"
    except EOFError:
        return False


def _shell(settings: Environment, _options: argparse.Namespace, _rest: list[str]) -> None:
    psql = shutil.which("psql")
    if psql is None and not settings.database_url:
        psql = embedded.ensure_running(settings.data_dir).cluster.binaries.program("psql")
    if psql is None:
        raise OperatorError("psql is not installed. Install PostgreSQL's client programs.")
    os.execv(psql, ["psql", database_url(settings)])  # noqa: S606


def _require_embedded(settings: Environment) -> None:
    if settings.database_url:
        raise OperatorError(
            "DATABASE_URL names a server that Matinee does not manage. Unset DATABASE_URL first."
        )


DATABASE_VERBS = {
    "start": (_start, "start the server"),
    "stop": (_stop, "stop the server"),
    "url": (_url, "print the URI of the database, for psql"),
    "shell": (_shell, "open psql"),
}
