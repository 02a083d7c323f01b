"""Correct the name and the email address of a customer, by staff. The tickets are sent to the new address."""

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import order_events
from matinee.checkout.errors import CustomerForgotten
from matinee.checkout.locking import lock_order_for
from matinee.checkout.models import Customer
from matinee.checkout.order_version import check_version
from matinee.checkout.ticket_resend import CORRECTED, FORMER_ADDRESS_NOTICE
from matinee.core.email_address import comparison_form
from matinee.staff.permissions import Permission


@locked_transaction
def correct_customer(
    *,
    order_id: int,
    actor: str | Actor,
    version: int,
    email: str | None = None,
    name: str | None = None,
) -> None:
    """Correct the address, the name or both; None keeps one. The valid tickets are sent afterwards.

    The former address gets a notice. Values that are correct already change nothing and send nothing.

    Raises: OrderNotFound, NotPermitted, ChangedMeanwhile, CustomerForgotten, Busy.
    """
    order = lock_order_for(order_id, actor, Permission.SERVE_CUSTOMERS)
    check_version(order, version)
    customer = Customer.objects.filter(order=order).first()
    if customer is None:
        raise CustomerForgotten
    former = customer.email
    changed = [
        field
        for field, value in (("email", email), ("name", name))
        if value is not None and value != getattr(customer, field)
    ]
    if not changed:
        return
    customer.email, customer.name = email or customer.email, name or customer.name
    customer.save(update_fields=changed)
    if comparison_form(former) == comparison_form(customer.email):
        order_events.record(order, "customer corrected", actor=actor, corrected=changed)
        return
    order_events.record(order, CORRECTED, actor=actor, corrected=changed)
    if former:
        order_events.record(order, FORMER_ADDRESS_NOTICE, recipient=former)
