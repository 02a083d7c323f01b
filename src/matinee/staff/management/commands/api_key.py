"""`matinee api-key create --role ROLE [--venue ID]`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.audit.services import COMMAND
from matinee.core.problems import Invalid
from matinee.staff.api_keys import create_api_key
from matinee.staff.permissions import Grant, Role


class Command(BaseCommand):
    """Create a key for a program, and print only the key."""

    help = "Create a key for a program that uses /api/staff/. Prints the key, which cannot be read again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `create` and its options."""
        create = parser.add_subparsers(required=True, metavar="VERB").add_parser("create")
        create.add_argument("--role", required=True, choices=Role.values)
        create.add_argument("--venue", type=int, metavar="ID", help="without it, for all cinemas")
        create.add_argument("--name", default="Command line", help="what uses the key")

    def handle(
        self, *_args: Any, role: str, venue: int | None = None, name: str = "", **_options: Any
    ) -> None:
        """Create the key."""
        grant = Grant(Role(role), venue)
        try:
            _, secret = create_api_key(actor=COMMAND, name=name, grant=grant)
        except Invalid as error:
            raise CommandError(
                " ".join(one for several in error.errors.values() for one in several)
            ) from error
        self.stdout.write(secret)
