"""What the worker does for the checkout. Each job may run twice, or late: the verbs see to that."""

from django.conf import settings
from procrastinate.contrib.django import app

from matinee.checkout import (
    attempts,
    capturing,
    finding,
    idempotency,
    privacy,
    reconciling,
    refunds,
    show_refunds,
)
from matinee.checkout.emails import outbox, sending
from matinee.checkout.queue import (
    CAPTURE,
    FIND_ORDER,
    REFUND,
    REFUND_SHOW,
    SEND_EMAIL,
)
from matinee.core.jobs import RETRY_WITH_BACKOFF


@app.task(name=CAPTURE, retry=RETRY_WITH_BACKOFF)
def capture_payment(payment_id: int) -> None:
    """Take the money of a sale."""
    capturing.capture(payment_id)


@app.task(name=REFUND, retry=RETRY_WITH_BACKOFF)
def execute_refund(refund_id: int) -> None:
    """Give queued money back."""
    refunds.execute_refund(refund_id)


@app.task(name=REFUND_SHOW, retry=RETRY_WITH_BACKOFF)
def refund_show(show_id: int) -> None:
    """Refund every order of a cancelled show."""
    show_refunds.refund_orders_of(show_id)


# Never tried again by the queue: the outbox keeps what failed, and `send_due_emails` tries it again.
@app.task(name=SEND_EMAIL)
def send_email(email_id: int) -> None:
    """Send an email of the outbox."""
    sending.send(email_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_due_emails", lock="send_due_emails")
def send_due_emails(timestamp: int) -> None:  # noqa: ARG001 - every periodic job is told its time
    """Send what failed before or lost its job."""
    sending.send_due()


# Never tried again: while one is under way another may wait, and two cannot wait under one queueing lock.
@app.task(name=FIND_ORDER)
def find_order(order_id: int) -> None:
    """See to it that whoever looks for an order gets its link, if nobody got it just now."""
    finding.answer(order_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="reconcile")
def reconcile(timestamp: int) -> None:  # noqa: ARG001 - every periodic job is told its time
    """Finish what was cut off, and start again what a cancelled show's refunds left."""
    reconciling.reconcile()
    show_refunds.refund_cancelled_shows()


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - every periodic job is told its time
    """Erase customers whose retention time is over, and keys and clients that no longer matter."""
    privacy.forget_after(days=settings.CUSTOMER_DATA_DAYS)
    idempotency.forget_old_keys()
    attempts.forget_clients()


# Jobs of the previous version: still in the queue after an update, or queued by a machine not updated yet.
@app.task(name="matinee.checkout.tasks.send_tickets")
def send_tickets(order_id: int) -> None:
    """Send the tickets of an order."""
    outbox.write_missing_email(order_id, "paid")


@app.task(name="matinee.checkout.tasks.send_sorry")
def send_sorry(order_id: int) -> None:
    """Say that an order could not be kept."""
    outbox.write_missing_email(order_id, "capture failed")


@app.task(name="matinee.checkout.tasks.send_link")
def send_link(order_id: int) -> None:
    """Send the link of an order's page."""
    outbox.write_missing_email(order_id, finding.LINK_SENT)
