"""The money is taken before the tickets are committed (B14)."""

from matinee.checkout import paying
from matinee.checkout.models import PaymentStatus, TicketOrder
from matinee.checkout.selling import sell
from matinee.payments.providers import provider_named


def mutate() -> None:
    """Capture what is reserved, then sell."""

    def capture_and_sell(order_id: int) -> TicketOrder:
        order = TicketOrder.objects.get(pk=order_id)
        for payment in order.payments.filter(status=PaymentStatus.AUTHORISED):
            provider_named(payment.provider).capture(
                payment.reference,
                amount=payment.amount,
                currency=order.currency,
                key=f"{order.reference}-{payment.pk}-capture",
            )
        return sell(order_id)

    paying.sell = capture_and_sell  # type: ignore[attr-defined]
