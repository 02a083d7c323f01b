"""Making tickets."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from matinee.core.codes import random_code
from matinee.shows.models import Show, TicketType
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat

CODE_LENGTH = 16
"""Almost 80 random bits: not to be guessed at the door."""


@dataclass(frozen=True)
class Admits:
    """One ticket to be made: who sits where, for how much."""

    seat: Seat
    ticket_type: TicketType | None
    price: Decimal


def issue_tickets(*, show: Show, currency: str, admits: Iterable[Admits]) -> list[Ticket]:
    """Write one valid ticket per seat, inside the caller's transaction.

    Raises: IntegrityError, when a seat of the show has a valid ticket already (B17).
    """
    return Ticket.objects.bulk_create(
        Ticket(
            show=show,
            seat=one.seat,
            ticket_type=one.ticket_type,
            ticket_type_name=one.ticket_type.name if one.ticket_type else "",
            price=one.price,
            currency=currency,
            code=random_code(CODE_LENGTH),
        )
        for one in admits
    )
