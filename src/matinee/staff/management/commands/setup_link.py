"""`matinee setup-link`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matinee.staff.errors import OwnerExists
from matinee.staff.setup_link import new_setup_link


class Command(BaseCommand):
    """Open a new set-up link, and print only the link."""

    help = "Print a link that creates the first owner. It is valid for an hour; an earlier link ends."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the link."""
        try:
            self.stdout.write(new_setup_link())
        except OwnerExists as error:
            raise CommandError(
                "The cinema has an owner already, who can invite more people. If nobody can sign in any "
                "more, run matinee createsuperuser."
            ) from error
