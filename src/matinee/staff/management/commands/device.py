"""`matinee device pair --kind KIND --venue ID [--hall ID]`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.audit.services import COMMAND
from matinee.core.problems import Invalid
from matinee.staff.devices import issue_device_token
from matinee.staff.models import DeviceKind


class Command(BaseCommand):
    """Pair a device, and print only its token."""

    help = "Pair a till or a door scanner. Prints its token, which cannot be read again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `pair` and its options."""
        pair = parser.add_subparsers(required=True, metavar="VERB").add_parser("pair")
        pair.add_argument("--kind", required=True, choices=DeviceKind.values)
        pair.add_argument("--venue", required=True, type=int, metavar="ID")
        pair.add_argument(
            "--hall", type=int, metavar="ID", action="append", help="may be repeated; without it, all halls"
        )
        pair.add_argument("--name", default="Command line", help="what the device is")

    def handle(
        self,
        *_args: Any,
        kind: str,
        venue: int,
        hall: list[int] | None = None,
        name: str = "",
        **_options: Any,
    ) -> None:
        """Pair the device."""
        try:
            token = issue_device_token(
                actor=COMMAND, kind=DeviceKind(kind), venue_id=venue, hall_ids=hall, name=name
            )
        except Invalid as error:
            raise CommandError(
                " ".join(one for several in error.errors.values() for one in several)
            ) from error
        self.stdout.write(token)
