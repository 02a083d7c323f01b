"""`matinee forget MAIL`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matinee.checkout.erasure import NotErased, erase_customer


class Command(BaseCommand):
    """Erase a customer's personal data on request."""

    help = "Erase a customer's name and email address from all orders. Orders, payments and tickets remain."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the email address."""
        parser.add_argument("mail")

    def handle(self, *_args: Any, mail: str, **_options: Any) -> None:
        """Erase the customer and report the number of orders and emails."""
        try:
            erased = erase_customer(email=mail)
        except NotErased as error:
            raise CommandError(
                f"Orders that could not be erased: {list(error.args)}. See the log."
            ) from error
        self.stdout.write(f"Erased from {erased.orders} orders and {erased.emails} waiting emails.")
