"""`matinee forget MAIL`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.checkout.privacy import NotForgotten, forget


class Command(BaseCommand):
    """Erase a customer's data on request; orders and tickets stay, without a name."""

    help = "Erase the name and mail address of a customer from all orders. The books stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the mail address."""
        parser.add_argument("mail")

    def handle(self, *_args: Any, mail: str, **_options: Any) -> None:
        """Erase, and say how much."""
        try:
            self.stdout.write(f"Erased from {forget(email=mail)} orders.")
        except NotForgotten as error:
            raise CommandError(
                f"Orders that could not be erased: {list(error.args)}. See the log."
            ) from error
