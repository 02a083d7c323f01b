"""Rights that end after a request began, and before it has the order's lock, end the action too."""

from collections.abc import Callable

import pytest

from matinee.audit.models import AuditEntry
from matinee.audit.services import Actor
from matinee.checkout.customer_correction import correct_customer
from matinee.checkout.models import OrderEvent, TicketOrder
from matinee.checkout.order_version import version_of
from matinee.checkout.refund_retry import retry_refunds
from matinee.checkout.services import resend_tickets
from matinee.checkout.settlement import settle_order
from matinee.checkout.staff_refunds import refund_for_staff
from matinee.checkout.ticket_copies import print_copies
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Permission, Role
from tests.api.staff.sales import order_with_refused_refund, sold_order
from tests.api.staff.team import person_with
from tests.cinema import make_cinema

pytestmark = pytest.mark.django_db

Action = Callable[[TicketOrder, Actor], object]

ACTIONS: dict[str, tuple[Permission, Action]] = {
    "resend": (
        Permission.SERVE_CUSTOMERS,
        lambda order, actor: resend_tickets(
            order_id=order.pk, actor=actor, permission=Permission.SERVE_CUSTOMERS
        ),
    ),
    "print": (
        Permission.SERVE_CUSTOMERS,
        lambda order, actor: print_copies(order=order, seat_ids=None, actor=actor),
    ),
    "correct": (
        Permission.SERVE_CUSTOMERS,
        lambda order, actor: correct_customer(
            order_id=order.pk, actor=actor, version=version_of(order), name="Grace"
        ),
    ),
    "refund": (
        Permission.REFUND_ORDERS,
        lambda order, actor: refund_for_staff(actor=actor, order=order, seat_ids=None, reason="ill"),
    ),
    "settle": (
        Permission.SETTLE_ORDERS,
        lambda order, actor: settle_order(reference=order.reference, how="in cash", actor=actor),
    ),
    "retry": (
        Permission.SETTLE_ORDERS,
        lambda order, actor: retry_refunds(order_id=order.pk, actor=actor),
    ),
}


def order_for(name: str) -> TicketOrder:
    """An order with which the action is possible."""
    return order_with_refused_refund() if name in {"settle", "retry"} else sold_order()


@pytest.mark.parametrize("name", ACTIONS)
def test_without_the_right_nothing_changes(name: str) -> None:
    permission, act = ACTIONS[name]
    order = order_for(name)
    # A manager, but of another cinema.
    actor = Actor(person_id=person_with(Role.MANAGER, make_cinema().venue.pk).pk)
    events = OrderEvent.objects.count()
    with pytest.raises(NotPermitted) as refused:
        act(order, actor)
    assert refused.value.permission == permission
    assert (OrderEvent.objects.count(), AuditEntry.objects.count()) == (events, 0)


@pytest.mark.parametrize("name", ACTIONS)
def test_with_the_right_it_is_done(name: str) -> None:
    _, act = ACTIONS[name]
    order = order_for(name)
    act(order, Actor(person_id=person_with(Role.MANAGER, order.show.hall.venue_id).pk))
    assert AuditEntry.objects.count() == 1
