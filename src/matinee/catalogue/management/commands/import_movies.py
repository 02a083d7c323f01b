"""`matinee import-movies FILE.csv`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.catalogue.errors import MoviesUnreadable
from matinee.catalogue.movie_columns import NAMES, REQUIRED
from matinee.catalogue.services import import_movies

OPTIONAL = [name for name in NAMES if name not in REQUIRED and not name.startswith("rating_")]


class Command(BaseCommand):
    """Imports all rows or none. Lists each bad row with its line."""

    help = (
        f"Import films from a CSV file with the columns {', '.join(REQUIRED)}; optional are "
        f"{', '.join(OPTIONAL)}, "
        "fsk, mpa and other systems of ratings, and title_xx, synopsis_xx, genre_xx for a language xx."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the file and print the number of changes. Raises: CommandError."""
        path: Path = options["file"]
        try:
            result = import_movies(data=path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        except MoviesUnreadable as error:
            problems = error.problems
            for problem in problems:
                self.stderr.write(f"line {problem['line']}: {problem['reason']}")
            raise CommandError(f"Nothing imported from {path}: {len(problems)} bad row(s).") from error
        for name in result.ignored_columns:
            self.stderr.write(f"Ignored: the column {name!r}, which films do not have.")
        if result.added or result.changed:
            self.stdout.write(
                f"{result.added} films added, {result.changed} changed, {result.unchanged} unchanged."
            )
        else:
            self.stdout.write(f"Nothing changed: all {result.unchanged} films were already there.")
