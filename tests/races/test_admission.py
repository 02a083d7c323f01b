"""Two doors at once admit once; a refund and a door at once leave one of them."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from matinee.tickets.models import Ticket
from matinee.tickets.rules import Admitted, AlreadyUsed, Refunded
from matinee.tickets.services import NewTicket, admit, issue_tickets, void_tickets
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import meanwhile, plain_connection, together, wait_until_blocked

DOORS, ROUNDS = 8, 10

pytestmark = pytest.mark.django_db(transaction=True)


def sold(cinema: Cinema, count: int) -> list[Ticket]:
    new_tickets = [NewTicket(seat, cinema.adult, cinema.show.price) for seat in cinema.seats[:count]]
    return issue_tickets(show=cinema.show, currency="EUR", new_tickets=new_tickets)


def at_all_doors(ticket: Ticket) -> list[Any]:
    """Every door reads the same ticket at once."""
    doors = [f"door {number}" for number in range(DOORS)]
    return together(*[partial(admit, code=ticket.code, show_id=ticket.show_id, door=door) for door in doors])


def test_of_many_doors_one_admits() -> None:
    for ticket in sold(make_cinema(), ROUNDS):
        answers = at_all_doors(ticket)
        ticket.refresh_from_db()
        assert sum(isinstance(answer, Admitted) for answer in answers) == 1
        assert ticket.admitted_at is not None
        used = AlreadyUsed(at=ticket.admitted_at, door=ticket.admitted_by_door)
        assert answers.count(used) == DOORS - 1


def test_control_without_the_condition_several_doors_admit(monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = sold(make_cinema(), ROUNDS)
    original = QuerySet.update

    def by_id_alone(self: QuerySet[Ticket], **values: Any) -> int:
        unused = list(self.values_list("pk", flat=True))
        return original(Ticket.objects.filter(pk__in=unused), **values)

    monkeypatch.setattr(QuerySet, "update", by_id_alone)
    admitted = [sum(isinstance(answer, Admitted) for answer in at_all_doors(one)) for one in tickets]
    assert max(admitted) > 1


def test_a_door_waits_for_a_refund_under_way() -> None:
    (ticket,) = sold(make_cinema(), 1)
    door = partial(admit, code=ticket.code, show_id=ticket.show_id, door="left")
    with plain_connection() as refund:
        refund.execute("UPDATE ticket SET status = 'VOIDED', voided_at = clock_timestamp()")
        with meanwhile(door) as answer:
            wait_until_blocked(by=refund)
            refund.commit()
            ended = answer.result()
    ticket.refresh_from_db()
    assert ended == Refunded(at=ticket.voided_at)
    assert ticket.admitted_at is None


def test_a_refund_by_the_customer_waits_for_a_door_and_is_refused() -> None:
    (ticket,) = sold(make_cinema(), 1)
    with plain_connection() as door:
        door.execute("UPDATE ticket SET admitted_at = clock_timestamp(), admitted_by_door = 'left'")
        with meanwhile(transaction.atomic(partial(void_tickets, tickets=[ticket]))) as answer:
            wait_until_blocked(by=door)
            door.commit()
            assert answer.result() == []


def test_of_two_refunds_one_voids() -> None:
    for ticket in sold(make_cinema(), ROUNDS):
        outcomes = together(*[partial(void_tickets, tickets=[ticket])] * DOORS)
        assert sorted(map(len, outcomes)) == [0] * (DOORS - 1) + [1]
