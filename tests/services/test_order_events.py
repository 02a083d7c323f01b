"""The actors of order events, and the audit entries of those by staff."""

import pytest
from django.db.transaction import TransactionManagementError

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND, Actor
from matinee.booking.services import hold_seats
from matinee.checkout import order_events
from matinee.checkout.models import OrderEvent, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import Cinema, make_cinema


def sold(cinema: Cinema) -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    return book(purchase=Purchase(token=hold.token))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "name"),
    [
        (Actor(person_id=7), "staff:7"),
        (Actor(api_key_id=8), "key:8"),
        (Actor(person_id=7, approver_id=9), "staff:7"),
        (COMMAND, "system"),
    ],
)
def test_an_event_by_staff_is_in_the_audit_trail(cinema: Cinema, actor: Actor, name: str) -> None:
    order = sold(cinema)
    order_events.record(order, "settled", actor=actor, amount="1.000", refund_ids=[3])
    event = OrderEvent.objects.latest("pk")
    facts = {"amount": "1.000", "refund_ids": [3]}
    second_person = {"approver_id": actor.approver_id} if actor.approver_id else {}
    assert (event.actor, event.type, event.facts) == (name, "settled", {**facts, **second_person})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_type, entry.object_id) == ("order settled", "order", order.pk)
    assert (entry.person_id, entry.api_key_id, entry.approver_id) == (
        actor.person_id,
        actor.api_key_id,
        actor.approver_id,
    )
    assert (entry.venue_id, entry.facts) == (cinema.venue.pk, facts)


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["customer", "provider", "system", "operator:ada", "staff:1"])
def test_an_event_by_anybody_else_is_not(cinema: Cinema, actor: str) -> None:
    order = sold(cinema)
    order_events.record(order, "settled", actor=actor)
    assert OrderEvent.objects.latest("pk").actor == actor
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_by_staff_needs_a_transaction() -> None:
    order = sold(make_cinema())
    before = OrderEvent.objects.count()
    with pytest.raises(TransactionManagementError):
        order_events.record(order, "settled", actor=Actor(person_id=7))
    assert not AuditEntry.objects.exists()
    assert OrderEvent.objects.count() == before
