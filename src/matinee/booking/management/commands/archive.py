"""`matinee archive --before DAY`"""

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.booking.upkeep import ARCHIVE_LOOP, archive_shows
from matinee.runtime.failed_rows.queries import failed_rows


class Command(BaseCommand):
    """Keep `booking` small. The site keeps selling meanwhile."""

    help = "Move the bookings of shows that ended before a day to booking_archive. Orders and tickets stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day."""
        parser.add_argument("--before", metavar="DAY", type=_day, required=True, help="YYYY-MM-DD, in UTC.")

    def handle(self, *_args: Any, before: date, **_options: Any) -> None:
        """Move the rows and print their number."""
        moved = archive_shows(ended_before=datetime.combine(before, time.min, UTC))
        self.stdout.write(f"Archived {moved} bookings.")
        if failed := failed_rows(ARCHIVE_LOOP):
            raise CommandError(f"Shows that could not be archived: {failed}. See the log.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day as YYYY-MM-DD") from error
