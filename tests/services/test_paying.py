"""Payments with every kind of provider result (B13, B14): the response, then the order and its payments."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from matinee.booking.errors import HoldExpired, HoldFrozen, SeatsTaken
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import cancel_show, extend_hold, hold_seats, release_seats
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
    Seller,
    TicketOrder,
    VenueTerms,
)
from matinee.checkout.order_status import mark_failed
from matinee.checkout.payment_continuation import refresh_payment
from matinee.checkout.provider_results import handle_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.release import release_payment
from matinee.checkout.services import book
from matinee.core.clock import database_now
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.models import DemoPayment, Status
from matinee.pricing.models import TicketType
from matinee.shows.errors import ShowCancelled
from matinee.shows.models import Show
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat
from tests.cinema import Cinema
from tests.clock import pass_time

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DECLINED, CHALLENGED, LATE = "4000000000000002", "4000002500003155", "4000000000008021"
RESPONSE_LOST, REQUEST_LOST, SETTLED, CAPTURE_FAILS = (
    "4000000000008005",
    "4000000000008013",
    "4000000000008039",
    "4000000000008047",
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(cinema: Cinema) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))


def pay(hold: Hold, card: str = "", **more: Any) -> TicketOrder:
    return book(purchase=Purchase(token=hold.token, method={"card": card} if card else {}), **more)


def test_b13_freezing_extends_the_hold_to_ten_minutes(held: Hold) -> None:
    before = database_now()
    order = pay(held, CHALLENGED)
    assert order.status == OrderStatus.PENDING
    for row in Booking.objects.all():
        assert row.frozen
        assert row.locked_until is not None
        assert row.locked_until >= before + 10 * MINUTE


def test_b13_a_frozen_hold_cannot_be_changed(cinema: Cinema, held: Hold) -> None:
    pay(held, CHALLENGED)
    before = list(Booking.objects.order_by("pk").values())
    for verb in (
        lambda: hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A3"), token=held.token),
        lambda: extend_hold(token=held.token),
        lambda: release_seats(token=held.token),
        lambda: pay(held),
    ):
        with pytest.raises(HoldFrozen):
            verb()
    assert list(Booking.objects.order_by("pk").values()) == before


def test_b13_after_a_decline_there_is_time_to_try_again(cinema: Cinema, held: Hold) -> None:
    with pytest.raises(PaymentDeclined) as declined:
        pay(held, DECLINED)
    assert declined.value.data["decline_code"] == "card_declined"
    assert declined.value.data["locked_until"] >= database_now() + 3 * MINUTE
    more = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A3"), token=held.token)
    order = pay(more)
    assert (order.status, order.total) == (OrderStatus.PAID, Decimal(36))
    assert TicketOrder.objects.count() == 1
    assert Ticket.objects.count() == 3


def test_b13_payments_extend_a_hold_by_half_an_hour_at_most(held: Hold) -> None:
    for _ in range(4):
        with pytest.raises(PaymentDeclined):
            pay(held, DECLINED)
        pass_time(minutes=8)
    row = Booking.objects.first()
    assert row is not None
    assert row.locked_until is not None
    assert row.frozen_at is not None
    assert row.locked_until <= row.frozen_at + 30 * MINUTE
    with pytest.raises(HoldExpired):
        pay(held)


def test_b13_seats_added_after_a_decline_do_not_restart_the_half_hour(cinema: Cinema) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B2"))
    with pytest.raises(PaymentDeclined):
        pay(hold, DECLINED)
    began = Booking.objects.get().frozen_at
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"), token=hold.token)
    release_seats(token=hold.token, seat_ids=cinema.ids("B2"))
    assert began
    assert Booking.objects.get().frozen_at == began
    with pytest.raises(PaymentDeclined):
        pay(hold, DECLINED)
    assert Booking.objects.get().frozen_at == began


def test_b13_the_half_hour_starts_with_the_first_frozen_seat(cinema: Cinema) -> None:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "B2"))
    with pytest.raises(PaymentDeclined):
        pay(hold, DECLINED)
    began = Booking.objects.values_list("frozen_at", flat=True).distinct().get()
    Booking.objects.filter(seat__in=cinema.ids("A1")).update(frozen_at=None)
    pay(hold, CHALLENGED)
    assert Booking.objects.values_list("frozen_at", flat=True).distinct().get() == began


def test_an_order_that_needs_attention_can_be_paid_after_a_decline(held: Hold) -> None:
    order = pay(held, CHALLENGED)
    mark_failed(order.pk, RuntimeError())
    complete_challenge(Payment.objects.get().reference, approve=False)
    refresh_payment(order)
    paid = pay(held)
    assert paid == order
    assert paid.paid_at
    assert Ticket.objects.filter(status="VALID").count() == 2
    assert TicketOrder.objects.get().status == OrderStatus.NEEDS_ATTENTION


def interrupted_free_order(held: Hold) -> TicketOrder:
    """A free order whose process ended before the tickets were issued."""
    Show.objects.update(price=0)
    order, payment = freeze(Purchase(token=held.token), "demo", None)
    assert payment is None
    return order


def test_b14_an_interrupted_free_order_gets_its_tickets(held: Hold) -> None:
    interrupted_free_order(held)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PENDING, "its request may be under way"
    pass_time(minutes=2)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert Ticket.objects.filter(status="VALID").count() == 2


def test_b14_a_free_order_whose_seats_are_lost_ends(held: Hold) -> None:
    interrupted_free_order(held)
    Seat.objects.filter(pk=held.seat_ids[0]).update(in_service=False)
    pass_time(minutes=2)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    assert not Booking.objects.exists()
    assert not Ticket.objects.exists()
    assert OrderEvent.objects.filter(type="expired").count() == 1


def test_b14_a_rejected_free_order_can_be_tried_again(
    cinema: Cinema, held: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    Show.objects.update(price=0)

    def freeze_then_cancel(*arguments: Any) -> Any:
        frozen = freeze(*arguments)
        cancel_show(show_id=cinema.show.pk)
        return frozen

    monkeypatch.setattr("matinee.checkout.services.freeze", freeze_then_cancel)
    with pytest.raises(ShowCancelled):
        pay(held, idempotency_key="k" * 32)
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    assert not IdempotencyKey.objects.exists()
    assert not Booking.objects.exists()


def test_a_decline_is_repeated_for_the_same_key(held: Hold) -> None:
    for _ in range(2):
        with pytest.raises(PaymentDeclined) as declined:
            pay(held, DECLINED, idempotency_key="k" * 32)
        assert declined.value.data["decline_code"] == "card_declined"
    assert Payment.objects.get().attempt == 1


def test_a_new_attempt_is_not_treated_as_interrupted(held: Hold) -> None:
    with pytest.raises(PaymentDeclined):
        pay(held, DECLINED)
    pass_time(minutes=5)
    freeze(Purchase(token=held.token), "demo", None)
    assert reconcile_orders() == 0
    assert Payment.objects.get().status == PaymentStatus.BEGUN


def test_a_new_attempt_does_not_change_a_released_payment(held: Hold) -> None:
    with pytest.raises(PaymentDeclined):
        pay(held, DECLINED)
    Payment.objects.update(status=PaymentStatus.CANCELLED)
    DemoPayment.objects.update(status=Status.CANCELLED)
    assert pay(held).status == OrderStatus.PAID
    assert Payment.objects.count() == 2


def test_b15_a_required_action_is_repeated_for_the_same_key(held: Hold) -> None:
    orders = [pay(held, CHALLENGED, idempotency_key="k" * 32) for _ in range(2)]
    assert orders[0] == orders[1]
    complete_challenge(Payment.objects.get().reference, approve=True)
    refresh_payment(orders[0])
    assert pay(held, CHALLENGED, idempotency_key="k" * 32).status == OrderStatus.PAID
    assert Payment.objects.get().attempt == 1


def test_b14_the_money_is_taken_after_the_seats_are_booked(held: Hold) -> None:
    order = pay(held)
    payment = Payment.objects.get()
    assert (payment.status, DemoPayment.objects.get().status) == (PaymentStatus.AUTHORISED, Status.RESERVED)
    capture_payment(payment.pk)
    payment.refresh_from_db()
    assert (payment.status, payment.captured) == (PaymentStatus.SETTLED, order.total)
    assert DemoPayment.objects.get().captured == order.total


def test_a_successful_challenge(held: Hold) -> None:
    order = pay(held, CHALLENGED)
    payment = Payment.objects.get()
    assert (payment.status, payment.next_action and payment.next_action["type"]) == (
        "NEEDS_ACTION",
        "demo_challenge",
    )
    complete_challenge(payment.reference, approve=True)
    refresh_payment(order)
    order.refresh_from_db()
    assert order.status == OrderStatus.PAID
    assert Ticket.objects.count() == 2


def test_b13_a_ticket_keeps_the_name_of_its_type_from_the_freeze(cinema: Cinema, held: Hold) -> None:
    order = pay(held, CHALLENGED)
    TicketType.objects.filter(pk=cinema.adult.pk).update(name="Grown-up")
    payment = order.payments.get()
    complete_challenge(payment.reference, approve=True)
    refresh_payment(order)
    names = order.lines.values_list("name", "ticket__ticket_type_name")
    assert set(names) == {("Adult", "Adult")}


def test_a_failed_challenge(held: Hold) -> None:
    order = pay(held, CHALLENGED)
    complete_challenge(Payment.objects.get().reference, approve=False)
    refresh_payment(order)
    assert Payment.objects.get().status == PaymentStatus.DECLINED
    assert pay(held).status == OrderStatus.PAID


def test_b14_an_abandoned_payment_is_released_and_the_seats_are_freed(held: Hold) -> None:
    pay(held, CHALLENGED)
    pass_time(minutes=5)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PENDING
    pass_time(minutes=5)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    assert DemoPayment.objects.get().status == Status.CANCELLED
    assert not Booking.objects.exists()


@pytest.mark.parametrize("card", [LATE, RESPONSE_LOST])
def test_a_late_result_is_looked_up(held: Hold, card: str) -> None:
    assert pay(held, card).status == OrderStatus.PENDING
    DemoPayment.objects.update(decided_at=F("decided_at") - MINUTE)
    pass_time(minutes=2)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert DemoPayment.objects.get().status == Status.RESERVED


def test_a_lost_request_can_be_repeated(held: Hold) -> None:
    assert pay(held, REQUEST_LOST).status == OrderStatus.PENDING
    pass_time(minutes=2)
    reconcile_orders()
    assert pay(held).status == OrderStatus.PAID


def test_b14_a_late_payment_takes_seats_that_are_still_free(held: Hold) -> None:
    pay(held, LATE)
    pass_time(minutes=12)
    DemoPayment.objects.update(decided_at=F("decided_at") - MINUTE)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert Booking.objects.filter(status="BOOKED").count() == 2


def test_b14_a_late_payment_for_lost_seats_is_released(cinema: Cinema, held: Hold) -> None:
    pay(held, LATE)
    pass_time(minutes=12)
    other = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A2"))
    DemoPayment.objects.update(decided_at=F("decided_at") - MINUTE)
    reconcile_orders()
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    assert DemoPayment.objects.get().status == Status.CANCELLED
    assert [row.hold_id for row in Booking.objects.all()] == [other.hold_id]


def test_b14_a_settled_payment_for_lost_seats_is_refunded(cinema: Cinema, held: Hold) -> None:
    order = pay(held, CHALLENGED)
    pass_time(minutes=12)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    DemoPayment.objects.update(status=Status.TAKEN, captured=F("amount"))
    refresh_payment(order)
    reconcile_orders(min_age=timedelta(0))
    ledger = DemoPayment.objects.get()
    assert (ledger.captured, ledger.refunded) == (Decimal(24), Decimal(24))
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED


def test_b14_a_failed_capture_voids_the_tickets(held: Hold) -> None:
    pay(held, CAPTURE_FAILS)
    capture_payment(Payment.objects.get().pk)
    assert TicketOrder.objects.get().status == OrderStatus.NEEDS_ATTENTION
    assert {ticket.status for ticket in Ticket.objects.all()} == {"VOIDED"}
    assert not Booking.objects.exists()


def test_a_show_cancelled_during_authorisation_charges_nothing(cinema: Cinema, held: Hold) -> None:
    order = pay(held, CHALLENGED)
    cancel_show(show_id=cinema.show.pk)
    complete_challenge(Payment.objects.get().reference, approve=True)
    refresh_payment(order)
    assert DemoPayment.objects.get().status == Status.CANCELLED
    assert TicketOrder.objects.get().status == OrderStatus.EXPIRED
    with pytest.raises(ShowCancelled):
        hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))


def test_seats_lost_during_authorisation_are_reported_and_not_charged(cinema: Cinema, held: Hold) -> None:
    pay(held, CHALLENGED)
    pass_time(minutes=12)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    payment = Payment.objects.get()
    complete_challenge(payment.reference, approve=True)
    with pytest.raises(SeatsTaken) as lost:
        handle_result(payment, Demo().look_up(payment.reference))
    assert lost.value.data["seat_ids"] == cinema.ids("A1")
    assert [seat["number"] for seat in lost.value.data["suggestions"]] == [3, 1, 4, 2]
    assert DemoPayment.objects.get().status == Status.CANCELLED


def test_a_repeated_result_changes_nothing(held: Hold) -> None:
    pay(held)
    payment = Payment.objects.get()
    capture_payment(payment.pk)
    before = list(TicketOrder.objects.values()), list(Payment.objects.values()), OrderEvent.objects.count()
    for _ in range(2):
        handle_result(payment, Demo().look_up(payment.reference))
    assert (
        list(TicketOrder.objects.values()),
        list(Payment.objects.values()),
        OrderEvent.objects.count(),
    ) == before


@pytest.mark.parametrize("afterwards", [Status.RESERVED, Status.TAKEN])
def test_b14_a_superseded_payment_is_released(cinema: Cinema, held: Hold, afterwards: str) -> None:
    """Its bank approves after the order has changed and another card has paid for it."""
    order = pay(held, CHALLENGED)
    first = Payment.objects.get()
    complete_challenge(first.reference, approve=False)
    refresh_payment(order)
    more = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A3"), token=held.token)
    assert pay(more).total == Decimal(36)
    captured = Decimal(24) if afterwards == Status.TAKEN else Decimal(0)
    DemoPayment.objects.filter(pk=first.reference).update(status=afterwards, captured=captured)
    for _ in range(2):
        handle_result(first, Demo().look_up(first.reference))
    for _ in range(2):
        pass_time(minutes=2)
        Refund.objects.update(created_at=F("created_at") - 2 * MINUTE)
        reconcile_orders()
    charged = [ledger.captured - ledger.refunded for ledger in DemoPayment.objects.order_by("created_at")]
    assert charged == [Decimal(0), Decimal(36)]
    assert not DemoPayment.objects.filter(status=Status.RESERVED).exists()
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert Ticket.objects.filter(status="VALID").count() == 3


@pytest.mark.parametrize("captured_first", [True, False])
def test_b14_a_superseded_payment_is_not_captured_after_a_crash(
    cinema: Cinema, held: Hold, *, captured_first: bool
) -> None:
    """The process ends after it has recorded the late approval of the earlier payment."""
    order = pay(held, CHALLENGED)
    first = Payment.objects.get()
    complete_challenge(first.reference, approve=False)
    refresh_payment(order)
    more = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A3"), token=held.token)
    pay(more)
    if captured_first:
        capture_payment(Payment.objects.latest("pk").pk)
    DemoPayment.objects.filter(pk=first.reference).update(status=Status.RESERVED)
    Payment.objects.filter(pk=first.pk).update(status=PaymentStatus.AUTHORISED)
    for _ in range(2):
        pass_time(minutes=2)
        reconcile_orders()
    charged = [ledger.captured - ledger.refunded for ledger in DemoPayment.objects.order_by("created_at")]
    assert charged == [Decimal(0), Decimal(36)]
    assert not DemoPayment.objects.filter(status=Status.RESERVED).exists()


def test_b14_a_payment_that_has_paid_for_tickets_is_not_released(held: Hold) -> None:
    order = pay(held, CHALLENGED)
    as_seen_by_the_reconciler = Payment.objects.select_related("order").get()
    complete_challenge(as_seen_by_the_reconciler.reference, approve=True)
    refresh_payment(order)
    release_payment(as_seen_by_the_reconciler)
    assert TicketOrder.objects.get().status == OrderStatus.PAID
    assert DemoPayment.objects.get().status == Status.RESERVED


def test_b14_nothing_is_sold_for_a_payment_in_cancellation(held: Hold) -> None:
    order = pay(held, CHALLENGED)
    complete_challenge(Payment.objects.get().reference, approve=True)
    Payment.objects.update(status=PaymentStatus.CANCELLING)
    handle_result(Payment.objects.get(), Demo().look_up(Payment.objects.get().reference))
    order.refresh_from_db()
    assert order.status == OrderStatus.EXPIRED
    assert DemoPayment.objects.get().status == Status.CANCELLED
    assert not Ticket.objects.exists()


def test_a_free_order_needs_no_payment(held: Hold) -> None:
    Show.objects.update(price=0)
    order = pay(held)
    assert (order.status, order.total) == (OrderStatus.PAID, Decimal(0))
    assert not Payment.objects.exists()
    assert Ticket.objects.count() == 2


def test_lines_carry_the_tax_and_receipts_run_without_gaps(cinema: Cinema) -> None:
    seller = Seller.objects.create(legal_name="Roxy GmbH", tax_number="DE 123")
    VenueTerms.objects.create(venue=cinema.venue, seller=seller, ticket_tax_rate=Decimal(7))
    orders = []
    for name in ("A1", "A2", "A3"):
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(name))
        if name == "A2":
            with pytest.raises(PaymentDeclined):
                pay(hold, DECLINED)
        else:
            orders.append(pay(hold))
    assert [(order.receipt_number, order.seller_name) for order in orders] == [
        (1, "Roxy GmbH"),
        (2, "Roxy GmbH"),
    ]
    line = orders[0].lines.get()
    assert (line.net, line.tax_rate, line.tax, line.gross) == (
        Decimal("11.21"),
        Decimal(7),
        Decimal("0.79"),
        Decimal(12),
    )


def test_the_history_contains_every_step_and_no_personal_data(held: Hold) -> None:
    book(purchase=Purchase(token=held.token, customer_name="Ada", customer_email="ada@example.org"))
    capture_payment(Payment.objects.get().pk)
    events = list(OrderEvent.objects.order_by("pk"))
    assert [(event.actor, event.type) for event in events] == [
        ("customer", "frozen"),
        ("provider", "authorised"),
        ("system", "paid"),
        ("provider", "captured"),
    ]
    assert "ada" not in str([event.facts for event in events]).lower()
