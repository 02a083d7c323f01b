"""The process is killed at each step of a payment; the reconciler completes or undoes it (B13, B14, B16).

The customer either has tickets and is charged once, or has none and is not charged.
"""

import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.db.models import F

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.booking.tokens import HoldToken
from matinee.checkout import capture, freeze, order_completion, provider_results, services
from matinee.checkout.models import OrderStatus, Payment, PaymentStatus, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.services import book
from matinee.payments.demo import Demo
from matinee.payments.models import DemoPayment, Status
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time
from tests.jobs import RunJobs

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = 9
SETTLED_AT_ONCE = {"card": "4000000000008039"}


def crash(*_: Any, **__: Any) -> Any:
    """Exit like a killed process: without clean-up or rollback."""
    os._exit(KILLED)


def after(verb: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        verb(*args, **kwargs)
        crash()

    return run


STEPS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "before the order is written": (services, "freeze", crash),
    "after the order is written": (services, "freeze", after(freeze.freeze)),
    "before the provider creates the payment": (Demo, "begin", crash),
    "before the reference is stored": (Demo, "begin", after(Demo.begin)),
    "before the money is authorised": (Demo, "authorise", crash),
    "after the money is authorised": (Demo, "authorise", after(Demo.authorise)),
    "before the result is stored": (provider_results, "_record_result", crash),
    "after the result is stored": (
        provider_results,
        "_record_result",
        after(provider_results._record_result),
    ),
    "before the tickets are committed": (order_completion, "_assign_receipt_number", crash),
    "after the tickets are committed": (
        provider_results,
        "complete_order",
        after(order_completion.complete_order),
    ),
}


def book_and_crash(token: HoldToken, step: str, method: dict[str, str]) -> None:
    """Run the purchase in a child process that is killed at this step."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        owner, name, replacement = STEPS[step]
        setattr(owner, name, replacement)
        book(purchase=Purchase(token=token, method=method), idempotency_key="k" * 32)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == KILLED


def assert_consistent(cinema: Cinema, seat_ids: list[int]) -> bool:
    """Assert that tickets, money and seats agree. Return whether tickets were sold."""
    sold = list(Ticket.objects.filter(show=cinema.show, status="VALID").order_by("seat_id"))
    booked = Booking.objects.filter(show=cinema.show, status="BOOKED").order_by("seat_id")
    charged = sum((row.captured - row.refunded for row in DemoPayment.objects.all()), Decimal(0))
    assert charged == sum((ticket.price for ticket in sold), Decimal(0))
    assert [ticket.seat_id for ticket in sold] == [row.seat_id for row in booked] in ([], seat_ids)
    assert not DemoPayment.objects.filter(status=Status.RESERVED).exists()
    assert not Payment.objects.filter(status__in=["BEGUN", "PENDING", "NEEDS_ACTION", "AUTHORISED"]).exists()
    expected = {OrderStatus.PAID} if sold else {OrderStatus.EXPIRED, OrderStatus.PENDING}
    assert set(TicketOrder.objects.values_list("status", flat=True)) <= expected
    return bool(sold)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", [{}, SETTLED_AT_ONCE], ids=["authorised first", "settled at once"])
def test_an_interrupted_payment_is_completed_or_undone(
    step: str,
    method: dict[str, str],
    run_jobs: RunJobs,
) -> None:
    cinema = make_cinema()
    seat_ids = cinema.ids("A1", "A2")
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=seat_ids)
    book_and_crash(hold.token, step, method)
    pass_time(minutes=2)
    reconcile_orders()
    reconcile_orders()
    run_jobs()
    sold = assert_consistent(cinema, seat_ids)
    completed = (
        "after the money",
        "before the result",
        "after the result",
        "before the tickets",
        "after the tickets",
    )
    assert sold is step.startswith(completed)
    if not sold:
        order = book(purchase=Purchase(token=hold.token, method=method), idempotency_key="n" * 32)
        assert order.status == OrderStatus.PAID


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_payment_is_undone_if_another_customer_holds_the_seats(
    step: str,
    run_jobs: RunJobs,
) -> None:
    cinema = make_cinema()
    seat_ids = cinema.ids("A1", "A2")
    token = hold_seats(show_id=cinema.show.pk, seat_ids=seat_ids).token
    book_and_crash(token, step, {})
    pass_time(minutes=12)
    if Booking.objects.filter(status="BOOKED").exists():
        assert step == "after the tickets are committed"
        return
    other = hold_seats(show_id=cinema.show.pk, seat_ids=seat_ids[:1])
    reconcile_orders()
    reconcile_orders()
    run_jobs()
    assert not Ticket.objects.exists()
    assert not DemoPayment.objects.filter(status=Status.RESERVED).exists()
    assert DemoPayment.objects.filter(captured__gt=F("refunded")).count() == 0
    order = book(purchase=Purchase(token=other.token))
    assert [ticket.seat_id for ticket in Ticket.objects.all()] == seat_ids[:1]
    assert order.status == OrderStatus.PAID


@pytest.mark.usefixtures("run_jobs")
def test_an_interrupted_capture_is_completed() -> None:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    book(purchase=Purchase(token=hold.token))
    payment = Payment.objects.get()
    for owner, name, replacement in ((Demo, "capture", crash), (capture, "_record_capture", crash)):
        connections.close_all()
        child = os.fork()
        if child == 0:
            setattr(owner, name, replacement)
            capture.capture_payment(payment.pk)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
        assert Payment.objects.get().status == PaymentStatus.AUTHORISED
    pass_time(minutes=2)
    reconcile_orders()
    assert assert_consistent(cinema, cinema.ids("A1"))
    assert DemoPayment.objects.get().captured == Decimal(12)
