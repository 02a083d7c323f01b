"""Mutant: captures the money before the tickets are committed (B14)."""

from matinee.checkout import provider_results
from matinee.checkout.models import PaymentStatus, TicketOrder
from matinee.checkout.order_completion import complete_order
from matinee.payments.providers import provider_named


def mutate() -> None:
    """Capture the authorised payment, then issue the tickets."""

    def capture_and_complete(order_id: int) -> TicketOrder:
        order = TicketOrder.objects.get(pk=order_id)
        for payment in order.payments.filter(status=PaymentStatus.AUTHORISED):
            provider_named(payment.provider).capture(
                payment.reference,
                amount=payment.amount,
                currency=order.currency,
                key=f"{order.reference}-{payment.pk}-capture",
            )
        return complete_order(order_id)

    provider_results.complete_order = capture_and_complete  # type: ignore[attr-defined]
