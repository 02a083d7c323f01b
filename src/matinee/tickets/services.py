"""Making tickets, letting people in, taking tickets back."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection

from matinee.core.clock import ClockTimestamp
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.codes import FIRST_VERSION, new_code
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.queries import find_ticket
from matinee.tickets.rules import Admission, Admitted, Unknown, rejection_reason
from matinee.venues.models import Seat

VOID = """
    UPDATE ticket SET status = 'VOIDED', voided_at = clock_timestamp()
    WHERE id = ANY(%s) AND status = 'VALID' AND (admitted_at IS NULL OR %s)
    RETURNING id, voided_at
"""


@dataclass(frozen=True)
class NewTicket:
    """One ticket to be made: who sits where, for how much."""

    seat: Seat
    ticket_type: TicketType | None
    price: Decimal
    name: str | None = None
    """What the ticket type was called when Pay was pressed; if not given, what it is called now."""

    @property
    def type_name(self) -> str:
        """What the ticket says."""
        if self.name is not None:
            return self.name
        return self.ticket_type.name if self.ticket_type else ""


def issue_tickets(*, show: Show, currency: str, new_tickets: Iterable[NewTicket]) -> list[Ticket]:
    """Write one valid ticket per seat, inside the caller's transaction.

    Raises: IntegrityError, when a seat of the show has a valid ticket already (B17).
    """
    return Ticket.objects.bulk_create(
        Ticket(
            show=show,
            seat=one.seat,
            ticket_type=one.ticket_type,
            ticket_type_name=one.type_name,
            price=one.price,
            currency=currency,
            version=FIRST_VERSION,
            code=new_code(
                show_id=show.pk,
                seat_id=one.seat.pk,
                version=FIRST_VERSION,
                signing_key=settings.TICKET_SIGNING_KEY,
            ),
        )
        for one in new_tickets
    )


def admit(*, code: str, show_id: int, door: str) -> Admission:
    """Let the bearer of a signed or short code in to a show, once; `door` names the one that asks.

    The update decides: of several doors one finds the ticket unused, the others wait and read whose it was.
    """
    ticket = find_ticket(code)
    if ticket is None:
        return Unknown()
    unused = Ticket.objects.filter(
        pk=ticket.pk, show_id=show_id, status=TicketStatus.VALID, admitted_at__isnull=True
    )
    if not unused.update(admitted_at=ClockTimestamp(), admitted_by_door=door):
        ticket.refresh_from_db(fields=["status", "voided_at", "admitted_at", "admitted_by_door"])
        return rejection_reason(ticket, show_id) or Unknown()
    seat = ticket.seat
    return Admitted(row=seat.row_letter, number=seat.seat_number, ticket_type=ticket.ticket_type_name)


def void_tickets(*, tickets: Iterable[Ticket], include_admitted: bool = False) -> list[Ticket]:
    """Take tickets back for good, and give those that this call voided: no ticket is refunded twice (B17).

    Admitted tickets stay valid, unless `include_admitted`. The caller's transaction frees the seats.
    """
    by_id = {ticket.pk: ticket for ticket in tickets}
    with connection.cursor() as cursor:
        cursor.execute(VOID, [list(by_id), include_admitted])
        voided = sorted(cursor.fetchall())
    for pk, voided_at in voided:
        by_id[pk].status, by_id[pk].voided_at = TicketStatus.VOIDED, voided_at
    return [by_id[pk] for pk, _ in voided]
