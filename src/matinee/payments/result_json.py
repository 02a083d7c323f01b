"""Answers as JSON, for ledgers that give the same key the same answer."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from matinee.payments.port import Authorised, Declined, NeedsAction, PaymentResult, Pending, Settled

KINDS = {kind.__name__: kind for kind in (Authorised, Settled, Declined, NeedsAction, Pending)}


def to_json(answer: PaymentResult) -> dict[str, Any]:
    """Give the answer's fields and, as `kind`, its class; amounts as strings."""
    fields = {name: str(value) if name == "amount" else value for name, value in asdict(answer).items()}
    return {"kind": type(answer).__name__, **fields}


def from_json(kept: dict[str, Any]) -> PaymentResult:
    """Give back the answer that `to_json` wrote."""
    fields: dict[str, Any] = {
        name: Decimal(value) if name == "amount" else value for name, value in kept.items()
    }
    kind: type[PaymentResult] = KINDS[fields.pop("kind")]
    return kind(**fields)
