"""The payments of an order: which one pays for its tickets, and which ones are no longer needed (B14)."""

from django.db.models import Case, When

from matinee.checkout.models import Payment, PaymentStatus, TicketOrder
from matinee.core.clock import database_now

SECURED = {PaymentStatus.AUTHORISED, PaymentStatus.SETTLED}
"""The money is reserved or taken."""

RELEASED = "released"
"""The reason of a refund for a payment that pays for no tickets."""


def save_payment(payment: Payment, *, card_last4: str = "") -> None:
    """Save a changed payment and the time of the change. Call it with the payment locked.

    The card is saved only if its digits are given: those of `payment` may have been erased meanwhile.
    """
    payment.changed_at = database_now()
    fields = ["status", "attempt", "client", "next_action", "captured", "changed_at"]
    if card_last4:
        payment.card_last4 = card_last4
        fields.append("card_last4")
    payment.save(update_fields=fields)


def paying_payment(order: TicketOrder) -> Payment | None:
    """Return the payment that pays for the order: a settled one, else an authorised one, else None (B14)."""
    is_settled = Case(When(status=PaymentStatus.SETTLED, then=0), default=1)
    secured = order.payments.filter(status__in=SECURED, amount=order.total).exclude(refunds__reason=RELEASED)
    return secured.order_by(is_settled, "changed_at", "pk").first()


def is_paid(order: TicketOrder) -> bool:
    """Return whether an order with tickets is still paid for. It is not after a failed capture."""
    return not order.total or paying_payment(order) is not None


def is_superseded(payment: Payment) -> bool:
    """Return whether another payment pays for the order, or the order's total has changed."""
    paying = paying_payment(payment.order)
    return payment.amount != payment.order.total or paying not in (None, payment)
