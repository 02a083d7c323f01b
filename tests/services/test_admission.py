"""Admission: the result of each scan, and a ticket admits once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.core.clock import database_now
from matinee.tickets.codes import format_short_code, new_code
from matinee.tickets.models import Ticket
from matinee.tickets.rules import Admitted, AlreadyUsed, Refunded, Unknown, WrongShow
from matinee.tickets.services import NewTicket, admit, issue_tickets, void_tickets
from tests.cinema import Cinema, make_show

DOOR = "Hall 1, left"


@pytest.fixture
def ticket(cinema: Cinema) -> Ticket:
    """A child's ticket for A1."""
    new_tickets = [NewTicket(cinema.seats[0], cinema.child, Decimal(8))]
    (ticket,) = issue_tickets(show=cinema.show, currency="EUR", new_tickets=new_tickets)
    return ticket


def stored(ticket: Ticket) -> tuple[str, datetime | None, str]:
    ticket.refresh_from_db()
    return ticket.status, ticket.admitted_at, ticket.admitted_by_door


@pytest.mark.parametrize(
    "scanned",
    [
        lambda ticket: ticket.code,
        lambda ticket: f" {ticket.code.lower()}\r\n",
        lambda ticket: ticket.short_code,
        lambda ticket: format_short_code(ticket.short_code),
        lambda ticket: format_short_code(ticket.short_code).lower().replace("-", " "),
    ],
)
def test_a_valid_ticket_is_admitted(cinema: Cinema, ticket: Ticket, scanned: Callable[[Ticket], str]) -> None:
    before = database_now()
    assert admit(code=scanned(ticket), show_id=cinema.show.pk, door=DOOR) == Admitted("A", 1, "Child")
    status, at, door = stored(ticket)
    assert (status, door) == ("VALID", DOOR)
    assert at is not None
    assert before < at < database_now()


def test_a_ticket_is_admitted_once(cinema: Cinema, ticket: Ticket) -> None:
    admit(code=ticket.code, show_id=cinema.show.pk, door=DOOR)
    before = stored(ticket)
    assert before[1] is not None
    again = admit(code=ticket.short_code, show_id=cinema.show.pk, door="Hall 1, right")
    assert again == AlreadyUsed(at=before[1], door=DOOR)
    assert stored(ticket) == before


def test_a_ticket_for_another_show_returns_its_show_and_hall(cinema: Cinema, ticket: Ticket) -> None:
    later = make_show(
        movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + timedelta(hours=3)
    )
    result = admit(code=ticket.code, show_id=later.pk, door=DOOR)
    assert result == WrongShow(
        show_id=cinema.show.pk, title=cinema.movie.title, hall="Hall 1", starts_at=cinema.show.starts_at
    )
    assert stored(ticket) == ("VALID", None, "")
    assert admit(code=ticket.code, show_id=cinema.show.pk, door=DOOR) == Admitted("A", 1, "Child")


def test_a_refunded_ticket_is_rejected(cinema: Cinema, ticket: Ticket) -> None:
    (voided,) = void_tickets(tickets=[ticket])
    for show_id in (cinema.show.pk, cinema.show.pk + 1):
        assert admit(code=ticket.code, show_id=show_id, door=DOOR) == Refunded(at=voided.voided_at)
    assert stored(ticket) == ("VOIDED", None, "")


def test_an_unknown_code_is_rejected(cinema: Cinema, ticket: Ticket) -> None:
    forged = new_code(show_id=cinema.show.pk, seat_id=cinema.seats[0].pk, version=1, signing_key=bytes(32))
    before = stored(ticket)
    for scanned in (forged, ticket.code[1:], ticket.short_code[1:], "", "-", "\0", "https://a.example", "💺"):
        assert admit(code=scanned, show_id=cinema.show.pk, door=DOOR) == Unknown()
    assert stored(ticket) == before


@settings(max_examples=50)
@given(scanned=st.text())
@pytest.mark.django_db
def test_any_scanned_text_is_handled(scanned: str) -> None:
    assert admit(code=scanned, show_id=1, door=DOOR) == Unknown()
