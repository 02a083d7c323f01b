"""`matinee demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.demo.removal import DemoInUse, remove_demo
from matinee.demo.schedule import DAYS_AHEAD
from matinee.demo.services import DemoNotAllowed, fill_demo


class Command(BaseCommand):
    """Add the missing parts of the demo, or remove it. Other data is not changed."""

    help = "Open the demo's two cinemas and fill their programme to 14 days ahead, or remove the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--remove`."""
        parser.add_argument(
            "--remove",
            action="store_true",
            help="delete the demo's cinemas with everything sold there, and its staff account",
        )

    def handle(self, *_args: Any, remove: bool = False, **_options: Any) -> None:
        """Fill or remove the demo, and report the numbers of venues, shows and orders."""
        if remove:
            self._remove()
        else:
            self._fill()

    def _remove(self) -> None:
        try:
            removed = remove_demo()
        except DemoInUse as error:
            raise CommandError(f"{error} Nothing was deleted.") from error
        if removed.venues:
            what = f"{removed.venues} demo cinemas with {removed.shows} shows and {removed.orders} orders"
            self.stdout.write(f"Removed {what}.")
        else:
            self.stdout.write("There is no demo cinema.")

    def _fill(self) -> None:
        try:
            filled = fill_demo()
        except DemoNotAllowed as error:
            raise CommandError(
                "The demo cinemas are not for production: they would stand beside the real ones. "
                "Nothing was changed."
            ) from error
        if filled.venues:
            self.stdout.write(f"{filled.venues} demo cinemas opened.")
        if filled.shows:
            self.stdout.write(
                f"{filled.shows} shows added; the programme is filled for the next {DAYS_AHEAD} days."
            )
        else:
            self.stdout.write(f"Nothing to add: the programme is filled for the next {DAYS_AHEAD} days.")
