"""Provider `cash`: over the counter, taken at once. Who may use it is decided by whoever offers it."""

from decimal import Decimal

from django.db.models import F

from matinee.payments import ledger
from matinee.payments.models import CashPayment, Status
from matinee.payments.port import Charge, InvalidWebhook, PaymentResult, WebhookEvent


class Cash:
    """Money in the till, with a book of its own."""

    name = "cash"

    def begin(self, charge: Charge, *, key: str) -> str:
        """Open the payment; the customer has handed over nothing yet."""
        return ledger.begin(CashPayment, charge, prefix="cash", key=key)

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:  # noqa: ARG002 - the port's
        """Take the money. The method says nothing that cash would need."""

        def take() -> PaymentResult:
            unpaid = CashPayment.objects.filter(pk=reference, status=Status.UNPAID)
            unpaid.update(status=Status.TAKEN, captured=F("amount"))
            return self.look_up(reference)

        return ledger.run_once(reference, "authorise", key=key, act=take)[0]

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:  # noqa: ARG002
        """Say how it stands: what is in the till needs no capturing."""
        return self.look_up(reference)

    def cancel(self, reference: str, *, key: str) -> PaymentResult:  # noqa: ARG002 - cancelling twice is cancelling
        """Close a payment that nothing was taken for."""
        CashPayment.objects.filter(pk=reference, status=Status.UNPAID).update(status=Status.CANCELLED)
        return self.look_up(reference)

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Give money back from the till."""
        return ledger.run_once(
            reference,
            f"refund {amount.normalize():f} {currency}",
            key=key,
            act=lambda: ledger.refund(CashPayment, reference, amount),
        )[0]

    def look_up(self, reference: str) -> PaymentResult:
        """How the payment stands now."""
        return ledger.payment_result(ledger.find(CashPayment, reference))

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:  # noqa: ARG002 - the port's
        """Raises: BadNotice, always: nobody calls about cash."""
        raise InvalidWebhook("Cash sends no webhooks.")
