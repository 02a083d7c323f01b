"""`matinee settle REFERENCE --how TEXT`"""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.checkout.errors import CannotSettle
from matinee.checkout.settlement import settle_order
from matinee.core.problems import Busy


class Command(BaseCommand):
    """Record how an order that needs attention was settled; for administrators."""

    help = "Record how an order that needs attention was settled, such as a refused refund paid in cash."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the order's reference and `--how`."""
        parser.add_argument("reference", help="As the customer knows it, such as K7QX-2M9P.")
        parser.add_argument(
            "--how",
            metavar="TEXT",
            required=True,
            help="What was done, kept in the events of the order. No names.",
        )

    def handle(self, *_args: Any, reference: str, how: str, **_options: Any) -> None:
        """Settle the order and report its new status."""
        try:
            order = settle_order(reference=reference, how=how, actor=f"operator:{_login()}")
        except CannotSettle as error:
            raise CommandError(f"{reference}: {error}") from error
        except Busy as error:
            raise CommandError(f"{reference}: the order is in use. Try again in a moment.") from error
        self.stdout.write(f"Order {order.reference} is settled and {order.status}.")


def _login() -> str:
    """Return the login of the user, or the numeric user id if the user has no name, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
