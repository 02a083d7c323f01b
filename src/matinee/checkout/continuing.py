"""How an order's payment goes on after the first answer: the customer comes back, or the provider calls."""

from contextlib import suppress

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Payment, PaymentStatus, TicketOrder
from matinee.checkout.queries import latest_payment
from matinee.checkout.reconciling import finish
from matinee.core.problems import Problem
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.port import Unreachable
from matinee.payments.providers import provider_named
from matinee.runtime.bulkhead import payment_permit

WAITING = {PaymentStatus.NEEDS_ACTION, PaymentStatus.PENDING}


def look_again(order: TicketOrder) -> Payment | None:
    """Ask the provider how the payment stands, if it was undecided; the payment as it is then.

    If the tickets cannot be sold any more, the order says so: this read does not fail for it.
    """
    payment = latest_payment(order)
    if payment and payment.status in WAITING:
        with suppress(Unreachable, Problem), payment_permit():
            finish(payment.pk)
    return latest_payment(order)


def answer_challenge(order: TicketOrder, *, approve: bool) -> Payment | None:
    """The customer did the demo's further step, or would not; the payment as it is then.

    Raises: Busy; OrderNotFound, when another provider is asked for the money.
    """
    payment = latest_payment(order)
    if payment is None or payment.provider != Demo.name:
        raise OrderNotFound
    if payment.status == PaymentStatus.NEEDS_ACTION:
        with payment_permit():
            complete_challenge(payment.reference, approve=approve)
    return look_again(order)


def hear_webhook(provider: str, body: bytes, signature: str) -> None:
    """A provider says that something changed. It is looked up, so twice or out of order is all the same.

    Raises: BadNotice; Unreachable and Busy, so that the provider calls again.
    """
    notice = provider_named(provider).read_webhook(body, signature)
    payment = notice and Payment.objects.filter(provider=provider, reference=notice.reference).first()
    if payment and payment.status not in {PaymentStatus.BEGUN, PaymentStatus.CANCELLED}:
        with payment_permit():
            finish(payment.pk)
