"""The words of the `matinee` command."""

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
    """Carry out one command; give the exit status. What the caller can put right is one line on stderr."""
    asked, rest = _parser().parse_known_args(arguments)
    if rest and not asked.passes_on:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        if asked.checks:
            return _check()
        asked.action(environment.read(), asked, rest)
        return 0
    except OperatorError as error:
        print(f"matinee: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("matinee", description="Seat booking for cinemas.")
    parser.set_defaults(passes_on=False, checks=False)
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    words.add_parser("serve", help="run the site").set_defaults(action=_serve)
    words.add_parser("worker", help="do the jobs, where `serve` doesn't").set_defaults(action=_worker)
    words.add_parser("live", help="send changes to seat maps, where `serve` doesn't").set_defaults(
        action=_live
    )
    words.add_parser("migrate", help="bring the schema up to date, as `serve` does").set_defaults(
        action=_migrate
    )
    words.add_parser("check", help="say what the cinema still needs before it can sell").set_defaults(
        checks=True
    )
    _add_backup(words)
    for word, purpose in DJANGO_COMMANDS.items():
        # Django's own parser explains the options of its commands.
        command = words.add_parser(word, help=purpose, add_help=False)
        command.set_defaults(action=_django, passes_on=True, word=word)
    database = words.add_parser("db", help="the private PostgreSQL").add_subparsers(
        required=True, metavar="VERB"
    )
    for verb, (action, purpose) in DATABASE_VERBS.items():
        database.add_parser(verb, help=purpose).set_defaults(action=action)
    reset = database.add_parser("reset", help="delete the database, to start over with an empty one")
    reset.add_argument("--yes", action="store_true", help="without a question")
    reset.set_defaults(action=_reset)
    return parser


def _add_backup(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = words.add_parser("backup", help="write the whole database to a file, while the site runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(action=_back_up)
    restore = words.add_parser("restore", help="make the database what it was when the file was written")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="take away what is in the database now")
    restore.set_defaults(action=_restore)


DJANGO_COMMANDS = {
    "demo": "fill or top up the demo cinema",
    "import-movies": "import films from a CSV file",
    "reconcile": "finish payments and refunds that were cut off",
    "settle": "record how an order that needed attention was put right",
    "archive": "put bookings of shows that are long over aside",
    "forget": "erase a customer's name and mail address",
    "createsuperuser": "make an account that may do everything",
    "manage": "run any of Django's commands",
}


def _serve(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.supervisor import serve

    serve(settings)


def _check() -> int:
    """Check the settings too, so nothing has read them before."""
    from matinee.server.setup_check import check

    return check()


def _worker(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    prepare_django(settings, database_url(settings))
    from matinee.server.processes.worker import run as work

    work()


def _live(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.live import run as serve_events

    serve_events(settings, database_url(settings))


def _migrate(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.processes.preparation import migrate

    prepare_django(settings, database_url(settings))
    migrate(settings)


def _back_up(settings: Environment, asked: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.backup.backup import back_up

    check_connection(settings)
    back_up(database_url(settings), asked.file.absolute())


def _restore(settings: Environment, asked: argparse.Namespace, _rest: list[str]) -> None:
    from matinee.server.backup.backup import restore
    from matinee.server.processes.preparation import known_migrations

    url = database_url(settings)
    prepare_django(settings, url)
    restore(url, asked.file.absolute(), known=known_migrations(), replace=asked.replace)


def _django(settings: Environment, asked: argparse.Namespace, rest: list[str]) -> None:
    """Run a Django command on a database that is there."""
    prepare_django(settings, database_url(settings))
    from django.core.management import execute_from_command_line

    words = [] if asked.word == "manage" else [asked.word.replace("-", "_")]
    execute_from_command_line([f"matinee {asked.word}" if not words else "matinee", *words, *rest])


def _url(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    print(database_url(settings))  # noqa: T201


def _start(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    _refuse_foreign(settings)
    running = embedded.ensure_running(settings.data_dir)
    state = "started" if running.started_here else "was running already"
    print(f"PostgreSQL {running.cluster.binaries.major} {state} in {running.cluster.folder}.")  # noqa: T201


def _stop(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    _refuse_foreign(settings)
    stopped = embedded.stop(settings.data_dir)
    print("PostgreSQL stopped." if stopped else "PostgreSQL was not running.")  # noqa: T201


def _reset(settings: Environment, asked: argparse.Namespace, _rest: list[str]) -> None:
    _refuse_foreign(settings)
    cluster = embedded.find(settings.data_dir)
    if cluster is None:
        print("There is no database.")  # noqa: T201
        return
    if not asked.yes and not _is_confirmed(f"Delete {cluster.folder} with all shows, orders and tickets?"):
        raise OperatorError("Nothing was deleted.")
    embedded.delete(settings.data_dir)
    print("The database is deleted. The next start makes an empty one.")  # noqa: T201


def _is_confirmed(question: str) -> bool:
    try:
        return input(f"{question} Type yes: ").strip() == "yes"
    except EOFError:
        return False


def _shell(settings: Environment, _asked: argparse.Namespace, _rest: list[str]) -> None:
    psql = shutil.which("psql")
    if psql is None and not settings.database_url:
        psql = embedded.ensure_running(settings.data_dir).cluster.binaries.program("psql")
    if psql is None:
        raise OperatorError("psql isn't installed. Install PostgreSQL's client programs.")
    os.execv(psql, ["psql", database_url(settings)])  # noqa: S606


def _refuse_foreign(settings: Environment) -> None:
    if settings.database_url:
        raise OperatorError(
            "DATABASE_URL names a server that Matinee does not manage. Unset DATABASE_URL first."
        )


DATABASE_VERBS = {
    "start": (_start, "start it"),
    "stop": (_stop, "stop it"),
    "url": (_url, "print the database's URI, for psql"),
    "shell": (_shell, "open psql"),
}
