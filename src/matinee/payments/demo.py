"""Provider `demo`: behaves like a real provider, with test cards, and moves no money."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import F

from matinee.core.clock import database_now
from matinee.payments import ledger
from matinee.payments.demo_cards import DECLINES, Card, card_for, last_digits
from matinee.payments.errors import ProviderRefused
from matinee.payments.models import DemoPayment, Status
from matinee.payments.port import (
    Authorised,
    Charge,
    Declined,
    InvalidWebhook,
    NeedsAction,
    PaymentResult,
    Pending,
    Unreachable,
    WebhookEvent,
)

DELAY = timedelta(seconds=20)
"""Until the result of the delayed card is known."""

AUTHORISABLE = (Status.UNPAID, Status.DECLINED, Status.CHALLENGED)
"""A payment with one of these statuses may be authorised."""

STATUS_AFTER = {
    Card.APPROVED: Status.RESERVED,
    Card.RESPONSE_LOST: Status.RESERVED,
    Card.CAPTURE_FAILS: Status.RESERVED,
    Card.REFUND_REFUSED: Status.RESERVED,
    Card.CHALLENGED: Status.CHALLENGED,
    Card.DELAYED: Status.PROCESSING,
    Card.SETTLED: Status.TAKEN,
}
"""The status after authorising a payment with this card. Any other card is declined."""


class Demo:
    """`charge.method` is `{"card": number}`; see `demo_cards.CARDS`. Without a card: approved."""

    name = "demo"

    def begin(self, charge: Charge, *, key: str) -> str:
        """Open a payment."""
        return ledger.begin(DemoPayment, charge, prefix="demo", key=key)

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:
        """Authorise with a test card. Two cards raise Unreachable: before, and after the reservation."""
        card = card_for(charge.method)
        if card is Card.REQUEST_LOST:
            raise Unreachable("The demo provider did not receive the request.")
        result, is_new = ledger.run_once(
            reference,
            f"authorise {card}",
            key=key,
            act=lambda: _authorise(reference, card, last_digits(charge.method)),
        )
        if card is Card.RESPONSE_LOST and is_new:
            raise Unreachable("The response of the demo provider was lost.")
        return result

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Take the reserved money."""
        return ledger.run_once(
            reference, _request("capture", amount, currency), key=key, act=lambda: _capture(reference, amount)
        )[0]

    def cancel(self, reference: str, *, key: str) -> PaymentResult:  # noqa: ARG002 - idempotent without a key
        """Release the reserved money. A payment in processing cannot be cancelled: Pending."""
        _finish_processing(reference)
        cancellable = DemoPayment.objects.filter(pk=reference, status__in=(*AUTHORISABLE, Status.RESERVED))
        cancellable.update(status=Status.CANCELLED)
        return self.look_up(reference)

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Refund taken money."""
        return ledger.run_once(
            reference, _request("refund", amount, currency), key=key, act=lambda: _refund(reference, amount)
        )[0]

    def look_up(self, reference: str) -> PaymentResult:
        """Return the current result of the payment."""
        _finish_processing(reference)
        return _payment_result(ledger.find(DemoPayment, reference))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:  # noqa: ARG002 - part of the port
        """Raises: InvalidWebhook, always: the demo has no webhooks."""
        raise InvalidWebhook("The demo sends no webhooks.")


def complete_challenge(reference: str, *, approve: bool) -> PaymentResult:
    """Record the customer's decision in the challenge. A second call changes nothing."""
    challenged = DemoPayment.objects.filter(pk=reference, status=Status.CHALLENGED)
    if approve:
        challenged.update(status=Status.RESERVED)
    else:
        challenged.update(status=Status.DECLINED, decline_code="authentication_failed")
    return Demo().look_up(reference)


def _request(verb: str, amount: Decimal, currency: str) -> str:
    return f"{verb} {amount.normalize():f} {currency}"


def _authorise(reference: str, card: Card, last4: str) -> PaymentResult:
    status = STATUS_AFTER.get(card, Status.DECLINED)
    DemoPayment.objects.filter(pk=reference, status__in=AUTHORISABLE).update(
        status=status,
        card=card,
        card_last4=last4,
        decline_code=card if status is Status.DECLINED else "",
        decided_at=database_now() + DELAY if status is Status.PROCESSING else None,
        captured=F("amount") if status is Status.TAKEN else Decimal(0),
    )
    return _payment_result(ledger.find(DemoPayment, reference))


def _finish_processing(reference: str) -> None:
    processing = DemoPayment.objects.filter(pk=reference, status=Status.PROCESSING)
    processing.filter(decided_at__lte=database_now()).update(status=Status.RESERVED)


def _capture(reference: str, amount: Decimal) -> PaymentResult:
    _finish_processing(reference)
    reserved = DemoPayment.objects.filter(pk=reference, status=Status.RESERVED)
    reserved.filter(card=Card.CAPTURE_FAILS).update(status=Status.DECLINED, decline_code=Card.CAPTURE_FAILS)
    reserved.filter(amount__gte=amount).update(status=Status.TAKEN, captured=amount)
    result = _payment_result(ledger.find(DemoPayment, reference))
    if isinstance(result, Authorised):
        raise ProviderRefused(f"{reference}: {amount} is more than the reserved amount.")
    return result


def _refund(reference: str, amount: Decimal) -> PaymentResult:
    if DemoPayment.objects.filter(pk=reference, card=Card.REFUND_REFUSED).exists():
        return ledger.refund_declined(reference)
    return ledger.refund(DemoPayment, reference, amount)


def _payment_result(payment: DemoPayment) -> PaymentResult:
    if payment.status == Status.CHALLENGED:
        return NeedsAction(payment.pk, {"type": "demo_challenge", "reference": payment.pk})
    if payment.status == Status.PROCESSING:
        return Pending(payment.pk)
    if payment.status == Status.DECLINED:
        return Declined(payment.pk, payment.decline_code, DECLINES[payment.decline_code])
    return ledger.payment_result(payment, card_last4=payment.card_last4)
