"""Every function that handles the state of an order, with an order in every state.

A status that is added takes part by itself: `states()` combines it with everything, and each place has to do
what the tickets and the money say.
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

pytestmark = pytest.mark.django_db

Written = list[tuple[State, TicketOrder]]


@pytest.fixture
def cinema() -> Cinema:
    return make_cinema(rows=10, seats_per_row=40)


@pytest.fixture
def written(cinema: Cinema) -> Written:
    """An order in every state, all for the same show."""
    found = list(states())
    return [
        (state, write(cinema, state, cinema.seats[2 * position : 2 * position + 2]))
        for position, state in enumerate(found)
    ]


def valid_tickets(order: TicketOrder) -> int:
    return Ticket.objects.filter(order_line__order=order, status=TicketStatus.VALID).count()


def test_every_status_is_covered() -> None:
    found = list(states())
    assert {state.order for state in found} == set(OrderStatus)
    assert {state.payment for state in found} == set(PaymentStatus)
    assert {state.refund for state in found} == {None, *RefundStatus}
    assert {status for state in found for status in state.tickets} == set(TicketStatus)


def test_questions_about_orders(written: Written) -> None:
    orders = TicketOrder.objects.all()
    for question, answer in (
        (orders.holding_seats(), lambda state: state.valid > 0),
        (orders.needing_a_person(), lambda state: state.needs_a_person),
        (orders.owing(), lambda state: state.owed > 0),
        (orders.sold(), lambda state: bool(state.tickets)),
    ):
        expected = {order.pk for state, order in written if answer(state)}
        assert set(question.values_list("pk", flat=True)) == expected


def test_the_order_page(written: Written) -> None:
    for state, order in written:
        page = order_page_json(order_page(order_by_secret(order.secret)))
        assert (page["status"], page["owed"]) == (state.order, f"{state.owed:.2f}"), state
        assert [ticket["status"] for ticket in page["tickets"]] == list(state.tickets), state
        assert [one["status"] for one in page["refunds"]] == ([state.refund] if state.refund else []), state


def test_the_payment_state(written: Written) -> None:
    for state, order in written:
        standing = payment_state_json(order, latest_payment(order))
        assert standing["status"] == _standing(state), state


def _standing(state: State) -> str:
    if state.tickets:
        return "BOOKED" if state.payment in SECURED else "EXPIRED"
    over = state.payment in {PaymentStatus.DECLINED, PaymentStatus.CANCELLED, PaymentStatus.SETTLED}
    if state.order == OrderStatus.PENDING:
        return "DECLINED" if over and state.payment != PaymentStatus.SETTLED else "PENDING"
    return "EXPIRED" if over else "PENDING"


def test_find_my_booking(written: Written) -> None:
    for state, order in written:
        order_lookup.send_order_link(order.pk)
        sent = order.events.filter(type=order_lookup.LINK_SENT).exists()
        assert sent == (state.valid > 0 or state.needs_a_person), state


def test_a_refund_by_staff(written: Written) -> None:
    for state, order in written:
        if state.valid:
            refund_order(order_id=order.pk, seat_ids=None, reason="", actor="staff:1")
            order.refresh_from_db()
            kept = state.needs_a_person
            assert order.status == (OrderStatus.NEEDS_ATTENTION if kept else OrderStatus.REFUNDED), state
            queued = Refund.objects.filter(payment__order=order).latest("pk")
            assert queued.status == RefundStatus.QUEUED, state
            assert queued.amount == 12 * state.valid, state
        else:
            with pytest.raises(NotRefundable):
                refund_order(order_id=order.pk, seat_ids=None, reason="", actor="staff:1")
        assert valid_tickets(order) == 0, state
    assert not Booking.objects.exists()


def test_a_refund_by_the_customer(written: Written) -> None:
    """The first ticket of each order is admitted."""
    for state, order in written:
        with suppress(NotRefundable):
            refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        admitted_is_valid = bool(state.tickets) and state.tickets[0] == TicketStatus.VALID
        assert valid_tickets(order) == (state.valid if admitted_is_valid else 0), state


def test_a_cancelled_show(cinema: Cinema, written: Written) -> None:
    sold = [state for state, _ in written if state.tickets]
    left = sum(state.valid > 0 for state in sold)
    cancel_and_refund_show(show_id=cinema.show.pk)
    assert refund_progress(cinema.show.pk) == RefundProgress(refunded=len(sold) - left, left=left)
    refund_show_orders(cinema.show.pk)
    assert refund_progress(cinema.show.pk) == RefundProgress(refunded=len(sold), left=0)
    assert not FailedRow.objects.exists()
    for state, order in written:
        order.refresh_from_db()
        if state.needs_a_person:
            assert order.status == OrderStatus.NEEDS_ATTENTION, state
        elif state.tickets:
            assert order.status == OrderStatus.REFUNDED, state


def test_the_reconciler(written: Written) -> None:
    for _ in range(3):
        reconcile_orders(min_age=timedelta(0))
    assert not FailedRow.objects.exists()
    for state, order in written:
        order.refresh_from_db()
        if state.needs_a_person:
            assert order.status == OrderStatus.NEEDS_ATTENTION, state
        elif state.tickets:
            assert (order.status, valid_tickets(order)) == (state.order, state.valid), state
    assert not Refund.objects.filter(status=RefundStatus.QUEUED).exists()


def test_settling(written: Written) -> None:
    for state, order in written:
        if state.needs_a_person:
            settle_order(reference=order.reference, how="in cash", actor="operator:root")
            assert order.reference not in TicketOrder.objects.needing_a_person().values_list("reference")
        else:
            with pytest.raises(CannotSettle, match="nothing to settle"):
                settle_order(reference=order.reference, how="in cash", actor="operator:root")
        order.refresh_from_db()
        assert order.status == _settled(state), state


def _settled(state: State) -> str:
    if not state.needs_a_person:
        return state.order
    if not state.tickets:
        # Taken money without a refund still pays for the tickets or is refunded.
        taken = state.payment == PaymentStatus.SETTLED and state.refund is not None
        over = taken or state.payment in {PaymentStatus.DECLINED, PaymentStatus.CANCELLED}
        return OrderStatus.EXPIRED if over else OrderStatus.PENDING
    return {0: OrderStatus.REFUNDED, 1: OrderStatus.PARTLY_REFUNDED, 2: OrderStatus.PAID}[state.valid]


def test_the_admin(client: Client, written: Written) -> None:
    client.force_login(User.objects.create_superuser("boss@example.org", "secret"))
    assert client.get("/admin/checkout/ticketorder/").status_code == 200
    for status in OrderStatus:
        page = client.get("/admin/checkout/ticketorder/", {"status__exact": status})
        assert page.status_code == 200
    shown: set[str] = set()
    for state, order in written:
        if state.order in shown:
            continue
        shown.add(state.order)
        assert client.get(f"/admin/checkout/ticketorder/{order.pk}/change/").status_code == 200, state
