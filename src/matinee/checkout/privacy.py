"""Forgetting people: their data is erased, the books stay."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from matinee.checkout import audit
from matinee.checkout.models import Customer
from matinee.core.clock import ClockTimestamp
from matinee.core.email_address import comparison_form
from matinee.runtime.failed_rows.services import each_row

LOOP = "forget"


class NotForgotten(Exception):
    """Some orders could not be erased; the others were. Its arguments are their ids."""


def forget(*, email: str) -> int:
    """Erase everything that we know of the person with this mail address; how many orders it was on.

    Raises: NotForgotten.
    """
    found = Customer.objects.alias(address=Lower("email")).filter(address=comparison_form(email))
    erased, failed = _erase(found)
    if failed:
        raise NotForgotten(*sorted(failed))
    return erased


def forget_after(*, days: int) -> int:
    """Erase whoever bought for a show that was so many days ago; how many orders."""
    long_ago = ClockTimestamp() - timedelta(days=days)
    return _erase(Customer.objects.filter(order__show__ends_at__lt=long_ago))[0]


def _erase(customers: QuerySet[Customer]) -> tuple[int, set[int]]:
    """Erase each customer on its own: how many were erased, and the orders for which it failed."""
    order_ids = list(customers.order_by("pk").values_list("pk", flat=True))
    failed = each_row(LOOP, order_ids, _erase_one)
    return len(order_ids) - len(failed), failed


@transaction.atomic
def _erase_one(order_id: int) -> None:
    for customer in Customer.objects.select_related("order").filter(pk=order_id):
        audit.note(customer.order, "customer forgotten")
        customer.delete()
