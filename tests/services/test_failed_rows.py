"""A failing row never stops a loop: it is logged, counted and stored, and all other rows are processed.

In each test the first row fails. `assert_reported` checks the log, the metric and the table `failed_row`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models import F

from matinee.booking.errors import SeatNotFound
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.booking.upkeep import sweep_expired
from matinee.checkout.authorisation import authorise_payment
from matinee.checkout.cancelled_shows import (
    RefundProgress,
    cancel_and_refund_show,
    refund_cancelled_shows,
    refund_progress,
    refund_show_orders,
)
from matinee.checkout.erasure import erase_customers_after
from matinee.checkout.freeze import freeze
from matinee.checkout.models import (
    Customer,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.provider_results import handle_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import book
from matinee.checkout.settlement import settle_order
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.models import DemoPayment
from matinee.payments.models import Status as LedgerStatus
from matinee.runtime.failed_rows.services import each_row
from matinee.shows.models import Show
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time
from tests.failing_rows import failed_rows, failure_count, rejecting_changes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHALLENGED, REQUEST_LOST = "4000002500003155", "4000000000008013"
NOW = timedelta(0)

AssertReported = Callable[[str, int], AbstractContextManager[None]]


@pytest.fixture
def assert_reported(caplog: pytest.LogCaptureFixture) -> AssertReported:
    """Assert that the block reports the failed row once: in log, metric and the table `failed_row`."""

    @contextmanager
    def assert_one_failure(loop: str, row_id: int) -> Iterator[None]:
        before = failure_count(loop)
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            yield
        (message,) = [
            record.getMessage() for record in caplog.records if f"{loop}: row" in record.getMessage()
        ]
        assert f"{loop}: row {row_id} failed: " in message
        assert "ada@example.org" not in caplog.text
        assert failure_count(loop) == before + 1
        # A sale is not a loop: its failure is stored in the status of the order.
        assert failed_rows(loop) == ([] if loop == "sell" else [(row_id, 1)])

    return assert_one_failure


def buy(cinema: Cinema, name: str, card: str = "") -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(name))
    method = {"card": card} if card else {}
    return book(purchase=Purchase(token=hold.token, method=method, customer_email="ada@example.org"))


def authorised_payment(cinema: Cinema, name: str) -> Payment:
    """A payment that the provider has authorised, interrupted before the sale."""
    order = buy(cinema, name, CHALLENGED)
    payment = order.payments.get()
    complete_challenge(payment.reference, approve=True)
    return payment


def replace_seat_by_foreign_one(order: TicketOrder) -> None:
    """Change the seat of the order to one of another hall."""
    elsewhere = make_cinema(rows=1, seats_per_row=1)
    OrderLine.objects.filter(order=order).update(seat=elsewhere.seats[0])


def status_of(order: TicketOrder) -> str:
    return TicketOrder.objects.values_list("status", flat=True).get(pk=order.pk)


class TestPayments:
    """`reconcile` continues every interrupted payment."""

    def test_a_seat_of_another_hall(self, cinema: Cinema, assert_reported: AssertReported) -> None:
        bad, good = authorised_payment(cinema, "A1"), authorised_payment(cinema, "A2")
        replace_seat_by_foreign_one(bad.order)
        with assert_reported("reconcile-payments", bad.pk):
            reconcile_orders(min_age=NOW)
        assert status_of(bad.order) == OrderStatus.NEEDS_ATTENTION
        bad.refresh_from_db()
        assert (bad.status, DemoPayment.objects.get(pk=bad.reference).status) == ("CANCELLED", "CANCELLED")
        assert bad.order.events.filter(type="processing failed").get().facts == {"error": "SeatNotFound"}
        assert status_of(good.order) == OrderStatus.PAID
        assert list(TicketOrder.objects.needing_a_person()) == [bad.order]
        reconcile_orders(min_age=NOW)
        assert failed_rows("reconcile-payments") == []

    def test_an_unknown_provider(self, cinema: Cinema, assert_reported: AssertReported) -> None:
        bad, good = authorised_payment(cinema, "A1"), authorised_payment(cinema, "A2")
        Payment.objects.filter(pk=bad.pk).update(provider="gone")
        with assert_reported("reconcile-payments", bad.pk):
            reconcile_orders(min_age=NOW)
        assert (status_of(bad.order), status_of(good.order)) == ("NEEDS_ATTENTION", "PAID")
        reconcile_orders(min_age=NOW)
        assert failed_rows("reconcile-payments") == [(bad.pk, 2)]
        assert bad.order.events.filter(type="processing failed").count() == 1

        Payment.objects.filter(pk=bad.pk).update(provider="demo")
        reconcile_orders(min_age=NOW)
        assert failed_rows("reconcile-payments") == []
        assert bad.order.lines.filter(ticket__status="VALID").count() == 1
        assert status_of(bad.order) == OrderStatus.NEEDS_ATTENTION
        settle_order(reference=bad.order.reference, how="provider configured again", actor="operator:root")
        assert status_of(bad.order) == OrderStatus.PAID

    def test_an_unexpected_error_while_selling(self, cinema: Cinema, assert_reported: AssertReported) -> None:
        """The seat is free, but has a valid ticket already."""
        other = buy(cinema, "A1")
        Booking.objects.all().delete()
        bad, good = authorised_payment(cinema, "A1"), authorised_payment(cinema, "A2")
        with assert_reported("sell", bad.order.pk):
            reconcile_orders(min_age=NOW)
        assert (status_of(bad.order), status_of(good.order)) == ("NEEDS_ATTENTION", "PAID")
        assert DemoPayment.objects.get(pk=bad.reference).status == LedgerStatus.CANCELLED
        assert Ticket.objects.filter(order_line__order=other, status="VALID").count() == 1
        assert not Booking.objects.filter(seat__in=cinema.ids("A1")).exists()

    def test_settled_money_is_refunded(self, cinema: Cinema) -> None:
        bad = authorised_payment(cinema, "A1")
        DemoPayment.objects.update(status=LedgerStatus.TAKEN, captured=F("amount"))
        replace_seat_by_foreign_one(bad.order)
        for _ in range(2):
            reconcile_orders(min_age=NOW)
        ledger = DemoPayment.objects.get()
        assert ledger.captured == ledger.refunded == 12
        assert status_of(bad.order) == OrderStatus.NEEDS_ATTENTION

    def test_an_error_during_the_customers_request(
        self, cinema: Cinema, assert_reported: AssertReported
    ) -> None:
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        order, payment = freeze(Purchase(token=hold.token), "demo", None)
        assert payment
        replace_seat_by_foreign_one(order)
        with assert_reported("sell", order.pk), pytest.raises(SeatNotFound):
            handle_result(payment, authorise_payment(payment, Demo(), {}))
        assert status_of(order) == OrderStatus.NEEDS_ATTENTION
        assert {row.status for row in Payment.objects.all()} == {PaymentStatus.CANCELLED}

    def test_a_declined_payment_ends(self, cinema: Cinema) -> None:
        bad = authorised_payment(cinema, "A1")
        Payment.objects.filter(pk=bad.pk).update(provider="gone")
        reconcile_orders(min_age=NOW)
        Payment.objects.filter(pk=bad.pk).update(provider="demo")
        DemoPayment.objects.update(status=LedgerStatus.DECLINED, decline_code="card_declined")
        reconcile_orders(min_age=NOW)
        bad.refresh_from_db()
        assert bad.status == PaymentStatus.DECLINED
        assert reconcile_orders(min_age=NOW) == 0


class TestRefunds:
    """`reconcile` executes queued refunds."""

    def test_a_failed_refund_stops_no_other(self, cinema: Cinema, assert_reported: AssertReported) -> None:
        orders = [buy(cinema, name) for name in ("A1", "A2")]
        reconcile_orders(min_age=NOW)
        bad, good = (
            refund_order(order_id=order.pk, seat_ids=None, reason="ill", actor="customer")[0]
            for order in orders
        )
        Payment.objects.filter(pk=bad.payment_id).update(provider="gone")
        with assert_reported("reconcile-refunds", bad.pk):
            reconcile_orders(min_age=NOW)
        assert [status_of(order) for order in orders] == ["NEEDS_ATTENTION", "REFUNDED"]
        statuses = Refund.objects.order_by("pk").values_list("pk", "status")
        assert list(statuses) == [(bad.pk, RefundStatus.QUEUED), (good.pk, RefundStatus.DONE)]


def hold_of(cinema: Cinema, name: str) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(name))


class TestFreeOrders:
    """`reconcile` issues the tickets of interrupted free orders."""

    def test_a_failed_free_order_stops_no_other(
        self, cinema: Cinema, assert_reported: AssertReported
    ) -> None:
        Show.objects.update(price=0)
        bad, good = (
            freeze(Purchase(token=hold_of(cinema, name).token), Demo.name, None)[0] for name in ("A1", "A2")
        )
        with assert_reported("reconcile-free-orders", bad.pk), rejecting_changes("ticket_order", bad.pk):
            reconcile_orders(min_age=NOW)
        assert [status_of(order) for order in (bad, good)] == ["PENDING", "PAID"]
        reconcile_orders(min_age=NOW)
        assert (status_of(bad), failed_rows("reconcile-free-orders")) == ("PAID", [])


class TestAbandonedOrders:
    """`reconcile` expires abandoned orders."""

    def test_a_failed_expiry_stops_no_other(self, cinema: Cinema, assert_reported: AssertReported) -> None:
        bad, good = buy(cinema, "A1", REQUEST_LOST), buy(cinema, "A2", REQUEST_LOST)
        Payment.objects.update(status=PaymentStatus.CANCELLED)
        Booking.objects.all().delete()
        with assert_reported("expire-orders", bad.pk), rejecting_changes("ticket_order", bad.pk):
            reconcile_orders(min_age=NOW)
        assert [status_of(order) for order in (bad, good)] == ["PENDING", "EXPIRED"]
        reconcile_orders(min_age=NOW)
        assert (status_of(bad), failed_rows("expire-orders")) == ("EXPIRED", [])


class TestCancelledShow:
    """Every order is refunded, by the job and again each minute."""

    @pytest.mark.parametrize("every_minute", [False, True])
    def test_a_failed_refund_of_an_order_stops_no_other(
        self, cinema: Cinema, assert_reported: AssertReported, *, every_minute: bool
    ) -> None:
        bad, good = buy(cinema, "A1"), buy(cinema, "A2")
        cancel_and_refund_show(show_id=cinema.show.pk)
        ticket = Ticket.objects.get(order_line__order=bad)
        with assert_reported("refund-cancelled-shows", bad.pk), rejecting_changes("ticket", ticket.pk):
            refund_cancelled_shows() if every_minute else refund_show_orders(cinema.show.pk)
        assert refund_progress(cinema.show.pk) == RefundProgress(refunded=1, left=1)
        assert [status_of(order) for order in (bad, good)] == ["NEEDS_ATTENTION", "REFUNDED"]
        refund_cancelled_shows()
        assert refund_progress(cinema.show.pk) == RefundProgress(refunded=2, left=0)
        assert failed_rows("refund-cancelled-shows") == []
        assert status_of(bad) == OrderStatus.NEEDS_ATTENTION

    def test_a_seat_that_was_removed_from_the_hall(self, cinema: Cinema) -> None:
        order = buy(cinema, "A1")
        replace_seat_by_foreign_one(order)
        cancel_and_refund_show(show_id=cinema.show.pk)
        refund_show_orders(cinema.show.pk)
        assert status_of(order) == OrderStatus.REFUNDED


class TestSweep:
    """Rows of holds that expired long ago are deleted."""

    def test_a_row_that_cannot_be_deleted_stops_no_other(
        self, cinema: Cinema, assert_reported: AssertReported
    ) -> None:
        for name in ("A1", "A2", "A3"):
            hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(name))
        pass_time(hours=2)
        bad = Booking.objects.order_by("pk")[0]
        with assert_reported("sweep", bad.pk), rejecting_changes("booking", bad.pk):
            assert sweep_expired() == 2
        assert list(Booking.objects.all()) == [bad]
        assert (sweep_expired(), failed_rows("sweep")) == (1, [])


class TestErasure:
    """Each customer is erased in its own transaction."""

    @pytest.fixture
    def orders(self, cinema: Cinema) -> list[TicketOrder]:
        return [buy(cinema, name) for name in ("A1", "A2")]

    def test_after_the_retention_time(
        self, orders: list[TicketOrder], assert_reported: AssertReported
    ) -> None:
        with assert_reported("forget", orders[0].pk), rejecting_changes("customer", orders[0].pk, "order_id"):
            assert erase_customers_after(days=-30) == 1
        assert [customer.pk for customer in Customer.objects.all()] == [orders[0].pk]
        assert (erase_customers_after(days=-30), failed_rows("forget")) == (1, [])

    def test_on_request(self, orders: list[TicketOrder], assert_reported: AssertReported) -> None:
        out = StringIO()
        with (
            assert_reported("forget", orders[0].pk),
            rejecting_changes("customer", orders[0].pk, "order_id"),
            pytest.raises(CommandError, match=rf"could not be erased: \[{orders[0].pk}\]"),
        ):
            call_command("forget", "ada@example.org", stdout=out)
        assert Customer.objects.count() == 1
        call_command("forget", "ada@example.org", stdout=out)
        assert out.getvalue() == "Erased from 1 orders and 0 waiting emails.\n"


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_connection_marks_no_row_as_failed() -> None:
    """Every row would fail, so the loop ends and its job is tried again."""

    def lose_connection(_row_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    before = failure_count("away")
    with pytest.raises(OperationalError):
        each_row("away", [1, 2], lose_connection)
    assert failure_count("away") == before
    connection.close()
