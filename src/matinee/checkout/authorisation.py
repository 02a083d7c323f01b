"""Ask the payment provider to reserve the money of an order (B14). Never call it inside a transaction."""

from collections.abc import Mapping
from typing import Any

from matinee.checkout.models import Payment
from matinee.checkout.queries import order_url
from matinee.payments.port import Charge, Declined, PaymentResult, Pending, Provider, Unreachable
from matinee.payments.result_metrics import count_result

UNREACHABLE = Declined(
    "", "provider_unreachable", "The payment provider does not answer. Try again in a moment."
)


def authorise_payment(payment: Payment, provider: Provider, method: Mapping[str, Any]) -> PaymentResult:
    """Reserve the money. The provider's reference is saved before any money is reserved.

    Returns Declined if the payment cannot be opened, and Pending if the result is unknown.
    """
    order = payment.order
    charge = Charge(
        order=order.reference,
        amount=payment.amount,
        currency=order.currency,
        method=method,
        return_url=order_url(order),
    )
    if not payment.reference:
        try:
            payment.reference = provider.begin(charge, key=f"{order.reference}-{payment.pk}-begin")
        except Unreachable:
            return UNREACHABLE
        Payment.objects.filter(pk=payment.pk).update(reference=payment.reference)
    key = f"{order.reference}-{payment.pk}-{payment.attempt}"
    try:
        return count_result(
            provider, "authorise", lambda: provider.authorise(payment.reference, charge, key=key)
        )
    except Unreachable:
        return Pending(payment.reference)
