"""`matinee reconcile`"""

from typing import Any

from django.core.management.base import BaseCommand

from matinee.checkout.reconcile import reconcile_orders


class Command(BaseCommand):
    """Finish interrupted payments and refunds, as the worker does every minute."""

    help = "Finish payments and refunds that were cut off between two steps."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Finish them and report the number tried."""
        self.stdout.write(f"Looked at {reconcile_orders()} payments and refunds.")
