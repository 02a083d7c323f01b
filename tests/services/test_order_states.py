"""Every function that handles the state of an order, with an order in every state.

A new status is included automatically: `states()` combines it with all others, and each function has to
handle the combination according to its tickets and its money.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client

from matinee.api.public.orders.json import order_page_json
from matinee.api.public.payments.json import payment_state_json
from matinee.booking.models import Booking
from matinee.checkout import order_lookup
from matinee.checkout.cancelled_shows import (
    RefundProgress,
    cancel_and_refund_show,
    refund_progress,
    refund_show_orders,
)
from matinee.checkout.errors import CannotSettle, NotRefundable
from matinee.checkout.models import OrderStatus, PaymentStatus, Refund, RefundStatus, TicketOrder
from matinee.checkout.order_page import order_page
from matinee.checkout.queries import latest_payment, order_by_secret
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.refunds import refund_order
from matinee.checkout.settlement import settle_order
from matinee.runtime.failed_rows.models import FailedRow
from matinee.staff.models import User
from matinee.tickets.models import Ticket, TicketStatus
from tests.cinema import Cinema, make_cinema
from tests.services.order_states import SECURED, State, states, write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Written = list[tuple[State, TicketOrder]]


@pytest.fixture
def large_cinema() -> Cinema:
    return make_cinema(rows=10, seats_per_row=40)


@pytest.fixture
def orders_by_state(large_cinema: Cinema) -> Written:
    """An order in every state, all for the same show."""
    all_states = list(states())
    return [
        (state, write(large_cinema, state, large_cinema.seats[2 * position : 2 * position + 2]))
        for position, state in enumerate(all_states)
    ]


def valid_tickets(order: TicketOrder) -> int:
    return Ticket.objects.filter(order_line__order=order, status=TicketStatus.VALID).count()


def test_the_states_contain_every_status() -> None:
    all_states = list(states())
    assert {state.order for state in all_states} == set(OrderStatus)
    assert {state.payment for state in all_states} == set(PaymentStatus)
    assert {state.refund for state in all_states} == {None, *RefundStatus}
    assert {status for state in all_states for status in state.tickets} == set(TicketStatus)


def test_querysets_of_orders(orders_by_state: Written) -> None:
    orders = TicketOrder.objects.all()
    for queryset, predicate in (
        (orders.holding_seats(), lambda state: state.valid > 0),
        (orders.needing_a_person(), lambda state: state.needs_a_person),
        (orders.owing(), lambda state: state.owed > 0),
        (orders.sold(), lambda state: bool(state.tickets)),
    ):
        expected = {order.pk for state, order in orders_by_state if predicate(state)}
        assert set(queryset.values_list("pk", flat=True)) == expected


def test_the_order_page_shows_status_tickets_and_owed_amount(orders_by_state: Written) -> None:
    for state, order in orders_by_state:
        page = order_page_json(order_page(order_by_secret(order.secret)))
        assert (page["status"], page["owed"]) == (state.order, f"{state.owed:.2f}"), state
        assert [ticket["status"] for ticket in page["tickets"]] == list(state.tickets), state
        assert [one["status"] for one in page["refunds"]] == ([state.refund] if state.refund else []), state


def test_the_payment_status(orders_by_state: Written) -> None:
    for state, order in orders_by_state:
        payment = payment_state_json(order, latest_payment(order))
        assert payment["status"] == _expected_status(state), state


def _expected_status(state: State) -> str:
    if state.tickets:
        return "BOOKED" if state.payment in SECURED else "EXPIRED"
    ended = state.payment in {PaymentStatus.DECLINED, PaymentStatus.CANCELLED, PaymentStatus.SETTLED}
    if state.order == OrderStatus.PENDING:
        return "DECLINED" if ended and state.payment != PaymentStatus.SETTLED else "PENDING"
    return "EXPIRED" if ended else "PENDING"


def test_the_link_is_sent_if_tickets_are_valid_or_attention_is_needed(orders_by_state: Written) -> None:
    for state, order in orders_by_state:
        order_lookup.send_booking_links(order.pk)
        sent = order.events.filter(type__in=order_lookup.LINK_EVENTS).exists()
        assert sent == (state.valid > 0 or state.needs_a_person), state


def test_staff_refund_all_valid_tickets(orders_by_state: Written) -> None:
    for state, order in orders_by_state:
        if state.valid:
            refund_order(order_id=order.pk, seat_ids=None, reason="", actor="staff:1")
            order.refresh_from_db()
            expected = OrderStatus.NEEDS_ATTENTION if state.needs_a_person else OrderStatus.REFUNDED
            assert order.status == expected, state
            queued = Refund.objects.filter(payment__order=order).latest("pk")
            assert queued.status == RefundStatus.QUEUED, state
            assert queued.amount == 12 * state.valid, state
        else:
            with pytest.raises(NotRefundable):
                refund_order(order_id=order.pk, seat_ids=None, reason="", actor="staff:1")
        assert valid_tickets(order) == 0, state
    assert not Booking.objects.exists()


def test_customers_cannot_refund_an_admitted_ticket(orders_by_state: Written) -> None:
    """The first ticket of each order is admitted."""
    for state, order in orders_by_state:
        with suppress(NotRefundable):
            refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        admitted_is_valid = bool(state.tickets) and state.tickets[0] == TicketStatus.VALID
        assert valid_tickets(order) == (state.valid if admitted_is_valid else 0), state


def test_a_cancelled_show_refunds_all_tickets(large_cinema: Cinema, orders_by_state: Written) -> None:
    sold = [state for state, _ in orders_by_state if state.tickets]
    left = sum(state.valid > 0 for state in sold)
    cancel_and_refund_show(show_id=large_cinema.show.pk)
    assert refund_progress(large_cinema.show.pk) == RefundProgress(refunded=len(sold) - left, left=left)
    refund_show_orders(large_cinema.show.pk)
    assert refund_progress(large_cinema.show.pk) == RefundProgress(refunded=len(sold), left=0)
    assert not FailedRow.objects.exists()
    for state, order in orders_by_state:
        order.refresh_from_db()
        if state.needs_a_person:
            assert order.status == OrderStatus.NEEDS_ATTENTION, state
        elif state.tickets:
            assert order.status == OrderStatus.REFUNDED, state


def test_the_reconciler_leaves_finished_orders_unchanged(orders_by_state: Written) -> None:
    for _ in range(3):
        reconcile_orders(min_age=timedelta(0))
    assert not FailedRow.objects.exists()
    for state, order in orders_by_state:
        order.refresh_from_db()
        if state.needs_a_person:
            assert order.status == OrderStatus.NEEDS_ATTENTION, state
        elif state.tickets:
            assert (order.status, valid_tickets(order)) == (state.order, state.valid), state
    assert not Refund.objects.filter(status=RefundStatus.QUEUED).exists()


def test_only_orders_that_need_a_person_can_be_settled(orders_by_state: Written) -> None:
    for state, order in orders_by_state:
        if state.needs_a_person:
            settle_order(reference=order.reference, how="in cash", actor="operator:root")
            assert order.reference not in TicketOrder.objects.needing_a_person().values_list("reference")
        else:
            with pytest.raises(CannotSettle, match="nothing to settle"):
                settle_order(reference=order.reference, how="in cash", actor="operator:root")
        order.refresh_from_db()
        assert order.status == _status_after_settling(state), state


def _status_after_settling(state: State) -> str:
    if not state.needs_a_person:
        return state.order
    if not state.tickets:
        # Taken money without a refund still pays for the tickets or is refunded.
        taken = state.payment == PaymentStatus.SETTLED and state.refund is not None
        ended = taken or state.payment in {PaymentStatus.DECLINED, PaymentStatus.CANCELLED}
        return OrderStatus.EXPIRED if ended else OrderStatus.PENDING
    return {0: OrderStatus.REFUNDED, 1: OrderStatus.PARTLY_REFUNDED, 2: OrderStatus.PAID}[state.valid]


def test_the_admin_shows_every_order(client: Client, orders_by_state: Written) -> None:
    client.force_login(User.objects.create_superuser("admin@example.org", "secret"))
    assert client.get("/admin/checkout/ticketorder/").status_code == 200
    for status in OrderStatus:
        page = client.get("/admin/checkout/ticketorder/", {"status__exact": status})
        assert page.status_code == 200
    shown: set[str] = set()
    for state, order in orders_by_state:
        if state.order in shown:
            continue
        shown.add(state.order)
        assert client.get(f"/admin/checkout/ticketorder/{order.pk}/change/").status_code == 200, state
