"""POST /api/orders/find/: emails the links of all upcoming bookings. Never reveals whether there are any."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, OrderEmail, OrderEvent, OrderStatus, TicketOrder
from matinee.checkout.refunds import refund_order
from matinee.core.jobs import JOBS
from tests.api.client import Api, assert_invalid, nothing_changes
from tests.cinema import Cinema, make_show
from tests.jobs import RunJobs, job_states

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ADA = "ada@example.org"
DECLINED, CHALLENGED = "4000000000000002", "4000002500003155"


@pytest.fixture
def order(api: Api, cinema: Cinema, run_jobs: RunJobs) -> TicketOrder:
    """An order whose tickets are already mailed."""
    api.book(api.lock(cinema, "A1", "A2"), customer={"name": "Ada", "email": ADA})
    run_jobs()
    mail.outbox.clear()
    return TicketOrder.objects.get()


def find(api: Api, email: str) -> Any:
    with nothing_changes():
        response = api.post("/api/orders/find/", {"email": email})
    assert (response.status_code, response.json()) == (202, {"status": "ACCEPTED"})
    assert response["Cache-Control"] == "no-store"
    return response


def test_the_link_goes_to_the_address_on_the_order(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    find(api, "ADA@Example.ORG")
    assert mail.outbox == []
    run_jobs()
    (email_message,) = mail.outbox
    assert email_message.to == [ADA]
    assert order.reference in email_message.subject
    (html, _) = email_message.alternatives[0]  # type: ignore[attr-defined]
    for text in (email_message.body, html):
        assert f"/ticket/{order.secret}" in text
        assert order.show.movie.title in text


def test_link_email_is_in_the_orders_language(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    TicketOrder.objects.update(language="de")
    find(api, ADA)
    run_jobs()
    (email_message,) = mail.outbox
    assert email_message.subject == f"Ihre Buchung {order.reference}: {order.show.movie.title}"
    assert "Buchung öffnen" in email_message.body


class TestSeveralBookings:
    """One email has the links of all upcoming bookings with the address."""

    @pytest.fixture
    def orders(self, api: Api, cinema: Cinema, run_jobs: RunJobs) -> list[TicketOrder]:
        """Three upcoming bookings; the last one is for the earliest show."""
        sooner = make_show(
            movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at - timedelta(hours=5)
        )
        for name in ("A1", "A2"):
            api.book(api.lock(cinema, name), customer={"name": "Ada", "email": ADA})
        api.book(api.lock(replace(cinema, show=sooner), "A1"), customer={"email": "Ada@example.org"})
        api.book(api.lock(cinema, "A3"), customer={"email": "eve@example.org"})
        run_jobs()
        mail.outbox.clear()
        return list(TicketOrder.objects.order_by("pk"))

    def test_are_in_one_email_the_next_show_first(
        self, api: Api, orders: list[TicketOrder], run_jobs: RunJobs
    ) -> None:
        find(api, ADA)
        run_jobs()
        (email_message,) = mail.outbox
        first, second, soonest, eves = orders
        assert email_message.to == [ADA]
        assert email_message.subject == f"Your 3 bookings: {first.show.movie.title} and more"
        (html, _) = email_message.alternatives[0]  # type: ignore[attr-defined]
        for text in (str(email_message.body), str(html)):
            found = re.findall(r"/ticket/([\w-]+)", text)
            assert found == [soonest.secret, first.secret, second.secret]
            assert all(order.reference in text for order in (first, second, soonest))
            assert eves.reference not in text

    def test_each_records_that_its_link_was_sent(
        self, api: Api, orders: list[TicketOrder], run_jobs: RunJobs
    ) -> None:
        find(api, ADA)
        run_jobs()
        events = OrderEvent.objects.filter(type__startswith="link").order_by("order")
        assert [(event.order_id, event.type) for event in events] == [
            (orders[0].pk, "link sent"),
            (orders[1].pk, "link included"),
            (orders[2].pk, "link included"),
        ]

    def test_past_and_refunded_ones_are_left_out(
        self, api: Api, orders: list[TicketOrder], run_jobs: RunJobs
    ) -> None:
        refund_order(order_id=orders[0].pk, seat_ids=None, reason="", actor="customer")
        past(orders[2])
        run_jobs()
        mail.outbox.clear()
        find(api, ADA)
        run_jobs()
        (email_message,) = mail.outbox
        assert re.findall(r"/ticket/([\w-]+)", str(email_message.body)) == [orders[1].secret]
        assert email_message.subject == f"Your booking {orders[1].reference}: {orders[1].show.movie.title}"

    def test_the_email_in_german(self, api: Api, orders: list[TicketOrder], run_jobs: RunJobs) -> None:
        TicketOrder.objects.update(language="de")
        find(api, ADA)
        run_jobs()
        (email_message,) = mail.outbox
        title = orders[0].show.movie.title
        assert email_message.subject == f"Ihre 3 Buchungen: {title} und weitere"
        assert str(email_message.body).startswith("Sie haben nach Ihren Buchungen gefragt.")
        assert " Uhr, " in email_message.body


def past(order: TicketOrder) -> None:
    """Move the order's show into the past."""
    show, week = order.show, timedelta(days=7)
    for moment in ("starts_at", "feature_starts_at", "ends_at", "hall_free_at", "sales_close_at"):
        setattr(show, moment, getattr(show, moment) - week)
    show.sales_open_at -= 2 * week
    show.save()


