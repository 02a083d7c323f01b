"""Provider `demo`: behaves like a real one, test cards and all, and moves no money."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import F

from matinee.core.clock import ClockTimestamp
from matinee.payments import ledger
from matinee.payments.demo_cards import DECLINES, Card, card_for
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

LATE = timedelta(seconds=20)
"""How long the late card thinks."""

OPEN = (Status.UNPAID, Status.DECLINED, Status.CHALLENGED)
"""Where a payment may be tried, or tried again."""

AFTERWARDS = {
    Card.APPROVED: Status.RESERVED,
    Card.RESERVED_UNHEARD: Status.RESERVED,
    Card.CAPTURE_FAILS: Status.RESERVED,
    Card.REFUND_REFUSED: Status.RESERVED,
    Card.CHALLENGED: Status.CHALLENGED,
    Card.LATE: Status.PROCESSING,
    Card.SETTLED: Status.TAKEN,
}
"""Where a card brings a payment to; any other card is declined."""


class Demo:
    """`charge.method` is `{"card": number}`; see `demo_cards.CARDS`. Without a card it approves."""

    name = "demo"

    def begin(self, charge: Charge, *, key: str) -> str:
        """Open a payment."""
        return ledger.begin(DemoPayment, charge, prefix="demo", key=key)

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:
        """Do what the card does. Two cards raise Unreachable: one before, one after the money is reserved."""
        card = card_for(charge.method)
        if card is Card.LOST:
            raise Unreachable("The demo's bank did not hear us.")
        answer, is_new = ledger.run_once(
            reference, f"authorise {card}", key=key, act=lambda: _present(reference, card)
        )
        if card is Card.RESERVED_UNHEARD and is_new:
            raise Unreachable("The demo's bank was not heard.")
        return answer

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Take what is reserved."""
        return ledger.run_once(
            reference, _request("capture", amount, currency), key=key, act=lambda: _capture(reference, amount)
        )[0]

    def cancel(self, reference: str, *, key: str) -> PaymentResult:  # noqa: ARG002 - cancelling twice is cancelling
        """Let go of what is reserved. What the bank still thinks about can't be cancelled: Pending."""
        _end_waiting(reference)
        waiting = DemoPayment.objects.filter(pk=reference, status__in=(*OPEN, Status.RESERVED))
        waiting.update(status=Status.CANCELLED)
        return self.look_up(reference)

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Give back what was taken."""
        return ledger.run_once(
            reference, _request("refund", amount, currency), key=key, act=lambda: _refund(reference, amount)
        )[0]

    def look_up(self, reference: str) -> PaymentResult:
        """How the payment stands now."""
        _end_waiting(reference)
        return _standing(ledger.find(DemoPayment, reference))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:  # noqa: ARG002 - the port's
        """Raises: BadNotice, always: the demo has nobody to call us."""
        raise InvalidWebhook("The demo sends no webhooks.")


def complete_challenge(reference: str, *, approve: bool) -> PaymentResult:
    """What the customer did at the further step. Doing it again changes nothing."""
    challenged = DemoPayment.objects.filter(pk=reference, status=Status.CHALLENGED)
    if approve:
        challenged.update(status=Status.RESERVED)
    else:
        challenged.update(status=Status.DECLINED, decline_code="authentication_failed")
    return Demo().look_up(reference)


def _request(verb: str, amount: Decimal, currency: str) -> str:
    return f"{verb} {amount.normalize():f} {currency}"


def _present(reference: str, card: Card) -> PaymentResult:
    status = AFTERWARDS.get(card, Status.DECLINED)
    DemoPayment.objects.filter(pk=reference, status__in=OPEN).update(
        status=status,
        card=card,
        decline_code=card if status is Status.DECLINED else "",
        decided_at=ClockTimestamp() + LATE if status is Status.PROCESSING else None,
        captured=F("amount") if status is Status.TAKEN else Decimal(0),
    )
    return _standing(ledger.find(DemoPayment, reference))


def _end_waiting(reference: str) -> None:
    late = DemoPayment.objects.filter(pk=reference, status=Status.PROCESSING)
    late.filter(decided_at__lte=ClockTimestamp()).update(status=Status.RESERVED)


def _capture(reference: str, amount: Decimal) -> PaymentResult:
    _end_waiting(reference)
    reserved = DemoPayment.objects.filter(pk=reference, status=Status.RESERVED)
    reserved.filter(card=Card.CAPTURE_FAILS).update(status=Status.DECLINED, decline_code=Card.CAPTURE_FAILS)
    reserved.filter(amount__gte=amount).update(status=Status.TAKEN, captured=amount)
    answer = _standing(ledger.find(DemoPayment, reference))
    if isinstance(answer, Authorised):
        raise ProviderRefused(f"{reference}: {amount} is more than what is reserved.")
    return answer


def _refund(reference: str, amount: Decimal) -> PaymentResult:
    if DemoPayment.objects.filter(pk=reference, card=Card.REFUND_REFUSED).exists():
        return ledger.refund_declined(reference)
    return ledger.refund(DemoPayment, reference, amount)


def _standing(payment: DemoPayment) -> PaymentResult:
    if payment.status == Status.CHALLENGED:
        return NeedsAction(payment.pk, {"type": "demo_challenge", "reference": payment.pk})
    if payment.status == Status.PROCESSING:
        return Pending(payment.pk)
    if payment.status == Status.DECLINED:
        return Declined(payment.pk, payment.decline_code, DECLINES[payment.decline_code])
    return ledger.payment_result(payment)
