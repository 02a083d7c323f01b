"""Payments of one order, as the checkout makes them: each call has its own idempotency key."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

from matinee.payments.port import Charge, PaymentResult, Provider


@dataclass
class Payment:
    """A payment of 12.50 euros that has been begun."""

    provider: Provider
    amount: Decimal = Decimal("12.50")
    currency: str = "EUR"
    run: str = field(default_factory=lambda: uuid4().hex)
    reference: str = field(init=False)

    def __post_init__(self) -> None:
        self.reference = self.provider.begin(self.charge({}), key=self.key("begin"))

    def key(self, name: str) -> str:
        """Return this test's idempotency key for `name`."""
        return f"{self.run}:{name}"

    def charge(self, method: dict[str, Any]) -> Charge:
        return self.charge_of(self.amount, self.currency, method)

    @staticmethod
    def charge_of(amount: Decimal, currency: str, method: dict[str, Any]) -> Charge:
        return Charge("ABC123", amount, currency, method, "https://cinema.example/orders/s")

    def authorise(self, method: dict[str, Any], key: str = "authorise") -> PaymentResult:
        return self.provider.authorise(self.reference, self.charge(method), key=self.key(key))

    def capture(self, amount: str = "12.50", key: str = "capture") -> PaymentResult:
        return self.provider.capture(
            self.reference, amount=Decimal(amount), currency=self.currency, key=self.key(key)
        )

    def cancel(self, key: str = "cancel") -> PaymentResult:
        return self.provider.cancel(self.reference, key=self.key(key))

    def refund(self, amount: str, key: str) -> PaymentResult:
        return self.provider.refund(
            self.reference, amount=Decimal(amount), currency=self.currency, key=self.key(key)
        )

    def look_up(self) -> PaymentResult:
        return self.provider.look_up(self.reference)

    def cancelled(self) -> tuple[str, str]:
        """The expected Declined after a cancellation, without its message."""
        return self.reference, "cancelled"
