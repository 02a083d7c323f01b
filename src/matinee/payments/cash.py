"""Provider `cash`: paid over the counter and taken at once. The caller decides who may use it."""

from decimal import Decimal

from django.db.models import F

from matinee.payments import ledger
from matinee.payments.models import CashPayment, Status
from matinee.payments.port import Charge, InvalidWebhook, PaymentResult, WebhookEvent


class Cash:
    """Cash payments, recorded in our own ledger."""

    name = "cash"

    def begin(self, charge: Charge, *, key: str) -> str:
        """Open the payment. No money is taken yet."""
        return ledger.begin(CashPayment, charge, prefix="cash", key=key)

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:  # noqa: ARG002 - part of the port
        """Take the money. `charge.method` is not used."""

        def take() -> PaymentResult:
            unpaid = CashPayment.objects.filter(pk=reference, status=Status.UNPAID)
            unpaid.update(status=Status.TAKEN, captured=F("amount"))
            return self.look_up(reference)

        return ledger.run_once(reference, "authorise", key=key, act=take)[0]

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:  # noqa: ARG002
        """Return the result of the payment: cash needs no capture."""
        return self.look_up(reference)

    def cancel(self, reference: str, *, key: str) -> PaymentResult:  # noqa: ARG002 - idempotent without a key
        """Cancel a payment for which no money was taken."""
        CashPayment.objects.filter(pk=reference, status=Status.UNPAID).update(status=Status.CANCELLED)
        return self.look_up(reference)

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Refund in cash."""
        return ledger.run_once(
            reference,
            f"refund {amount.normalize():f} {currency}",
            key=key,
            act=lambda: ledger.refund(CashPayment, reference, amount),
        )[0]

    def look_up(self, reference: str) -> PaymentResult:
        """Return the current result of the payment."""
        return ledger.payment_result(ledger.find(CashPayment, reference))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:  # noqa: ARG002 - part of the port
        """Raises: InvalidWebhook, always: cash has no webhooks."""
        raise InvalidWebhook("Cash sends no webhooks.")
