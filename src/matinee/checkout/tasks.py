"""The checkout's jobs. Each job may run twice or late: the services it calls are idempotent."""

from django.conf import settings
from procrastinate.contrib.django import app

from matinee.checkout import capture, idempotency, order_lookup, refunds
from matinee.checkout.cancelled_shows import refund_cancelled_shows, refund_show_orders
from matinee.checkout.emails import delivery
from matinee.checkout.erasure import erase_customers_after
from matinee.checkout.jobs import CAPTURE, FIND_ORDER, REFUND, REFUND_SHOW, SEND_EMAIL
from matinee.checkout.payment_limits import erase_old_clients
from matinee.checkout.reconcile import reconcile_orders
from matinee.core.jobs import RETRY_WITH_BACKOFF


@app.task(name=CAPTURE, retry=RETRY_WITH_BACKOFF)
def capture_payment(payment_id: int) -> None:
    """Capture the payment of an order with tickets."""
    capture.capture_payment(payment_id)


@app.task(name=REFUND, retry=RETRY_WITH_BACKOFF)
def execute_refund(refund_id: int) -> None:
    """Pay a queued refund."""
    refunds.execute_refund(refund_id)


@app.task(name=REFUND_SHOW, retry=RETRY_WITH_BACKOFF)
def refund_show(show_id: int) -> None:
    """Refund all orders of a cancelled show."""
    refund_show_orders(show_id)


# Without retries: a failed email stays in the outbox, and `send_due_emails` tries it again.
@app.task(name=SEND_EMAIL)
def send_email(email_id: int) -> None:
    """Send an email of the outbox."""
    delivery.send_email(email_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_due_emails", lock="send_due_emails")
def send_due_emails(timestamp: int) -> None:  # noqa: ARG001 - periodic jobs get their time
    """Send the emails that failed before or lost their job."""
    delivery.send_due_emails()


# Without retries: a retry would wait in the queue, and two jobs cannot wait under one queueing lock.
@app.task(name=FIND_ORDER)
def find_order(order_id: int) -> None:
    """Email the links of the upcoming bookings of an order's customer, at most once per interval."""
    order_lookup.send_booking_links(order_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="reconcile")
def reconcile(timestamp: int) -> None:  # noqa: ARG001 - periodic jobs get their time
    """Finish interrupted orders, and continue interrupted refunds of cancelled shows."""
    reconcile_orders()
    refund_cancelled_shows()


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="erase_old_data")
def erase_old_data(timestamp: int) -> None:  # noqa: ARG001 - periodic jobs get their time
    """Erase customers after CUSTOMER_DATA_DAYS, old idempotency keys and old client digests."""
    erase_customers_after(days=settings.CUSTOMER_DATA_DAYS)
    idempotency.delete_old_keys()
    erase_old_clients()
