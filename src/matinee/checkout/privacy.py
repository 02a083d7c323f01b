"""Forgetting people: their data is erased, the books stay."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from matinee.checkout import audit
from matinee.checkout.models import Customer
from matinee.core.clock import ClockTimestamp
from matinee.core.email_address import comparable


def forget(*, email: str) -> int:
    """Erase everything that we know of the person with this mail address; how many orders it was on."""
    found = Customer.objects.alias(address=Lower("email")).filter(address=comparable(email))
    return _erase(found)


def forget_after(*, days: int) -> int:
    """Erase whoever bought for a show that was so many days ago; how many orders."""
    long_ago = ClockTimestamp() - timedelta(days=days)
    return _erase(Customer.objects.filter(order__show__ends_at__lt=long_ago))


@transaction.atomic
def _erase(customers: QuerySet[Customer]) -> int:
    found = list(customers.select_related("order"))
    for customer in found:
        audit.note(customer.order, "customer forgotten")
        customer.delete()
    return len(found)
