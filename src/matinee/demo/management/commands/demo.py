"""`matinee demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matinee.demo.schedule import DAYS_AHEAD
from matinee.demo.services import DemoNotAllowed, fill_demo


class Command(BaseCommand):
    """Add the missing parts of the demo. Existing data is not changed."""

    help = "Open the demo's two cinemas and fill their programme to 14 days ahead."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Fill the demo and report the numbers of new venues and shows."""
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
