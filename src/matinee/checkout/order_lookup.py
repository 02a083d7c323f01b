"""Find my booking: email the links of all upcoming bookings to an address, given the address alone."""

from datetime import timedelta

from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from matinee.booking.locking import locked_transaction
from matinee.checkout import jobs, order_events
from matinee.checkout.locking import lock_order
from matinee.checkout.models import Customer, OrderEvent
from matinee.checkout.queries import upcoming_bookings
from matinee.core.clock import ClockTimestamp
from matinee.core.email_address import comparison_form

MIN_INTERVAL = timedelta(minutes=10)
"""Between two emails with links to one address, independent of the number of requests."""

NO_ORDER = 0
LINK_EVENTS = ("link sent", "link included")
"""On the order that sends the email, and on the others whose link the email contains."""


def request_booking_links(*, email: str) -> None:
    """Queue an email with the links of the upcoming bookings of this address, which may have any case.

    The response is the same whether or not there are any. A hit and a miss take the same time: one row of one
    table is looked up, and one job is queued. Only an identical request is not queued twice. The job gets the
    id of any order with this address, so that the queue contains no personal data. Its lock is a digest for
    the same reason; if it were the id, all misses would share one lock, and a miss after a miss would be
    faster than after a hit.
    """
    address = comparison_form(email)
    found = Customer.objects.alias(address=Lower("email")).filter(address=address)
    order_id = next(iter(found.values_list("pk", flat=True)[:1]), NO_ORDER)
    digest = salted_hmac(__name__, address, algorithm="sha256").hexdigest()
    jobs.enqueue_unique_after_commit(jobs.FIND_ORDER, digest, order_id=order_id)


@locked_transaction
def send_booking_links(order_id: int) -> None:
    """Write one email for all upcoming bookings of this order's customer, unless one was written lately.

    The check is made under the lock of the oldest of these orders, so that simultaneous requests send one
    email. Raises: Busy.
    """
    customer = Customer.objects.filter(pk=order_id).exclude(email="").first()
    if customer is None:
        return
    orders = sorted(upcoming_bookings(customer), key=lambda order: order.pk)
    if not orders:
        return
    first = lock_order(orders[0].pk)
    recent = OrderEvent.objects.filter(order__in=orders, at__gt=ClockTimestamp() - MIN_INTERVAL)
    if recent.filter(type__in=LINK_EVENTS).exists():
        return
    order_events.record(first, "link sent")
    for order in orders[1:]:
        order_events.record(order, "link included")
