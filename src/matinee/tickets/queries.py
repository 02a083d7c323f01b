"""Queries about tickets."""

from django.conf import settings
from django.db.models import Q

from matinee.tickets.codes import cleaned, public_key
from matinee.tickets.models import Ticket


def find_ticket(code: str) -> Ticket | None:
    """Return the ticket with this signed or short code, in any case, with or without dashes and spaces."""
    stored = cleaned(code)
    # PostgreSQL rejects some characters, such as NUL, with an error.
    if not stored.isalnum():
        return None
    known = Ticket.objects.filter(Q(code=stored) | Q(short_code=stored))
    return known.select_related("seat", "show__movie", "show__hall").first()


def verifying_keys() -> list[bytes]:
    """Return the public keys that verify ticket codes: the current one first, then former ones."""
    return [public_key(settings.TICKET_SIGNING_KEY), *settings.TICKET_VERIFY_KEYS]
