"""Settling an order: the owed amount stays visible until staff settle it, independent of other changes."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from matinee.booking.models import Booking
from matinee.booking.services import cancel_show, hold_seats
from matinee.checkout.authorisation import authorise_payment
from matinee.checkout.cancelled_shows import (
    RefundProgress,
    cancel_and_refund_show,
    refund_progress,
    refund_show_orders,
)
from matinee.checkout.capture import capture_payment
from matinee.checkout.errors import CannotSettle
from matinee.checkout.freeze import freeze
from matinee.checkout.models import OrderEvent, OrderStatus, Payment, Refund, RefundStatus, TicketOrder
from matinee.checkout.order_page import order_page
from matinee.checkout.order_status import mark_failed
from matinee.checkout.provider_results import _record_result as record_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.refunds import execute_refund, queue_refund, refund_order
from matinee.checkout.services import book
from matinee.checkout.settlement import settle_order
from matinee.payments.demo import Demo
from matinee.payments.models import DemoPayment
from matinee.payments.port import Settled
from matinee.tickets.models import Ticket
from tests.cinema import Cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REFUND_REFUSED, CAPTURE_FAILS, SETTLED = "4000000000005126", "4000000000008047", "4000000000008039"
OPERATOR = "operator:ada"


def buy(cinema: Cinema, *names: str, card: str = REFUND_REFUSED) -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names))
    return book(purchase=Purchase(token=hold.token, method={"card": card}))


def refund(order: TicketOrder, *seat_ids: int) -> Refund:
    (queued,) = refund_order(
        order_id=order.pk, seat_ids=list(seat_ids) or None, reason="ill", actor="customer"
    )
    execute_refund(queued.pk)
    queued.refresh_from_db()
    return queued


def status_and_owed(order: TicketOrder) -> tuple[str, Decimal]:
    order.refresh_from_db()
    return order.status, order_page(order).owed


def all_rows() -> list[list[Any]]:
    tables: tuple[type[Model], ...] = (TicketOrder, Refund, Ticket, Payment, OrderEvent)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_taken_money_without_tickets_is_refunded_after_settling(cinema: Cinema) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    order, payment = freeze(Purchase(token=hold.token), Demo.name, None)
    assert payment
    result = authorise_payment(payment, Demo(), {"card": SETTLED})
    assert isinstance(result, Settled)
    record_result(payment.pk, result, "provider")
    mark_failed(order.pk, RuntimeError())
    cancel_show(show_id=cinema.show.pk)
    settle_order(reference=order.reference, how="the hall is repaired", actor=OPERATOR)
    assert status_and_owed(order)[0] == OrderStatus.PENDING
    reconcile_orders(min_age=timedelta(0))
    assert status_and_owed(order) == (OrderStatus.EXPIRED, Decimal(0))
    assert DemoPayment.objects.get().refunded == 12


def test_a_refused_refund_is_owed_until_it_is_settled(cinema: Cinema) -> None:
    order = buy(cinema, "A1", "A2")
    refused = refund(order, *cinema.ids("A1"))
    assert refused.status == RefundStatus.REFUSED
    assert status_and_owed(order) == (OrderStatus.NEEDS_ATTENTION, Decimal(12))

    settle_order(reference=order.reference, how="paid back in cash, receipt 17", actor=OPERATOR)

    assert status_and_owed(order) == (OrderStatus.PARTLY_REFUNDED, Decimal(0))
    refused.refresh_from_db()
    assert (refused.status, refused.settled_how) == ("REFUSED", "paid back in cash, receipt 17")
    assert refused.settled_at
    event = order.events.latest("pk")
    assert (event.actor, event.type) == (OPERATOR, "settled")
    assert event.facts == {
        "how": "paid back in cash, receipt 17",
        "refund_ids": [refused.pk],
        "amount": "12.000",
    }


def test_a_settled_refund_is_not_paid_again(cinema: Cinema) -> None:
    order = buy(cinema, "A1", "A2")
    refund(order, *cinema.ids("A1"))
    settle_order(reference=order.reference, how="cash", actor=OPERATOR)
    later = refund(order)
    assert later.amount == Decimal(12)
    assert status_and_owed(order) == (OrderStatus.NEEDS_ATTENTION, Decimal(12))
    settle_order(reference=order.reference, how="cash", actor=OPERATOR)
    assert status_and_owed(order) == (OrderStatus.REFUNDED, Decimal(0))
    assert Refund.objects.count() == 2


def test_a_settled_refund_reduces_the_refundable_amount(cinema: Cinema) -> None:
    order = buy(cinema, "A1", "A2")
    refund(order, *cinema.ids("A1"))
    settle_order(reference=order.reference, how="cash", actor=OPERATOR)
    later = queue_refund(Payment.objects.get(), Decimal(24), "all of it")
    assert later
    assert later.amount == Decimal(12)


def test_a_later_successful_refund_does_not_hide_a_refused_one(cinema: Cinema) -> None:
    """Three seats: the refund of the expensive one is refused, the next one succeeds."""
    type(cinema.show).objects.update(price=Decimal("15.50"))
    cinema.hall.seats.filter(pk__in=cinema.ids("A1")).update(type="premium")
    order = buy(cinema, "A1", "A2", "A3")
    refund(order, *cinema.ids("A1"))
    DemoPayment.objects.update(card="approved")
    assert refund(order, *cinema.ids("A2")).status == RefundStatus.DONE
    assert status_and_owed(order) == (OrderStatus.NEEDS_ATTENTION, Decimal("18.50"))
    settle_order(reference=order.reference, how="bank transfer", actor=OPERATOR)
    assert status_and_owed(order) == (OrderStatus.PARTLY_REFUNDED, Decimal(0))


def test_a_cancelled_show_refunds_an_order_that_needs_attention(cinema: Cinema) -> None:
    order = buy(cinema, "A1", "A2")
    buy(cinema, "B1", card="")
    refund(order, *cinema.ids("A1"))
    cancel_and_refund_show(show_id=cinema.show.pk)
    assert refund_progress(cinema.show.pk) == RefundProgress(refunded=0, left=2)
    refund_show_orders(cinema.show.pk)
    assert refund_progress(cinema.show.pk) == RefundProgress(refunded=2, left=0)
    assert {ticket.status for ticket in Ticket.objects.all()} == {"VOIDED"}
    assert not Booking.objects.exists()
    assert list(Refund.objects.order_by("pk").values_list("status", "amount")) == [
        ("REFUSED", Decimal(12)),
        ("QUEUED", Decimal(12)),
        ("QUEUED", Decimal(12)),
    ]
    assert status_and_owed(order) == (OrderStatus.NEEDS_ATTENTION, Decimal(24))


@pytest.mark.parametrize("actor", ["system", "staff:1"])
def test_only_customers_may_not_refund_an_admitted_ticket(cinema: Cinema, actor: str) -> None:
    order = buy(cinema, "A1", "A2", "A3", card="")
    Ticket.objects.filter(seat__in=cinema.ids("A1")).update(
        admitted_at=cinema.show.starts_at, admitted_by_door="Saal 1"
    )
    (queued,) = refund_order(order_id=order.pk, seat_ids=None, reason="", actor=actor)
    assert queued.amount == Decimal(36)
    assert status_and_owed(order) == (OrderStatus.REFUNDED, Decimal(36))
    assert not Booking.objects.exists()


def test_a_cancelled_show_refunds_admitted_tickets(cinema: Cinema) -> None:
    buy(cinema, "A1", "A2", "A3", card="")
    buy(cinema, "B1", card="")
    Ticket.objects.filter(seat__in=cinema.ids("A1")).update(
        admitted_at=cinema.show.starts_at, admitted_by_door="Saal 1"
    )
    cancel_and_refund_show(show_id=cinema.show.pk)
    refund_show_orders(cinema.show.pk)
    assert refund_progress(cinema.show.pk) == RefundProgress(refunded=2, left=0)
    assert [row.amount for row in Refund.objects.order_by("pk")] == [Decimal(36), Decimal(12)]


def test_an_order_with_a_failed_capture_can_be_settled(cinema: Cinema) -> None:
    order = buy(cinema, "A1", card=CAPTURE_FAILS)
    capture_payment(Payment.objects.get().pk)
    assert status_and_owed(order) == (OrderStatus.NEEDS_ATTENTION, Decimal(0))
    settle_order(reference=order.reference, how="customer was told", actor=OPERATOR)
    assert status_and_owed(order) == (OrderStatus.REFUNDED, Decimal(0))


def test_captured_money_without_tickets_is_owed(cinema: Cinema) -> None:
    order = buy(cinema, "A1", "A2", card="")
    capture_payment(Payment.objects.get().pk)
    assert status_and_owed(order) == (OrderStatus.PAID, Decimal(0))
    Ticket.objects.filter(seat__in=cinema.ids("A1")).update(status="VOIDED")
    assert status_and_owed(order)[1] == Decimal(12)
    assert list(TicketOrder.objects.owing()) == [order]


class TestErrors:
    """Rejected requests change nothing."""

    def test_unknown_reference(self, cinema: Cinema) -> None:
        order = buy(cinema, "A1")
        refund(order)
        before = all_rows()
        with pytest.raises(CannotSettle, match="no such order"):
            settle_order(reference="AAAAAAAA", how="cash", actor=OPERATOR)
        assert all_rows() == before

    def test_order_that_needs_no_attention(self, cinema: Cinema) -> None:
        order = buy(cinema, "A1", card="")
        before = all_rows()
        with pytest.raises(CannotSettle, match="nothing to settle"):
            settle_order(reference=order.reference, how="cash", actor=OPERATOR)
        assert all_rows() == before

    def test_order_that_is_settled_already(self, cinema: Cinema) -> None:
        order = buy(cinema, "A1")
        refund(order)
        settle_order(reference=order.reference, how="cash", actor=OPERATOR)
        before = all_rows()
        with pytest.raises(CannotSettle, match="nothing to settle"):
            settle_order(reference=order.reference, how="transfer", actor=OPERATOR)
        assert all_rows() == before

    @pytest.mark.parametrize("how", ["", "  ", "\n\t"])
    def test_empty_explanation(self, cinema: Cinema, how: str) -> None:
        order = buy(cinema, "A1")
        refund(order)
        before = all_rows()
        with pytest.raises(CannotSettle, match="Say how"):
            settle_order(reference=order.reference, how=how, actor=OPERATOR)
        assert all_rows() == before


class TestCommand:
    """`matinee settle REFERENCE --how TEXT`"""

    def test_the_reference_is_normalised(self, cinema: Cinema) -> None:
        order = buy(cinema, "A1")
        refund(order)
        typed = f"{order.reference[:4]}-{order.reference[4:]}".lower()
        out = StringIO()
        call_command("settle", typed, "--how", "cash,\nreceipt 17", stdout=out)
        assert out.getvalue() == f"Order {order.reference} is settled and REFUNDED.\n"
        event = order.events.latest("pk")
        assert (event.type, event.facts["how"]) == ("settled", "cash, receipt 17")
        assert event.actor.startswith("operator:")

    @pytest.mark.parametrize(
        ("reference", "how", "message"),
        [
            ("AAAAAAAA", "cash", "AAAAAAAA: There is no such order."),
            ("", "cash", ": There is no such order."),
            (None, "cash", "There is nothing to settle"),
            (None, " ", "Say how it was settled"),
        ],
    )
    def test_error_messages(self, cinema: Cinema, reference: str | None, how: str, message: str) -> None:
        order = buy(cinema, "A1", card="")
        typed = order.reference if reference is None else reference
        with pytest.raises(CommandError, match=message):
            call_command("settle", typed, "--how", how)
