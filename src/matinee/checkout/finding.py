"""Find my booking: whoever knows an order's mail address and reference gets its link, by mail alone."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from matinee.booking.locking import locked_transaction
from matinee.checkout import audit, queue
from matinee.checkout.locking import lock_order
from matinee.checkout.models import TicketOrder
from matinee.core.clock import ClockTimestamp
from matinee.core.codes import normalize_code
from matinee.core.email_address import comparison_form

ONE_MAIL_EVERY = timedelta(minutes=10)
"""Per order, however often somebody looks for it."""

NO_ORDER = 0
LINK_SENT = "link sent"


def look_for(*, email: str, reference: str) -> None:
    """Have the link of an order mailed to the address on it; the asker is told nothing.

    The reference as people type it, the address in any case. Both ways one row is looked up and one job is
    queued, so that the time tells nothing either; the worker finds out what there is to do. Only the same
    question is not queued twice: by order, all misses would be one question, and a miss after another miss
    quicker than one after a hit. A digest keeps the address out of the queue.
    """
    typed = normalize_code(reference)
    address = comparison_form(email)
    orders = _findable().alias(address=Lower("customer__email")).filter(reference=typed, address=address)
    order_id = orders.values_list("pk", flat=True).first()
    question = salted_hmac(__name__, f"{typed} {address}", algorithm="sha256").hexdigest()
    queue.once_after_commit(queue.FIND_ORDER, question, order_id=order_id or NO_ORDER)


@locked_transaction
def answer(order_id: int) -> None:
    """Write the email, unless one is just on its way or the order is not what it was.

    The trail keeps when, under the order's lock: askers at the same time get one email.
    """
    if not _findable().filter(pk=order_id).exists():
        return
    order = lock_order(order_id)
    if order.history.filter(event=LINK_SENT, at__gt=ClockTimestamp() - ONE_MAIL_EVERY).exists():
        return
    audit.note(order, LINK_SENT)


def _findable() -> QuerySet[TicketOrder]:
    """Orders with valid tickets, and those that a person is looking into; with an address."""
    orders = TicketOrder.objects.filter(customer__isnull=False)
    return orders.holding_seats() | orders.needing_a_person()
