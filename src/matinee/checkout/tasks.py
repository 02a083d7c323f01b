"""What the worker does for the checkout. Each job may run twice, or late: the verbs see to that."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from matinee.checkout import mail
from matinee.checkout.capturing import capture
from matinee.checkout.reconciling import reconcile as reconcile_all
from matinee.checkout.refunds import execute_refund as execute
from matinee.checkout.show_refunds import refund_orders_of

MAILING = RetryStrategy(max_attempts=12, exponential_wait=4)
"""Over a day of trying, with longer and longer waits."""


@app.task(name="matinee.checkout.tasks.capture_payment")
def capture_payment(payment_id: int) -> None:
    """Take the money of a sale."""
    capture(payment_id)


@app.task(name="matinee.checkout.tasks.execute_refund")
def execute_refund(refund_id: int) -> None:
    """Give queued money back."""
    execute(refund_id)


@app.task(name="matinee.checkout.tasks.refund_show")
def refund_show(show_id: int) -> None:
    """Refund every order of a cancelled show."""
    refund_orders_of(show_id)


@app.task(name="matinee.checkout.tasks.send_tickets", retry=MAILING)
def send_tickets(order_id: int) -> None:
    """Mail the tickets of an order."""
    mail.send_tickets(order_id)


@app.task(name="matinee.checkout.tasks.send_sorry", retry=MAILING)
def send_sorry(order_id: int) -> None:
    """Mail that an order could not be kept."""
    mail.send_sorry(order_id)


@app.periodic(cron="* * * * *")
@app.task(name="matinee.checkout.tasks.reconcile")
def reconcile(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic job
    """Finish what was cut off."""
    reconcile_all()
