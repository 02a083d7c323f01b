"""`matinee manage ticket_keys`: the public keys for checking tickets offline."""

import json
from base64 import b64encode
from typing import Any

from django.core.management.base import BaseCommand

from matinee.tickets.codes import key_id
from matinee.tickets.queries import verifying_keys


class Command(BaseCommand):
    """Print the public keys. They are not secret."""

    help = "Print the public keys that verify ticket codes, as JSON; the first one signs today."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print JSON that maps key ids (hexadecimal) to raw public keys (base64)."""
        keys = {key_id(key).hex(): b64encode(key).decode() for key in verifying_keys()}
        self.stdout.write(json.dumps(keys, indent=2))
