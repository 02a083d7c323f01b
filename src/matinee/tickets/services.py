"""Issue, admit and void tickets."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection

from matinee.core.clock import database_now
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.codes import FIRST_VERSION, new_code
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.queries import find_ticket
from matinee.tickets.rules import Admission, Admitted, Unknown, rejection_reason
from matinee.venues.models import Seat

VOID = """
    UPDATE ticket SET status = 'VOIDED', voided_at = %s
    WHERE id = ANY(%s) AND status = 'VALID' AND (admitted_at IS NULL OR %s)
    RETURNING id, voided_at
"""


@dataclass(frozen=True)
class NewTicket:
    """A ticket to issue: seat, ticket type and price."""

    seat: Seat
    ticket_type: TicketType | None
    price: Decimal
    name: str | None = None
    """The name of the ticket type when Pay was pressed; None for its current name."""

    @property
    def type_name(self) -> str:
        """The name of the ticket type on the ticket."""
        if self.name is not None:
            return self.name
        return self.ticket_type.name if self.ticket_type else ""


def issue_tickets(*, show: Show, currency: str, new_tickets: Iterable[NewTicket]) -> list[Ticket]:
    """Write one valid ticket per seat, inside the caller's transaction.

    Raises: IntegrityError, if a seat of the show has a valid ticket already (B17).
    """
    return Ticket.objects.bulk_create(
        Ticket(
            show=show,
            seat=new.seat,
            ticket_type=new.ticket_type,
            ticket_type_name=new.type_name,
            price=new.price,
            currency=currency,
            version=FIRST_VERSION,
            code=new_code(
                show_id=show.pk,
                seat_id=new.seat.pk,
                version=FIRST_VERSION,
                signing_key=settings.TICKET_SIGNING_KEY,
            ),
        )
        for new in new_tickets
    )


def admit(*, code: str, show_id: int, door: str) -> Admission:
    """Admit the ticket with this signed or short code to a show, once. `door` is the name of the door.

    The update decides: of several doors, one finds the ticket unused. The others wait, then read its name.
    """
    ticket = find_ticket(code)
    if ticket is None:
        return Unknown()
    unused = Ticket.objects.filter(
        pk=ticket.pk, show_id=show_id, status=TicketStatus.VALID, admitted_at__isnull=True
    )
    if not unused.update(admitted_at=database_now(), admitted_by_door=door):
        ticket.refresh_from_db(fields=["status", "voided_at", "admitted_at", "admitted_by_door"])
        return rejection_reason(ticket, show_id) or Unknown()
    seat = ticket.seat
    return Admitted(row=seat.row_letter, number=seat.seat_number, ticket_type=ticket.ticket_type_name)


def void_tickets(*, tickets: Iterable[Ticket], include_admitted: bool = False) -> list[Ticket]:
    """Void tickets, and return those that this call voided, so that no ticket is refunded twice (B17).

    Admitted tickets stay valid, unless `include_admitted`. The caller's transaction frees the seats.
    """
    by_id = {ticket.pk: ticket for ticket in tickets}
    with connection.cursor() as cursor:
        cursor.execute(VOID, [database_now(), list(by_id), include_admitted])
        voided = sorted(cursor.fetchall())
    for pk, voided_at in voided:
        by_id[pk].status, by_id[pk].voided_at = TicketStatus.VOIDED, voided_at
    return [by_id[pk] for pk, _ in voided]
