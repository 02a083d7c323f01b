"""Erase customers' personal data, with the last digits of their cards. Orders, payments and tickets stay."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Lower

from matinee.booking.locking import lock_row, locked_transaction
from matinee.checkout import order_events
from matinee.checkout.emails.outbox import erase_former_addresses
from matinee.checkout.models import Customer, OrderEmail, Payment, TicketOrder
from matinee.core.clock import ClockTimestamp
from matinee.core.email_address import comparison_form
from matinee.runtime.failed_rows.services import each_row

LOOP = "forget"


class Erased(NamedTuple):
    """How many rows the address was erased from."""

    orders: int
    emails: int
    """Waiting ones, for which it was a former address."""


class NotErased(Exception):
    """The customers of some orders could not be erased. All others were. The arguments are the order ids."""


def erase_customer(*, email: str) -> Erased:
    """Erase the customer with this email address, in any case.

    Raises: NotErased.
    """
    address = comparison_form(email)
    orders, failed = _erase(Customer.objects.alias(address=Lower("email")).filter(address=address))
    # Last, because a correction makes the address of a customer a former one.
    notices = OrderEmail.objects.alias(address=Lower("former_address")).filter(address=address)
    emails = erase_former_addresses(notices)
    if failed:
        raise NotErased(*sorted(failed))
    return Erased(orders=orders, emails=emails)


def erase_customers_after(*, days: int) -> int:
    """Erase the customers of shows that ended more than `days` ago. Return the number of their orders."""
    limit = ClockTimestamp() - timedelta(days=days)
    return _erase(Customer.objects.filter(order__show__ends_at__lt=limit))[0]


def _erase(customers: QuerySet[Customer]) -> tuple[int, set[int]]:
    """Erase each customer in its own transaction. Return the number erased and the orders that failed."""
    order_ids = list(customers.order_by("pk").values_list("pk", flat=True))
    failed = each_row(LOOP, order_ids, _erase_one)
    return len(order_ids) - len(failed), failed


@locked_transaction
def _erase_one(order_id: int) -> None:
    """Erase the customer of an order, if the order and its customer still exist. Raises: Busy."""
    lock_row(TicketOrder.objects.filter(pk=order_id))
    for customer in Customer.objects.select_related("order").filter(pk=order_id):
        order_events.record(customer.order, "customer forgotten")
        erase_former_addresses(OrderEmail.objects.filter(order=order_id))
        Payment.objects.filter(order=order_id).exclude(card_last4="").update(card_last4="")
        customer.delete()
