"""Continue an undecided payment: the customer returns, or the provider calls the webhook."""

from contextlib import suppress

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Payment, PaymentStatus, TicketOrder
from matinee.checkout.queries import latest_payment
from matinee.checkout.reconcile import reconcile_payment
from matinee.core.problems import Problem
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.port import Unreachable
from matinee.payments.providers import provider_named
from matinee.runtime.bulkhead import payment_permit

AWAITING_RESULT = {PaymentStatus.NEEDS_ACTION, PaymentStatus.PENDING}


def refresh_payment(order: TicketOrder) -> Payment | None:
    """Look up the latest payment at its provider if it is undecided, and return it as it is then.

    Never raises an error of the provider or of the sale: the order's status shows it.
    """
    payment = latest_payment(order)
    if payment and payment.status in AWAITING_RESULT:
        with suppress(Unreachable, Problem), payment_permit():
            reconcile_payment(payment.pk)
    return latest_payment(order)


def answer_demo_challenge(order: TicketOrder, *, approve: bool) -> Payment | None:
    """Complete or reject the demo provider's challenge, and return the payment as it is then.

    Raises: Busy; OrderNotFound, if the payment is of another provider.
    """
    payment = latest_payment(order)
    if payment is None or payment.provider != Demo.name:
        raise OrderNotFound
    if payment.status == PaymentStatus.NEEDS_ACTION:
        with payment_permit():
            complete_challenge(payment.reference, approve=approve)
    return refresh_payment(order)


def handle_webhook(provider: str, body: bytes, signature: str) -> None:
    """Look up the payment that a webhook names. The order and number of webhooks don't matter.

    Raises: InvalidWebhook; Unreachable and Busy, so that the provider sends the webhook again.
    """
    event = provider_named(provider).read_webhook(body, signature)
    payment = event and Payment.objects.filter(provider=provider, reference=event.reference).first()
    if payment and payment.status not in {PaymentStatus.BEGUN, PaymentStatus.CANCELLED}:
        with payment_permit():
            reconcile_payment(payment.pk)
