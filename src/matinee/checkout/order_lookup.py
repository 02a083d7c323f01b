"""Find my booking: email the link of an order to its customer, given email address and reference."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from matinee.booking.locking import locked_transaction
from matinee.checkout import jobs, order_events
from matinee.checkout.locking import lock_order
from matinee.checkout.models import TicketOrder
from matinee.core.clock import ClockTimestamp
from matinee.core.codes import normalize_code
from matinee.core.email_address import comparison_form

MIN_INTERVAL = timedelta(minutes=10)
"""Between two emails with the link of one order, independent of the number of requests."""

NO_ORDER = 0
LINK_SENT = "link sent"


def request_order_link(*, email: str, reference: str) -> None:
    """Queue an email with the order's link. The response is the same whether or not the order exists.

    The reference may have spaces, dashes and any case. The address may have any case.

    A hit and a miss take the same time: one row is looked up, and one job is queued. Only an identical
    request is not queued twice. If the order's id were the lock of the job, all misses would share one lock,
    and a miss after a miss would be faster than after a hit. The lock is a digest, so that the queue contains
    no email address.
    """
    typed = normalize_code(reference)
    address = comparison_form(email)
    orders = _findable().alias(address=Lower("customer__email")).filter(reference=typed, address=address)
    order_id = orders.values_list("pk", flat=True).first()
    digest = salted_hmac(__name__, f"{typed} {address}", algorithm="sha256").hexdigest()
    jobs.enqueue_unique_after_commit(jobs.FIND_ORDER, digest, order_id=order_id or NO_ORDER)


@locked_transaction
def send_order_link(order_id: int) -> None:
    """Write the email, unless one was written in the last MIN_INTERVAL or the order is no longer findable.

    The check is made under the order's lock, so that simultaneous requests send one email. Raises: Busy.
    """
    if not _findable().filter(pk=order_id).exists():
        return
    order = lock_order(order_id)
    if order.events.filter(type=LINK_SENT, at__gt=ClockTimestamp() - MIN_INTERVAL).exists():
        return
    order_events.record(order, LINK_SENT)


def _findable() -> QuerySet[TicketOrder]:
    """Orders with a customer that have valid tickets or need attention."""
    orders = TicketOrder.objects.filter(customer__isnull=False)
    return orders.holding_seats() | orders.needing_a_person()
