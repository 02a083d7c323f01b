"""What the door is told about a ticket, and how that is decided; neither database nor clock."""

from dataclasses import dataclass
from datetime import datetime

from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class Admitted:
    """Let them in: this ticket is used from now on."""

    row: str
    number: int
    ticket_type: str


@dataclass(frozen=True)
class AlreadyUsed:
    """Somebody came in with it before."""

    at: datetime
    door: str


@dataclass(frozen=True)
class WrongShow:
    """A good ticket, for another show: which one, where and when (aware)."""

    show_id: int
    title: str
    hall: str
    starts_at: datetime


@dataclass(frozen=True)
class Refunded:
    """The money went back, or is on its way. `at` is empty for tickets voided before that was kept."""

    at: datetime | None


@dataclass(frozen=True)
class Unknown:
    """We never sold such a ticket."""


Admission = Admitted | AlreadyUsed | WrongShow | Refunded | Unknown


def rejection_reason(ticket: Ticket, show_id: int) -> WrongShow | Refunded | AlreadyUsed | None:
    """Say why this ticket opens no door to the show, or None. Needs its show, film and hall loaded.

    A refund comes first: nobody should be sent to another hall with a ticket that is no good there.
    """
    if ticket.status == TicketStatus.VOIDED:
        return Refunded(at=ticket.voided_at)
    if ticket.show_id != show_id:
        show = ticket.show
        return WrongShow(
            show_id=show.pk, title=show.movie.title, hall=show.hall.name, starts_at=show.starts_at
        )
    if ticket.admitted_at:
        return AlreadyUsed(at=ticket.admitted_at, door=ticket.admitted_by_door)
    return None
