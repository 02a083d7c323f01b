"""`matinee reconcile`"""

from typing import Any

from django.core.management.base import BaseCommand

from matinee.checkout.reconciling import reconcile


class Command(BaseCommand):
    """Finish payments and refunds that were cut off, as the worker does every minute."""

    help = "Finish payments and refunds that were cut off between two steps."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Finish them, and say how many were looked at."""
        self.stdout.write(f"Looked at {reconcile()} payments and refunds.")
