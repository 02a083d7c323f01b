"""Send the tickets again at the request of their holder, if needed to a corrected email address."""

from datetime import timedelta

from matinee.booking.locking import locked_transaction
from matinee.checkout import order_events
from matinee.checkout.errors import TicketsNotSendable
from matinee.checkout.locking import lock_order
from matinee.checkout.models import Customer, TicketOrder
from matinee.checkout.order_page import valid_tickets
from matinee.core.clock import database_now
from matinee.core.email_address import comparison_form

SENT_AGAIN, CORRECTED = "tickets sent again", "email address corrected"
FORMER_ADDRESS_NOTICE = "notice to former address"
"""Types of order events."""

MIN_INTERVAL = timedelta(minutes=1)
"""Between two emails to the same address. A request in between has no effect."""

MAX_RESENDS = 5
"""Per order, by its holder."""

CORRECTION_TIME = timedelta(days=1)
"""After the purchase. Later, a person who was given the link could take over the customer's emails."""

MAX_CORRECTIONS = 3
"""Per order, by its holder. More would make the site send emails to many strangers."""


@locked_transaction
def send_tickets_for_holder(*, order_id: int, email: str | None = None) -> None:
    """Send the email with the valid tickets again. With another `email`, correct the address first.

    Raises: OrderNotFound, TicketsNotSendable, Busy.
    """
    order = lock_order(order_id)
    customer = Customer.objects.filter(order=order).first()
    if customer is None or order.show.ends_at <= database_now() or not valid_tickets(order):
        raise TicketsNotSendable
    if email and comparison_form(email) != comparison_form(customer.email):
        _correct_address(order, customer, email)
    elif customer.email:
        _send_again(order)
    else:
        raise TicketsNotSendable


def _correct_address(order: TicketOrder, customer: Customer, email: str) -> None:
    is_late = order.paid_at is None or order.paid_at + CORRECTION_TIME <= database_now()
    corrected = order.events.filter(type=CORRECTED, actor=order_events.CUSTOMER)
    if is_late or corrected.count() >= MAX_CORRECTIONS:
        raise TicketsNotSendable
    former_address, customer.email = customer.email, email
    customer.save(update_fields=["email"])
    order_events.record(order, CORRECTED, actor=order_events.CUSTOMER)
    if former_address:
        order_events.record(order, FORMER_ADDRESS_NOTICE, recipient=former_address)


def _send_again(order: TicketOrder) -> None:
    sent = order.events.filter(type__in=(SENT_AGAIN, CORRECTED), actor=order_events.CUSTOMER)
    if sent.filter(at__gt=database_now() - MIN_INTERVAL).exists():
        return
    if sent.filter(type=SENT_AGAIN).count() >= MAX_RESENDS:
        raise TicketsNotSendable
    order_events.record(order, SENT_AGAIN, actor=order_events.CUSTOMER)
