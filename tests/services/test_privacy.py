"""Names and email addresses are stored in one table only. Digits of cards are erased with them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from matinee.checkout import order_lookup
from matinee.checkout.erasure import erase_customer, erase_customers_after
from matinee.checkout.models import Customer, IdempotencyKey, OrderEvent, Payment
from matinee.checkout.provider_results import handle_result
from matinee.checkout.tasks import erase_old_data
from matinee.payments.demo import Demo, complete_challenge
from matinee.shows.models import Show
from tests.jobs import RunJobs
from tests.populated_database import populate_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PERSONAL = ("ada@example.org", "Ada Lovelace", "Lovelace")
EVERY_TABLE = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace IN ('public'::regnamespace, 'matinee_jobs'::regnamespace) AND relkind = 'r'
"""
BOOKS = ("ticket_order", "order_line", "payment", "refund", "ticket", "booking")
CARD = re.compile(r",5126\)$", re.MULTILINE)
"""The last digits of a card, in the last column of a payment."""


@pytest.fixture(autouse=True)
def populated_database(run_jobs: RunJobs) -> None:
    """Rows in every table, all jobs of a sale, and a lookup of an order."""
    populate_database()
    order_lookup.request_booking_links(email="ada@example.org")
    # Finished and failed jobs keep their arguments too.
    run_jobs()


def rows_as_text(*tables: str) -> dict[str, str]:
    """Return the rows of these tables, or of all tables, as text."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY_TABLE)
        names = tables or [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f"SELECT one::text FROM {name} AS one ORDER BY 1")  # noqa: S608 - a table's name
            found[name] = "\n".join(row for (row,) in cursor.fetchall())
    return found


def without_cards(books: dict[str, str]) -> dict[str, str]:
    """The same rows, with their cards erased."""
    assert CARD.search(books["payment"])
    return {**books, "payment": CARD.sub(',"")', books["payment"])}


def tables_with_personal_data() -> set[str]:
    return {
        name
        for name, rows in rows_as_text().items()
        if any(text.lower() in rows.lower() for text in PERSONAL)
    }


def test_personal_data_is_in_one_table() -> None:
    rows = rows_as_text()
    assert "find_order" in rows["matinee_jobs.procrastinate_jobs"]
    assert "send_email" in rows["matinee_jobs.procrastinate_jobs"]
    assert rows["idempotency_key"]
    assert tables_with_personal_data() == {"customer"}


def test_jobs_have_only_numbers_as_arguments() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_typeof(value) FROM matinee_jobs.procrastinate_jobs, jsonb_each(args)"
        )
        assert cursor.fetchall() == [("number",)]


def test_erasing_on_request_removes_personal_data_and_keeps_orders() -> None:
    before, entries = rows_as_text(*BOOKS), OrderEvent.objects.count()
    orders = Customer.objects.count()
    assert orders > 0
    assert erase_customer(email=" Ada@Example.org ".strip()) == (orders, 0)
    assert tables_with_personal_data() == set()
    assert rows_as_text(*BOOKS) == without_cards(before)
    assert OrderEvent.objects.count() == entries + orders
    # The second call finds nothing and writes nothing. An invalid address is on no order.
    assert erase_customer(email="ada@example.org") == (0, 0)
    for address in ("\udcff@example.org", "a\x00@example.org"):
        assert erase_customer(email=address) == (0, 0)
    assert OrderEvent.objects.count() == entries + orders


def test_the_daily_job_erases_after_the_retention_time_and_may_run_twice() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    erase_old_data.func(0)
    assert tables_with_personal_data() == {"customer"}
    assert IdempotencyKey.objects.count() == 1
    long_ago = timedelta(days=366 + 2)
    for show in Show.objects.all():
        for moment in ("starts_at", "feature_starts_at", "ends_at", "hall_free_at", "sales_close_at"):
            setattr(show, moment, getattr(show, moment) - long_ago)
        show.sales_open_at -= 2 * long_ago
        show.save()
    for key in IdempotencyKey.objects.all():
        IdempotencyKey.objects.update(created_at=key.created_at - timedelta(hours=25))
    before = rows_as_text(*BOOKS)
    for _ in range(2):
        erase_old_data.func(0)
        assert tables_with_personal_data() == set()
        assert not IdempotencyKey.objects.exists()
        assert rows_as_text(*BOOKS) == without_cards(before)
    assert erase_customers_after(days=0) == 0


def test_a_late_result_stores_no_card_of_an_erased_customer() -> None:
    payment = Payment.objects.get(status="NEEDS_ACTION")
    erase_customer(email="ada@example.org")
    complete_challenge(payment.reference, approve=True)
    handle_result(payment, Demo().look_up(payment.reference))
    payment.refresh_from_db()
    assert (payment.status, payment.card_last4) == ("AUTHORISED", "")