def test_a_partly_refunded_order_still_has_tickets(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    seat_id = order.lines.values_list("seat_id", flat=True)[0]
    refund_order(order_id=order.pk, seat_ids=[seat_id or 0], reason="", actor="customer")
    run_jobs()
    mail.outbox.clear()
    find(api, ADA)
    run_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("order")
def test_order_that_needs_attention_is_found(api: Api, run_jobs: RunJobs) -> None:
    TicketOrder.objects.update(status=OrderStatus.NEEDS_ATTENTION)
    find(api, ADA)
    run_jobs()
    assert len(mail.outbox) == 1


class TestNothingIsSent:
    """The response is the same, but no email is sent."""

    @pytest.fixture(autouse=True)
    def _nothing(self, run_jobs: RunJobs) -> Any:
        yield
        run_jobs()
        assert not OrderEmail.objects.filter(kind="link").exists()
        # A refund has an email of its own.
        assert [
            email_message.subject
            for email_message in mail.outbox
            if "is cancelled" not in email_message.subject
        ] == []
        assert {status for _, status, _ in job_states()} == {"succeeded"}

    def test_for_a_wrong_address(self, api: Api, order: TicketOrder) -> None:  # noqa: ARG002
        find(api, "eve@example.org")
        find(api, "ada@example.or")

    def test_for_a_past_show(self, api: Api, order: TicketOrder) -> None:
        past(order)
        find(api, ADA)

    def test_for_an_order_without_an_address(self, api: Api, cinema: Cinema) -> None:
        api.book(api.lock(cinema, "A1"))
        find(api, ADA)

    @pytest.mark.parametrize("card", [DECLINED, CHALLENGED])
    def test_for_an_order_that_is_not_paid(self, api: Api, cinema: Cinema, card: str) -> None:
        hold_token = api.lock(cinema, "A1")["hold_token"]
        customer = {"name": "Ada", "email": ADA}
        api.post(
            "/api/book-seat/", {"hold_token": hold_token, "customer": customer, "payment": {"card": card}}
        )
        assert TicketOrder.objects.get().status == OrderStatus.PENDING
        find(api, ADA)

    def test_for_an_order_that_is_refunded(self, api: Api, order: TicketOrder) -> None:
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        find(api, ADA)

    def test_for_an_order_refunded_before_the_job_runs(self, api: Api, order: TicketOrder) -> None:
        find(api, ADA)
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")

    @pytest.mark.usefixtures("order")
    def test_for_an_erased_customer(self, api: Api) -> None:
        erase_customer(email=ADA)
        find(api, ADA)

    @pytest.mark.usefixtures("order")
    def test_for_a_customer_erased_before_the_job_runs(self, api: Api) -> None:
        find(api, ADA)
        erase_customer(email=ADA)


class TestEmailLimit:
    """The number of link emails is limited."""

    @pytest.mark.usefixtures("order")
    def test_at_most_one_job_is_queued_for_each_address(self, api: Api, run_jobs: RunJobs) -> None:
        before = len(job_states())
        for _ in range(5):
            find(api, ADA)
            find(api, "eve@example.org")
        assert [name for name, *_ in job_states()[before:]] == ["find_order", "find_order"]
        run_jobs()
        assert len(mail.outbox) == 1

    def test_one_email_in_ten_minutes(self, api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
        for _ in range(3):
            find(api, ADA)
            run_jobs()
        assert len(mail.outbox) == 1
        assert OrderEvent.objects.filter(order=order, type="link sent").count() == 1

    @pytest.mark.usefixtures("order")
    def test_another_email_after_ten_minutes(self, api: Api, run_jobs: RunJobs) -> None:
        find(api, ADA)
        run_jobs()
        age_order_events(9)
        find(api, ADA)
        run_jobs()
        assert len(mail.outbox) == 1
        age_order_events(2)
        find(api, ADA)
        run_jobs()
        assert len(mail.outbox) == 2


def age_order_events(minutes: int) -> None:
    """Move the order events into the past. Only the table's owner can disable its trigger."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE order_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE order_event SET at = at - %s * interval '1 minute'", [minutes])
        cursor.execute("ALTER TABLE order_event ENABLE TRIGGER USER")


@pytest.mark.usefixtures("order")
def test_hit_and_miss_run_the_same_queries(api: Api) -> None:
    """Each request looks up one row and queues one job, so its duration reveals nothing."""
    seen = []
    for email in (ADA, "eve@example.org", "nobody@example.org", ADA):
        with (
            CaptureQueriesContext(connection) as lookup,
            CaptureQueriesContext(connections[JOBS]) as queue,
        ):
            body = api.post("/api/orders/find/", {"email": email}).content
        queries = [*lookup.captured_queries, *queue.captured_queries]
        statements = [query["sql"].split("WHERE")[0].split("ARRAY")[0] for query in queries]
        seen.append((body, len(statements), statements[0]))
    assert seen[0][1] == 2
    assert len(set(seen)) == 1


@pytest.mark.usefixtures("order")
def test_hit_and_miss_queue_the_same_jobs(api: Api, run_jobs: RunJobs) -> None:
    """A queued job makes the next response faster, so hits and misses must queue alike."""
    for address in (ADA, "eve@example.org", "nobody@example.org"):
        run_jobs()
        queued = [len(job_states())]
        for email in (address, address, "other@example.org", address):
            find(api, email)
            queued.append(len(job_states()))
        assert [after - before for before, after in pairwise(queued)] == [1, 0, 1, 0]


def test_queue_has_no_personal_data(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    find(api, ADA)
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(j::text, ' ') FROM matinee_jobs.procrastinate_jobs j")
        (text,) = cursor.fetchone()
    assert "find_order" in text
    for secret in (ADA, order.reference, order.secret):
        assert secret not in text
    assert Customer.objects.get().email == ADA


GOOD = {"email": ADA}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email"]),
        (GOOD | {"email": "ada"}, ["email"]),
        (GOOD | {"email": "a" * 250 + "@example.org"}, ["email"]),
        (GOOD | {"email": 1}, ["email"]),
        (GOOD | {"email": "a\x00@example.org"}, ["email"]),
        (GOOD | {"reference": "AAAAAAAA"}, ["reference"]),
        (GOOD | {"name": "Ada"}, ["name"]),
        ([], ["body"]),
    ],
)
def test_invalid_fields_are_named(api: Api, body: Any, fields: list[str]) -> None:
    assert_invalid(api.post("/api/orders/find/", body), *fields)
