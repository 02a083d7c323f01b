"""Payment results as JSON, so that a ledger can return the same result for the same idempotency key."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from matinee.payments.port import Authorised, Declined, NeedsAction, PaymentResult, Pending, Settled

KINDS = {kind.__name__: kind for kind in (Authorised, Settled, Declined, NeedsAction, Pending)}


def to_json(result: PaymentResult) -> dict[str, Any]:
    """Return the result's fields and its class as `kind`. Amounts are strings."""
    fields = {name: str(value) if name == "amount" else value for name, value in asdict(result).items()}
    return {"kind": type(result).__name__, **fields}


def from_json(stored: dict[str, Any]) -> PaymentResult:
    """Return the result that `to_json` wrote."""
    fields: dict[str, Any] = {
        name: Decimal(value) if name == "amount" else value for name, value in stored.items()
    }
    kind: type[PaymentResult] = KINDS[fields.pop("kind")]
    return kind(**fields)
