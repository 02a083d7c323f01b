"""POST /api/orders/find/: mails the order's link and never reveals whether an order exists."""

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
from tests.cinema import Cinema
from tests.jobs import RunJobs, job_states

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "ada@example.org"
DECLINED, CHALLENGED = "4000000000000002", "4000002500003155"


@pytest.fixture
def order(api: Api, cinema: Cinema, run_jobs: RunJobs) -> TicketOrder:
    """An order whose tickets are already mailed."""
    api.book(api.lock(cinema, "A1", "A2"), customer={"name": "Ada", "email": ADA})
    run_jobs()
    mail.outbox.clear()
    return TicketOrder.objects.get()


def find(api: Api, email: str, reference: str) -> Any:
    with nothing_changes():
        response = api.post("/api/orders/find/", {"email": email, "reference": reference})
    assert (response.status_code, response.json()) == (202, {"status": "ACCEPTED"})
    assert response["Cache-Control"] == "no-store"
    return response


def test_the_link_goes_to_the_address_on_the_order(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    find(api, "ADA@Example.ORG", order.reference)
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
    find(api, ADA, order.reference)
    run_jobs()
    (email_message,) = mail.outbox
    assert email_message.subject == f"Ihre Buchung {order.reference}: {order.show.movie.title}"
    assert "Buchung öffnen" in email_message.body


@pytest.mark.parametrize("form", ["{0}", " {0} ", "{1}-{2}", "{1} {2}", "#{1}.{2}", "{1}–{2}"])
@pytest.mark.parametrize("change", [str, str.lower])
def test_reference_is_normalised(
    api: Api, order: TicketOrder, run_jobs: RunJobs, form: str, change: Any
) -> None:
    reference = order.reference
    find(api, ADA, change(form.format(reference, reference[:4], reference[4:])))
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_partly_refunded_order_still_has_tickets(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    seat_id = order.lines.values_list("seat_id", flat=True)[0]
    refund_order(order_id=order.pk, seat_ids=[seat_id or 0], reason="", actor="customer")
    run_jobs()
    mail.outbox.clear()
    find(api, ADA, order.reference)
    run_jobs()
    assert len(mail.outbox) == 1


def test_order_that_needs_attention_is_found(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    TicketOrder.objects.update(status=OrderStatus.NEEDS_ATTENTION)
    find(api, ADA, order.reference)
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

    def test_for_a_wrong_address(self, api: Api, order: TicketOrder) -> None:
        find(api, "eve@example.org", order.reference)
        find(api, "ada@example.or", order.reference)

    def test_for_an_unknown_reference(self, api: Api, order: TicketOrder) -> None:  # noqa: ARG002
        find(api, ADA, "AAAAAAAA")
        find(api, ADA, "%")
        find(api, ADA, "---")

    def test_for_an_order_without_an_address(self, api: Api, cinema: Cinema) -> None:
        api.book(api.lock(cinema, "A1"))
        find(api, ADA, TicketOrder.objects.get().reference)

    @pytest.mark.parametrize("card", [DECLINED, CHALLENGED])
    def test_for_an_order_that_is_not_paid(self, api: Api, cinema: Cinema, card: str) -> None:
        hold_token = api.lock(cinema, "A1")["hold_token"]
        customer = {"name": "Ada", "email": ADA}
        api.post(
            "/api/book-seat/", {"hold_token": hold_token, "customer": customer, "payment": {"card": card}}
        )
        assert TicketOrder.objects.get().status == OrderStatus.PENDING
        find(api, ADA, TicketOrder.objects.get().reference)

    def test_for_an_order_that_is_refunded(self, api: Api, order: TicketOrder) -> None:
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        find(api, ADA, order.reference)

    def test_for_an_order_refunded_before_the_job_runs(self, api: Api, order: TicketOrder) -> None:
        find(api, ADA, order.reference)
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")

    def test_for_an_erased_customer(self, api: Api, order: TicketOrder) -> None:
        erase_customer(email=ADA)
        find(api, ADA, order.reference)

    def test_for_a_customer_erased_before_the_job_runs(self, api: Api, order: TicketOrder) -> None:
        find(api, ADA, order.reference)
        erase_customer(email=ADA)


class TestEmailLimit:
    """The number of link emails is limited."""

    def test_at_most_one_job_is_queued_for_each_address_and_reference(
        self, api: Api, order: TicketOrder, run_jobs: RunJobs
    ) -> None:
        before = len(job_states())
        for _ in range(5):
            find(api, ADA, order.reference)
            find(api, ADA, "AAAAAAAA")
        assert [name for name, *_ in job_states()[before:]] == ["find_order", "find_order"]
        run_jobs()
        assert len(mail.outbox) == 1

    def test_one_email_in_ten_minutes(self, api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
        for _ in range(3):
            find(api, ADA, order.reference)
            run_jobs()
        assert len(mail.outbox) == 1
        assert OrderEvent.objects.filter(order=order, type="link sent").count() == 1

    def test_another_email_after_ten_minutes(self, api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
        find(api, ADA, order.reference)
        run_jobs()
        age_order_events(9)
        find(api, ADA, order.reference)
        run_jobs()
        assert len(mail.outbox) == 1
        age_order_events(2)
        find(api, ADA, order.reference)
        run_jobs()
        assert len(mail.outbox) == 2


def age_order_events(minutes: int) -> None:
    """Move the order events into the past. Only the table's owner can disable its trigger."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE order_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE order_event SET at = at - %s * interval '1 minute'", [minutes])
        cursor.execute("ALTER TABLE order_event ENABLE TRIGGER USER")


def test_hit_and_miss_run_the_same_queries(api: Api, order: TicketOrder) -> None:
    """Each request looks up one order and queues one job, so its duration reveals nothing."""
    seen = []
    for email, reference in (
        (ADA, order.reference),
        ("eve@example.org", order.reference),
        (ADA, "AAAAAAAA"),
        (ADA, order.reference),
    ):
        with (
            CaptureQueriesContext(connection) as lookup,
            CaptureQueriesContext(connections[JOBS]) as queue,
        ):
            body = api.post("/api/orders/find/", {"email": email, "reference": reference}).content
        queries = [*lookup.captured_queries, *queue.captured_queries]
        statements = [query["sql"].split("WHERE")[0].split("ARRAY")[0] for query in queries]
        seen.append((body, len(statements), statements[0]))
    assert seen[0][1] == 2
    assert len(set(seen)) == 1


def test_hit_and_miss_queue_the_same_jobs(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    """A queued job makes the next response faster, so hits and misses must queue alike."""
    hit, wrong, unknown = (ADA, order.reference), ("eve@example.org", order.reference), (ADA, "AAAAAAAA")
    other = (ADA, "BBBBBBBB")
    for query in (hit, wrong, unknown):
        run_jobs()
        queued = [len(job_states())]
        for email, reference in (query, query, other, query):
            find(api, email, reference)
            queued.append(len(job_states()))
        assert [after - before for before, after in pairwise(queued)] == [1, 0, 1, 0]


def test_queue_has_no_personal_data(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    find(api, ADA, order.reference)
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(j::text, ' ') FROM matinee_jobs.procrastinate_jobs j")
        (text,) = cursor.fetchone()
    assert "find_order" in text
    for secret in (ADA, order.reference, order.secret):
        assert secret not in text
    assert Customer.objects.get().email == ADA


GOOD = {"email": ADA, "reference": "AAAAAAAA"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email", "reference"]),
        ({"email": ADA}, ["reference"]),
        (GOOD | {"email": "ada"}, ["email"]),
        (GOOD | {"email": "a" * 250 + "@example.org"}, ["email"]),
        (GOOD | {"email": 1, "reference": 1}, ["email", "reference"]),
        (GOOD | {"reference": ""}, ["reference"]),
        (GOOD | {"reference": "A" * 51}, ["reference"]),
        (GOOD | {"reference": "A\x00"}, ["reference"]),
        (GOOD | {"name": "Ada"}, ["name"]),
        ([], ["body"]),
    ],
)
def test_invalid_fields_are_named(api: Api, body: Any, fields: list[str]) -> None:
    assert_invalid(api.post("/api/orders/find/", body), *fields)
