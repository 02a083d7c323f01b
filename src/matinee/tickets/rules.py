"""The results of a scan at the door, and the rules for them: pure functions without database or clock."""

from dataclasses import dataclass
from datetime import datetime

from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class Admitted:
    """The ticket is valid and is used from now on."""

    row: str
    number: int
    ticket_type: str


@dataclass(frozen=True)
class AlreadyUsed:
    """The ticket was admitted before."""

    at: datetime
    door: str


@dataclass(frozen=True)
class WrongShow:
    """The ticket is valid for another show. `starts_at` is aware."""

    show_id: int
    title: str
    hall: str
    starts_at: datetime


@dataclass(frozen=True)
class Refunded:
    """The ticket is voided. `at` is None if the time was not recorded."""

    at: datetime | None


@dataclass(frozen=True)
class Unknown:
    """No ticket has this code."""


Admission = Admitted | AlreadyUsed | WrongShow | Refunded | Unknown


def rejection_reason(ticket: Ticket, show_id: int) -> WrongShow | Refunded | AlreadyUsed | None:
    """Return why the ticket does not admit to the show, or None. Its show, movie and hall must be loaded.

    A voided ticket is rejected as refunded first, so that no customer is sent to another hall with it.
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
