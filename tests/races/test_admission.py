"""Concurrent admissions admit once; of a concurrent refund and admission, one succeeds."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from matinee.tickets.models import Ticket
from matinee.tickets.rules import Admitted, AlreadyUsed, Refunded
from matinee.tickets.services import NewTicket, admit, issue_tickets, void_tickets
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import plain_connection, run_concurrently, run_in_background, wait_until_blocked

DOORS, ROUNDS = 8, 10

pytestmark = pytest.mark.django_db(transaction=True)


def issue(cinema: Cinema, count: int) -> list[Ticket]:
    new_tickets = [NewTicket(seat, cinema.adult, cinema.show.price) for seat in cinema.seats[:count]]
    return issue_tickets(show=cinema.show, currency="EUR", new_tickets=new_tickets)


def admit_at_all_doors(ticket: Ticket) -> list[Any]:
    """Admit one ticket concurrently at every door."""
    doors = [f"door {number}" for number in range(DOORS)]
    return run_concurrently(
        *[partial(admit, code=ticket.code, show_id=ticket.show_id, door=door) for door in doors]
    )


def test_concurrent_admissions_admit_once() -> None:
    for ticket in issue(make_cinema(), ROUNDS):
        results = admit_at_all_doors(ticket)
        ticket.refresh_from_db()
        assert sum(isinstance(result, Admitted) for result in results) == 1
        assert ticket.admitted_at is not None
        used = AlreadyUsed(at=ticket.admitted_at, door=ticket.admitted_by_door)
        assert results.count(used) == DOORS - 1


def test_control_without_the_condition_several_admissions_succeed(monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = issue(make_cinema(), ROUNDS)
    original = QuerySet.update

    def by_id_alone(self: QuerySet[Ticket], **values: Any) -> int:
        unused = list(self.values_list("pk", flat=True))
        return original(Ticket.objects.filter(pk__in=unused), **values)

    monkeypatch.setattr(QuerySet, "update", by_id_alone)
    admitted = [sum(isinstance(result, Admitted) for result in admit_at_all_doors(one)) for one in tickets]
    assert max(admitted) > 1


def test_admission_waits_for_an_uncommitted_refund() -> None:
    (ticket,) = issue(make_cinema(), 1)
    door = partial(admit, code=ticket.code, show_id=ticket.show_id, door="left")
    with plain_connection() as refund:
        refund.execute("UPDATE ticket SET status = 'VOIDED', voided_at = clock_timestamp()")
        with run_in_background(door) as result:
            wait_until_blocked(by=refund)
            refund.commit()
            ended = result.result()
    ticket.refresh_from_db()
    assert ended == Refunded(at=ticket.voided_at)
    assert ticket.admitted_at is None


def test_customers_refund_waits_for_an_admission_and_fails() -> None:
    (ticket,) = issue(make_cinema(), 1)
    with plain_connection() as door:
        door.execute("UPDATE ticket SET admitted_at = clock_timestamp(), admitted_by_door = 'left'")
        with run_in_background(transaction.atomic(partial(void_tickets, tickets=[ticket]))) as result:
            wait_until_blocked(by=door)
            door.commit()
            assert result.result() == []


def test_concurrent_refunds_void_once() -> None:
    for ticket in issue(make_cinema(), ROUNDS):
        outcomes = run_concurrently(*[partial(void_tickets, tickets=[ticket])] * DOORS)
        assert sorted(map(len, outcomes)) == [0] * (DOORS - 1) + [1]
