"""Concurrent or interrupted handling of one payment: sequences found by the protocol's model (B14, B17)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import F

from matinee.booking.errors import SeatsTaken
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats, release_seats
from matinee.checkout import idempotency, provider_results, reconcile, release
from matinee.checkout.authorisation import authorise_payment
from matinee.checkout.capture import capture_payment
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.freeze import freeze
from matinee.checkout.models import (
    IdempotencyKey,
    OrderEvent,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.order_completion import complete_order
from matinee.checkout.provider_results import handle_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.reconcile import reconcile_orders, reconcile_payment
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import book
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.models import DemoPayment
from matinee.payments.port import Authorised, Settled
from matinee.tickets.models import Ticket
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db

DECLINED, CHALLENGED, SETTLED, CAPTURE_FAILS = (
    "4000000000000002",
    "4000002500003155",
    "4000000000008039",
    "4000000000008047",
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(cinema: Cinema) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))


def purchase(hold: Hold, card: str) -> Purchase:
    return Purchase(token=hold.token, method={"card": card})


def captured_but_not_sold(held: Hold) -> Payment:
    """The process ends after it has recorded the result and before it issues the tickets."""
    _, payment = freeze(purchase(held, SETTLED), Demo.name, None)
    assert payment
    result = authorise_payment(payment, Demo(), {"card": SETTLED})
    assert isinstance(result, Settled)
    return provider_results._record_result(payment.pk, result, "provider")


def expire_hold() -> None:
    Booking.objects.update(locked_until=F("locked_until") - 15 * MINUTE)
    TicketOrder.objects.update(agreed_at=F("agreed_at") - 15 * MINUTE)


def seats_sold_to_another_customer(cinema: Cinema, held: Hold) -> tuple[Payment, Hold]:
    payment = captured_but_not_sold(held)
    expire_hold()
    return payment, hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))


def test_b14_a_payment_in_release_buys_no_freed_seats(cinema: Cinema, held: Hold) -> None:
    payment, theirs = seats_sold_to_another_customer(cinema, held)
    reconcile_payment(payment.pk)
    assert Refund.objects.get().status == RefundStatus.QUEUED
    release_seats(token=theirs.token)
    reconcile_payment(payment.pk)
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    assert not Ticket.objects.exists()
    assert not Booking.objects.exists()


def test_b14_a_payment_that_bought_seats_is_not_released(cinema: Cinema, held: Hold) -> None:
    payment, theirs = seats_sold_to_another_customer(cinema, held)
    with pytest.raises(SeatsTaken):
        complete_order(payment.order_id)
    assert release._mark_as_cancelling(payment.pk)
    release_seats(token=theirs.token)
    assert complete_order(payment.order_id).status == OrderStatus.PAID
    release._record_release(payment.pk, Settled(payment.reference, payment.captured))
    assert not Refund.objects.exists()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert Ticket.objects.filter(status="VALID").count() == 2


def test_b14_an_order_with_taken_money_does_not_expire(held: Hold) -> None:
    payment = captured_but_not_sold(held)
    expire_hold()
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PENDING
    Payment.objects.filter(pk=payment.pk).update(changed_at=F("changed_at") - 2 * MINUTE)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert Ticket.objects.filter(status="VALID").count() == 2


def test_an_order_with_a_new_attempt_does_not_expire(held: Hold) -> None:
    with pytest.raises(PaymentDeclined):
        book(purchase=purchase(held, DECLINED))
    order = book(purchase=purchase(held, CHALLENGED))
    TicketOrder.objects.update(agreed_at=F("agreed_at") - 2 * MINUTE)
    reconcile._expire(order.pk, reconcile.MIN_AGE)
    assert TicketOrder.objects.get().status == OrderStatus.PENDING


def test_b14_a_late_decline_of_an_earlier_attempt_changes_nothing(held: Hold) -> None:
    with pytest.raises(PaymentDeclined):
        book(purchase=purchase(held, DECLINED))
    earlier = Payment.objects.get()
    result = Demo().look_up(earlier.reference)
    order = book(purchase=purchase(held, CHALLENGED))
    assert handle_result(earlier, result) == order
    assert Payment.objects.get().status == PaymentStatus.NEEDS_ACTION
    assert Booking.objects.filter(frozen=True).count() == 2
    complete_challenge(earlier.reference, approve=True)
    reconcile_payment(earlier.pk)
    assert TicketOrder.objects.get().status == OrderStatus.PAID


def test_b17_a_refund_without_captured_money_is_deleted(held: Hold) -> None:
    order = book(purchase=purchase(held, CAPTURE_FAILS))
    refund_order(order_id=order.pk, seat_ids=None, reason="given back", actor="customer")
    capture_payment(Payment.objects.get().pk)
    assert not Refund.objects.exists()
    assert DemoPayment.objects.get().captured == Decimal(0)
    assert TicketOrder.objects.get().status == OrderStatus.REFUNDED


def declined_and_extended_hold(cinema: Cinema) -> tuple[Payment, Hold]:
    """A declined payment and its hold with one more seat, so that the next attempt is a new payment."""
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B2"))
    with pytest.raises(PaymentDeclined):
        book(purchase=purchase(hold, DECLINED))
    with_one_more_seat = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B3"), token=hold.token)
    return Payment.objects.get(), with_one_more_seat


def test_b13_a_repeated_decline_does_not_unfreeze_the_next_payments_hold(cinema: Cinema) -> None:
    first, with_one_more_seat = declined_and_extended_hold(cinema)
    book(purchase=purchase(with_one_more_seat, CHALLENGED))
    before = list(Booking.objects.order_by("pk").values())
    reconcile_payment(first.pk)
    assert list(Booking.objects.order_by("pk").values()) == before
    assert [row["frozen"] for row in before] == [True, True]


def test_b15_a_repeated_decline_is_not_the_response_to_the_next_key(cinema: Cinema) -> None:
    first, with_one_more_seat = declined_and_extended_hold(cinema)
    next_purchase = purchase(with_one_more_seat, SETTLED)
    _, second = freeze(
        next_purchase, Demo.name, idempotency.IdempotentRequest.of("k" * 32, next_purchase.canonical())
    )
    assert second
    reconcile_payment(first.pk)
    assert not IdempotencyKey.objects.get().completed
    paid = handle_result(second, authorise_payment(second, Demo(), next_purchase.method))
    assert paid.status == OrderStatus.PAID
    assert book(purchase=next_purchase, idempotency_key="k" * 32) == paid


def test_b17_a_refund_comes_from_the_payment_that_bought_the_tickets(cinema: Cinema, held: Hold) -> None:
    order = book(purchase=purchase(held, SETTLED))
    twice = Payment.objects.create(
        order=order,
        provider=Demo.name,
        reference="demo_twice",
        status=PaymentStatus.SETTLED,
        amount=order.total,
        captured=order.total,
    )
    refund_order(order_id=order.pk, seat_ids=cinema.ids("A1"), reason="given back", actor="customer")
    release.release_payment(twice)
    queued = Refund.objects.order_by("pk").values_list("payment", "amount", "reason")
    bought = order.payments.get(pk__lt=twice.pk)
    assert list(queued) == [
        (bought.pk, Decimal(12), "given back"),
        (twice.pk, Decimal(24), "released"),
    ]


def test_a_payment_released_twice_ends_its_order_once(held: Hold) -> None:
    book(purchase=purchase(held, CHALLENGED))
    payment = Payment.objects.select_related("order").get()
    release.release_payment(payment)
    before = list(OrderEvent.objects.order_by("pk").values())
    release.release_payment(payment)
    assert list(OrderEvent.objects.order_by("pk").values()) == before
    assert OrderEvent.objects.filter(type="expired").count() == 1


def test_b15_a_second_release_does_not_change_a_new_hold_of_the_key(cinema: Cinema) -> None:
    want = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids("A1"), idempotency_key="k" * 32)
    book(purchase=purchase(want(), CHALLENGED))
    payment = Payment.objects.select_related("order").get()
    release.release_payment(payment)
    again = want()
    release.release_payment(payment)
    assert list(Booking.objects.values_list("hold_id", "status")) == [(again.hold_id, "LOCKED")]


def test_taken_money_released_twice_is_refunded_once(held: Hold) -> None:
    payment = captured_but_not_sold(held)
    release.release_payment(payment)
    release.release_payment(payment)
    assert list(Refund.objects.values_list("amount", "reason")) == [(payment.amount, "released")]
    assert OrderEvent.objects.filter(type="released").count() == 1


def test_a_later_result_without_digits_keeps_those_that_are_known(held: Hold) -> None:
    _, payment = freeze(purchase(held, "4242424242424242"), Demo.name, None)
    assert payment
    result = authorise_payment(payment, Demo(), {"card": "4242424242424242"})
    assert isinstance(result, Authorised)
    provider_results._record_result(payment.pk, result, "provider")
    settled = Settled(payment.reference, payment.amount)
    recorded = provider_results._record_result(payment.pk, settled, "provider")
    assert (recorded.status, recorded.card_last4) == (PaymentStatus.SETTLED, "4242")
